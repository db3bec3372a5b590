"""Whether lines of a plain text that share columns are a table, and not prose or a list."""

from collections import Counter
from collections.abc import Sequence

from ingest.formats.columns import is_prose
from ingest.formats.grid import GridRow
from ingest.formats.table_headings import evidence
from ingest.formats.table_shapes import shape
from ingest.formats.text_wraps import Cells, Line
from ingest.text.lines import is_list_item
from ingest.text.table_lines import as_drawn

_ALIGNED = 0.8  # of the cells of a column: how many begin or end below each other
_ENOUGH = 3  # cells of a column, from which on the first, which may name it, does not count; labels of a form
_PAIR = 2


def are_aligned(rows: Sequence[Cells], columns: Sequence[tuple[int, int]]) -> bool:
    """Whether in each column most cells begin, or end, below each other; its first one apart, which may name it."""
    for begin, end in columns:
        cells = [cell for row in rows if len(row) > 1 for cell in row if begin <= cell[0] < end]
        if cells and all(as_drawn(text) == "|" for _, _, text in cells):
            return False  # the right side of a box
        inside = [(left, right) for left, right, _ in cells]
        body = inside[1:] if len(inside) > _ENOUGH else inside
        most = max(max(Counter(edges).values()) for edges in zip(*body, strict=True)) if body else 0
        if most < _ALIGNED * len(body):
            return False
    return len(columns) > 1


def are_labels(rows: Sequence[Cells]) -> bool:
    """Whether these are two lines of a form: labels, and below them what was filled in, some of it numbers."""
    if len(rows) != _PAIR or len(rows[0]) < _ENOUGH or len(rows[1]) < _PAIR:
        return False
    lefts = [left for left, _, _ in rows[0]]
    values = {left: text for left, _, text in rows[1]}
    names, filled = (GridRow(texts) for texts in ([text for *_, text in rows[0]], [values.get(at, "") for at in lefts]))
    plain = not {"#", "x1"} & set(map(shape, names.texts))
    return plain and values.keys() <= set(lefts) and evidence(names, [filled]) > 0


def are_prose(lines: Sequence[Line]) -> bool:
    """Whether these are columns of text, side by side."""
    width = max(len(one.cells) for one in lines)
    columns = [[one.cells[at] for one in lines if at < len(one.cells) and one.cells[at]] for at in range(width)]
    return all(is_prose(column) for column in columns if column)


def are_listed(lines: Sequence[Line]) -> bool:
    """Whether the first of two columns is the marks of a list."""
    return all(len(one.cells) < 3 and is_list_item(f"{one.cells[0]} ") for one in lines)
