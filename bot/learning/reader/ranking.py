"""Which passage comes first and which sentence is chosen: weights of both, and what they put in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.answerers.reader.evidence import Sentence, sentences
from bot.answerers.reader.logistic import logits
from bot.answerers.reader.ranker import Ranked, ranked, signs
from bot.evaluation.regression import fit, fit_choices
from bot.learning.reader.readings import QuestionReadings, holds

_RIDGE = 0.03  # without a penalty the weights follow what only these questions happen to have


@dataclass(frozen=True, slots=True)
class RankedReadings:
    """A question with its passages in order, and their sentences.

    Attributes:
        asked: the question, and its passages as they were retrieved.
        ranked: its passages, best first.
        found: their sentences.
        right: whether each sentence holds an answer.
    """

    asked: QuestionReadings
    ranked: Ranked
    found: tuple[Sentence, ...]
    right: tuple[bool, ...]


def learn_rank(asked: Sequence[QuestionReadings]) -> list[float]:
    """Weights of `ranker.RANKING`: those of a conditional logit, scaled to log odds that a passage answers."""
    rows = [[signs(hit, reading) for hit, reading in zip(a.hits, a.readings, strict=False)] for a in asked]
    right = [one.right[: len(one.readings)] for one in asked]
    useful = [at for at, flags in enumerate(right) if any(flags)]
    order = fit_choices([rows[at] for at in useful], [right[at] for at in useful])
    flat = [[value] for one in rows if one for value in logits(order, one)]
    slope, bias = fit(flat, list(chain.from_iterable(right)))
    return [float(weight * slope) for weight in order[:-1]] + [float(bias)]


def learn_unread(asked: Sequence[QuestionReadings]) -> list[float]:
    """Weight of the retrieval score of passages that were not read, and the bias: log odds that one answers."""
    behind = [pair for one in asked for pair in list(zip(one.hits, one.right, strict=True))[len(one.readings) :]]
    return [float(weight) for weight in fit([[hit.score] for hit, _ in behind], [flag for _, flag in behind])]


def rank_all(
    asked: Sequence[QuestionReadings], learned: Sequence[float], unread: Sequence[float]
) -> Iterator[RankedReadings]:
    """Put passages in order and judge their sentences."""
    for one in asked:
        order = ranked(one.hits, one.readings, learned, unread)
        found = tuple(sentences(one.question, order))
        right = tuple(
            holds(one.case, order.hits[s.hit], order.hits[s.hit].passage.quote(s.start, s.end)) for s in found
        )
        yield RankedReadings(one, order, found, right)


def learn_choice(read: Sequence[RankedReadings]) -> list[float]:
    """Weights of `evidence.FEATURES`, from what holds an answer."""
    useful = [one for one in read if any(one.right)]
    groups = [[sentence.features for sentence in one.found] for one in useful]
    return [float(weight) for weight in fit_choices(groups, [one.right for one in useful], ridge=_RIDGE)]
