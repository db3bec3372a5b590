"""openpyxl's parser of a sheet, for values and formulas at once, and for dates that are written out."""

import re
from contextlib import suppress
from datetime import datetime
from typing import Any

from openpyxl.utils.datetime import from_excel, from_ISO8601, to_excel
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, VALUE_TAG, WorkSheetParser

from ingest.formats.sheet_raised import rich_text

_SUM = re.compile(r"\s*\+?(?:SUM|SUBTOTAL)\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
_RANGE = re.compile(r"\$?[A-Z]{1,3}\$?(\d+):\$?[A-Z]{1,3}\$?(\d+)", re.IGNORECASE)
_LINK = re.compile(r'=HYPERLINK\("[^"]*",\s*"((?:[^"]|"")*)"\)', re.IGNORECASE)  # shows a text that needs no computing
_COLUMN = re.compile(r"\w*\[[^\[\]@#]+\]")  # of a table that has a name


class Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl ships no types
    """openpyxl's parser of a sheet; it gives either formulas or their values, and this one notes the formulas too.

    Attributes:
        uncomputed: the rows and columns of formulas whose value was not saved.
        summed: those of formulas that sum up rows.
    """

    def __init__(self, source: Any, book: Any, strings: Any, *, stale: bool) -> None:  # noqa: ANN401 (openpyxl ships no types)
        dates = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
        super().__init__(source, strings, data_only=True, epoch=book.epoch, **dates)
        self._stale = stale
        self.uncomputed: list[tuple[int, int]] = []
        self.summed: set[tuple[int, int]] = set()
        self._sums: dict[str, bool] = {}  # whether a formula that several cells share sums up rows

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401
        """See openpyxl; a formula whose value was not saved is its own text."""
        written = element.findtext(VALUE_TAG) if element.get("t") == "d" else None
        if written is not None:
            element.set("t", "str")
        cell: dict[str, Any] = super().parse_cell(element)
        if written is not None:
            cell["value"] = self._moment(written, cell["style_id"])
        if element.get("t") == "inlineStr" and (inline := element.find(INLINE_STRING)) is not None:
            cell["value"] = rich_text(inline) or cell["value"]
        formula = element.find(FORMULA_TAG)
        if formula is not None:
            place, shared = (cell["row"], cell["column"]), formula.get("si")
            value = cell["value"]
            stale = self._stale and value == 0 and not isinstance(value, bool)
            lost = stale or (value is None and element.get("t") != "str")
            if lost or (shared and formula.text):  # putting other places into a shared formula takes its time
                found = self.parse_formula(element)
                if lost:
                    told = found if isinstance(found, str) else str(getattr(found, "text", "") or "=")
                    link = _LINK.fullmatch(told)
                    cell["value"] = link[1].replace('""', '"') if link else told
                    self.uncomputed += [] if link else [place]
            sums = self._sums.get(shared, False) if shared and not formula.text else _sums_up(formula.text or "")
            if shared:
                self._sums[shared] = sums
            if sums:
                self.summed.add(place)
        return cell

    def _moment(self, written: str, style: int) -> object:
        """A date or a time that is written out (ISO 8601), as a span of time where the format shows one.

        What is no such date stays as it is written.
        """
        with suppress(ValueError, OverflowError):
            found: object = from_ISO8601(written.strip())
            if isinstance(found, datetime) and style in self.timedelta_formats:
                found = from_excel(to_excel(found), timedelta=True)
            return found
        return written


def _sums_up(formula: str) -> bool:
    """Whether a formula is the sum of cells in several rows."""
    found = _SUM.fullmatch(formula)
    if found is None:
        return False
    return any(one[1] != one[2] for one in _RANGE.finditer(found[1])) or _COLUMN.search(found[1]) is not None
