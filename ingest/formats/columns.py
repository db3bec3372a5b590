"""The words of a page -> its lines in the order of reading: as they were written, or column by column if they were not.

Programs write most pages in the order of reading. Only where that order jumps about (columns that were written line by
line across all of them, or not from the left) is it found anew from where the words stand.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeVar

from ingest.formats.pdf_signs import NOTHING
from ingest.formats.pdf_words import Word, is_raised, joined

_APART = 0.6  # of the height: a gap that no space between two words of a line has
_SPACES = 1.4  # of a word's average sign: the same, in type whose signs are all as wide
_LETTERED = 1.5  # of the height: the same between words whose letters are set apart
_JUMPS = 0.2  # of the steps from one run to the next: more than columns written one by one have
_GUTTER = 7.0  # points that the space between two columns is wide at least
_CROSSING = 0.04  # of the runs: how many may cross that space, as a heading over two columns does
_FULL = 0.6  # of the width of the text: a line that is no column's
_LONG = 25, 4  # signs and words of a cell on average: those of a column of text
_SHORT = 10, 1.5  # the same, if most begin in the middle of a sentence
_MOSTLY = 0.7  # of the lines: how many stand in columns of text where there are such
_LINES = 3  # that a column has at least
_LED = re.compile(r"(?:(?:\. ?){4,}|…{2,})[^.\d]{0,6}\d")  # dots that lead to a price or to a page
_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand on one line with no more than a space between them, or a whole line.

    Attributes:
        left, bottom, right, top: where, in points.
        text: they.
        height: of their letters.
        at: the number of the first sign on the page, -1 for what is not written there.
        filled: whether a value of a form is in it.
    """

    left: float
    bottom: float
    right: float
    top: float
    text: str
    height: float
    at: int = -1
    filled: bool = False

    @property
    def middle(self) -> float:
        """How high the middle of the line stands, raised signs apart."""
        return self.bottom + self.height / 2


def runs_of(words: Sequence[Word]) -> list[Run]:
    """The runs of a page in the order in which its words were written."""
    found: list[Run] = []
    together: list[Word] = []
    base: Word | None = None  # the last word that is not raised
    for word in words:
        if base and not _goes_on(base, together[-1], word):
            found.append(_run(together))
            together, base = [], None
        together.append(word)
        if base is None or not is_raised(word, base):
            base = word
    return [*found, _run(together)] if together else found


def _goes_on(base: Word, last: Word, word: Word) -> bool:
    low = min(base.height, word.height)
    if min(base.top, word.top) - max(base.bottom, word.bottom) < 0.5 * low:
        return False
    wide = max(_APART * max(base.height, word.height), _SPACES * (base.right - base.left) / len(base.text))
    if NOTHING in base.text + word.text:
        wide = _LETTERED * base.height
    right, left = word.left - last.right, last.left - word.right  # text in Hebrew or Arabic goes on to the left
    return -0.5 * low < right < wide or 0 <= left < wide


def _run(words: Sequence[Word]) -> Run:
    if len(words) == 1:
        one = words[0]
        return Run(one.left, one.bottom, one.right, one.top, one.text, one.height, one.at, one.at < 0)
    widest = max(words, key=lambda word: word.right - word.left)
    left, right = min(word.left for word in words), max(word.right for word in words)
    return Run(
        left,
        widest.bottom,
        right,
        widest.top,
        joined(words),
        widest.height,
        words[0].at,
        any(word.at < 0 for word in words),
    )


def same_line(one: Run, other: Run) -> bool:
    """Whether two runs stand beside each other."""
    return min(one.top, other.top) - max(one.bottom, other.bottom) > 0.5 * min(one.height, other.height)


def same_size(one: Run, other: Run) -> bool:
    """Whether two runs are set in type of about one size."""
    return 0.75 < one.height / other.height < 1.33


def united(spans: Iterable[tuple[_Number, _Number]], least: float) -> list[tuple[_Number, _Number]]:
    """Spans from the left, those as one between which there is less than `least`."""
    found: list[tuple[_Number, _Number]] = []
    for left, right in sorted(spans):
        if found and left - found[-1][1] < least:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def reordered(runs: Sequence[Run]) -> list[Run]:
    """The runs in the order of reading."""
    return list(runs) if _flows(runs) and _from_left(runs) else list(_by_columns(runs))


