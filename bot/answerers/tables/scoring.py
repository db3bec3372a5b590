"""How likely each computation is the one that a question means: a small network over what speaks for it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answerers.tables.asked import Asked, signs
from bot.answerers.tables.features import KINDS, OPERATIONS, RELATIONS, WIDTH, Candidates

Numbers = NDArray[np.float32]
# What words speak for: an operation; of what comes out, decides and is compared a kind, or nothing; and no computation.
# After these cues, how much more or less each feature counts.
KIND_CUES = len(OPERATIONS) + (len(KINDS) + 1) * np.arange(3)
CUES = len(OPERATIONS) + 3 * (len(KINDS) + 1) + 1
SAID = CUES + WIDTH


@dataclass(frozen=True, slots=True)
class Weights:
    """Learned by `bot/learning/tables/train.py`, kept in weights.json beside this module.

    Attributes:
        terms: for a word or two words of the question how much they speak for each cue and feature, shape (SAID,).
        near: for a word beside a number: what it speaks for, of each relation.
        meaning: the same as `terms` of the embedding of the question, shape (384, SAID).
        first, bias, second, straight, each: the layers over the features, shapes (features, hidden), (operations,
            hidden), (hidden,), (features,), (operations, features).
        none: log odds that no computation is meant.
        slope, shift: log odds of a result become probabilities (Platt 1999).
        threshold: the probability from which on a question is answered.
    """

    terms: Mapping[str, Numbers]
    near: Mapping[str, Numbers]
    meaning: Numbers
    first: Numbers
    bias: Numbers
    second: Numbers
    straight: Numbers
    each: Numbers
    none: float
    slope: float
    shift: float
    threshold: float


@cache
def weights() -> Weights:
    """The weights that the package carries."""
    return read_weights(json.loads((files("bot.answerers.tables") / "weights.json").read_text(encoding="utf-8")))


def read_weights(data: Mapping[str, Any]) -> Weights:
    """Weights as JSON has them: those of a word as places and hundredths in turn, without those that are next to 0."""
    shaped: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, dict):
            size = SAID if name == "terms" else len(RELATIONS)
            shaped[name] = {word: _spread(row, size) for word, row in value.items()}
        else:
            shaped[name] = np.asarray(value, dtype=np.float32) if isinstance(value, list) else value
    return Weights(**shaped)


def _spread(row: Sequence[int], size: int) -> Numbers:
    found = np.zeros(size, dtype=np.float32)
    found[list(row[::2])] = np.asarray(row[1::2]) / 100
    return found


def terms_of(question: Asked) -> list[str]:
    """The words of a question, and each two that stand side by side, with what opens it; numbers are all one."""
    found = ["<", *("#" if at in question.numbers else stem for at, stem in enumerate(question.stems)), ">"]
    return list(dict.fromkeys([*found[1:-1], *(f"{one} {other}" for one, other in pairwise(found))]))


def beside(question: Asked, place: int) -> list[str]:
    """The words beside a number, each with how far before or after it stands, and the two before it together."""
    marks = signs(question)
    stems = [stem for at, stem in enumerate(question.stems) if at not in marks]
    place -= sum(at < place for at in marks)
    around = [(step, place + step) for step in (-3, -2, -1, 1, 2)]
    found = [f"{step} {stems[at]}" for step, at in around if 0 <= at < len(stems)]
    return [*found, " ".join(stems[max(0, place - 2) : place])]


def scores(own: Weights, question: Asked, found: Candidates) -> tuple[Numbers, float]:
    """Log odds, up to one constant, of each computation, and of none being meant."""
    said = np.zeros(SAID, dtype=np.float32) + question.meaning @ own.meaning
    for term in terms_of(question):
        if term in own.terms:
            said = said + own.terms[term]
    cues, counts = said[:CUES], said[CUES:]
    hidden = np.tanh(found.features @ own.first + own.bias[found.operations])
    total = hidden @ own.second + (found.features * (own.straight + own.each[found.operations] + counts)).sum(axis=1)
    total = total + cues[found.operations] + cues[KIND_CUES + found.kinds].sum(axis=1)
    for place in {int(at) for at in found.limits if at >= 0}:
        rows = [own.near[word] for word in beside(question, place) if word in own.near]
        if rows:
            chosen = found.limits == place
            total[chosen] += np.sum(rows, axis=0)[found.relations[chosen]]
    return total, float(cues[-1]) + own.none


def probabilities(totals: Sequence[Numbers], none: float) -> tuple[list[Numbers], float]:
    """Of the computations over several tables, and of none being meant: all together they add up to one."""
    top = max([none, *(float(one.max()) for one in totals if len(one))])
    parts = [np.exp(one - top) for one in totals]
    whole = sum(float(part.sum()) for part in parts) + float(np.exp(none - top))
    return [part / whole for part in parts], float(np.exp(none - top)) / whole
