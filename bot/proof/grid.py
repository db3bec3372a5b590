"""A table laid out for computing: every cell typed, read from the characters of its document or as ingest keeps it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.rendering import shown
from ingest.cells import typed
from ingest.documents import Document
from ingest.tables import Cell, Column, Row, Table
from ingest.text.calendar_names import days, months
from ingest.text.words import stem, stems, words

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d\d(?:\.\d+)?)")
_LEADING = re.compile(r"[^\w\s]{0,2}\s?([-−]?\d[\d,]*(?:\.\d+)?)(?![\d:/])")
_OPEN = re.compile(r"\d[.,]$|[-−–]$")  # what a number goes on from, and with
_CLOSE = re.compile(r"[.,]\d")
_SPACED = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell can be compared by.

    Attributes:
        value: a number, a date in ISO 8601, or seconds.
        unit: see `ingest.tables.Cell`; ":" of a time, "date" of a date.
    """

    value: float | str
    unit: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one table.

    Attributes:
        source, table: path of the document; the table's place in `Document.tables`.
        columns: from left to right.
        cells: of each row, one a column.
        amounts: of each cell; None for what is no number, date or time.
        stems: the stems of each cell's words.
        starts, ends: offsets of each row's line in the text of the document, end exclusive.
        totals: whether each row sums up others.
    """

    source: str
    table: int
    columns: tuple[Column, ...]
    cells: tuple[tuple[Cell, ...], ...]
    amounts: tuple[tuple[Amount | None, ...], ...]
    stems: tuple[tuple[tuple[str, ...], ...], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    totals: tuple[bool, ...]


def grid_of(source: str, number: int, table: Table) -> Grid:
    """A table as ingest keeps it."""
    return _grid(source, number, table.columns, list(table.rows))


def grid_read(document: Document, number: int) -> Grid | None:
    """A table with its cells as they stand in the text of its document now.

    Returns:
        None if there is no such table. A cell that does not stand in its row's line is empty.
    """
    if number >= len(document.tables):
        return None
    table = document.tables[number]
    read = [Row(row.start, row.end, tuple(_standing(document, row)), row.total) for row in table.rows]
    return _grid(document.source, number, table.columns, read)


def _grid(source: str, number: int, columns: Sequence[Column], rows: Sequence[Row]) -> Grid:
    cells = tuple(tuple(typed(text, column) for text, column in zip(row.cells, columns, strict=False)) for row in rows)
    return Grid(
        source,
        number,
        tuple(columns),
        cells,
        tuple(tuple(amount(cell) for cell in row) for row in cells),
        tuple(tuple(stemmed(cell.text) for cell in row) for row in cells),
        tuple(row.start for row in rows),
        tuple(row.end for row in rows),
        tuple(row.total for row in rows),
    )


def _standing(document: Document, row: Row) -> list[str]:
    """The cells that stand in the line of a row, or in what is shown of it, whole; the others as nothing."""
    line = document.text[row.start : row.end]
    there = _SPACED.sub(" ", line)
    if all(_stands(cell, there) for cell in row.cells):
        return list(row.cells)
    seen = _SPACED.sub(" ", shown(document, row.start, line))  # "new" of "*new*"
    return [cell if _stands(cell, there) or _stands(cell, seen) else "" for cell in row.cells]


def _stands(cell: str, line: str) -> bool:
    at = line.find(cell)
    while at >= 0:
        end = at + len(cell)
        before = at > 0 and line[at - 1].isalnum() and cell[:1].isalnum()
        after = end < len(line) and line[end].isalnum() and cell[-1:].isalnum()
        # "5" is not there where "5.50" or "1,005" stands.
        goes_on = cell[-1:].isdigit() and _CLOSE.match(line, end)
        went_on = cell[:1].isdigit() and _OPEN.search(line[:at])
        if not (before or after or goes_on or went_on):
            return True
        at = line.find(cell, at + 1)
    return False


def amount(cell: Cell) -> Amount | None:
    """What a cell can be compared by: also of "12th", "3 (tie)" and "1:45.2", but of no day without its year."""
    if isinstance(cell.value, float):
        return Amount(cell.value, cell.unit)
    if isinstance(cell.value, str):
        return Amount(cell.value, "date")
    if cell.kind == "date":
        return None
    if clock := _CLOCK.fullmatch(cell.text):
        return Amount(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3]), ":")
    found = _LEADING.match(cell.text)
    return (
        Amount(float(found[1].replace(",", "").replace("−", "-")), "") if found and _plain(cell.text, found) else None
    )


def _plain(text: str, found: re.Match[str]) -> bool:
    """Whether a text goes on after its first number without another one that matters: "25 km (15 mi)"."""
    return not re.search(r"\d", re.sub(r"[\[(].*", "", text[found.end() :]))


@lru_cache(maxsize=100_000)
def stemmed(text: str) -> tuple[str, ...]:
    """The stems of a cell's words; days and months as they are shortened."""
    return tuple(map(shortened, stems(text)))


def shortened(stem: str) -> str:
    """A stem; of a day or month that of its abbreviation: "Friday" is "Fri"."""
    return _short().get(stem, stem)


@cache
def _short() -> dict[str, str]:
    found = {
        stem("sept"): stem("sep"),
        stem("tues"): stem("tue"),
        stem("thurs"): stem("thu"),
        stem("thur"): stem("thu"),
    }
    for whole, short in (*days(), *months()):
        found.setdefault(stem(words(whole)[0]), stem(words(short)[0]))
    return found
