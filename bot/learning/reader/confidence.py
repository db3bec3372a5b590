"""How sure to be of the sentence that is chosen, and how often who is so sure is wrong."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bot.answerers.declining import missing_keys
from bot.answerers.reader.logistic import bent, logits, sigmoid
from bot.answerers.reader.selection import choose, draft
from bot.evaluation.metrics import holds_any
from bot.evaluation.regression import cutoff, fit
from bot.learning.reader.ranking import RankedReadings

_RIDGE = 200.0  # without a penalty the bends follow what only these questions happen to have
_POINTS = 40  # of the risk curve
_MOST_WRONG_DECLINES = 0.025  # of the answers that would be right


def learn_confidence(read: Sequence[RankedReadings], choice: Sequence[float]) -> dict[str, Any]:
    """What weights.json holds of confidence: knots, weights, risks and the threshold."""
    signs, right, _ = judged(read, choice)
    knots = [round(float(knot), 4) for knot in np.median(signs, axis=0)]
    sure = fit(bent(signs, knots), right, ridge=_RIDGE)
    # What was posed teaches to decline, but people do not ask that often for what is not there: the probability is
    # that of the questions as they were asked.
    plain, good, _ = judged([one for one in read if not one.asked.posed], choice)
    slope, bias = fit([[value] for value in logits(sure, bent(plain, knots))], good)
    sure = np.append(slope * sure[:-1], slope * sure[-1] + bias)
    return {
        "knots": knots,
        "confidence": [round(float(weight), 4) for weight in sure],
        "risks": risk_curve(confidences(sure, knots, plain), good),
        "threshold": round(cutoff(confidences(sure, knots, signs), right, _MOST_WRONG_DECLINES), 3),
    }


def judged(
    read: Sequence[RankedReadings], choice: Sequence[float]
) -> tuple[list[tuple[float, ...]], list[bool], list[bool]]:
    """For each that is not declined by rule: signs, whether the answer is right, whether there is one."""
    found, right, there = [], [], []
    for one in read:
        chosen = choose(one.asked.question, one.found, choice)
        if chosen is None or missing_keys(one.asked.question):
            continue
        said = " ".join(claim.text for claim in draft(one.asked.question, one.ranked.hits, chosen, 0.0).claims)
        found.append(chosen.signs)
        right.append(holds_any(said, one.asked.case.answers))
        there.append(bool(one.asked.case.answers))
    return found, right, there


def confidences(weights: ArrayLike, knots: ArrayLike, signs: Sequence[Sequence[float]]) -> list[float]:
    """The confidence that weights give to choices with these signs."""
    return [float(value) for value in sigmoid(logits(weights, bent(signs, knots)))]


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
