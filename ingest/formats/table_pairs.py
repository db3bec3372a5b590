"""Rows of a form with several labels beside each other ("Name: Ann, Born: 1990") -> a row for each of them."""

from collections.abc import Iterator, Sequence

from ingest.formats.grid import GridRow
from ingest.formats.table_shapes import reach

_LEAST = 4  # places of two labels and what they label
_MOST = 0.8  # of the cells in the places of labels that have a label's look
_COLONS = (":", "：")


def parted(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    """The rows with two cells each, if they are those of a form."""
    return [pair for group in pairs(rows) for pair in group]


def pairs(rows: Sequence[GridRow]) -> list[list[GridRow]]:
    """For each row those of two cells that it is, if marks or colons show the labels of a form, else the row alone."""
    width = max(map(reach, rows))
    if width < _LEAST or width % 2 or not any(_is_form(rows, width, look) for look in ("heading", "bold", "")):
        return [[row] for row in rows]
    return [list(_pairs(row, width)) for row in rows]


def _is_form(rows: Sequence[GridRow], width: int, look: str) -> bool:
    """Whether labels stand in every second place and in no other; `look` is what marks them, "" for a colon."""
    labels = [(row, at) for row in rows for at in range(0, width, 2) if _is_own(row, at)]
    values = [(row, at) for row in rows for at in range(1, width, 2) if _is_own(row, at)]
    inner = sum(at > 0 for _, at in labels)
    told = sum(_is_label(row, at, look) for row, at in labels)
    return inner > 0 and told >= _MOST * len(labels) and not any(_is_label(row, at, look) for row, at in values)


def _is_own(row: GridRow, at: int) -> bool:
    """Whether a cell with words begins at a place."""
    return at < len(row.texts) and bool(row.texts[at]) and not _goes_on(row, at)


def _goes_on(row: GridRow, at: int) -> bool:
    return bool(row.looks) and at > 0 and row.look(at) is row.look(at - 1)


def _is_label(row: GridRow, at: int, look: str) -> bool:
    return bool(getattr(row.look(at), look)) if look else row.texts[at].endswith(_COLONS)


def _pairs(row: GridRow, width: int) -> Iterator[GridRow]:
    for at in range(0, width, 2):
        pair = row.part(at, at + 2)
        if any(pair.texts) and not _goes_on(row, at):
            yield pair
