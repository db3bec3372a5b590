"""The passages that were retrieved, read and put in order: those that answer the question first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reader.logistic import logits, sigmoid
from bot.reader.spans import Reading, read_passages
from bot.reader.weights import weights
from ingest.documents import Hit, Passage

RANKING = ("fused", "answers", "span")
_MOST = 12.0  # log odds: beyond that one passage is as sure as another


@dataclass(frozen=True, slots=True)
class Ranked:
    """Passages in the order of how likely they answer.

    Attributes:
        hits: best first; their scores are the probability that the passage answers, 0 to 1.
        readings: what the reader made of each.
    """

    hits: tuple[Hit, ...]
    readings: tuple[Reading, ...]


def rank(question: str, hits: Sequence[Hit]) -> Ranked:
    """Read passages and put them in order.

    Args:
        question: stand-alone.
        hits: as `bot.retrieve.retrieve` gives them.
    """
    return ranked(hits, read_passages(question, [hit.passage for hit in hits]), weights().rank)


def ranked(hits: Sequence[Hit], readings: Sequence[Reading], learned: Sequence[float]) -> Ranked:
    """Put passages that were read in order, by the weights of `RANKING`, then the bias."""
    if not hits:
        return Ranked((), ())
    odds = logits(learned, [signs(hit, reading) for hit, reading in zip(hits, readings, strict=True)])
    order = sorted(range(len(hits)), key=lambda at: -odds[at])
    scores = sigmoid(odds)
    return Ranked(
        tuple(replace(hits[at], score=float(scores[at])) for at in order), tuple(readings[at] for at in order)
    )


def signs(hit: Hit, reading: Reading) -> tuple[float, ...]:
    """What speaks for a passage, in the order of `RANKING`."""
    return (hit.score, reading.answers, _clipped(whole(hit.passage, reading)))


def whole(passage: Passage, reading: Reading) -> float:
    """Log odds of the likeliest span anywhere in a passage."""
    return reading.best(0, len(passage.text)).score


def _clipped(value: float) -> float:
    return max(-_MOST, min(_MOST, value))
