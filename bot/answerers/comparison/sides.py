"""Two measures of one sentence that are set against each other: "the old one at £6.85 and the new one at £5.40"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.proof.measures import Measure, measures
from ingest.text.words import stems, words

_BREAK = re.compile(r"[,;:()–—|]|\.\s|\b(?:and|or|but|while|whereas|und|oder|et|ou|y|o)\b", re.I)
_CLAUSE = re.compile(r"\W*\d+(?:\.\d+)*[.)]?\s+(?=[A-Z])")  # its number
_MOST = 12  # measures of a sentence


@dataclass(frozen=True, slots=True)
class Side:
    """A measure with the words that say of what it is.

    Attributes:
        start, end: of both in the text.
        measure: of it.
        told: stems of the question that stand with it, and not with the other one.
    """

    start: int
    end: int
    measure: Measure
    told: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sides:
    """Two measures of one unit, in the order of the text.

    Attributes:
        first, second: each with its words.
        alone: whether the text has no other measure of that unit.
    """

    first: Side
    second: Side
    alone: bool

    @property
    def told(self) -> int:
        """How many of them the question names."""
        return bool(self.first.told) + bool(self.second.told)

    @property
    def length(self) -> int:
        """Characters of both."""
        return self.first.end - self.first.start + self.second.end - self.second.start


def sides_of(text: str, asked: frozenset[str], numbers: frozenset[str]) -> list[Sides]:
    """What may be compared in a sentence, that which the question names best first, then the shorter.

    Args:
        text: the sentence.
        asked: stems of the question's telling words.
        numbers: the numbers that stand in the question, digits or words: they name, and are nothing to be compared.
    """
    clause = _CLAUSE.match(text)
    found = [one for one in measures(text)[:_MOST] if not numbers & {*words(text[one.start : one.end])}]
    found = [one for one in found if not clause or one.start >= clause.end()]
    pairs = [pair for before in (True, False) for pair in _pairs(text, found, asked, before=before)]
    # Where the question names neither, what stands before a measure is likelier its name than what stands behind it.
    return sorted(pairs, key=lambda one: (-one.told, one.length if one.told else 0))


def _pairs(text: str, found: Sequence[Measure], asked: frozenset[str], *, before: bool) -> Iterator[Sides]:
    """All two of one unit, each with the words before it, or each with those behind it."""
    stretches = [_stretch(text, found, at, before=before) for at in range(len(found))]
    held = [asked & {*stems(text[start:end])} for start, end in stretches]
    for one, other in combinations(range(len(found)), 2):
        if found[one].unit == found[other].unit and found[one].value != found[other].value:
            first, second = held[one] - held[other], held[other] - held[one]
            alone = sum(each.unit == found[one].unit for each in found) == 2
            sides = [Side(*stretches[at], found[at], told) for at, told in ((one, first), (other, second))]
            yield Sides(sides[0], sides[1], alone)


def _stretch(text: str, found: Sequence[Measure], at: int, *, before: bool) -> tuple[int, int]:
    """A measure with what stands before it, or behind it, up to where something else is spoken of."""
    own = found[at]
    if before:
        start = found[at - 1].end if at else 0
        ends = [gap.end() for gap in _BREAK.finditer(text, start, own.start)]
        start = max((end for end in ends if text[end : own.start].strip(" :")), default=start)
        return start + len(text[start : own.start]) - len(text[start : own.start].lstrip(" ,;:.|")), own.end
    end = found[at + 1].start if at + 1 < len(found) else len(text)
    gap = _BREAK.search(text, own.end, end)
    end = gap.start() if gap else end
    return own.start, own.start + len(text[own.start : end].rstrip(" ,;:.|"))
