""".xlsx by openpyxl, and .csv -> rows."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO, StringIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest.formats.archive import MAX_UNPACKED, opened
from ingest.formats.blocks import MAX_CHARACTERS, Block, Extracted, assemble
from ingest.formats.metadata import cleaned_metadata
from ingest.formats.tables import table_blocks
from ingest.text.decoding import decoded

if TYPE_CHECKING:
    from ingest.formats.sheet_cells import Sheet

_SEPARATOR = re.compile(r"\ufeff?sep=([^\r\n\"])\r?\n", re.IGNORECASE)
_STALE = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=[\"'](?:1|true)")  # values are to be computed yet
_PLACES = 3  # of formulas that a note names
_SAMPLE, _FIRST = 65_536, 30  # characters, and rows in them, that show what parts the cells


def read_workbook(data: bytes) -> Extracted:
    """Each sheet that shows: its name as the heading, then its rows as Excel shows them.

    Formulas have the values that they had when it was saved.
    """
    with opened(data, ".xlsx", "[Content_Types].xml", MAX_UNPACKED) as archive:  # its sheets are read row by row
        stale = any(_STALE.search(archive.read(name)) for name in archive.namelist() if name.endswith("/workbook.xml"))
    from openpyxl import load_workbook

    with closing(load_workbook(BytesIO(data), read_only=True, data_only=True)) as book:
        said = book.properties
        metadata = cleaned_metadata(said.creator, said.modified or said.created, said.language)
        notes: list[str] = []
        return assemble(
            _sheets(book, notes, stale=stale), said.title or None, paged=True, metadata=metadata, notes=notes
        )


def _sheets(book: Any, notes: list[str], *, stale: bool) -> Iterator[Block]:  # noqa: ANN401 (openpyxl ships no types)
    from ingest.formats.sheet_cells import read_sheet
    from ingest.formats.sheet_comments import comments_on
    from ingest.formats.sheet_names import constants, names_on
    from ingest.formats.sheet_raised import with_raised

    hidden, last = 0, 1
    strings = with_raised(book, book.worksheets[0]._shared_strings) if book.worksheets else ()
    for number, sheet in enumerate(book.worksheets, 1):
        if sheet.sheet_state != "visible":
            hidden += 1
            continue
        made = read_sheet(book, sheet, strings, stale=stale)
        notes += _notes(sheet.title, made)
        for place, block in enumerate(table_blocks(made.rows, number, sheet=True, counted=True)):
            if place == 0:
                yield Block(sheet.title, "heading", number)
            yield block
        more = (*comments_on(book, sheet), *names_on(book, sheet, made.cells))
        yield from (Block(line, "text", number) for line in more)
        last = number
    yield from (Block(line, "text", last) for line in constants(book))
    if hidden:
        notes.append(f"{_count(hidden, 'hidden sheet')} left out")


def _notes(title: str, sheet: "Sheet") -> Iterator[str]:
    if sheet.uncomputed:
        places = ", ".join(sheet.uncomputed[:_PLACES]) + (", …" if len(sheet.uncomputed) > _PLACES else "")
        formulas = _count(len(sheet.uncomputed), "formula")
        yield f"sheet '{title}': {formulas} without a saved value ({places}). Open and save it in a spreadsheet program"
    for count, what in ((sheet.hidden_rows, "hidden row"), (sheet.hidden_columns, "hidden column")):
        if count:
            yield f"sheet '{title}': {_count(count, what)} left out"


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def read_csv(data: bytes) -> Extracted:
    """One row a line; cells are parted by a comma, a semicolon, a tab or a bar, or by what Excel's "sep=" line says."""
    text = decoded(data)
    said = _SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    sample = text[:_SAMPLE]
    csv.field_size_limit(MAX_CHARACTERS)  # of one cell; the module's own limit is 131,072
    mark = said[1] if said else max(",;\t|", key=lambda mark: _regular(sample, mark))
    rows = csv.reader(StringIO(text, newline=""), delimiter=mark)
    return assemble(table_blocks(rows, sheet=True, named=True))


def _regular(sample: str, mark: str) -> tuple[int, int]:
    """How many of the first rows have the same number of cells, if `mark` parts them, and how many cells that is.

    The standard library's Sniffer guesses by expressions that take a minute for some 60 kB.
    """
    rows = islice(csv.reader(StringIO(sample, newline=""), delimiter=mark), _FIRST)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    return count, width
