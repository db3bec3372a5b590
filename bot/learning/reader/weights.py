"""Readings -> what weights.json holds: which passage comes first, which sentence is chosen, how sure to be of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bot.answerers.declining import missing_keys
from bot.answerers.reader.confidence import SIGNS as LOOKS
from bot.answerers.reader.evidence import FEATURES, Sentence, sentences
from bot.answerers.reader.logistic import bent, logits, sigmoid
from bot.answerers.reader.ranker import RANKING, Ranked, ranked, signs
from bot.answerers.reader.selection import SECOND, SIGNS, Choice, choose, draft, second_signs
from bot.answerers.reader.weights import weights as shipped
from bot.evaluation.metrics import holds_any
from bot.evaluation.regression import cutoff, fit, fit_choices
from bot.learning.reader.readings import QuestionReadings, holds

# Without a penalty the weights of a choice and the bends of confidence follow what only these questions happen to have.
_CHOICE_RIDGE, _BENDS_RIDGE = 0.03, 200.0
_SECOND_RIDGE = 5.0
_MOST_LEFT_OUT = 0.1  # of the second sentences that hold an answer which the first lacks
_POINTS = 40  # of the risk curve
_MOST_WRONG_DECLINES = 0.025  # of the answers that would be right


@dataclass(frozen=True, slots=True)
class RankedReadings:
    """A question with its passages in order, their sentences, and whether each of those holds an answer."""

    asked: QuestionReadings
    ranked: Ranked
    found: tuple[Sentence, ...]
    right: tuple[bool, ...]


def learn(asked: Sequence[QuestionReadings]) -> dict[str, Any]:
    """The content of weights.json."""
    order, unread = _learn_rank(asked), _learn_unread(asked)
    read = list(rank_all(asked, order, unread))
    choice = _learn_choice(read)
    return {
        "ranking": list(RANKING),
        "features": list(FEATURES),
        "signs": list(SIGNS),
        "rank": [round(weight, 4) for weight in order],
        "unread": [round(weight, 4) for weight in unread],
        "looked": [1.0, 0.0, 0.0],  # as it was, until `second_look` has learned
        "choice": [round(weight, 4) for weight in choice],
        **_learn_confidence(read, choice),
        **_learn_second(read, choice),
    }


def _learn_rank(asked: Sequence[QuestionReadings]) -> list[float]:
    """Weights of `ranker.RANKING`: those of a conditional logit, scaled to log odds that a passage answers."""
    rows = [[signs(hit, reading) for hit, reading in zip(a.hits, a.readings, strict=False)] for a in asked]
    right = [one.right[: len(one.readings)] for one in asked]
    useful = [at for at, flags in enumerate(right) if any(flags)]
    order = fit_choices([rows[at] for at in useful], [right[at] for at in useful])
    flat = [[value] for one in rows if one for value in logits(order, one)]
    slope, bias = fit(flat, list(chain.from_iterable(right)))
    return [float(weight * slope) for weight in order[:-1]] + [float(bias)]


def _learn_unread(asked: Sequence[QuestionReadings]) -> list[float]:
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


def _learn_choice(read: Sequence[RankedReadings]) -> list[float]:
    """Weights of `evidence.FEATURES`, from what holds an answer."""
    useful = [one for one in read if any(one.right)]
    groups = [[sentence.features for sentence in one.found] for one in useful]
    return [float(weight) for weight in fit_choices(groups, [one.right for one in useful], ridge=_CHOICE_RIDGE)]


def _learn_confidence(read: Sequence[RankedReadings], choice: Sequence[float]) -> dict[str, Any]:
    """What weights.json holds of confidence: knots, weights, risks and the threshold."""
    found, right, _ = judged(read, choice)
    knots = [round(float(knot), 4) for knot in np.median(found, axis=0)]
    sure = fit(bent(found, knots), right, ridge=_BENDS_RIDGE)
    # What was posed teaches to decline, but people do not ask that often for what is not there: the probability is
    # that of the questions as they were asked.
    plain, good, _ = judged([one for one in read if not one.asked.posed], choice)
    slope, bias = fit([[value] for value in logits(sure, bent(plain, knots))], good)
    sure = np.append(slope * sure[:-1], slope * sure[-1] + bias)
    return {
        "knots": knots,
        "confidence": [round(float(weight), 4) for weight in sure],
        "sure": [1.0, *[0.0] * len(LOOKS)],  # the first look alone, until `second_look` has learned
        "risks": risk_curve(confidences(sure, knots, plain), good),
        "threshold": round(cutoff(confidences(sure, knots, found), right, _MOST_WRONG_DECLINES), 3),
    }


def _learn_second(read: Sequence[RankedReadings], choice: Sequence[float]) -> dict[str, Any]:
    """What weights.json holds of second sentences: weights of `selection.SECOND`, and from where on one is shown."""
    rows, right = [], []
    for one in read:
        chosen = choose(one.asked.question, one.found, one.ranked.hits, choice)
        if chosen is None or len(chosen.chosen) < 2 or not one.asked.case.answers:
            continue
        good = [one.right[one.found.index(sentence)] for sentence in chosen.chosen[:2]]
        rows.append(second_signs(chosen.chosen[0], chosen.chosen[1], one.ranked.hits))
        right.append(good[1] and not good[0])
    if len(set(right)) < 2:  # nothing to learn from: what ships stays
        return {"second_signs": list(SECOND), "second": list(shipped().second), "adds": shipped().adds}
    weights = fit(rows, right, ridge=_SECOND_RIDGE)
    return {
        "second_signs": list(SECOND),
        "second": [round(float(weight), 4) for weight in weights],
        "adds": round(cutoff(logits(weights, rows), right, _MOST_LEFT_OUT), 3),
    }


def judged(
    read: Sequence[RankedReadings], choice: Sequence[float]
) -> tuple[list[tuple[float, ...]], list[bool], list[bool]]:
    """For each that is not declined by rule: signs, whether the answer is right, whether there is one."""
    found, right, there = [], [], []
    for one in read:
        if told := answered(one.asked, one.ranked, one.found, choice):
            found.append(told[0].signs)
            right.append(told[1])
            there.append(bool(one.asked.case.answers))
    return found, right, there


def answered(
    asked: QuestionReadings, order: Ranked, found: Sequence[Sentence], choice: Sequence[float]
) -> tuple[Choice, bool] | None:
    """What is chosen of the sentences, and whether that is right; None where the question is declined by rule."""
    chosen = choose(asked.question, found, order.hits, choice)
    if chosen is None or missing_keys(asked.question):
        return None
    said = " ".join(claim.text for claim in draft(asked.question, order.hits, chosen, 0.0).claims)
    return chosen, holds_any(said, asked.case.answers)


def confidences(weights: ArrayLike, knots: ArrayLike, found: Sequence[Sequence[float]]) -> list[float]:
    """The confidence that weights give to choices with these signs."""
    return [float(value) for value in sigmoid(logits(weights, bent(found, knots)))]


def risk_curve(confidence: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """(confidence from which on is answered, share of those answers that are wrong), by rising confidence."""
    order = np.argsort(confidence)
    sure, good = np.asarray(confidence)[order], np.asarray(right, dtype=np.float64)[order]
    # Laplace's rule of succession: from none wrong among few it does not follow that none ever is.
    shown = np.arange(len(good), 0, -1)
    wrong = (np.cumsum(1 - good[::-1])[::-1] + 1) / (shown + 2)
    # A stricter threshold never promises less than a laxer one: what the tail's few answers happen to be is noise.
    wrong = np.minimum.accumulate(wrong)
    places = np.unique(np.linspace(0, len(sure) - 20, _POINTS).round().astype(int))
    return [(round(float(sure[at]), 4), round(float(wrong[at]), 4)) for at in places]
