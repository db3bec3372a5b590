"""The passages that were retrieved, read and put in order: those that answer the question first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answerers.reader.logistic import logit, logits, sigmoid
from bot.answerers.reader.relevance import LOOKED, passages_relevance
from bot.answerers.reader.spans import Reading, read_passages
from bot.answerers.reader.weights import weights
from ingest.documents import Hit, Passage

RANKING = ("fused", "answers", "span")
_MOST = 12.0  # log odds: beyond that one passage is as sure as another
# Of the retrieval score, from the best passage on: what is farther away is not read. On Natural Questions and SQuAD
# recall@1 and @5 and the answers are as good as when all are read, with three and six passages of eight.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """Passages in the order of how likely they answer.

    Attributes:
        hits: best first, those that were read before those that were not; their scores are the probability that the
            passage answers, 0 to 1.
        readings: what the reader made of each of the former.
    """

    hits: tuple[Hit, ...]
    readings: tuple[Reading, ...]


def rank(question: str, hits: Sequence[Hit], most: int | None = None) -> Ranked:
    """Read passages and put them in order.

    Args:
        question: stand-alone.
        hits: as `bot.retrieval.hybrid.retrieve` gives them.
        most: how many may be read; None for all.
    """
    found = ranked(*read_near(question, hits, most), weights().rank, weights().unread)
    return looked_at(found, passages_relevance(question, [hit.passage for hit in first(found)]), weights().looked)


def first(found: Ranked) -> tuple[Hit, ...]:
    """The passages that a cross-encoder looks at too: the likeliest of those that were read."""
    return found.hits[: min(LOOKED, len(found.readings))]


def looked_at(found: Ranked, relevance: Sequence[float], learned: Sequence[float]) -> Ranked:
    """The first passages in order once more, after a cross-encoder has looked at them.

    Args:
        found: as `ranked` gives it.
        relevance: what the cross-encoder makes of each of `first`, log odds.
        learned: weights of the log odds so far and of `relevance`, and the bias: log odds that a passage answers.
    """
    count = len(relevance)
    if not count:
        return found
    odds = logits(learned, [(logit(hit.score), one) for hit, one in zip(found.hits, relevance, strict=False)])
    order = sorted(range(count), key=lambda at: -odds[at])
    scores = sigmoid(odds)
    least = float(scores.min())  # what was not looked at is no likelier: else it would have been
    return Ranked(
        (
            *(replace(found.hits[at], score=float(scores[at])) for at in order),
            *(replace(hit, score=min(hit.score, least)) for hit in found.hits[count:]),
        ),
        (*(found.readings[at] for at in order), *found.readings[count:]),
    )


def read_near(
    question: str, hits: Sequence[Hit], most: int | None = None
) -> tuple[tuple[Hit, ...], tuple[Reading, ...]]:
    """Passages, those that are read before the others, and what the reader makes of the former; see `rank`."""
    near, others = apart(hits, most)
    return (*near, *others), read_passages(question, [hit.passage for hit in near])


def apart(hits: Sequence[Hit], most: int | None = None) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
    """The passages that are worth reading, at most so many, and the others."""
    best = max((hit.score for hit in hits), default=0.0)
    near = tuple(hit for hit in hits[:most] if best - hit.score <= _NEAR)
    return near, tuple(hit for hit in hits if hit not in near)


def ranked(
    hits: Sequence[Hit], readings: Sequence[Reading], learned: Sequence[float], unread: Sequence[float]
) -> Ranked:
    """Put passages in order.

    Args:
        hits: those that were read, then the others.
        readings: of the former.
        learned: weights of `RANKING`, then the bias.
        unread: weight of the retrieval score of a passage that was not read, and the bias.
    """
    if not hits:
        return Ranked((), ())
    read, others = hits[: len(readings)], hits[len(readings) :]
    odds = logits(learned, [signs(hit, reading) for hit, reading in zip(read, readings, strict=True)])
    order = sorted(range(len(read)), key=lambda at: -odds[at])
    # What was not read is no likelier than what was: else it would have been worth reading.
    guessed = [min(*odds, odd) for odd in logits(unread, [[hit.score] for hit in others])] if others else []
    scores = sigmoid([*(odds[at] for at in order), *guessed])
    return Ranked(
        tuple(
            replace(hit, score=float(score))
            for hit, score in zip((*(read[at] for at in order), *others), scores, strict=True)
        ),
        tuple(readings[at] for at in order),
    )


def signs(hit: Hit, reading: Reading) -> tuple[float, ...]:
    """What speaks for a passage, in the order of `RANKING`."""
    return (hit.score, reading.answers, _clipped(whole(hit.passage, reading)))


def whole(passage: Passage, reading: Reading) -> float:
    """Log odds of the likeliest span anywhere in a passage."""
    return reading.best(0, len(passage.text)).score


def _clipped(value: float) -> float:
    return max(-_MOST, min(_MOST, value))
