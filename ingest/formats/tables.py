"""A table -> its rows as lines that can be read, and cited, alone: "Country: Poland; Share: 4 %"."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.formats.blocks import Block, TableHead, TableRow
from ingest.formats.grid import GridRow, RawRow, unfolded
from ingest.formats.table_columns import joined, names, read_columns
from ingest.formats.table_groups import NO_GROUPS, groups_in, summing
from ingest.formats.table_headings import headed
from ingest.formats.table_labels import with_labels
from ingest.formats.table_outline import outlined
from ingest.formats.table_pairs import parted
from ingest.formats.table_regions import regions
from ingest.formats.table_shapes import reach, spread
from ingest.formats.table_surveys import without_own_names
from ingest.formats.table_titles import is_label, is_remark, parts, titled, united
from ingest.formats.table_totals import Sums, totals
from ingest.formats.table_wraps import unwrapped
from ingest.tables import Column


@dataclass(frozen=True, slots=True)
class _Shape:
    """A table whose columns are known; a region without headings of its own may go on with it."""

    head: TableHead
    kept: tuple[int, ...]  # the places of its columns
    width: int
    facts: bool
    grouped: bool
    above: Sums | None = None  # what the rows that were laid out come to


def table_blocks(
    rows: Iterable[RawRow],
    part: int | None = None,
    caption: str = "",
    *,
    sheet: bool = False,
    named: bool = False,
    counted: bool = False,
) -> Iterator[Block]:
    """What a format gives for a table, or for a whole sheet: the block of each row that is not empty.

    Which cells are headings, where a table begins and ends, and what stands above it, is told here and nowhere else.
    `assemble` makes the values in `Document.tables` of these blocks; a format that lays out its text itself calls
    `tables_of` with each block's `row`.

    Args:
        rows: from the top, with what of the cells' looks the format knows.
        part: the page, slide or sheet of the blocks; see `Block`.
        caption: what the format says that the table is called; it is not laid out as a line.
        sheet: whether there may be several tables, one beside the other too.
        named: whether the first row names the columns, where nothing speaks for or against it.
        counted: whether a program wrote the numbers, with a decimal point.
    """
    shapes: dict[int, _Shape | None] = {}  # by the column that they begin in
    grid = unfolded(rows)
    found = list(united([*regions([joined(row) for row in (without_own_names(grid) if sheet else grid)], sheet=sheet)]))
    widest = max((reach(row) for region, _, _ in found for row in region), default=0)
    for region, above, left in found:
        for at, table in enumerate(parts(region)):
            aside = max(map(reach, table)) < widest
            looks = {"named": named and not aside, "aside": aside, "counted": counted, "sheet": sheet}
            last = shapes.get(left)
            shapes[left] = yield from _region(table, 0 if at else above, part, caption, last, **looks)


def _region(
    rows: Sequence[GridRow],
    above: int,
    part: int | None,
    caption: str,
    last: _Shape | None,
    *,
    named: bool,
    aside: bool,
    counted: bool,
    sheet: bool,
) -> Generator[Block, None, _Shape | None]:
    """The blocks of rows that no blank one parts; returns the table that may go on after them."""
    rows = parted(rows)
    width = max(len(row.texts) for row in rows)
    if all(len(spread(row)) == 1 for row in rows):
        yield from (_alone(row, part) for row in rows)
        return last
    found = headed(rows, width, above, named=named, aside=aside)
    filled = {at for row in rows for at, text in enumerate(row.texts) if text}
    alike = last is not None and (last.facts or (not found.facts and filled <= set(last.kept)))
    goes_on = last is not None and alike and not found.sure and width <= last.width
    begin, end = (0, 0) if goes_on else (found.first, found.last)
    if together := titled(rows, begin, end):
        rows, begin, end = together, begin - 1, end - 1
    yield from (_alone(row, part) for row in rows[:begin])
    end_of_body = len(rows)
    while end_of_body > end and (is_remark(rows[end_of_body - 1]) or is_label(rows[end_of_body - 1], rows[end:])):
        end_of_body -= 1
    headings = rows[begin:end]
    repeated = {tuple(row.texts) for row in headings}
    body: Sequence[GridRow] = [row for row in rows[end:end_of_body] if tuple(row.texts) not in repeated]
    body = with_labels(unwrapped(body) if sheet and headings else body, width)
    if not body or (len(body) < 2 and not headings and not goes_on):
        yield from (_alone(row, part) for row in rows[begin:])
        return last
    if not goes_on or last is None:
        title = caption or "; ".join(_alone(row, part).text for row in rows[:begin])
        last = _shaped(headings, body, width, title, facts=found.facts, counted=counted)
    sums = yield from _body(body, part, last, sheet=sheet)
    yield from (_alone(row, part) for row in rows[end_of_body:])
    return replace(last, above=sums)


def _shaped(
    headings: Sequence[GridRow], body: Sequence[GridRow], width: int, caption: str, *, facts: bool, counted: bool
) -> _Shape:
    """The columns of a table: places where nothing stands are none, such as those for signs and for space."""
    named = names(headings, width)
    filled = {at for row in body for at, text in enumerate(row.texts) if text}
    spans = [range(*cell) for row in headings for cell in spread(row)]
    spare = {at for span in spans if len(span) > 1 and filled.intersection(span) for at in span}
    kept = tuple(at for at in range(width) if at in filled or (named[at] and at not in spare))
    grouped = not facts and bool(groups_in(body, width, named=bool(named[0])))
    columns = read_columns([named[at] for at in kept], _cells(body, kept), counted=counted)
    return _Shape(TableHead(caption, (Column(""), *columns) if grouped else columns), kept, width, facts, grouped)


def _body(
    rows: Sequence[GridRow], part: int | None, shape: _Shape, *, sheet: bool
) -> Generator[Block, None, Sums | None]:
    """The blocks of rows; returns what these and those above come to."""
    cells = _cells(rows, shape.kept)
    columns = shape.head.columns[1:] if shape.grouped else shape.head.columns
    if sheet and not shape.grouped and not shape.facts:
        rows = outlined(rows, shape.kept, cells, columns)
        cells = _cells(rows, shape.kept)
    groups = groups_in(rows, shape.width, named=bool(columns[0].name)) if shape.grouped else NO_GROUPS
    looks = [summing(row) if at in groups.sums else row for at, row in enumerate(rows)]
    summed, sums = (frozenset(), None) if shape.facts else totals(cells, columns, looks, shape.above)
    labels = [column.name.rstrip(" :：") for column in columns]
    above = ""
    for at, row in enumerate(rows):
        if at in groups.heads:
            yield Block(next(text for text in row.texts if text), "row", part)
            above = groups.heads[at]
            continue
        line = _alone(row, part).text if shape.facts else _line(row, shape.kept, labels)
        ends = at in summed and at not in groups.sums
        above = "" if ends else above
        group = "" if ends else "; ".join(filter(None, (above, groups.above.get(at))))
        own = (group, *cells[at]) if shape.grouped else cells[at]
        yield Block(f"{group}; {line}" if group else line, "row", part, TableRow(shape.head, own, at in summed))
    return sums


def _alone(row: GridRow, part: int | None) -> Block:
    """A row that belongs to no table: "Prepared by: Ann Lee" of two cells."""
    texts = [row.texts[start] for start, _ in spread(row)]
    first = texts[0].rstrip(" :：")
    return Block(f"{first}: {texts[1]}" if len(texts) == 2 and first else "; ".join(texts), "row", part)


def _cells(rows: Iterable[GridRow], kept: Sequence[int]) -> list[tuple[str, ...]]:
    """What the rows show in the places of the columns."""
    return [tuple(row.texts[at] if at < len(row.texts) else "" for at in kept) for row in rows]


def _line(row: GridRow, kept: Sequence[int], labels: Sequence[str]) -> str:
    """One row, each value after the name of its column; a merged cell once, after the names of all its columns."""
    if row.looks is None:  # nothing is merged
        pairs = [(name, row.texts[at]) for at, name in zip(kept, labels, strict=True) if at < len(row.texts)]
    else:
        named = dict(zip(kept, labels, strict=True))
        pairs = [
            (", ".join(dict.fromkeys(named[at] for at in range(*cell) if named.get(at))), row.texts[cell[0]])
            for cell in spread(row)
        ]
    return "; ".join(f"{name}: {text}" if name else text for name, text in pairs if text)
