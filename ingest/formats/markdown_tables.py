"""The tables of Markdown, by markdown-it, and those that are drawn in it, set under rules or written in HTML.

GitHub's are at https://github.github.com/gfm/#tables-extension-, pandoc's at https://pandoc.org/MANUAL.html#tables.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from ingest.formats.blocks import Path, below, shown
from ingest.formats.grid import GridRow, RawCell
from ingest.formats.markdown_html import html_tables
from ingest.formats.markdown_runs import is_break
from ingest.formats.markdown_spans import caption_in, cells_of, headings_above, spans
from ingest.formats.table_columns import read_columns
from ingest.formats.table_totals import totals
from ingest.formats.text_tables import table_of, tables_in
from ingest.tables import Row, Table, packed
from ingest.text.boxes import labels, unboxed
from ingest.text.comments import blanked, uncommented
from ingest.text.headings import marked_words, title_of

if TYPE_CHECKING:
    from markdown_it.token import Token

# What one of them cannot do without: the rule below its headings, bars, one of its lines, or its tag.
_TOLD = re.compile(
    r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\||$)|^[^|\n]*\|.*\n[^|\n]*\||^[ \t]*[+|]?[-=:]{2,}[ +]"
    r"|^[ \t]*[\u2500-\u257f]{3}|<table\b",
    re.MULTILINE | re.IGNORECASE,
)
_BREAK = re.compile(r"\r\n?|\n")
_BARRED = re.compile(r"(?:[^|\n]*\|.*(?:\n|$)){3,}")  # lines that are a table without its rule
_QUOTED = re.compile(r"^[ \t]*>[ \t>]*", re.MULTILINE)
_MARK = re.compile(r"[*_`~\[\\&<]")


def markdown_tables(text: str, begin: int) -> tuple[Table, ...]:
    """The tables of a Markdown text from offset `begin` on; the places of their rows are their lines in the text."""
    if not _TOLD.search(text, begin):
        return ()
    text = uncommented(text)
    tokens, starts = markdown_tokens(text, begin)
    places = [(token.type, starts[token.map[0]], starts[token.map[1]]) for token in tokens if token.map]
    written = list(html_tables(text, [(start, end) for kind, start, end in places if kind == "html_block"]))
    taken = [(start, end) for kind, start, end in places if kind in ("table_open", "html_block")]
    shut = [(0, begin), *taken, *((one.start, one.end) for one in written)]
    drawn = list(tables_in(blanked(text, shut), drawn=True))
    barred = [(a, b) for kind, a, b in places if kind == "paragraph_open" and _BARRED.fullmatch(text[a:b].rstrip())]
    edges = [0, *(edge for place in barred for edge in place), len(text)]
    beside = [*zip(edges[::2], edges[1::2], strict=True), *((one.start, one.end) for one in drawn)]
    drawn += tables_in(_QUOTED.sub(lambda mark: " " * len(mark[0]), blanked(text, beside)))
    other = [*((one.start, one.end) for one in written), *((one.start, one.end) for one in drawn)]
    paths = _paths(tokens, starts, sorted(other))
    title = title_of(text, markdown=True)

    def above(at: int) -> str:
        return shown(paths[bisect_right(paths, at, key=itemgetter(0)) - 1][1], title)

    lines = [text[start:end] for start, end in pairwise(starts)]
    found = {starts[rows[0][0]]: _table(lines, starts, above(starts[rows[0][0]]), rows) for rows in _rows(tokens)}
    for one in written:
        found[one.start] = replace(table_of(one.rows, one.places, above(one.start)), caption=one.caption)
    for each in drawn:
        found[each.start] = table_of(_shown(each.grid()), each.places, above(each.start))
    named = labels(text)

    def called(start: int) -> str:
        return named[bisect_right(named, start, key=itemgetter(0)) - 1][1] if named else ""

    return tuple(replace(table, caption=table.caption or called(start)) for start, table in sorted(found.items()))


def markdown_tokens(text: str, begin: int) -> tuple[list["Token"], list[int]]:
    """The tokens of a Markdown text from offset `begin` on, and where each of its lines starts, with the text's end.

    Where a number comes again in a list, its items are counted, and have that in their `meta`.
    """
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark").enable("table")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # no target is shown, whatever it is  # noqa: ARG005
    tokens = markdown.parse(unboxed(text[begin:]))
    _count(tokens)
    return tokens, [begin, *(found.end() for found in _BREAK.finditer(text, begin)), len(text)]


def _count(tokens: Sequence["Token"]) -> None:
    """Number the items of lists as they are shown, where not each is written with a number of its own: "1." for all."""
    lists: list[list[Token]] = []
    for token in tokens:
        if token.type.endswith("list_open"):
            lists.append([])
        elif token.type == "list_item_open" and token.info:
            lists[-1].append(token)
        elif token.type.endswith("list_close"):
            items = lists.pop()
            numbers = [int(item.info) for item in items]
            if any(one >= other for one, other in pairwise(numbers)):
                for number, item in enumerate(items, numbers[0]):
                    item.info, item.meta["counted"] = str(number), True


def markdown_words(inline: "Token") -> str:
    """What an inline token says, without marks and tags: "Oar" for "**Oar**", of a link its words alone."""
    return " ".join("".join(map(_said, inline.children or ())).split())


def _said(child: "Token") -> str:
    if child.type == "html_inline":
        return " " if is_break(child.content) else ""
    return " " if child.type.endswith("break") else child.content


def _paths(
    tokens: Sequence["Token"], starts: Sequence[int], tables: Sequence[tuple[int, int]]
) -> list[tuple[int, Path]]:
    """From where on which headings stand above what follows; a line of a table that looks like one is none."""
    paths: list[tuple[int, Path]] = [(0, ())]
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.map:
            at = starts[token.map[0]]
            inside = tables[max(bisect_right(tables, at, key=itemgetter(0)) - 1, 0) :][:1]
            if not any(start <= at < end for start, end in inside):
                paths.append((at, below(paths[-1][1], int(token.tag[1:]), marked_words(markdown_words(following)))))
    return paths


def _rows(tokens: Sequence["Token"]) -> Iterator[list[tuple[int, list[str]]]]:
    """The rows of each of GitHub's tables, with the numbers of their lines: the first one names the columns."""
    rows: list[tuple[int, list[str]]] = []
    for token, following in pairwise(tokens):
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and token.map:
            rows.append((token.map[0], []))
        elif token.type in ("th_open", "td_open"):
            rows[-1][1].append(markdown_words(following))
        elif token.type == "tbody_close":
            yield rows


