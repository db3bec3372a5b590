"""One sheet of a workbook -> the rows that it shows: merged cells, formulas and what is hidden, by openpyxl."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, WorkSheetParser

from ingest.formats.grid import RawCell
from ingest.formats.sheet_formats import shown
from ingest.formats.sheet_raised import rich_text

_COVERED = 1_000_000  # places that merged cells may cover in one sheet
_SUM = re.compile(r"\s*\+?(?:SUM|SUBTOTAL)\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
_RANGE = re.compile(r"\$?[A-Z]{1,3}\$?(\d+):\$?[A-Z]{1,3}\$?(\d+)", re.IGNORECASE)
_COLUMN = re.compile(r"\w*\[[^\[\]@#]+\]")  # of a table that has a name
_Rows = dict[int, dict[int, RawCell]]  # by number of the row and of the column, both counted from 1


@dataclass(slots=True)
class Sheet:
    """What a sheet shows.

    Attributes:
        rows: from the top, a blank one where there are gaps.
        uncomputed: the places of formulas whose value was not saved: "B4".
        hidden_rows, hidden_columns: how many that hold something are left out.
        cells: those that show, by number of the row and of the column, both counted from 1.
    """

    rows: list[list[RawCell | str]] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    cells: _Rows = field(default_factory=dict)


class _Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl ships no types
    """openpyxl's parser of a sheet; it gives either formulas or their values, and this one notes the formulas too."""

    def __init__(self, source: Any, book: Any, strings: Any, *, stale: bool) -> None:  # noqa: ANN401 (openpyxl ships no types)
        dates = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
        super().__init__(source, strings, data_only=True, epoch=book.epoch, **dates)
        self._stale = stale
        self.uncomputed: list[tuple[int, int]] = []
        self.summed: set[tuple[int, int]] = set()
        self._sums: dict[str, bool] = {}  # whether a formula that several cells share sums up rows

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401
        """See openpyxl; a formula whose value was not saved is its own text."""
        cell: dict[str, Any] = super().parse_cell(element)
        if element.get("t") == "inlineStr" and (inline := element.find(INLINE_STRING)) is not None:
            cell["value"] = rich_text(inline) or cell["value"]
        formula = element.find(FORMULA_TAG)
        if formula is not None:
            place, shared = (cell["row"], cell["column"]), formula.get("si")
            lost = (cell["value"] is None and element.get("t") != "str") or (self._stale and cell["value"] == 0)
            if lost or (shared and formula.text):  # putting other places into a shared formula takes its time
                found = self.parse_formula(element)
                if lost:
                    self.uncomputed.append(place)
                    cell["value"] = found if isinstance(found, str) else str(getattr(found, "text", "") or "=")
            sums = self._sums.get(shared, False) if shared and not formula.text else _sums_up(formula.text or "")
            if shared:
                self._sums[shared] = sums
            if sums:
                self.summed.add(place)
        return cell


def _sums_up(formula: str) -> bool:
    """Whether a formula is the sum of cells in several rows."""
    found = _SUM.fullmatch(formula)
    if found is None:
        return False
    return any(one[1] != one[2] for one in _RANGE.finditer(found[1])) or _COLUMN.search(found[1]) is not None


def read_sheet(book: Any, sheet: Any, strings: Sequence[str], *, stale: bool = False) -> Sheet:  # noqa: ANN401
    """Read one sheet of a workbook that was opened with `read_only`.

    `strings` are the texts that its cells share. It is `stale` if the program that wrote it has left all values of
    formulas to be computed: a 0 is none then.
    """
    made = Sheet()
    looks: dict[int, tuple[str, bool]] = {}
    rows: _Rows = {}
    unseen: set[int] = set()  # rows
    with sheet._get_source() as source:
        parser = _Parser(source, book, strings, stale=stale)
        for number, cells in parser.parse():
            filled = {cell["column"]: cell for cell in cells if cell["value"] is not None}
            if parser.row_dimensions.get(str(number), {}).get("hidden") in ("1", "true"):
                made.hidden_rows += bool(filled)
                unseen.add(number)
                continue
            rows[number] = {at: _raw(cell, sheet, looks, parser) for at, cell in filled.items()}
    columns = {at for cells in rows.values() for at in cells}
    shut = _hidden_columns(parser, max(columns, default=0))
    kept = sorted(columns - shut)
    made.hidden_columns = len(columns) - len(kept)
    seen = (place for place in parser.uncomputed if place[0] in rows and place[1] in kept)
    made.uncomputed = [f"{get_column_letter(at)}{row}" for row, at in seen]
    _mark_filter(parser, rows)
    for cells in rows.values() if made.hidden_columns else ():
        for at in cells.keys() - set(kept):
            del cells[at]
    made.cells = rows
    made.rows = list(_laid_out(rows, kept, _merged(parser, rows, kept), unseen, shut))
    return made


def _raw(cell: dict[str, Any], sheet: Any, looks: dict[int, tuple[str, bool]], parser: _Parser) -> RawCell:  # noqa: ANN401
    style = cell["style_id"]
    if style not in looks:
        styled = ReadOnlyCell(sheet, **cell)
        looks[style] = styled.number_format or "General", bool(styled.font.b) or styled.fill.fill_type == "solid"
    code, bold = looks[style]
    text = " ".join(shown(cell["value"], code).split())
    return RawCell(text, bold=bold, sums=(cell["row"], cell["column"]) in parser.summed)


def _hidden_columns(parser: _Parser, last: int) -> set[int]:
    """The columns that do not show, as far as the last that holds something."""
    hidden = [one for one in parser.column_dimensions.values() if one.get("hidden") in ("1", "true")]
    return {at for one in hidden for at in range(int(one["min"]), min(int(one["max"]), last) + 1)}


def _mark_filter(parser: _Parser, rows: _Rows) -> None:
    """The row in which a sheet can be filtered is one of headings."""
    ref = getattr(getattr(parser, "auto_filter", None), "ref", None)
    if ref:
        first, top, last, _ = range_boundaries(ref)
        for at, cell in rows.get(top, {}).items():
            if first <= at <= last:
                rows[top][at] = RawCell(cell.text, True, cell.bold)


def _merged(parser: _Parser, rows: _Rows, kept: list[int]) -> Mapping[tuple[int, int], tuple[int, int]]:
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
                plain = not (cell.bold or cell.heading or cell.sums) and (across, down) == (1, 1)
                line.append(cell.text if plain else replace(cell, across=across, down=down))
        yield line
