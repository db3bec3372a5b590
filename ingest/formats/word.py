""".docx -> blocks, by python-docx."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from ingest.formats import web
from ingest.formats.archive import opened, transitional
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.metadata import office_properties
from ingest.formats.office_parts import drawn, related, target
from ingest.formats.tables import table_blocks
from ingest.formats.word_numbers import Numbers, W, numbers_of
from ingest.formats.word_tables import word_rows
from ingest.formats.word_text import Words, is_empty
from ingest.text.decoding import decoded

_HEADING = re.compile(r"(?:heading (\d)|title)", re.IGNORECASE)
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_INSIDE = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_APART = -1  # the part of what stands on every page: under no heading of the text
_DEEPEST = 3  # documents within documents


@dataclass(slots=True)
class _Story:
    """What the paragraphs of one document share.

    Attributes:
        part: the package's part that relations lead on from.
        headings: the styles of headings with their levels, 1 for the highest.
        numbers: the lists.
        notes: the paragraphs of footnotes and end notes, by kind and number.
        words: notes and boxes that were met.
        lost: what cannot be read.
        depth: in how many other documents it stands.
        inside: in how many cells of tables the paragraph stands.
    """

    part: Any
    headings: dict[str, int]
    numbers: Numbers
    notes: dict[tuple[str, str], Any]
    lost: list[str]
    depth: int = 0
    inside: int = 0
    words: Words = field(default_factory=Words)


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
    named = {style.style_id: level for style in document.styles if (level := _level(style.name, style.element))}
    notes = {
        (kind, note.get(f"{W}id", "")): note
        for kind in ("footnote", "endnote")
        for note in (parts[f"{kind}s"][0].iter(f"{W}{kind}") if f"{kind}s" in parts else ())
    }
    comments = sum(1 for _ in parts["comments"][0].iter(f"{W}comment")) if "comments" in parts else 0
    if comments:
        lost.append(f"its comments are not read ({comments})")
    numbers = numbers_of(parts["numbering"][0] if "numbering" in parts else None, document.styles.element)
    story = _Story(document.part, named, numbers, notes, lost, depth)
    body = document.element.body
    heads, feet = (_running(story, body, name) for name in ("headerReference", "footerReference"))
    yield from heads
    yield from _blocks(body, story)
    yield from feet


def _running(story: _Story, body: Any, name: str) -> list[Block]:  # noqa: ANN401
    """What stands at the top or the bottom of pages, each text once."""
    blocks: dict[str, Block] = {}
    seen: set[str] = set()
    for reference in body.iter(f"{W}{name}"):
        number = reference.get(f"{_R}id", "")
        part = target(story.part, number)
        if part is None or number in seen:
            continue
        seen.add(number)
        for block in _blocks(part.element, story):
            kind = "text" if block.kind == "heading" else block.kind
            blocks.setdefault(" ".join(block.text.split()), Block(block.text, kind, _APART))
    return list(blocks.values())


def _level(name: str | None, element: Any) -> int:  # noqa: ANN401 (lxml ships no types)
    """The level of a heading by its style's name or its place in the outline, 1 for the highest; 0 for body text."""
    told = element.find(f"{W}pPr/{W}outlineLvl")
    outlined = told.get(f"{W}val", "9") if told is not None else "9"
    found = _HEADING.fullmatch(name or "")
    if outlined.isdigit() and outlined != "9":
        return int(outlined) + 1
    return int(found[1] or 1) if found else 0


def _item(element: Any, story: _Story, shown: str, level: int) -> tuple[int, int]:  # noqa: ANN401
    """How deep a paragraph stands in lists; a blank one neither stands in any nor ends it."""
    if level:
        story.numbers.unlisted()
    return story.numbers.listed(element) if shown and not level else (0, 0)


def _blocks(parent: Any, story: _Story) -> Iterator[Block]:  # noqa: ANN401
    for element in parent:
        if element.tag == f"{W}p":
            style = element.find(f"{W}pPr/{W}pStyle")
            level = _level("", element) or (story.headings.get(style.get(f"{W}val"), 0) if style is not None else 0)
            number, text = story.numbers.before(element), story.words.of(element)
            shown = f"{number} {text}" if text.strip() else ""
            yield Block(shown, "heading" if level else "text", level=level, item=_item(element, story, shown, level))
        elif element.tag == f"{W}tbl":
            story.numbers.unlisted()
            yield from _table(element, story)
        elif element.tag in _INSIDE and not is_empty(element):
            yield from _blocks(element, story)
        elif element.tag == f"{W}altChunk":
            yield from _chunk(element, story)
        yield from _hanging(story)


def _hanging(story: _Story) -> Iterator[Block]:
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
            yield Block(f"[{mark}] {words.of(note)}" if mark else words.of(note), "text")


def _chunk(element: Any, story: _Story) -> Iterator[Block]:  # noqa: ANN401
    """What another program has put in whole (altChunk): a page of HTML, a text, another document."""
    part = target(story.part, element.get(f"{_R}id", ""))
    kind = part.content_type if part is not None else ""
    if "html" in kind:
        yield from web.everything(decoded(part.blob))
    elif "wordprocessingml" in kind and story.depth < _DEEPEST:
        yield from _document(_opened(part.blob), story.lost, story.depth + 1)
    elif kind.startswith("text/"):
        yield from (Block(line) for line in decoded(part.blob).splitlines())
    else:
        story.lost.append(f"a part of it that another program has put in ({kind or 'missing'}) is not read")


def _table(table: Any, story: _Story) -> Iterator[Block]:  # noqa: ANN401
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
    cells = [[cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tbl")) is table] for row in rows]
    holding = sum(any(cell.find(f".//{W}tbl") is not None for cell in row) for row in cells)
    if max(map(len, cells), default=0) < 2 or 2 * holding > len(cells):
        for row in cells:  # a frame around text, or for other tables
            for cell in row:
                yield from _blocks(cell, story)
        return
    yield from table_blocks(word_rows(rows, cells, lambda cell: _cell_text(cell, story)))


def _cell_text(cell: Any, story: _Story) -> str:  # noqa: ANN401
    """The words of a cell; the rows of a table in it are parted by semicolons, and its notes follow the whole table."""
    story.inside += 1
    blocks = [block.text.strip() for block in _blocks(cell, story)]
    story.inside -= 1
    return ("; " if cell.find(f".//{W}tbl") is not None else " ").join(text for text in blocks if text)
