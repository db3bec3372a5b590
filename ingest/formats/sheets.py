""".xlsx by openpyxl -> rows."""

import re
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any

from ingest.formats.archive import MAX_UNPACKED, opened, transitional
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.metadata import cleaned_metadata
from ingest.formats.tables import table_blocks

if TYPE_CHECKING:
    from ingest.formats.sheet_cells import Sheet

_STALE = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=[\"'](?:1|true)")  # values are to be computed yet
_LEAST = 2  # rows of a sheet that is no mere picture
_PLACES = 3  # of formulas that a note names


def read_workbook(data: bytes) -> Extracted:
    """Each sheet that shows: its name as the heading, then its rows as Excel shows them.

    Formulas have the values that they had when it was saved.
    """
    with opened(data, ".xlsx", "[Content_Types].xml", MAX_UNPACKED) as archive:  # its sheets are read row by row
        stale = any(_STALE.search(archive.read(name)) for name in archive.namelist() if name.endswith("/workbook.xml"))
    from openpyxl import load_workbook

    with closing(load_workbook(BytesIO(transitional(data)), read_only=True, data_only=True)) as book:
        said = book.properties
        metadata = cleaned_metadata(said.creator, said.modified or said.created, said.language)
        notes: list[str] = []
        return assemble(
            _sheets(book, notes, stale=stale), said.title or None, paged=True, metadata=metadata, notes=notes
        )


def _sheets(book: Any, notes: list[str], *, stale: bool) -> Iterator[Block]:  # noqa: ANN401 (openpyxl ships no types)
    from ingest.formats.sheet_cells import read_sheet
    from ingest.formats.sheet_charts import charts_on
    from ingest.formats.sheet_comments import comments_on
    from ingest.formats.sheet_drawings import drawn_over
    from ingest.formats.sheet_lines import unparted
    from ingest.formats.sheet_names import constants, names_on
    from ingest.formats.sheet_raised import with_raised

    hidden, last = 0, 1
    strings = with_raised(book, book.worksheets[0]._shared_strings) if book.worksheets else ()
    for number, sheet in enumerate(book.worksheets, 1):
        if sheet.sheet_state != "visible":
            hidden += 1
            continue
        made = read_sheet(book, sheet, strings, stale=stale)
        over = drawn_over(book, sheet)
        notes += _notes(sheet.title, made)
        filled = sum(map(bool, made.cells.values()))
        if over.pictures and not over.lines and filled < _LEAST:
            notes.append(f"sheet '{sheet.title}' is a picture {'with little' if filled else 'without'} text")
        more = (*over.lines, *comments_on(book, sheet), *names_on(book, sheet, made.cells), *made.footer)
        rows = unparted(made.rows, number) or table_blocks(made.rows, number, sheet=True, counted=True)
        head, tail = ((Block(line, "text", number) for line in lines) for lines in (made.header, more))
        for place, block in enumerate(chain(head, rows, charts_on(book, sheet, number), tail)):
            if place == 0:
                yield Block(sheet.title, "heading", number)
            yield block
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
