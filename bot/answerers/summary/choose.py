"""Which sentences stand in a summary: the best of each unit, none saying what another one has said."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.logistic import logits
from bot.answerers.summary.courtesy import polite
from bot.answerers.summary.features import FEATURES, settled
from bot.answerers.summary.library import is_mail
from bot.answerers.summary.sentences import Sentence
from bot.answerers.summary.units import MOST, Unit
from bot.answerers.summary.wish import Wish
from ingest.documents import Passage

_PER_CLAIM = 320  # characters of a document that a sentence stands for
_INTRODUCTION = 450  # characters
_FEWEST, _FLOWING = 5, (3, 8)  # bullets, and sentences of a text without sections
_RETRIEVED = 4.0  # log odds that a score of retrieval, -1 to 1.8, is worth
_NO_SCORES: Mapping[Passage, float] = {}
_OF_ONE = 3  # sentences of one unit among others
_SUMS_UP, _LEADS, _DECIDED = 1.5, 2.0, 2.0  # log odds; set by hand
_REPEATED = 3.0  # log odds that a sentence loses by saying what is said already


@dataclass(frozen=True, slots=True)
class Weights:
    """Learned by `bot/learning/summary/fit.py`: of `features.FEATURES`, then the bias."""

    written: tuple[float, ...]
    spoken: tuple[float, ...]


@cache
def weights() -> Weights:
    """The weights that the package carries."""
    data = json.loads((files("bot.answerers.summary") / "weights.json").read_text(encoding="utf-8"))
    return Weights(*(tuple(data[name][one] for one in (*FEATURES, "bias")) for name in ("written", "spoken")))


def chosen(
    units: Sequence[Unit],
    found: Sequence[Sentence],
    wish: Wish,
    *,
    meeting: bool = False,
    scores: Mapping[Passage, float] = _NO_SCORES,
) -> list[Sentence]:
    """The sentences of the summary, in order of unit and place.

    Args:
        units: of the summary.
        found: their sentences.
        wish: how long it shall be.
        meeting: whether what was decided counts for more.
        scores: of the passages that were found for a topic.
    """
    found = _telling(found)
    if not found:
        return []
    least = min(scores.values(), default=0.0)
    near = np.array([scores.get(one.passage, least) for one in found])
    worth = odds(found) + _known(units, found, meeting=meeting) + _RETRIEVED * near
    vectors = np.stack([one.vector for one in found])
    spare = _shares(units, found, wish)
    total = min(sum(spare), wish.claims) if wish.claims else sum(spare)
    taken: list[int] = []
    while len(taken) < total:
        score = worth - _REPEATED * ((vectors @ vectors[taken].T).max(axis=1) if taken else 0.0)
        score[[at for at, one in enumerate(found) if not spare[one.unit] or _said(one, found, taken)]] = -np.inf
        best = int(score.argmax())
        if score[best] == -np.inf:
            break
        taken.append(best)
        spare[found[best].unit] -= 1
    return sorted((found[at] for at in taken), key=lambda one: (one.unit, one.passage.source, one.start))


def _telling(found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences without those of mails that are but polite, where their unit has others."""
    mailed = [one for one in found if is_mail(one.passage.source)]
    marks = polite([one.text for one in mailed])
    empty = {id(one) for one, mark in zip(mailed, marks, strict=True) if mark}
    full = {one.unit for one in found if id(one) not in empty}
    return [one for one in found if id(one) not in empty or one.unit not in full]


def _said(one: Sentence, found: Sequence[Sentence], taken: Sequence[int]) -> bool:
    """Whether any of what would be shown of it is taken already."""
    others = (found[at] for at in taken)
    return any(
        one.passage.source == other.passage.source and one.start < other.end and other.start < one.end
        for other in others
    )


def odds(found: Sequence[Sentence]) -> NDArray[np.float64]:
    """The log odds that each sentence belongs in a summary."""
    learned = weights()
    rows = [one.features for one in found]
    spoken = np.array([bool(one.speaker) for one in found])
    return np.where(spoken, logits(learned.spoken, rows), logits(learned.written, rows))


def _known(units: Sequence[Unit], found: Sequence[Sentence], *, meeting: bool) -> NDArray[np.float64]:
    """What is known of sentences besides what was learned from articles and transcripts, as log odds."""
    early = FEATURES.index("early")
    sums_up = np.array([_SUMS_UP * units[one.unit].sums_up for one in found])
    if meeting:  # an item of minutes begins with what was said, and ends with what came of it
        return sums_up + _DECIDED * np.array([settled(one.text) for one in found])
    return sums_up + _LEADS * np.array([one.features[early] for one in found])


def _shares(units: Sequence[Unit], found: Sequence[Sentence], wish: Wish) -> list[int]:
    """How many sentences each unit may have: one, and of the others more the longer it is."""
    there = [sum(one.unit == at for one in found) for at in range(len(units))]
    if _introduces(units):
        there[0] = 0
    filled = sum(map(bool, there))
    shares = [min(1, count) for count in there]
    if wish.claims and wish.claims <= filled:
        return shares
    fewest, most = _FLOWING if len(units) == 1 else (_FEWEST, MOST)
    size = sum(unit.size for unit in units)
    total = wish.claims or max(filled, min(most, max(fewest, round(size / _PER_CLAIM))))
    limit = total if len(units) == 1 or wish.claims else _OF_ONE
    while sum(shares) < total:
        more = [at for at, share in enumerate(shares) if share < min(limit, there[at])]
        if not more:
            break
        shares[max(more, key=lambda at: units[at].size / (1 + shares[at]))] += 1
    return shares


def _introduces(units: Sequence[Unit]) -> bool:
    """Whether the first unit is but a few lines before the first section: who is present, a word of welcome.

    Those of a mail before what is attached are the mail.
    """
    if len(units) < 2 or units[0].name or not units[1].name or any(is_mail(one.source) for one in units[0].passages):
        return False
    return units[0].size < _INTRODUCTION
