"""A table of any length: rows come in windows, those with a quote at once, all others when they come into view."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from unicodedata import bidirectional

from bot.web.render import filled
from bot.web.viewers.marks import Piece, Seen
from ingest.cells import typed
from ingest.tables import Column, Row, Table

WINDOW = 100  # rows
_WHOLE = 300  # rows of a table that comes in one piece
_SAMPLE = 200  # rows that the widths of the columns are told from
_NARROW, _WIDE = 8, 36  # letters of a column
_SPACE = 4  # likewise, beside its text
_NUMBER = re.compile(r"[\d\s.,%€$£+()−-]*\d[\d\s.,%€$£+()−-]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its cells in pieces, which of them are numbers, whether a quote has some of it, whether it is a sum."""

    start: int
    cells: tuple[tuple[Piece, ...], ...]
    numbers: tuple[bool, ...]
    marked: bool
    total: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Rows that come together; none of them where they come later.

    Attributes:
        first: the place of the first one in the table, from 0.
        count: how many there are.
        lines: they.
    """

    first: int
    count: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of a table that stand together.

    Attributes:
        number: its place in `Document.tables`, from 0.
        columns: their names.
        numbers: of each, whether it holds numbers.
        widths: of each, in letters; none where the browser finds them.
        windows: the rows.
        rtl: whether its first column stands at the right, as its first letter does.
    """

    number: int
    columns: tuple[str, ...]
    numbers: tuple[bool, ...]
    widths: tuple[int, ...]
    windows: tuple[Window, ...]
    rtl: bool


def grid(seen: Seen, number: int, first: int, end: int) -> Grid:
    """The rows of a table from place `first` to `end`."""
    table = seen.document.tables[number]
    names = tuple(column.name for column in table.columns)
    sample = table.window(first, min(end - first, _SAMPLE))
    cells = [[row.cells[at] for row in sample if row.cells[at]] for at in range(len(table.columns))]
    whole = end - first <= _WHOLE
    step = _WHOLE if whole else WINDOW
    now = {first} | {at - (at - first) % step for at in _marked(seen, number) if first <= at < end}
    return Grid(
        number,
        names,
        tuple(
            2 * sum(_counts(cell, column) for cell in found) > len(found)
            for column, found in zip(table.columns, cells, strict=True)
        ),
        () if whole else tuple(map(_width, names, cells)),
        tuple(
            Window(at, min(step, end - at), lines(seen, number, at, min(step, end - at)) if at in now else ())
            for at in range(first, end, step)
        ),
        _is_rtl("".join((*names, *(cell for found in cells for cell in found)))),
    )


def rows(seen: Seen, number: int, first: int, count: int) -> str:
    """Some rows of a table as HTML."""
    return filled("viewers/rows", lines=lines(seen, number, first, min(count, WINDOW)))


def lines(seen: Seen, number: int, first: int, count: int) -> tuple[Line, ...]:
    """The same as values."""
    table = seen.document.tables[number]
    return tuple(
        Line(
            row.start,
            tuple(_cells(seen, table, row)),
            tuple(_counts(cell, column) for cell, column in zip(row.cells, table.columns, strict=False)),
            seen.touches(row.start, row.end),
            row.total,
        )
        for row in table.window(first, count)
    )


def _is_rtl(text: str) -> bool:
    """Whether the first letter of a text is written from right to left."""
    return next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "L") != "L"


def _counts(cell: str, column: Column) -> bool:
    """Whether a cell is set like a number: one with or without its sign, or an amount such as "CHF 70"."""
    return _NUMBER.fullmatch(cell) is not None or typed(cell, column).kind in ("currency", "percent")


def cell_spans(text: str, table: Table, row: Row) -> list[tuple[int, int]]:
    """Where the cells of a row stand in its line; (0, 0) for one that does not stand there as it is shown."""
    at, found = row.start, []
    for column, cell in zip(table.columns, row.cells, strict=False):
        named = text.find(f"{column.name}: {cell}", at, row.end) if column.name and cell else -1
        begin = named + len(column.name) + 2 if named >= 0 else text.find(cell, at, row.end)
        found.append((begin, begin + len(cell)) if cell and begin >= 0 else (0, 0))
        at = found[-1][1] or at
    return found


def _cells(seen: Seen, table: Table, row: Row) -> list[tuple[Piece, ...]]:
    text = seen.document.text
    places = cell_spans(seen.bare if text.startswith("<", row.start) else text, table, row)
    whole = seen.mark(row.start, row.end)
    cells = [
        seen.pieces(*place) if place[1] else (Piece(cell, row.start, whole),)
        for cell, place in zip(row.cells, places, strict=False)
    ]
    if all(piece.mark < 0 for cell in cells for piece in cell):
        # A quote may have nothing of the row but what is shown in another way, as a cell of several lines is.
        some = seen.touched(row.start, row.end)
        return [tuple(replace(piece, mark=some) for piece in cell) for cell in cells]
    return cells


def _marked(seen: Seen, number: int) -> list[int]:
    """The places of the rows of a table that a quote has some of."""
    places = seen.rows[number]
    found: list[int] = []
    for begin, end in seen.spans:
        at = max(bisect_right(places, begin, key=itemgetter(0)) - 1, 0)
        while at < len(places) and places[at][0] < end:
            if begin < places[at][1]:
                found.append(at)
            at += 1
    return found


def _width(name: str, cells: Sequence[str]) -> int:
    longest = sorted(map(len, cells))[9 * len(cells) // 10 : 9 * len(cells) // 10 + 1] or [0]
    return max(_NARROW, min(_WIDE, max(longest[0], len(name)) + _SPACE))
