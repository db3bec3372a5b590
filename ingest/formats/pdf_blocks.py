"""The pages of a PDF -> blocks: running heads aside, words whole again, tables under their headings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from ingest.formats import pdf_ocr
from ingest.formats.blocks import Block
from ingest.formats.hyphens import is_parted, mended, words_in
from ingest.formats.pdf_layout import Line, pieces_of
from ingest.formats.pdf_signs import NOTHING
from ingest.formats.pdf_tables import PageTable
from ingest.formats.running import without_running
from ingest.formats.superscripts import spelled
from ingest.formats.tables import table_blocks
from ingest.text.lines import ends_sentence, laid_out

_NOTE = re.compile(r"\[\d{1,3}\]")
_CAPTION = 100  # characters of a line above a table that can be what it is called


@dataclass(frozen=True, slots=True)
class Page:
    """What is read of a page: lines, what was recognized instead, text that runs another way; and what is not.

    `edges` is where it ends at the bottom and at the top, as its lines are placed, `fault` what is wrong with
    its text, `comments` how many readers have put on it.
    """

    lines: tuple[Line, ...] = ()
    recognized: str = ""
    fault: pdf_ocr.Fault | None = None
    aside: tuple[str, ...] = ()
    comments: int = 0
    edges: tuple[float, float] = (0.0, 0.0)


def blocks_of(pages: Sequence[Page], marks: Mapping[int, Sequence[str]]) -> Iterator[Block]:
    """What stands on the pages, each page's paragraphs under the bookmarks that lead to it.

    Args:
        pages: in order.
        marks: the titles of the bookmarks to each page, counted from 0.
    """
    bodies, heads = without_running([page.lines for page in pages], [page.edges for page in pages])
    texts = [
        [*pieces_of(body), *([page.recognized] if page.recognized else [])]
        for body, page in zip(bodies, pages, strict=True)
    ]
    written = [piece for pieces in texts for piece in pieces if isinstance(piece, str)]
    known = {word for piece in written for word in words_in(piece)} if any(map(is_parted, written)) else set()
    seen: set[str] = set()  # what runs another way, on page after page
    left = [[mark for mark in marks.get(at, ()) if mark] for at in range(len(pages))]
    held: list[Block] = []  # what ends the page before, if it may go on, and what ran along there
    for at, (body, running) in enumerate(zip(_bodies(texts, left, known), heads, strict=True)):
        goes_on = bool(held and body) and _goes_on(held[0], body[0])
        if goes_on:
            held[0] = replace(held[0], text=_joined(held[0].text, body.pop(0).text, known))
        aside = [text for text in pages[at].aside if text not in seen]
        seen.update(aside)
        along = [Block(_written(line, known), "text", at + 1) for line in [*running, *aside]]
        if goes_on and not body:  # a page that is all one sentence
            held += along
            continue
        last = _last(body)
        yield from (*held, *body[:last])
        held = [*body[last:], *along]
        if not body:
            yield from held
            held = []
    yield from held


def _joined(above: str, below: str, known: AbstractSet[str]) -> str:
    """Text and what goes on with it; only the last word may be parted yet, and looking at more takes its time."""
    seam = max(above.rfind(" "), above.rfind("\n")) + 1
    return above[:seam] + mended(f"{above[seam:]}\n{below}", known)


def _last(body: Sequence[Block]) -> int:
    """Which block of a page may go on on the next one: its last, or that before its notes, which end it."""
    last = at = len(body) - 1
    while at > 0 and body[at].kind == "text" and _NOTE.match(body[at].text):
        at -= 1
    ended = last >= 0 and ends_sentence(body[last].text)
    return at if ended and body[at].kind == "text" and not ends_sentence(body[at].text) else max(last, 0)


def _goes_on(last: Block, first: Block) -> bool:
    """Whether the text that ends a page goes on at the top of the next one: within a sentence, in small letters."""
    parted = last.kind == first.kind == "text" and not ends_sentence(last.text)
    return parted and (first.text[0].islower() or last.text[-1] in ",-\u2010")


def _bodies(
    texts: Sequence[Sequence[str | PageTable]], left: Sequence[list[str]], known: AbstractSet[str]
) -> Iterator[list[Block]]:
    """The blocks of each page, without what runs along."""
    last: PageTable | None = None  # the table that ended the page before, with the headings that it goes on under
    for number, (pieces, marks) in enumerate(zip(texts, left, strict=True), 1):
        body: list[Block] = []
        caption = ""
        for piece in pieces:
            if isinstance(piece, str):
                body += _paragraphs(_written(piece, known), number, marks)
                above = body[-1].text if body else ""
                caption = above if len(above) <= _CAPTION and not ends_sentence(above) else ""
                last = None
            else:
                last = _continued(last, piece)
                body += _table(last, known, number, caption)
                caption = ""
        yield body


def _continued(last: PageTable | None, table: PageTable) -> PageTable:
    """A table under the headings of the one that it goes on from."""
    heads = last.headings() if last is not None and last.goes_on_in(table) else ()
    new = [cell.text for cell in table.rows[0]] not in [[cell.text for cell in row] for row in heads]
    return replace(table, rows=(*heads, *table.rows), told=True) if heads and new and not table.headings() else table


def _table(table: PageTable, known: AbstractSet[str], number: int, caption: str) -> Iterator[Block]:
    rows = [[replace(cell, text=" ".join(_written(cell.text, known).split())) for cell in row] for row in table.rows]
    if table.told:
        found = list(table_blocks(rows, number, caption))
        shown = "\n".join(block.text for block in found)
        # The heading of a column in which nothing stands is a label of nothing, but on the page it is.
        unused = dict.fromkeys(cell.text for row in rows for cell in row if cell.text not in shown)
        if unused:
            yield Block("; ".join(unused), "row", number)
        yield from found
    else:
        lines = ("; ".join(cell.text for cell in row if cell.text) for row in rows)
        yield from (Block(line, "row", number) for line in lines)


def _written(text: str, known: AbstractSet[str]) -> str:
    return spelled(mended(text, known)).replace(NOTHING, "")


def _paragraphs(text: str, number: int, left: list[str]) -> Iterator[Block]:
    """The paragraphs of a text; those that bookmarks name are headings, and taken out of `left`."""
    for paragraph in laid_out(text):
        words = " ".join(text[paragraph.start : paragraph.end].split())
        # The number of a heading may be missing in its bookmark.
        heads = bool(left) and words.casefold().endswith(left[0].casefold()) and len(words) < len(left[0]) + 12
        if heads:
            left.pop(0)
        yield Block(words, "heading" if heads else "text", number)
