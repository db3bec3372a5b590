"""The tables of Markdown (GitHub's, https://github.github.com/gfm/#tables-extension-), by markdown-it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.formats.blocks import Path, below, shown
from ingest.formats.grid import GridRow
from ingest.formats.table_columns import read_columns
from ingest.formats.table_totals import totals
from ingest.tables import Row, Table, packed
from ingest.text.headings import one_line, title_of

if TYPE_CHECKING:
    from markdown_it.token import Token

_RULE = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\||$)", re.MULTILINE)
_BREAK = re.compile(r"\r\n?|\n")


def markdown_tables(text: str, begin: int) -> tuple[Table, ...]:
    """The tables of a Markdown text from offset `begin` on; the places of their rows are their lines in the text."""
    if not _RULE.search(text, begin):
        return ()
    tokens, starts = markdown_tokens(text, begin)
    tables: list[Table] = []
    path: Path = ()
    rows = list[tuple[int, list[str]]]()
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            path = below(path, int(token.tag[1:]), one_line(markdown_words(following)))
        elif token.type == "tr_open" and token.map:
            rows.append((token.map[0], []))
        elif token.type in ("th_open", "td_open"):
            rows[-1][1].append(markdown_words(following))
        elif token.type == "tbody_close":
            tables.append(_table(text, starts, path, rows))
        elif token.type == "table_open":
            rows = []
    return tuple(tables)


def markdown_tokens(text: str, begin: int) -> tuple[list["Token"], list[int]]:
    """The tokens of a Markdown text from offset `begin` on, and where each of its lines starts, with the text's end."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark").enable("table")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # no target is shown, whatever it is  # noqa: ARG005
    return markdown.parse(text[begin:]), [begin, *(found.end() for found in _BREAK.finditer(text, begin)), len(text)]


def markdown_words(inline: "Token") -> str:
    """What an inline token says, without marks: "Oar" for "**Oar**", the words of a link without its address."""
    return " ".join(
        "".join(child.content or " " * child.type.endswith("break") for child in inline.children or ()).split()
    )


def _table(text: str, starts: Sequence[int], path: Path, rows: Sequence[tuple[int, list[str]]]) -> Table:
    """A table, from its rows by the number of their line: the first one names the columns."""
    cells = [row for _, row in rows[1:]]
    columns = read_columns(rows[0][1], cells)
    summed, _ = totals(cells, columns, [GridRow(row) for row in cells])
    placed = [
        Row(*_trimmed(text, starts[line], starts[line + 1]), tuple(cells[at]), at in summed)
        for at, (line, _) in enumerate(rows[1:])
    ]
    return Table("", shown(path, title_of(text, markdown=True)), None, columns, packed(placed))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A line's place without the white space around it."""
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip())
