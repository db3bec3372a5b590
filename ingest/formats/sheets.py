""".xlsx by openpyxl, and .csv -> rows."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from ingest.formats.archive import MAX_UNPACKED, opened
from ingest.formats.blocks import MAX_CHARACTERS, Block, Extracted, assemble
from ingest.formats.metadata import cleaned_metadata
from ingest.formats.tables import table_blocks
from ingest.text.decoding import decoded

_PERCENT = re.compile(r"[#0,]*0(?:\.(0+))?\s?%")
_SAMPLE, _FIRST = 65_536, 30  # characters, and rows in them, that show what parts the cells


def read_workbook(data: bytes) -> Extracted:
    """Each sheet: its name as the heading, then its rows, with the values that formulas had when it was saved."""
    opened(data, ".xlsx", "[Content_Types].xml", MAX_UNPACKED).close()  # its sheets are read row by row
    from openpyxl import load_workbook

    with closing(load_workbook(BytesIO(data), read_only=True, data_only=True)) as book:
        said = book.properties
        metadata = cleaned_metadata(said.creator, said.modified or said.created, said.language)
        return assemble(_sheets(book), said.title or None, paged=True, metadata=metadata)


def _sheets(book: Any) -> Iterator[Block]:  # noqa: ANN401 (openpyxl ships no types)
    for number, sheet in enumerate(book.worksheets, 1):
        sheet.reset_dimensions()  # what the file says of them may be wrong
        rows = table_blocks(([_shown(cell) for cell in row] for row in sheet.iter_rows()), number)
        for place, block in enumerate(rows):
            if place == 0:
                yield Block(sheet.title, "heading", number)
            yield block


def _shown(cell: Any) -> str:  # noqa: ANN401
    """A cell as it is seen in the sheet, as far as that is simple: whole numbers, percentages, dates."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    if isinstance(value, (int, float)):
        percent = _PERCENT.fullmatch(cell.number_format or "")
        return f"{value * 100:.{len(percent[1] or '')}f}%" if percent else f"{value:.15g}"
    return str(value)


def read_csv(data: bytes) -> Extracted:
    """One row a line; cells are parted by a comma, a semicolon, a tab or a bar."""
    text = decoded(data)
    sample = text[:_SAMPLE]
    csv.field_size_limit(MAX_CHARACTERS)  # of one cell; the module's own limit is 131,072
    mark = max(",;\t|", key=lambda mark: _regular(sample, mark))
    rows = csv.reader(StringIO(text, newline=""), delimiter=mark)
    return assemble(table_blocks(rows))


def _regular(sample: str, mark: str) -> tuple[int, int]:
    """How many of the first rows have the same number of cells, if `mark` parts them, and how many cells that is.

    The standard library's Sniffer guesses by expressions that take a minute for some 60 kB.
    """
    rows = islice(csv.reader(StringIO(sample, newline=""), delimiter=mark), _FIRST)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    return count, width
