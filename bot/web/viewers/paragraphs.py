"""A plain text as its headings, paragraphs, items and tables, their lines as they were broken."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.web.viewers.marks import Seen, Span
from bot.web.viewers.reading import Part, taken_apart
from bot.web.viewers.stretches import cut, stretches
from bot.web.viewers.tables import grid
from ingest.text.headings import headings
from ingest.text.lines import is_list_item
from ingest.text.table_sections import outside, places_of

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_LINE = re.compile(r"[^\n]+")


def view(seen: Seen) -> str | None:
    """What is looked at, as HTML; see `plain.view`."""
    return taken_apart(seen, _parts)


def _parts(seen: Seen) -> Iterator[Part]:
    """The blocks, in order; a table stands in the place of its first line."""
    text = seen.document.text
    found = {one.start: one for one in outside(headings(text, markdown=False), places_of(seen.document))}
    edges = sorted({0, len(text)} | {edge for one in found.values() for edge in (one.start, one.end)})
    tables, shown = stretches(seen), 0
    for start, end in pairwise(edges):
        if start in found:
            yield Part("heading", seen.pieces(start, end), found[start].level)
            continue
        for begin, stop, table in cut(tables, start, end):
            if table is None:
                yield from (Part("plain", seen.pieces(*span)) for span in _blocks(text, begin, stop))
            elif table.start >= shown:
                yield Part("table", grid=grid(seen, table.number, table.first, table.last))
                shown = table.end


def _blocks(text: str, start: int, end: int) -> Iterator[Span]:
    """Paragraphs, and each item of a list by itself."""
    for paragraph in _PARAGRAPH.finditer(text, start, end):
        begin = paragraph.start()
        for line in _LINE.finditer(text, *paragraph.span()):
            if line.start() > begin and is_list_item(line[0]):
                yield begin, line.start() - 1
                begin = line.start()
        yield begin, paragraph.end()
