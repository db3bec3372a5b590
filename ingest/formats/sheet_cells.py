"""One sheet of a workbook -> the rows that it shows: merged cells, formulas and what is hidden, by openpyxl."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape

from ingest.formats.grid import RawCell
from ingest.formats.sheet_formats import shown
from ingest.formats.sheet_links import name_addresses
from ingest.formats.sheet_pages import page_lines
from ingest.formats.sheet_parser import Parser
from ingest.formats.symbol_fonts import in_symbols

_STEP = 2  # spaces before a text: so many set it further in
_COVERED = 1_000_000  # places that merged cells may cover in one sheet
_Rows = dict[int, dict[int, RawCell]]  # by number of the row and of the column, both counted from 1


@dataclass(slots=True)
class Sheet:
    """What a sheet shows.

    Attributes:
        rows: from the top, a blank one where there are gaps.
        uncomputed: the places of formulas whose value was not saved: "B4".
        hidden_rows, hidden_columns: how many that hold something are left out.
        header, footer: the lines at the top and the bottom of its printed pages.
        cells: those that show, by number of the row and of the column, both counted from 1.
    """

    rows: list[list[RawCell | str]] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    header: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)
    cells: _Rows = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style of cells says: their number format, whether it sets them apart, their font, how far in they are."""

    code: str
    bold: bool
    font: str
    indent: int


def read_sheet(book: Any, sheet: Any, strings: Sequence[str], *, stale: bool = False) -> Sheet:  # noqa: ANN401
    """Read one sheet of a workbook that was opened with `read_only`.

    `strings` are the texts that its cells share. It is `stale` if the program that wrote it has left all values of
    formulas to be computed: a 0 is none then.
    """
    made = Sheet()
    looks: dict[int, _Look] = {}
    rows: _Rows = {}
    unseen: set[int] = set()  # rows
    with sheet._get_source() as source:
        parser = Parser(source, book, strings, stale=stale)
        for number, cells in parser.parse():
            filled = {cell["column"]: cell for cell in cells if cell["value"] is not None}
            if parser.row_dimensions.get(str(number), {}).get("hidden") in ("1", "true"):
                made.hidden_rows += bool(filled)
                unseen.add(number)
                continue
            rows[number] = {at: _raw(cell, sheet, looks, parser) for at, cell in filled.items()}
    made.header, made.footer = (
        page_lines(getattr(parser, "HeaderFooter", None), name) for name in ("Header", "Footer")
    )
    columns = {at for cells in rows.values() for at in cells}
    shut = _hidden_columns(parser, max(columns, default=0))
    kept = sorted(columns - shut)
    made.hidden_columns = len(columns) - len(kept)
    seen = (place for place in parser.uncomputed if place[0] in rows and place[1] in kept)
    made.uncomputed = [f"{get_column_letter(at)}{row}" for row, at in seen]
    _mark_filter(parser, rows)
    name_addresses(book, sheet, parser.hyperlinks.hyperlink, rows)
    for cells in rows.values() if made.hidden_columns else ():
        for at in cells.keys() - set(kept):
            del cells[at]
    made.cells = rows
    made.rows = list(_laid_out(rows, kept, _merged(parser, rows, kept), unseen, shut))
    return made


def _raw(cell: dict[str, Any], sheet: Any, looks: dict[int, _Look], parser: Parser) -> RawCell:  # noqa: ANN401
    style = cell["style_id"]
    if style not in looks:
        looks[style] = _look(ReadOnlyCell(sheet, **cell))
    look, value = looks[style], cell["value"]
    if isinstance(value, str):
        value = in_symbols(unescape(value), look.font)
    text = shown(value, look.code)
    words = " ".join(text.split())
    blank = len(text) - len(text.lstrip()) if words else 0
    sums = (cell["row"], cell["column"]) in parser.summed
    return RawCell(words, bold=look.bold, sums=sums, indent=look.indent + (blank if blank >= _STEP else 0))


def _look(cell: Any) -> _Look:  # noqa: ANN401
    aligned = cell.alignment
    indent = int(aligned.indent or 0) if aligned.horizontal not in ("center", "right") else 0
    bold = bool(cell.font.b) or cell.fill.fill_type == "solid"
    return _Look(cell.number_format or "General", bold, str(cell.font.name or ""), indent)


def _hidden_columns(parser: Parser, last: int) -> set[int]:
    """The columns that do not show, as far as the last that holds something."""
    hidden = [one for one in parser.column_dimensions.values() if one.get("hidden") in ("1", "true")]
    return {at for one in hidden for at in range(int(one["min"]), min(int(one["max"]), last) + 1)}


def _mark_filter(parser: Parser, rows: _Rows) -> None:
    """The row in which a sheet can be filtered is one of headings."""
    ref = getattr(getattr(parser, "auto_filter", None), "ref", None)
    if ref:
        first, top, last, _ = range_boundaries(ref)
        for at, cell in rows.get(top, {}).items():
            if first <= at <= last:
                rows[top][at] = RawCell(cell.text, True, cell.bold)


def _merged(parser: Parser, rows: _Rows, kept: list[int]) -> Mapping[tuple[int, int], tuple[int, int]]:
    """How many kept columns and rows each place spans: (0, 0) for one that a merged cell covers."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for merged in parser.merged_cells.mergeCell if parser.merged_cells else ():
        first, top, last, bottom = range_boundaries(merged.ref)
        across = [at for at in kept if first <= at <= last]
        down = [row for row in range(top, min(bottom, max(rows, default=0)) + 1) if row in rows]
        if not across or not down or len(found) + len(across) * len(down) > _COVERED:
            continue
        found.update(((row, at), (0, 0)) for row in down for at in across)
        found[down[0], across[0]] = len(across), len(down)
    return found


def _laid_out(
    rows: _Rows,
    kept: list[int],
    merged: Mapping[tuple[int, int], tuple[int, int]],
    unseen: Set[int],
    shut: Set[int],
) -> Iterator[list[RawCell | str]]:
    """The rows with a place for each kept column, and one for each gap between them: what is hidden makes none.

    Hidden are the rows `unseen` and the columns `shut`.
    """
    before = 0
    gaps = {at for at in range(1, len(kept)) if any(one not in shut for one in range(kept[at - 1] + 1, kept[at]))}
    for number, cells in rows.items():
        if any(one not in unseen for one in range(before + 1, number)):
            yield []
        before = number
        line: list[RawCell | str] = []
        last = max(cells, default=0)
        for at, column in enumerate(kept):
            if column > last and (number, column) not in merged:
                continue
            if at in gaps:
                line.append("")
            across, down = merged.get((number, column), (1, 1))
            cell = cells.get(column)
            if across and cell is None:
                line.append("" if (across, down) == (1, 1) else RawCell("", across=across, down=down))
            elif cell is not None and across:
                plain = not (cell.bold or cell.heading or cell.sums or cell.indent) and (across, down) == (1, 1)
                line.append(cell.text if plain else replace(cell, across=across, down=down))
        yield line
