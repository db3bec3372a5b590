"""Documents that give another number for the same thing: both are shown, since nobody can tell here who is right."""

from collections.abc import Sequence

from bot.answerers.reader.evidence import Sentence
from ingest.documents import Hit
from ingest.text.words import words

_LIKELY = 0.5  # probability that the other document's passage answers
_NEAR = 4.0  # log odds by which its span may be less likely than the best


def disagreeing(best: Sentence, found: Sequence[Sentence], hits: Sequence[Hit]) -> Sentence | None:
    """The likeliest sentence of another document that answers with other numbers; None if there is none.

    Args:
        best: the sentence that answers best.
        found: all sentences.
        hits: their passages, whose scores are the probability that they answer.
    """
    said = _numbers(best, hits)
    if not said or best.span.score < 0:
        return None
    source = hits[best.hit].passage.source
    rivals = [
        other
        for other in found
        if hits[other.hit].passage.source != source
        and hits[other.hit].score >= _LIKELY
        and other.span.score >= max(0.0, best.span.score - _NEAR)
        and _numbers(other, hits).isdisjoint(said)
        and _numbers(other, hits)
    ]
    return max(rivals, key=lambda other: other.span.score, default=None)


def _numbers(sentence: Sentence, hits: Sequence[Hit]) -> frozenset[str]:
    text = hits[sentence.hit].passage.text[sentence.span.start : sentence.span.end]
    return frozenset(word for word in words(text) if word[0].isdigit())
