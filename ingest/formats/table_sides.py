"""A table that lies on its side, with names in its first column and a thing in each of the others -> a row a thing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.formats.grid import GridRow, RawCell, RawRow, unfolded
from ingest.formats.table_shapes import shape

_LEAST = 3  # columns: two are a list of facts
_ROWS = 12  # a longer table is a list of things, whose columns have no names


def turned(rows: Sequence[RawRow]) -> Sequence[RawRow]:
    """The columns of a table as rows, the first one as headings; the same rows, if it does not lie on its side.

    To be asked where a format says that names stand in the first column and not in the first row.
    """
    grid = unfolded(rows)
    width = max((len(row.texts) for row in grid), default=0)
    if not _lies(grid, width):
        return rows
    made: dict[tuple[int, bool], RawCell] = {}  # one for each cell, in all places that it spans
    for row in grid:
        for at in range(width):
            cell = row.look(at)
            made.setdefault((id(cell), at == 0), replace(cell, heading=at == 0, across=1, down=1))
    return [[made[id(row.look(at)), at == 0] for row in grid] for at in range(width)]


def _lies(grid: Sequence[GridRow], width: int) -> bool:
    """Whether the first cells can be names, no row is one of headings, and rows rather than columns are of one kind."""
    names = [row.look(0) for row in grid]
    if width < _LEAST or not 1 < len(grid) <= _ROWS or not all(cell.text for cell in names):
        return False
    if len({cell.text for cell in names}) < len(set(map(id, names))):
        return False
    if all(cell.bold or cell.heading for cell in grid[0].looks or () if cell.text):
        return False
    columns = ([row.texts[at] for row in grid if at < len(row.texts)] for at in range(1, width))
    across = sum(_is_mixed(row.texts[1:]) for row in grid) / len(grid)
    down = sum(map(_is_mixed, columns)) / (width - 1)
    return across < down or (across == down and not all(_is_thing(cell.text) for cell in names))


def _is_thing(name: str) -> bool:
    """Whether it is the name of one thing rather than of what things have: "Berth 7", "Anna Vik"."""
    words = name.split()
    return any(map(str.isdigit, name)) or (len(words) > 1 and all(word[0].isupper() for word in words))


def _is_mixed(texts: Iterable[str]) -> bool:
    """Whether there are numbers as well as words."""
    return len({kind[0] for kind in map(shape, texts) if kind}) > 1
