"""The charts on a sheet whose numbers stand in no cell that shows: on a hidden sheet, or in another workbook."""

from collections.abc import Iterator
from typing import Any

from ingest.formats.blocks import Block
from ingest.formats.office_parts import C, chart_blocks
from ingest.formats.sheet_parts import linked


def charts_on(book: Any, sheet: Any, number: int) -> Iterator[Block]:  # noqa: ANN401 (openpyxl ships no types)
    """The values that the file keeps of them; `number` is the sheet's, from 1."""
    shown = {one.title for one in book.worksheets if one.sheet_state == "visible"}
    for drawing, _ in linked(book, sheet._worksheet_path, "drawing"):
        for _, root in linked(book, drawing, "chart"):
            sources = [(node.text or "").rpartition("!")[0] for node in root.iterfind(f".//{C}val//{C}f")]
            if any(one.strip("'").replace("''", "'") not in shown for one in sources if one):
                yield from chart_blocks(root, number)
