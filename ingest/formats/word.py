""".docx -> blocks, by python-docx."""

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import Any

from ingest.formats.archive import opened, transitional
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.metadata import office_properties
from ingest.formats.office_parts import drawn, related, target
from ingest.formats.tables import table_blocks
from ingest.formats.word_chunks import chunk
from ingest.formats.word_fields import drop_instructions
from ingest.formats.word_hidden import hidden_by
from ingest.formats.word_numbers import W, numbers_of
from ingest.formats.word_runs import drop_struck, name_addresses
from ingest.formats.word_story import Story, heading_level, level_of
from ingest.formats.word_tables import word_rows
from ingest.formats.word_tabs import are_tabbed, stops_in, stops_of, tabbed_rows
from ingest.formats.word_text import Words, is_empty

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_INSIDE = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_APART = -1  # the part of what stands on every page: under no heading of the text
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_DEEPEST = 3  # documents within documents


def read(data: bytes) -> Extracted:
    """Headings by their styles, paragraphs with their numbers, tables and notes, in order, with changes accepted."""
    opened(data, ".docx", "[Content_Types].xml").close()
    lost: list[str] = []
    document = _opened(data)
    said = document.core_properties
    blocks = _document(document, lost)
    return assemble(blocks, said.title, metadata=office_properties(said), notes=lost)


def _opened(data: bytes) -> Any:  # noqa: ANN401 (python-docx's types say too little of what lies below them)
    from docx import Document

    return Document(BytesIO(transitional(data)))


def _document(document: Any, lost: list[str], depth: int = 0) -> Iterator[Block]:  # noqa: ANN401
    """What a document says; what stands at the top of its pages once before it, what stands at the bottom behind."""
    parts = related(document.part)
    named = {style.style_id: level for style in document.styles if (level := heading_level(style.name, style.element))}
    notes = {
        (kind, note.get(f"{W}id", "")): note
        for kind in ("footnote", "endnote", "comment")
        for note in (parts[f"{kind}s"][0].iter(f"{W}{kind}") if f"{kind}s" in parts else ())
    }
    objects = {one.get("ProgID", "unknown") for one in document.element.body.iter(_OBJECT)}
    if objects:
        lost.append(f"objects of other programs in it are not read ({', '.join(sorted(objects))})")
    styles = document.styles.element
    numbers = numbers_of(parts["numbering"][0] if "numbering" in parts else None, styles)
    story = Story(document.part, named, numbers, stops_in(styles), notes, lost, Words(hidden_by(styles)), depth)
    body = document.element.body
    for root in (body, *notes.values()):
        drop_instructions(root)
        drop_struck(root)
    name_addresses(body, document.part)
    heads, feet = (_running(story, body, name) for name in ("headerReference", "footerReference"))
    yield from heads
    yield from _blocks(body, story)
    yield from feet


def _running(story: Story, body: Any, name: str) -> list[Block]:  # noqa: ANN401
    """What stands at the top or the bottom of pages, each text once."""
    blocks: dict[str, Block] = {}
    seen: set[str] = set()
    for reference in body.iter(f"{W}{name}"):
        number = reference.get(f"{_R}id", "")
        part = target(story.part, number)
        if part is None or number in seen:
            continue
        seen.add(number)
        drop_instructions(part.element)
        drop_struck(part.element)
        name_addresses(part.element, part)
        for block in _blocks(part.element, story):
            kind = "text" if block.kind == "heading" else block.kind
            blocks.setdefault(" ".join(block.text.split()), Block(block.text, kind, _APART))
    return list(blocks.values())


def _item(element: Any, story: Story, shown: str, level: int) -> tuple[int, int]:  # noqa: ANN401
    """How deep a paragraph stands in lists; a blank one neither stands in any nor ends it."""
    if level:
        story.numbers.unlisted()
    return story.numbers.listed(element) if shown and not level else (0, 0)


def _blocks(parent: Any, story: Story) -> Iterator[Block]:  # noqa: ANN401
    for stops, group in groupby(parent, key=lambda one: 0 if level_of(one, story) else stops_of(one, story.stops)):
        together = list(group)
        if stops and not story.inside and are_tabbed(together):
            yield from table_blocks(tabbed_rows(together, story.words.of))
            yield from _hanging(story)
            continue
        for element in together:
            yield from _block(element, story)
            yield from _hanging(story)


def _block(element: Any, story: Story) -> Iterator[Block]:  # noqa: ANN401
    if element.tag == f"{W}p":
        level = level_of(element, story)
        text = story.words.of(element)
        number = story.numbers.before(element) if text.strip() or not _is_hidden(element, story) else ""
        # A cell may hold the number of its row and nothing else.
        shown = f"{number} {text}" if text.strip() or story.inside else ""
        yield Block(shown, "heading" if level else "text", level=level, item=_item(element, story, shown, level))
    elif element.tag == f"{W}tbl":
        story.numbers.unlisted()
        yield from _table(element, story)
    elif element.tag in _INSIDE and not is_empty(element):
        yield from _blocks(element, story)
    elif element.tag == f"{W}altChunk":
        yield from _chunk(element, story)


def _is_hidden(paragraph: Any, story: Story) -> bool:  # noqa: ANN401
    """Whether a paragraph has a hidden end: one without words then takes no number."""
    looks = paragraph.find(f"{W}pPr")
    return looks is not None and story.words.hidden.hides(looks)


def _hanging(story: Story) -> Iterator[Block]:
    """The boxes, drawings and notes of the paragraph or the table that has just been read."""
    words = story.words
    while words.boxes:
        yield from _blocks(words.boxes.pop(0), story)
    while words.drawings:
        yield from drawn(words.drawings.pop(0), story.part, None)
    while words.notes and not story.inside:
        kind, number, mark = words.notes.pop(0)
        note = story.notes.pop((kind, number), None)  # once, even if it refers to itself
        if note is not None:
            author = f" by {who}" if (who := note.get(f"{W}author")) else ""
            before = f"Comment{author}: " if kind == "comment" else f"[{mark}] " if mark else ""
            yield Block(before + words.of(note).strip(), "text")


def _chunk(element: Any, story: Story) -> Iterator[Block]:  # noqa: ANN401
    """What another program has put in whole."""

    def document(data: bytes) -> Iterator[Block]:
        return _document(_opened(data), story.lost, story.depth + 1)

    part = target(story.part, element.get(f"{_R}id", ""))
    yield from chunk(part, story.lost, document if story.depth < _DEEPEST else None)


def _table(table: Any, story: Story) -> Iterator[Block]:  # noqa: ANN401
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
    cells = [[cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tbl")) is table] for row in rows]
    holding = sum(any(cell.find(f".//{W}tbl") is not None for cell in row) for row in cells)
    if max(map(len, cells), default=0) < 2 or 2 * holding > len(cells):
        for row in cells:  # a frame around text, or for other tables
            for cell in row:
                yield from _blocks(cell, story)
        return
    yield from table_blocks(word_rows(table, rows, cells, lambda cell: _cell_text(cell, story)))


def _cell_text(cell: Any, story: Story) -> str:  # noqa: ANN401
    """The paragraphs of a cell, a line each; the rows of a table in it are parted by semicolons.

    Its notes follow the whole table.
    """
    story.inside += 1
    blocks = [block.text.strip() for block in _blocks(cell, story)]
    story.inside -= 1
    return ("; " if cell.find(f".//{W}tbl") is not None else "\n").join(text for text in blocks if text)
