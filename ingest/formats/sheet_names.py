"""The names that a workbook gives to cells, ranges and constants: "VAT_rate"."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

_PARTS = re.compile(r"[_.\s]+")


def constants(book: Any) -> Iterator[str]:  # noqa: ANN401 (openpyxl ships no types)
    """A line for each name that stands for a number or a text: "VAT rate (VAT_rate): 0.2"."""
    for one in _shown(book.defined_names):
        if one.type in ("NUMBER", "TEXT", "LOGICAL"):
            said = one.value.strip('"')
            yield f"{_called(one.name)}: {said}"


def names_on(book: Any, sheet: Any, rows: Mapping[int, Mapping[int, Any]]) -> Iterator[str]:  # noqa: ANN401
    """A line for each name of cells on a sheet: what stands in the cell, or which cells they are.

    Args:
        book: the workbook.
        sheet: the sheet.
        rows: its cells that show, by number of the row and of the column.
    """
    for one in (*_shown(book.defined_names), *_shown(sheet.defined_names)):
        for title, cells in one.destinations if one.type == "RANGE" and not one.is_external else ():
            place = (cells or "").replace("$", "")
            if title != sheet.title or not place:
                continue
            first, top, last, bottom = range_boundaries(place)
            if (first, top) != (last, bottom):
                yield f"{_called(one.name)}: cells {place}"
            elif (cell := rows.get(top, {}).get(first)) and cell.text:
                yield f"{_called(one.name)}: {cell.text} (cell {get_column_letter(first)}{top})"


def _shown(names: Mapping[str, Any]) -> Iterator[Any]:
    yield from (one for one in names.values() if not one.hidden and not one.is_reserved and one.value)


def _called(name: str) -> str:
    """A name as words and as it stands: "VAT rate (VAT_rate)"."""
    words = _PARTS.sub(" ", name).strip()
    return name if words == name else f"{words} ({name})"
