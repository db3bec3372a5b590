"""The names of several columns above those of each, in a table that is set with spaces alone."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.formats.text_wraps import Cells, Line

_STROKES = "-=–— "  # that show how far a name reaches: "--- Price ---"
_NEAR, _OFF = 1.5, 3.0  # signs: a name stands right in the middle of its columns, or not far off it


def names_over(start: int, line: str, cells: Cells, columns: Sequence[tuple[int, int]]) -> Line | None:
    """A line that stands above a table's first as its row, if some cell is the name of several columns; else None.

    A title in the middle, or over the column that names the rows, is no such name.

    Args:
        start: where the line begins in the text.
        line: it.
        cells: what stands on it.
        columns: of the table, from the left.
    """
    found = [_under(cell, columns) for cell in cells]
    apart = all(one[1] < other[0] for one, other in pairwise(found)) and all(first >= 0 for first, _ in found)
    several = [first for first, last in found if first < last]
    title = len(cells) == 1 and _off(cells[0], columns, 0, -1) <= _NEAR
    if not apart or not several or several[0] == 0 or title:
        return None
    named = {
        first: (text.strip(_STROKES) or text, last - first + 1)
        for (first, last), (*_, text) in zip(found, cells, strict=True)
    }
    within = {at for first, last in found for at in range(first + 1, last + 1)}
    row = [named.get(at, ("", 1)) for at in range(len(columns)) if at not in within]
    texts, spans = tuple(text for text, _ in row), tuple((across, 1) for _, across in row)
    return Line(start + len(line) - len(line.lstrip()), start + len(line), texts, spans)


def _under(cell: tuple[int, int, str], columns: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The first and the last of the columns in whose middle a name stands; -1 where there are none."""
    left, right, _ = cell
    first = next((at for at, (_, end) in enumerate(columns) if end > left), len(columns))
    last = next((at for at in range(len(columns) - 1, -1, -1) if columns[at][0] < right), -1)
    first, last = min(first, last), max(first, last)  # a name may stand over the gap between two
    off = {
        (begin, end): _off(cell, columns, begin, end)
        for begin in range(first + 1)
        for end in range(max(last, begin), len(columns))
    }
    place, least = min(off.items(), key=lambda one: (max(one[1], _NEAR), one[0][1] - one[0][0]), default=((-1, -1), 0))
    return place if least <= _OFF else (-1, -1)


def _off(cell: tuple[int, int, str], columns: Sequence[tuple[int, int]], first: int, last: int) -> float:
    """How far a cell's middle is from that of some columns, in signs."""
    return abs(columns[first][0] + columns[last][1] - cell[0] - cell[1]) / 2
