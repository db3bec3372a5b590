"""The tables of Markdown and of plain text as sections of their own, whose rows are kept whole."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.documents import Document, Section
from ingest.text.headings import Heading
from ingest.text.table_lines import is_laid_out, is_ruled

_BELOW = re.compile(r"[ \t]*\r?\n[^\r\n]*[^\s]")
# What parts the headings of GitHub's tables from their rows.
_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_TABLE_ENDS = re.compile(r"</table\s*>", re.IGNORECASE)
_HIGHEST = 6  # lines of headings


def with_tables(document: Document, sections: Iterable[Section]) -> Iterator[Section]:
    """The sections of a text with its tables cut out of them: each row a line, under the names of the columns.

    The lines above the first row, which name the columns and part them from the rows, are of the table too.
    """
    text = document.text
    places = list(zip(places_of(document), (table for table in document.tables if table.packed), strict=True))
    for section in sections:
        start = section.start
        for (begin, end), table in places:
            if section.start <= begin < end <= section.end:
                if text[start:begin].strip():
                    yield replace(section, start=start, end=begin)
                named = any(column.name for column in table.columns)
                names = " | ".join(column.name for column in table.columns) if named else ""
                yield replace(section, start=begin, end=end, rows=True, columns=names)
                start = end
        if text[start : section.end].strip():
            yield replace(section, start=start)


def places_of(document: Document) -> list[tuple[int, int]]:
    """From where to where the tables of a text reach, those that have rows; none into the one before it."""
    text, markdown = document.text, document.source.lower().endswith(".md")
    found: list[tuple[int, int]] = []
    for rows in (table.places for table in document.tables if table.packed):
        start, end = _reach(text, rows[0][0], rows[-1][1], markdown=markdown)
        found.append((max(start, found[-1][1] if found else 0), end))
    return found


def whole_rows(lines: Sequence[tuple[int, int]], document: Document, start: int) -> list[tuple[int, int]]:
    """Lines from offset `start` on, those together that are one row of a table in a plain text."""
    if document.sections:
        return list(lines)
    rows = [(a - start, b - start) for table in document.tables for a, b in table.places if "\n" in document.text[a:b]]
    begins = [begin for begin, _ in rows]
    found: list[tuple[int, int]] = []
    for begin, end in lines:
        at = bisect_right(begins, begin) - 1
        if at >= 0 and found and found[-1][0] >= rows[at][0] and end <= rows[at][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def outside(found: Iterable[Heading], places: Sequence[tuple[int, int]]) -> list[Heading]:
    """The headings that are no line of a table; the places of the tables are given in order."""
    starts, ends = [start for start, _ in places], [0, *(end for _, end in places)]
    return [one for one in found if one.start >= ends[bisect_right(starts, one.start)]]


def _reach(text: str, first: int, last: int, *, markdown: bool) -> tuple[int, int]:
    """From where to where a table reaches whose rows stand between these offsets."""
    if text[first : first + 3].lower() == "<tr":
        start = max(text.rfind(tag, 0, first) for tag in ("<table", "<TABLE"))
        end = _TABLE_ENDS.search(text, last)
        return start if start >= 0 else first, end.end() if end else last
    above = text[_lines_up(text, first, 1) : _lines_up(text, first, 0)]
    if markdown and _DELIMITER.fullmatch(above.strip(" \t>\r\n")):
        start = _lines_up(text, first, 2)
        while text[(up := _lines_up(text, start, 1)) : start].lstrip(" \t>").startswith("|"):
            start = up  # names of several columns above those
        return start, last
    return _drawn(text, first, last)


def _lines_up(text: str, at: int, count: int) -> int:
    """The start of the line that is so many lines above the one that holds an offset."""
    at = text.rfind("\n", 0, at) + 1
    for _ in range(count):
        at = text.rfind("\n", 0, max(at - 1, 0)) + 1
    return at


def _drawn(text: str, first: int, last: int) -> tuple[int, int]:
    """From where to where a table reaches whose rows these are, with the lines above that are set in cells, and rules.

    Args:
        text: it.
        first: the start of the first row.
        last: the end of the last one.
    """
    start = _lines_up(text, first, 0)
    for _ in range(_HIGHEST):
        above = _lines_up(text, start, 1)
        line = text[above:start]
        if above == start or not is_laid_out(line):
            break
        start = above
    below = _BELOW.match(text, last)
    return start, below.end() if below and is_ruled(below[0]) else last
