""".pptx -> blocks, by python-pptx."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ingest.formats.archive import opened
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.grid import RawCell
from ingest.formats.metadata import office_properties
from ingest.formats.tables import table_blocks


def read(data: bytes) -> Extracted:
    """Each slide: its title as the heading, then text, tables and notes."""
    opened(data, ".pptx", "[Content_Types].xml").close()
    from pptx import Presentation

    presentation = Presentation(BytesIO(data))
    slides = enumerate(presentation.slides, 1)
    blocks = (block for number, slide in slides for block in _slide(slide, number))
    said = presentation.core_properties
    return assemble(blocks, said.title, paged=True, metadata=office_properties(said))


def _slide(slide: Any, number: int) -> Iterator[Block]:  # noqa: ANN401 (python-pptx ships no types)
    title = slide.shapes.title
    if title is not None:
        yield Block(title.text_frame.text, "heading", number)
    for shape in slide.shapes:
        if title is None or shape.shape_id != title.shape_id:
            yield from _shape(shape, number)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            yield Block(paragraph.text, "text", number)


def _shape(shape: Any, number: int) -> Iterator[Block]:  # noqa: ANN401
    if hasattr(shape, "shapes"):
        for inner in shape.shapes:
            yield from _shape(inner, number)
    elif shape.has_table:
        yield from table_blocks(_rows(shape.table), number)
    elif shape.has_text_frame:
        for paragraph in shape.text_frame.paragraphs:
            yield Block(paragraph.text, "text", number)


def _rows(table: Any) -> Iterator[list[RawCell]]:  # noqa: ANN401
    """The cells of a table; its first row is marked as headings where the table is set to have such a row."""
    for at, row in enumerate(table.rows):
        yield [
            RawCell(
                cell.text,
                bold=at == 0 and bool(table.first_row),
                across=cell.span_width if cell.is_merge_origin else 1,
                down=cell.span_height if cell.is_merge_origin else 1,
            )
            for cell in row.cells
            if not cell.is_spanned
        ]
