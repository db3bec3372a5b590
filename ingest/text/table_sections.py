"""The tables of Markdown as sections of their own, whose rows are kept whole."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.documents import Document, Section


def with_tables(document: Document, sections: Iterable[Section]) -> Iterator[Section]:
    """The sections of a text with its tables cut out of them: each row a line, under the names of the columns.

    The two lines above the first row, which name the columns and part them from the rows, are of the table too.
    """
    text = document.text
    tables = [(table, list(table.rows)) for table in document.tables]
    places = [(_lines_up(text, rows[0].start, 2), rows[-1].end, table) for table, rows in tables if rows]
    for section in sections:
        start = section.start
        for begin, end, table in places:
            if section.start <= begin < end <= section.end:
                if text[start:begin].strip():
                    yield replace(section, start=start, end=begin)
                names = " | ".join(column.name for column in table.columns)
                yield replace(section, start=begin, end=end, rows=True, columns=names)
                start = end
        if text[start : section.end].strip():
            yield replace(section, start=start)


def _lines_up(text: str, at: int, count: int) -> int:
    """The start of the line that is so many lines above the one that holds an offset."""
    at = text.rfind("\n", 0, at) + 1
    for _ in range(count):
        at = text.rfind("\n", 0, max(at - 1, 0)) + 1
    return at