def columns_of(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of each column of text, and those that stand over several; all of them as one where there are none."""
    gutters = _gutters(runs)
    if not gutters:
        return [list(runs)]
    columns: dict[int, list[Run]] = {}
    for run in runs:
        crosses = any(run.left < gutter < run.right for gutter in gutters)
        columns.setdefault(-1 if crosses else sum(run.left > gutter for gutter in gutters), []).append(run)
    texts = [[" ".join(run.text for run in line) for line in lines_of(columns[at])] for at in columns if at >= 0]
    prose = sum(len(text) for text in texts if is_prose(text))
    told = prose > _MOSTLY * sum(map(len, texts)) or _led(runs)
    return list(columns.values()) if told else [list(runs)]


def is_prose(column: Sequence[str]) -> bool:
    """Whether texts below each other are lines of prose: long ones, or such that go on in each other."""
    signs, words = sum(map(len, column)) / len(column), sum(len(cell.split()) for cell in column) / len(column)
    amid = sum(cell[0].islower() for cell in column[1:])
    return (signs >= _LONG[0] and words >= _LONG[1]) or (
        signs >= _SHORT[0] and words >= _SHORT[1] and 2 * amid >= len(column) - 1
    )


def _flows(runs: Sequence[Run]) -> bool:
    """Whether most runs go on below or beside the one before, as text does that was written in the order of reading."""
    jumps = 0
    for one, other in pairwise(runs):
        below = other.middle < one.middle and other.left < one.right and one.left < other.right
        beside = same_line(one, other) and 0 <= other.left - one.right < 3 * one.height
        jumps += not (below or beside)
    return jumps <= _JUMPS * max(len(runs) - 1, 0)


def _from_left(runs: Sequence[Run]) -> bool:
    """Whether columns of text, if any were written one by one, were so from the left, each by most of its runs."""
    words = [run for run in runs if run.text]  # tables have none
    gutters = _gutters(words) if words and len(columns_of(words)) > 1 else []
    inner = [run for run in words if not any(run.left < gutter < run.right for gutter in gutters)]
    columns = [sum(run.left > gutter for gutter in gutters) for run in inner]
    written: dict[int, list[int]] = {}
    for at, column in enumerate(columns):
        written.setdefault(column, []).append(at)
    middles = [median(written[column]) for column in sorted(written)]
    turns = sum(a != b for a, b in pairwise(columns))
    return turns > len(written) + 1 or middles == sorted(middles)


def _by_columns(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs from the top: what crosses a gutter parts what is above it from what is below."""
    gutters = _gutters(runs)
    band: list[Run] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        if any(run.left < gutter < run.right for gutter in gutters):
            yield from _band(band, gutters)
            yield run
            band = []
        else:
            band.append(run)
    yield from _band(band, gutters)


def _band(band: Sequence[Run], gutters: Sequence[float]) -> Iterator[Run]:
    columns: list[list[Run]] = [[] for _ in range(len(gutters) + 1)]
    for run in band:
        columns[sum(run.left > gutter for gutter in gutters)].append(run)
    if sum(len(column) >= _LINES for column in columns) < 2:
        columns = [list(band)]
    for column in columns:
        for line in lines_of(column):
            yield from line


def lines_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs as lines from the top, each from the left."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.middle, run.left)):
        if lines and same_line(lines[-1][0], run):
            lines[-1].append(run)
        else:
            lines.append([run])
    for line in lines:
        line.sort(key=lambda run: run.left)
    return lines


def _led(runs: Sequence[Run]) -> list[Run]:
    """The entries whose dots lead to a number, if they stand beside each other, as on a menu in columns."""
    led = [run for run in runs if _LED.search(run.text)]
    return led if sum(len(line) > 1 for line in lines_of(led)) >= _LINES else []


def _gutters(runs: Sequence[Run]) -> list[float]:
    """The middles of the upright strips that hardly any run crosses, lines of the full width apart.

    Where there are entries with dots, these alone tell: what stands between them may be set in the middle of the page.
    """
    begin, end = min(run.left for run in runs), max(run.right for run in runs)
    runs = _led(runs) or runs
    narrow = [run for run in runs if run.right - run.left < _FULL * (end - begin)]
    most = _CROSSING * len(narrow)
    edges = sorted([(run.left, 1) for run in narrow] + [(run.right, -1) for run in narrow])
    found: list[float] = []
    crossing, opened = 0, begin
    for place, change in edges:
        was, crossing = crossing, crossing + change
        if was <= most < crossing and place - opened >= _GUTTER and _has_both(narrow, opened, place):
            found.append((opened + place) / 2)
        elif was > most >= crossing:
            opened = place
    return found


def _has_both(runs: Sequence[Run], begin: float, end: float) -> bool:
    """Whether a column's lines stand on both sides of a strip."""
    middle = (begin + end) / 2
    return min(sum(run.right < middle for run in runs), sum(run.left > middle for run in runs)) >= _LINES
