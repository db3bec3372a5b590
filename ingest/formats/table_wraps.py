"""Rows of a sheet with one cell that goes on with what the row above says, as statements of banks have them."""

from collections.abc import Sequence

from ingest.formats.grid import GridRow, RawCell
from ingest.formats.table_shapes import spread

_FULL = 3  # cells of a row that is one by itself, at least


def unwrapped(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    """The rows with such cells behind the words above them; the same, if some cell alone may be a row by itself.

    All of them stand in one column, not the first, in which all other rows have words too.
    """
    alone = {cells[0][0] for row in rows if len(cells := spread(row)) == 1}
    if len(alone) != 1 or 0 in alone:
        return rows
    column = alone.pop()
    full = [row for row in rows if len(spread(row)) > 1]
    words = all(any(map(str.isalpha, row.texts[column])) for row in rows if column < len(row.texts))
    whole = all(len(spread(row)) >= _FULL and row.texts[0] and column < len(row.texts) for row in full)
    if not (full and rows[0] is full[0] and words and whole):
        return rows
    made: list[GridRow] = []
    for row in rows:
        made[len(made) :] = [row] if len(spread(row)) > 1 else [_joined(made.pop(), row.texts[column], column)]
    return made


def _joined(row: GridRow, text: str, column: int) -> GridRow:
    above = row.texts[column]
    whole = f"{above}{' ' if text[0].islower() or not above[-1].isalnum() else ', '}{text}"
    texts = [*row.texts[:column], whole, *row.texts[column + 1 :]]
    looks = row.looks and [*row.looks[:column], RawCell(whole), *row.looks[column + 1 :]]
    return GridRow(texts, looks)
