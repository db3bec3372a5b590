"""The tables that a Markdown text has as HTML, by lxml: their rows with spans, and where in the text each stands."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.formats.grid import RawCell
from ingest.formats.web_tables import cells_of, raw_cells, words

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(?P<end>/?)(?P<name>table|tr)\b[^<>]*>", re.IGNORECASE | re.DOTALL)
_Places = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table.

    Attributes:
        start, end: offsets into the text, its tags included.
        caption: what it is called, or "".
        rows: from the top, and `places`, where each of them stands.
    """

    start: int
    end: int
    caption: str
    rows: list[list[RawCell]]
    places: _Places


def html_tables(text: str, blocks: Sequence[tuple[int, int]]) -> Iterator[HtmlTable]:
    """The tables that begin in blocks of HTML, which a blank line ends in Markdown, while it ends no table.

    What only sets its text side by side, a row or a column, is none.
    """
    for start, end, places in _tagged(text, blocks):
        table = _parsed(text[start:end])
        rows = [list(raw_cells(row)) for row in cells_of(table)]
        filled = sum(sum(bool(cell.text) for cell in row) > 1 for row in rows)
        if filled > 1 and len(rows) == len(places):
            caption = table.find("caption")
            named = "" if caption is None else " ".join(words(caption).split())
            yield HtmlTable(start, end, named, rows, places)


def _tagged(text: str, blocks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, _Places]]:
    """Where the tables begin and end that are in no other, and where their rows stand."""
    begins = [begin for begin, _ in blocks]
    depth, start, row = 0, 0, -1
    rows: _Places = []
    for tag in _TAG.finditer(text, begins[0]) if begins else ():
        name, ends = (tag["name"] or "").lower(), bool(tag["end"])
        if depth == 1 and name and (ends or name == "tr"):
            if row >= 0:
                end = tag.end() if name == "tr" and ends else tag.start()
                rows.append((row, row + len(text[row:end].rstrip())))
            row = -1 if ends else tag.start()
        if name == "table" and ends and depth:
            depth -= 1
            if not depth:
                yield start, tag.end(), rows
        elif name == "table" and not ends:
            within = tag.start() < blocks[bisect_right(begins, tag.start()) - 1][1]
            if not depth and within:
                start, row, rows = tag.start(), -1, []
            depth += bool(depth or within)


def _parsed(html: str) -> Any:  # noqa: ANN401 (lxml ships no types)
    from lxml.html import document_fromstring

    return next(document_fromstring(html).iter("table"))
