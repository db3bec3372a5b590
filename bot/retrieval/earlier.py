"""The document that the last answer of a conversation was taken from."""

from bot.question.names import weak_stems
from ingest.text.words import stems
from ingest.view import View

_MOST = 5  # passages looked at
_SHARE = 0.6  # of an answer's telling words that a passage must hold to be where it comes from


def told_by(view: View, answer: str) -> str:
    """The source of the passage that holds most of an answer's words; "" where none holds enough of them."""
    told = set(stems(answer)) - weak_stems()
    shares = [(len(told & set(stems(hit.passage.embedded))), hit.passage.source) for hit in view.lexical(answer, _MOST)]
    most, source = max(shares, key=lambda one: one[0], default=(0, ""))
    return source if told and most >= _SHARE * len(told) else ""
