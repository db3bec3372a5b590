"""What to say when the documents don't say it, and when nobody can be sure whether they do."""

from collections.abc import Sequence, Set

from bot.drafts import DECLINED, Draft, Quote
from bot.question.analysis import Question
from bot.question.names import names, opening
from ingest.text.words import words

_SIGNS = "?.,;:!\"“”'()¿¡«»"  # around a word
_UNKNOWN, _UNSURE = DECLINED
UNKNOWN = f"{_UNKNOWN} say."
EMPTY = "There are no documents yet. Add some, and ask again."
UNSURE = f"{_UNSURE}. These passages may help."
_LACKING = f"{_UNSURE}: the nearest passage doesn't mention {{}}. These passages may help."


def missing_keys(question: Question) -> list[str]:
    """The names and numbers of a question that no document holds, as they were written."""
    return _written(question, {term.word for term in question.terms if term.key and not term.known})


def lacking_keys(question: Question, there: Set[str]) -> list[str]:
    """The names and numbers of a question that are not among the stems of a passage, as they were written.

    The word that a sentence begins with may be any: "Compare the two meetings".
    """
    lacking = {term.word for term in question.terms if term.key and term.stem not in there}
    return _written(question, lacking - opening(question.text))


def decline(question: Question, confidence: float, missing: Sequence[str] = (), near: Sequence[Quote] = ()) -> Draft:
    """Decline a question, naming what is missing where that is sure: names and numbers, or the only thing asked for.

    Of other words nobody can say so: "gathering" is not in the documents, but "meeting" is. What they say of Germany
    they may say of "abroad": what is `near` is shown.
    """
    nowhere = tuple(missing)
    if not missing and question.terms and not any(term.known for term in question.terms):
        missing = [_as_written(max((term.word for term in question.terms), key=len), question.text)]
    message = f"{_UNKNOWN} mention {_joined(missing)}." if missing else UNKNOWN
    return Draft("declined", message=message, confidence=confidence, missing=nowhere, near=tuple(near))


def unsure(confidence: float, near: Sequence[Quote], lacking: Sequence[str]) -> Draft:
    """Make no claim, but show what may help.

    Args:
        confidence: the probability that the best of it would have been right.
        near: the likeliest words of the passages that may help, best first.
        lacking: names and numbers of the question that the best of these passages does not hold.
    """
    message = _LACKING.format(_joined(lacking)) if lacking else UNSURE
    return Draft("declined", message=message, confidence=confidence, near=tuple(near))


def _written(question: Question, unknown: Set[str]) -> list[str]:
    """The words of a question that are names or numbers, as they were written."""
    if not unknown:
        return []
    written = [name for name in names(question.text, question.language) if unknown & set(words(name))]
    inside = {word for name in written for word in words(name)}
    amounts = [part.strip(_SIGNS) for part in question.text.split()]
    return [*written, *(part for part in amounts if unknown & set(words(part)) - inside)]


def _as_written(word: str, text: str) -> str:
    return next((part.strip(_SIGNS) for part in text.split() if word in words(part)), word)


def _joined(parts: Sequence[str]) -> str:
    unique = list(dict.fromkeys(parts))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} or {unique[-1]}"
