"""The tables of a plain text: their cells are set apart by bars, by tabs, or by space alone.

In type whose signs are all as wide, columns show by where their cells begin or end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.cells import number
from ingest.formats.grid import GridRow, RawCell, unfolded
from ingest.formats.table_columns import names, read_columns
from ingest.formats.table_headings import evidence, headed
from ingest.formats.table_pairs import pairs
from ingest.formats.table_totals import totals
from ingest.formats.text_cells import ALONE, rows_from
from ingest.formats.text_rules import together_in_rules
from ingest.formats.text_wraps import Line
from ingest.tables import Row, Table, packed
from ingest.text.headings import headings
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

    @property
    def places(self) -> list[tuple[int, int]]:
        """Where its rows stand."""
        return [(line.start, line.end) for line in self.lines]

    def grid(self) -> list[list[RawCell]]:
        """Its rows as `ingest.formats.tables.table_blocks` takes them."""
        return [
            [
                RawCell(text, heading=at < self.ruled, across=across, down=down)
                for text, (across, down) in zip(one.cells, one.spans or [(1, 1)] * len(one.cells), strict=True)
            ]
            for at, one in enumerate(self.lines)
        ]


def text_tables(text: str, begin: int = 0) -> tuple[Table, ...]:
    """The tables of a text from offset `begin` on; the places of their rows are their lines."""
    body = "\n" * begin + text[begin:]
    found = list(tables_in(body))
    above = outside(headings(body, markdown=False), [(one.start, one.end) for one in found]) if found else []
    under = (next((h for h in reversed(above) if h.end <= one.start), None) for one in found)
    return tuple(
        table_of(one.grid(), one.places, heading.text if heading and heading.level > 1 else "")
        for one, heading in zip(found, under, strict=True)
    )


def table_of(rows: Sequence[Sequence[RawCell]], places: Sequence[tuple[int, int]], heading: str) -> Table:
    """The value of a table that stands in its text as it is.

    Args:
        rows: from the top, its headings with them.
        places: where each of them stands.
        heading: those above it, as `Table` has them.
    """
    filled = [one for one in zip(unfolded(rows), places, strict=True) if any(one[0].texts)]
    groups = pairs([row for row, _ in filled])
    # A form with several labels beside each other has a row for each of them.
    single = [(row, place) for group, (_, place) in zip(groups, filled, strict=True) for row in group]
    grid = [row for row, _ in single]
    width = max(len(row.texts) for row in grid)
    told = headed(grid, width)
    body = grid[told.last :]
    cells = [(*row.texts, *[""] * (width - len(row.texts))) for row in body]
    columns = read_columns(names(grid[told.first : told.last], width), cells)
    summed, _ = totals(cells, columns, body)
    wide = (at for at, row in enumerate(body) if len(row.texts) > 1 and row.look(0) is not row.look(width - 1))
    laid = (Row(*single[told.last + at][1], cells[at], at in summed) for at in wide)
    return Table("", heading, None, columns, packed(laid))


def tables_in(text: str, *, drawn: bool = False) -> Iterator[TextTable]:
    """What in a text is laid out as a table, from the top; with `drawn`, only where lines or strokes show columns."""
    if not has_cells(text):
        return
    for block in _blocks(text):
        at = 0
        while at < len(block):
            reach, lines, ruled = rows_from(block, at, drawn=drawn)
            if lines:
                first, last = _with_rules(block, at, at + reach)
                end = block[last - 1][0] + len(block[last - 1][1])
                yield TextTable(block[first][0], end, tuple(lines), ruled if _are_headings(lines, ruled) else 0)
            at += reach if lines else max(1, reach // 2)  # one may begin within what is none as a whole


def _are_headings(lines: Sequence[Line], ruled: int) -> bool:
    """Whether the rows above a rule are no rows of values, which it parts from their sum."""
    above, *below = (GridRow(list(line.cells)) for line in lines[max(ruled - 1, 0) :])
    numbers = any(number(text) for text in above.texts)
    return 0 < 2 * ruled <= len(lines) and not (numbers and evidence(above, below) < 0)


def _with_rules(block: Sequence[tuple[int, str]], first: int, last: int) -> tuple[int, int]:
    """From which to which line, its end exclusive, a table reaches with what is drawn above and below it."""
    while first > 0 and is_ruled(block[first - 1][1]):
        first -= 1
    while last < len(block) and is_ruled(block[last][1]):
        last += 1
    return first, last


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Runs of lines, each with where it starts, that no blank one parts; a short one may end what is above it."""
    filled = (run for some, run in groupby(raw_lines(text), key=lambda line: bool(line[1].strip())) if some)
    last: list[tuple[int, str]] = []
    for lines in together_in_rules([(start, raw.rstrip()) for start, raw in run] for run in filled):
        alike = all(is_laid_out(line) or line[:1].isspace() for _, line in (*last[-1:], *lines))
        if last and len(lines) <= ALONE and alike and is_laid_out(lines[0][1]):
            last += lines
            continue
        yield last
        last = lines
    yield last
