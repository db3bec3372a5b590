"""A page set in two columns whose lines were written across both -> the left column's lines, then the right one's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

_MIDDLE = (0.3, 0.7)  # of the page's width: where the space between two columns can be
_GUTTER = 8.0  # points that it is wide at least
_LINES = 3  # that a column has at least
_PROSE = 20  # characters of a column's lines on average: cells of a table are shorter


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand on one line in one font.

    Attributes:
        left, bottom, right, top: where, in points from the lower left corner.
        text: they.
    """

    left: float
    bottom: float
    right: float
    top: float
    text: str


def reordered(runs: Sequence[Run], width: float) -> str | None:
    """The lines of a page in reading order, None where the order of `runs`, in which they were written, is right."""
    middle = _gutter(runs, width)
    if middle is None:
        return None
    lines: list[str] = []
    woven = False
    for crossing, group in groupby(runs, key=lambda run: run.left < middle < run.right):
        inside = list(group)
        if not crossing and _is_woven(inside, middle):
            woven = True
            inside.sort(key=lambda run: run.left > middle)
        lines += _lines(inside)
    return "\n".join(lines) if woven else None


def _gutter(runs: Sequence[Run], width: float) -> float | None:
    """The middle of the widest upright strip in which only lines of the full width stand."""
    low, high = (share * width for share in _MIDDLE)
    narrow = sorted((run.left, run.right) for run in runs if run.right - run.left < width / 2)
    reached, best = low, (0.0, 0.0)
    for left, right in [*narrow, (high, high)]:
        best = max(best, (min(left, high) - reached, (min(left, high) + reached) / 2))
        reached = max(reached, right)
    return best[1] if best[0] >= _GUTTER else None


def _is_woven(runs: Sequence[Run], middle: float) -> bool:
    """Whether prose in two columns was written line by line across both."""
    sides = [[run for run in runs if (run.left > middle) is right] for right in (False, True)]
    changes = sum((a.left > middle) is not (b.left > middle) for a, b in pairwise(runs))
    prose = all(len(side) >= _LINES and sum(len(run.text) for run in side) >= _PROSE * len(side) for side in sides)
    return prose and changes >= 2 * _LINES - 1


def _lines(runs: Sequence[Run]) -> Iterator[str]:
    """Runs that follow each other on one line of one column, joined."""
    line: list[Run] = []
    for run in runs:
        if line and (run.bottom >= line[-1].top or run.top <= line[-1].bottom or run.left < line[-1].right - 1):
            yield _joined(line)
            line = []
        line.append(run)
    if line:
        yield _joined(line)


def _joined(line: Sequence[Run]) -> str:
    text = line[0].text
    for before, run in pairwise(line):
        apart = run.left - before.right > 0.1 * (run.top - run.bottom)
        text += (" " if apart else "") + run.text
    return text
