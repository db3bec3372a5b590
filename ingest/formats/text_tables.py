"""The tables of a plain text: their cells are set apart by bars, by tabs, or by space alone.

In type whose signs are all as wide, columns show by where their cells begin or end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.formats.grid import GridRow, RawCell
from ingest.formats.table_columns import names, read_columns
from ingest.formats.table_headings import headed
from ingest.formats.table_pairs import pairs
from ingest.formats.table_totals import totals
from ingest.formats.text_cells import ALONE, rows_from
from ingest.formats.text_wraps import Line
from ingest.tables import Row, Table, packed
from ingest.text.headings import Heading, headings
from ingest.text.lines import raw_lines
from ingest.text.table_lines import has_cells, is_laid_out, is_ruled
from ingest.text.table_sections import outside


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table in a text.

    Attributes:
        start, end: offsets into the text of all its lines, with those that are drawn above and below it.
        lines: its rows from the top.
        ruled: how many of them a rule parts from the others as headings.
    """

    start: int
    end: int
    lines: tuple[Line, ...]
    ruled: int

    def grid(self) -> list[list[RawCell]]:
        """Its rows as `ingest.formats.tables.table_blocks` takes them."""
        return [[RawCell(text, heading=at < self.ruled) for text in one.cells] for at, one in enumerate(self.lines)]


def text_tables(text: str, begin: int = 0) -> tuple[Table, ...]:
    """The tables of a text from offset `begin` on; the places of their rows are their lines."""
    body = "\n" * begin + text[begin:]
    found = list(tables_in(body))
    above = outside(headings(body, markdown=False), [(one.start, one.end) for one in found]) if found else []
    return tuple(_value(one, next((h for h in reversed(above) if h.end <= one.start), None)) for one in found)


def _value(found: TextTable, above: Heading | None) -> Table:
    rows, lines = _single([GridRow([cell.text for cell in row], row) for row in found.grid()], found.lines)
    width = max(len(row.texts) for row in rows)
    told = headed(rows, width)
    body, places = rows[told.last :], lines[told.last :]
    cells = [(*row.texts, *[""] * (width - len(row.texts))) for row in body]
    columns = read_columns(names(rows[told.first : told.last], width), cells)
    summed, _ = totals(cells, columns, body)
    wide = (at for at, row in enumerate(body) if len(row.texts) > 1)
    laid = (Row(places[at].start, places[at].end, cells[at], at in summed) for at in wide)
    heading = above.text if above and above.level > 1 else ""
    return Table("", heading, None, columns, packed(laid))


def _single(rows: Sequence[GridRow], lines: Sequence[Line]) -> tuple[list[GridRow], list[Line]]:
    """The rows of a form with several labels beside each other, one for each; those of other tables as they are."""
    groups = pairs(rows)
    return [row for group in groups for row in group], [
        line for group, line in zip(groups, lines, strict=True) for _ in group
    ]


def tables_in(text: str) -> Iterator[TextTable]:
    """What in a text is laid out as a table, from the top."""
    if not has_cells(text):
        return
    for block in _blocks(text):
        at = 0
        while at < len(block):
            reach, lines, ruled = rows_from(block, at)
            if lines:
                first, last = _with_rules(block, at, at + reach)
                end = block[last - 1][0] + len(block[last - 1][1])
                yield TextTable(block[first][0], end, tuple(lines), ruled if 2 * ruled <= len(lines) else 0)
            at += reach if lines else max(1, reach // 2)  # one may begin within what is none as a whole


def _with_rules(block: Sequence[tuple[int, str]], first: int, last: int) -> tuple[int, int]:
    """From which to which line, its end exclusive, a table reaches with what is drawn above and below it."""
    while first > 0 and is_ruled(block[first - 1][1]):
        first -= 1
    while last < len(block) and is_ruled(block[last][1]):
        last += 1
    return first, last


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Runs of lines, each with where it starts, that no blank one parts; a short one may end what is above it."""
    last: list[tuple[int, str]] = []
    for filled, run in groupby(raw_lines(text), key=lambda line: bool(line[1].strip())):
        if not filled:
            continue
        lines = [(start, raw.rstrip()) for start, raw in run]
        alike = all(is_laid_out(line) or line[0].isspace() for _, line in (*last[-1:], *lines))
        if last and len(lines) <= ALONE and alike and is_laid_out(lines[0][1]):
            last += lines
            continue
        yield last
        last = lines
    yield last
