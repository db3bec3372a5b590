"""Rows of a form with several labels beside each other ("Name: Ann, Born: 1990") -> a row for each of them."""

from collections.abc import Iterator, Sequence

from ingest.formats.grid import GridRow
from ingest.formats.table_facts import are_facts, value_kinds
from ingest.formats.table_shapes import reach

_LEAST = 4  # places of two labels and what they label
_MOST = 0.8  # of the cells in the places of labels that have a label's look
_KINDS = 3  # of values, which no two columns of a table hold
_ROWS, _FEW = 3, 12  # rows of a form that no marks tell
_COLONS = (":", "：")


def parted(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    """The rows with two cells each, if they are those of a form."""
    return [pair for group in pairs(rows) for pair in group]


def pairs(rows: Sequence[GridRow]) -> list[list[GridRow]]:
    """For each row those of two cells that it is, if marks, colons or values show a form, else the row alone."""
    width = max(map(reach, rows))
    told = width >= _LEAST and width % 2 == 0 and any(_is_form(rows, width, look) for look in ("heading", "bold", ""))
    found = [list(_pairs(row, width)) for row in rows] if told or width == _LEAST else []
    return found if told or (found and _are_mixed(rows, found)) else [[row] for row in rows]


def _are_mixed(rows: Sequence[GridRow], found: Sequence[Sequence[GridRow]]) -> bool:
    """Whether rows without marks are those of a form: what stands behind words is of several kinds.

    In a table the numbers of a column are of one kind, headings have no digits, and no value spans other columns.
    """
    inner = [pair for pairs in found for pair in pairs if pair.texts[0] and pair.texts[1:] and pair.texts[1]]
    columns = [[pair for pairs in found for pair in pairs[at : at + 1]] for at in (0, 1)]
    values = any(any(map(str.isdigit, text)) for text in rows[0].texts[1::2]) or any(_goes_on(row, 2) for row in rows)
    if not _ROWS <= len(rows) <= _FEW or any(cell.bold or cell.heading for cell in rows[0].looks or ()):
        return False
    kinds = [value_kinds(column[1:]) for column in columns]
    mixed = all(len(one) > 1 or "x" in one for one in kinds) and any(len(one) > 1 for one in kinds)
    # A first row of words alone may be headings, unless dates, numbers and words stand below each of both values.
    told = values or (all(len(one) > 1 for one in kinds) and len(set().union(*kinds)) >= _KINDS)
    return told and mixed and 2 * len(columns[1]) > len(rows) and are_facts(inner, even=False)


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
