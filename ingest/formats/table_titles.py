"""Tables that stand below each other without a blank row between them, each under a line that says what it is."""

from collections.abc import Iterator, Sequence

from ingest.formats.grid import GridRow, RawCell
from ingest.formats.table_headings import evidence
from ingest.formats.table_shapes import spread

_SHOWN = 12  # rows that show whether what stands above them is their heading


def parts(rows: Sequence[GridRow]) -> Iterator[Sequence[GridRow]]:
    """The tables that stand below each other: each begins with its title, and other headings than those above it."""
    begin = 0
    for at in range(2, len(rows) - 2):
        row, heading = rows[at : at + 2]
        if len(spread(row)) > 1 or not row.texts[0] or len(spread(heading)) < 2:
            continue
        known = any(other.texts == heading.texts for other in rows[begin:at])
        if not known and evidence(heading, rows[at + 2 : at + 2 + _SHOWN]) > 0:
            yield rows[begin:at]
            begin = at
    if rows:
        yield rows[begin:]


def united(regions: Sequence[tuple[list[GridRow], int, int]]) -> Iterator[tuple[list[GridRow], int, int]]:
    """The regions of a sheet, those as one that are tables below each other, of the same headings, each with its title.

    A region is given as `ingest.formats.table_regions.regions` has it.
    """
    held: tuple[list[GridRow], int, int] | None = None
    for region in regions:
        rows, above, left = region
        if held and held[1:] == (above, left) and min(len(held[0]), len(rows)) > 2 and _again(held[0], rows):
            held = ([*held[0], *rows], above, left)
            continue
        if held:
            yield held
        held = region
    if held:
        yield held


def _again(above: Sequence[GridRow], rows: Sequence[GridRow]) -> bool:
    """Whether both begin with a title and the same names of columns."""
    named = len(spread(rows[1])) > 1 and above[1].texts == rows[1].texts
    return named and is_remark(above[0]) and is_remark(rows[0])


def titled(rows: Sequence[GridRow], begin: int, end: int) -> list[GridRow]:
    """The rows of tables below each other, of the same headings, as one: the title of each heads its rows.

    Empty if they are none. So the first title goes below the headings, and the others stay where they are.
    """
    below = {at - 1 for at in range(end + 1, len(rows)) if begin < end and rows[at].texts == rows[begin].texts}
    if not begin or not below or not all(is_remark(rows[at]) for at in (begin - 1, *below)):
        return []
    body = [_set_apart(rows[at]) if at in below else rows[at] for at in range(end, len(rows))]
    return [*rows[: begin - 1], *rows[begin:end], _set_apart(rows[begin - 1]), *body]


def _set_apart(row: GridRow) -> GridRow:
    return GridRow(row.texts, [RawCell(text, heading=bool(text)) for text in row.texts])


def is_remark(row: GridRow) -> bool:
    """Whether a row is one cell at the left."""
    cells = spread(row)
    return len(cells) == 1 and cells[0][0] == 0


def is_label(row: GridRow, body: Sequence[GridRow]) -> bool:
    """Whether a row at the end of a table is a label with a colon and its value: "Subtotal:" below items."""
    first = next((one for one in body if len(spread(one)) > 1), row)
    begins = [one.texts[spread(one)[0][0]] for one in (row, first)]
    return len(spread(row)) == 2 and begins[0].endswith(":") and not begins[1].endswith(":")
