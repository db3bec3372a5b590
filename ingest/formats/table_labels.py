"""Labels of rows that are merged over several columns: "Subtotal" below what was bought, how many, and the price."""

from collections.abc import Sequence

from ingest.formats.grid import BLANK, GridRow
from ingest.formats.table_shapes import shape, spread


def with_labels(rows: Sequence[GridRow], width: int) -> Sequence[GridRow]:
    """The rows, each label up to the numbers that it reaches over behind columns of words."""
    if not any(_label(row) for row in rows):
        return rows
    numeric = {at for at in range(width) if _holds_numbers(rows, at)}
    return [_placed(row, numeric) for row in rows]


def _label(row: GridRow) -> tuple[int, int] | None:
    """The places of the first cell of a row, if it is a merged one of words, and others follow."""
    cells = spread(row) if row.looks else []
    if len(cells) < 2 or cells[0][1] - cells[0][0] < 2 or not any(map(str.isalpha, row.texts[cells[0][0]])):
        return None
    return cells[0]


def _holds_numbers(rows: Sequence[GridRow], at: int) -> bool:
    """Whether most cells of a column that stand in it alone are numbers."""
    alone = [row for row in rows if at < len(row.texts) and (row.looks is None or row.look(at).across == 1)]
    shapes = [found for row in alone if (found := shape(row.texts[at]))]
    return 2 * shapes.count("#") > len(shapes)


def _placed(row: GridRow, numeric: set[int]) -> GridRow:
    start, end = _label(row) or (0, 0)
    words = next((at for at in range(start, end) if at not in numeric), end)
    stop = next((at for at in range(words, end) if at in numeric), end)
    if row.looks is None or stop == end:
        return row
    blank = range(stop, end)
    texts = ["" if at in blank else text for at, text in enumerate(row.texts)]
    return GridRow(texts, [BLANK if at in blank else look for at, look in enumerate(row.looks)])
