"""The tables of Markdown (GitHub's, https://github.github.com/gfm/#tables-extension-), by markdown-it."""

import re
from collections.abc import Iterator

from ingest.formats.grid import GridRow
from ingest.formats.table_columns import read_columns
from ingest.formats.table_totals import totals
from ingest.tables import Row, Table, packed

_RULE = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\||$)", re.MULTILINE)
_BREAK = re.compile(r"\r\n?|\n")


def markdown_tables(text: str, begin: int) -> tuple[Table, ...]:
    """The tables of a Markdown text from offset `begin` on; the places of their rows are their lines in the text."""
    if not _RULE.search(text, begin):
        return ()
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text[begin:])
    starts = [begin, *(found.end() for found in _BREAK.finditer(text, begin))]
    found, heading, rows = [], "", []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _words(tokens[at + 1])
        elif token.type == "tr_open" and token.map:
            rows.append((token.map[0], []))
        elif token.type in ("th_open", "td_open"):
            rows[-1][1].append(_words(tokens[at + 1]))
        elif token.type == "table_close":
            found.append(_table(text, starts, heading, rows))
            rows = []
    return tuple(found)
