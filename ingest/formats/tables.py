"""A table -> its rows as lines that can be read, and cited, alone: "Country: Poland; Share: 4 %"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from ingest.formats.blocks import Block, TableHead, TableRow
from ingest.formats.grid import RawRow, unfolded
from ingest.tables import Column

_NUMBER = re.compile(r"[^\w]*[\d.,' \u00a0\u202f]*\d[\d.,' \u00a0\u202f%€$£]*(?:[a-zA-Z]{1,3})?|\d[\d:./ -]*[\dZ]")

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:[/–-]\d{2,4})?")
_LONGEST = 80  # characters of a column's name


def table_blocks(rows: Iterable[RawRow], part: int | None = None, caption: str = "") -> Iterator[Block]:
    """What a format gives for a table, or for a whole sheet: the block of each row that is not empty.

    Which cells are headings, where a table begins and ends, and what stands above it, is told here and nowhere else.
    `assemble` makes the values in `Document.tables` of these blocks; a format that lays out its text itself calls
    `tables_of` with each block's `row`.

    Args:
        rows: from the top, with what of the cells' looks the format knows.
        part: the page, slide or sheet of the blocks; see `Block`.
        caption: what the format says that the table is called; it is not laid out as a line.
    """
    grid = [[cell.text for cell in row] for row in unfolded(rows)]
    head = TableHead(caption, (Column(""),) * max(map(len, grid), default=0))
    for line in lines(grid):
        yield Block(line, "row", part, TableRow(head, tuple(line.split("; "))))


def lines(table: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows of a table that are not empty, each as one line.

    The first row with several cells names the columns, if no number is among its cells; every value in the rows below
    is then put after the name of its column. Rows above it (a caption) stand for themselves.
    """
    rows = (tuple(" ".join(cell.split()) for cell in row) for row in table)
    filled = (row for row in rows if any(row))
    for row in filled:
        if sum(map(bool, row)) < 2:
            yield _joined(row)
            continue
        following = list(islice(filled, 1))
        if following and names(row, following[0]):
            yield from (labelled(row, values) for values in chain(following, filled))
        else:
            yield from (_joined(values) for values in chain([row], following, filled))


def names(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the cells of a row can be the names of columns: years can, over something else than years."""
    cells = [cell for cell in row if cell]
    years = [at for at, cell in enumerate(row) if _YEAR.fullmatch(cell)]
    over = row[0] and 0 not in years and not any(_YEAR.fullmatch(below[at]) for at in years if at < len(below))
    numbers = [cell for cell in cells if _NUMBER.fullmatch(cell) and not (over and _YEAR.fullmatch(cell))]
    return len(set(cells)) == len(cells) and not numbers and max(map(len, cells)) <= _LONGEST


def labelled(columns: Sequence[str], values: Sequence[str]) -> str:
    """One row, each value after the name of its column; a row of a single value is a line between two groups."""
    if sum(map(bool, values)) == 1 < len(columns) and values[0]:
        return values[0]
    pairs = zip_longest(columns, values, fillvalue="")
    return "; ".join(f"{name}: {value}" if name else value for name, value in pairs if value)


def _joined(values: Sequence[str]) -> str:
    return "; ".join(value for value in values if value)
