""".pptx -> blocks, by python-pptx: each slide from the top to the bottom, and from the left to the right."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import accumulate, pairwise
from typing import Any

from ingest.formats.archive import opened, transitional
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.drawing_text import A, choose, name_addresses, words_of
from ingest.formats.grid import RawCell, RawRow
from ingest.formats.metadata import office_properties
from ingest.formats.office_parts import drawn
from ingest.formats.table_sides import turned
from ingest.formats.tables import table_blocks
from ingest.formats.word_numbers import formed

_FORMS = {"alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman"}
_AROUND = {"Period": ("", "."), "ParenBoth": ("(", ")"), "ParenR": ("", ")")}
_PICTURE = "is a picture without text"
_SIDE = 0.5  # of the smaller one's height: shapes that overlap by more stand beside each other


def read(data: bytes) -> Extracted:
    """Each slide: its title as the heading, then text, tables, charts, diagrams and notes."""
    opened(data, ".pptx", "[Content_Types].xml").close()
    from pptx import Presentation

    presentation = Presentation(BytesIO(transitional(data)))
    said = presentation.core_properties
    lost: list[str] = []
    blocks = _slides(presentation.slides, lost)
    return assemble(blocks, said.title, paged=True, metadata=office_properties(said), notes=lost)


def _slides(slides: Any, lost: list[str]) -> Iterator[Block]:  # noqa: ANN401 (python-pptx ships no types)
    footers: set[str] = set()  # they stand on every slide, as do texts of its layout, and are read once
    hidden = 0
    for number, slide in enumerate(slides, 1):
        if slide.element.get("show") in ("0", "false"):
            hidden += 1
            continue
        found = [block for block in _slide(slide, number, footers) if block.text.strip()]
        if not found and any(True for _ in slide.element.iter("{*}blip")):
            lost.append(f"slide {number} {_PICTURE}")
        yield from found
    if hidden:
        lost.append(f"{hidden} hidden slide{'' if hidden == 1 else 's'} left out")


def _slide(slide: Any, number: int, footers: set[str]) -> Iterator[Block]:  # noqa: ANN401
    choose(slide.element)
    name_addresses(slide.element, slide.part)
    title = slide.shapes.title
    if title is not None:
        yield Block(" ".join(_paragraphs(title.text_frame)), "heading", number)
    for shape in _ordered(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        kind = str(shape.placeholder_format.type).split(" ", 1)[0] if shape.is_placeholder else ""
        if kind == "SLIDE_NUMBER" or (kind in ("FOOTER", "DATE") and shape.text_frame.text in footers):
            continue
        if kind in ("FOOTER", "DATE"):
            footers.add(shape.text_frame.text)
        yield from _shape(shape, slide.part, number)
    for text in _behind(slide):
        if text not in footers:
            footers.add(text)
            yield Block(text, "text", number)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from (Block(text, "text", number) for text in _paragraphs(slide.notes_slide.notes_text_frame))


def _behind(slide: Any) -> Iterator[str]:  # noqa: ANN401
    """The texts that a slide shows of its layout and its master: those of shapes that are no place for its own."""
    layout = slide.slide_layout
    shown = [one.element.get("showMasterSp") not in ("0", "false") for one in (slide, layout)]
    for ground in (layout, layout.slide_master)[: sum(accumulate(shown, min))]:
        choose(ground.element)
        for shape in _ordered(ground.shapes):
            if not shape.is_placeholder:
                yield from (block.text for block in _shape(shape, ground.part, None) if block.text.strip())


def _ordered(shapes: Any) -> Iterator[Any]:  # noqa: ANN401
    """Shapes in the order of reading: rows from the top, in each the columns from the left, each from the top.

    Rows that stand close upon each other in the same columns are one: a name over its list, a number over its word.
    """
    shapes = [shape for shape in shapes if shape.element._nvXxPr.cNvPr.get("hidden") not in ("1", "true")]
    placed = [shape for shape in shapes if None not in (shape.top, shape.left, shape.width, shape.height)]
    rows: list[list[Any]] = []
    for row in _stretches(placed, _down):
        if rows and _are_columns(rows[-1], row):
            rows[-1] += row
        else:
            rows.append(row)
    for row in rows:
        for column in _stretches(row, _across):
            yield from sorted(column, key=lambda shape: shape.top)
    yield from (shape for shape in shapes if None in (shape.top, shape.left, shape.width, shape.height))


def _down(shape: Any) -> tuple[int, int]:  # noqa: ANN401
    return shape.top, shape.height


def _across(shape: Any) -> tuple[int, int]:  # noqa: ANN401
    return shape.left, shape.width


def _are_columns(upper: list[Any], lower: list[Any]) -> bool:
    """Whether the shapes of two rows stand in the same columns, further apart from each other than the rows are."""
    columns = _stretches([*upper, *lower], _across)
    if len(columns) < 2 or not all(set(map(id, one)) & set(map(id, row)) for one in columns for row in (upper, lower)):
        return False
    edges = [(min(one.left for one in column), max(one.left + one.width for one in column)) for column in columns]
    beside = min(begin - end for (_, end), (begin, _) in pairwise(edges))
    below = min(one.top for one in lower) - max(one.top + one.height for one in upper)
    return bool(beside > 2 * max(below, 0))


def _stretches(shapes: Sequence[Any], extent: Callable[[Any], tuple[int, int]]) -> list[list[Any]]:
    """Shapes in groups that overlap along one axis; `extent` gives where one begins and how far it reaches."""
    groups: list[list[Any]] = []
    reached = 0
    for shape in sorted(shapes, key=extent):
        begin, size = extent(shape)
        if groups and reached - begin > _SIDE * min(size, reached - min(extent(one)[0] for one in groups[-1])):
            groups[-1].append(shape)
            reached = max(reached, begin + size)
        else:
            groups.append([shape])
            reached = begin + size
    return groups


def _shape(shape: Any, part: Any, number: int | None) -> Iterator[Block]:  # noqa: ANN401
    if hasattr(shape, "shapes"):
        for inner in _ordered(shape.shapes):
            yield from _shape(inner, part, number)
    elif shape.has_table:
        yield from table_blocks(_rows(shape.table), number)
    elif shape.has_text_frame:
        listed = shape.is_placeholder and str(shape.placeholder_format.type).startswith("OBJECT")
        paragraphs = shape.text_frame._txBody.iterchildren(f"{A}p")
        for paragraph, text in zip(paragraphs, _paragraphs(shape.text_frame), strict=True):
            yield Block(text, "text", number, item=(_depth(paragraph, listed=listed), 0))
    else:
        yield from drawn(shape.element, part, number)


def _paragraphs(frame: Any) -> Iterator[str]:  # noqa: ANN401
    counts: dict[int, int] = {}  # of each level of the list
    for paragraph in frame._txBody.iterchildren(f"{A}p"):
        text = words_of(paragraph)
        yield _number(paragraph, counts) + text if text.strip() else ""


def _depth(paragraph: Any, *, listed: bool) -> int:  # noqa: ANN401
    """How deep in a list a paragraph stands, from 1; 0 for in none.

    A placeholder for content has bullets by its layout (`listed`), where a paragraph does not say otherwise.
    """
    looks = paragraph.find(f"{A}pPr")
    named = {child.tag.removeprefix(A) for child in looks} if looks is not None else set()
    marked = named & {"buChar", "buAutoNum", "buBlip"} or (listed and "buNone" not in named)
    return int(looks.get("lvl", "0") if looks is not None else "0") + 1 if marked else 0


def _number(paragraph: Any, counts: dict[int, int]) -> str:  # noqa: ANN401
    """The number that PowerPoint sets before a paragraph, with a space; "" for none. `counts` goes on with it."""
    looks = paragraph.find(f"{A}pPr")
    level = int(looks.get("lvl", "0")) if looks is not None else 0
    numbered = looks.find(f"{A}buAutoNum") if looks is not None else None
    for other in [one for one in counts if one > level or (one == level and numbered is None)]:
        del counts[other]
    if numbered is None:
        return ""
    counts[level] = counts.get(level, int(numbered.get("startAt", "1")) - 1) + 1
    kind = numbered.get("type", "arabicPeriod")
    form = next((form for name, form in _FORMS.items() if kind.startswith(name)), "decimal")
    before, after = next((signs for name, signs in _AROUND.items() if kind.endswith(name)), ("", ""))
    return f"{before}{formed(counts[level], form)}{after} "


def _rows(table: Any) -> Sequence[RawRow]:  # noqa: ANN401
    """The cells of a table; its first row or column is headings where the table is set to have such a one."""
    rows = [
        [
            RawCell(
                " ".join(_paragraphs(cell.text_frame)),
                bold=at == 0 and bool(table.first_row),
                across=cell.span_width if cell.is_merge_origin else 1,
                down=cell.span_height if cell.is_merge_origin else 1,
            )
            for cell in row.cells
            if not cell.is_spanned
        ]
        for at, row in enumerate(table.rows)
    ]
    return turned(rows) if table.first_col and not table.first_row else rows