def _table(lines: Sequence[str], starts: Sequence[int], heading: str, rows: Sequence[tuple[int, list[str]]]) -> Table:
    """One of GitHub's tables, or of MultiMarkdown's."""
    caption = caption_in(lines[rows[-1][0]])
    body = [line for line, _ in (rows[1:-1] if caption else rows[1:])]
    first = rows[0][0]
    above = headings_above(lines, first)
    if body and (caption or above or spans(lines[first])):
        numbers = [*range(first - above, first + 1), *body]
        cells_in = [cells_of(lines[number], heading=number <= first) for number in numbers]
        places = [_trimmed(lines[number], starts[number]) for number in numbers]
        return replace(table_of(_shown(cells_in), places, heading), caption=caption)
    cells = [row for _, row in rows[1:]]
    columns = read_columns(rows[0][1], cells)
    summed, _ = totals(cells, columns, [GridRow(row) for row in cells])
    placed = [
        Row(*_trimmed(lines[line], starts[line]), tuple(cells[at]), at in summed)
        for at, (line, _) in enumerate(rows[1:])
    ]
    return Table("", heading, None, columns, packed(placed))


def _shown(rows: Sequence[Sequence[RawCell]]) -> list[list[RawCell]]:
    """Cells without the marks in them."""
    from markdown_it import MarkdownIt

    read = MarkdownIt("commonmark").parseInline
    return [
        [replace(cell, text=markdown_words(read(cell.text)[0])) if _MARK.search(cell.text) else cell for cell in row]
        for row in rows
    ]


def _trimmed(line: str, start: int) -> tuple[int, int]:
    """The place of a line that starts there, without the white space around it."""
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip())
