""".docx -> blocks, by python-docx."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ingest.formats.archive import opened
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.metadata import office_properties
from ingest.formats.tables import table_blocks
from ingest.formats.word_tables import word_rows

_HEADING = re.compile(r"(?:heading \d|title)", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A shape and the picture of it for old programs hold the same words.
_TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACE = {f"{_W}tab", f"{_W}br", f"{_W}cr"}


def read(data: bytes) -> Extracted:
    """Paragraphs, headings by their styles, and tables, in order; the words of tracked insertions count."""
    opened(data, ".docx", "[Content_Types].xml").close()
    from docx import Document

    document = Document(BytesIO(data))
    named = {
        style.style_id for style in document.styles if _HEADING.fullmatch(style.name or "") or _outlined(style.element)
    }
    said = document.core_properties
    return assemble(_blocks(document.element.body, named), said.title, metadata=office_properties(said))


def _outlined(element: Any) -> bool:  # noqa: ANN401 (lxml ships no types)
    """Whether a style or a paragraph is in the outline; the level 9 is body text."""
    level = element.find(f"{_W}pPr/{_W}outlineLvl")
    return level is not None and level.get(f"{_W}val") != "9"


def _blocks(parent: Any, named: set[str]) -> Iterator[Block]:  # noqa: ANN401
    for element in parent:
        if element.tag == f"{_W}p":
            style = element.find(f"{_W}pPr/{_W}pStyle")
            heading = _outlined(element) or (style is not None and style.get(f"{_W}val") in named)
            yield Block(_text(element), "heading" if heading else "text")
        elif element.tag == f"{_W}tbl":
            yield from _table(element, named)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(element, named)


def _table(table: Any, named: set[str]) -> Iterator[Block]:  # noqa: ANN401
    rows = [row for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table]
    cells = [[cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tbl")) is table] for row in rows]
    holding = sum(any(cell.find(f".//{_W}tbl") is not None for cell in row) for row in cells)
    if max(map(len, cells), default=0) < 2 or 2 * holding > len(cells):
        for row in cells:  # a frame around text, or for other tables
            for cell in row:
                yield from _blocks(cell, named)
        return
    yield from table_blocks(word_rows(rows, cells, lambda cell: _cell_text(cell, named)))


def _cell_text(cell: Any, named: set[str]) -> str:  # noqa: ANN401
    """The words of a cell; the rows of a table in it are parted by semicolons."""
    if cell.find(f".//{_W}tbl") is None:
        return _text(cell)
    return "; ".join(block.text for block in _blocks(cell, named) if block.text.strip())


def _text(element: Any) -> str:  # noqa: ANN401
    """The words in an element, those that were deleted with tracking left out: they are no `w:t`."""
    words = []
    for node in element.iter(f"{_W}t", f"{_W}p", f"{_W}noBreakHyphen", *_SPACE):
        if next(node.iterancestors(_TWICE), None) is not None:
            continue
        words.append((node.text or "") if node.tag == f"{_W}t" else "-" if node.tag.endswith("Hyphen") else " ")
    return "".join(words)
