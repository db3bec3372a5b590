"""Markdown as its blocks, by markdown-it: what its signs mean is shown, and they are not. Nothing in it lives."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.web.viewers.marks import Piece, Seen, Span
from bot.web.viewers.reading import Part, taken_apart
from bot.web.viewers.stretches import cut, stretches
from bot.web.viewers.tables import grid
from ingest.formats.markdown_runs import Run, block, inline
from ingest.formats.markdown_tables import markdown_tokens
from ingest.text.front_matter import front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_TOLD = "inline", "fence", "code_block", "html_block", "table_open"  # tokens whose words are shown
_FACT = re.compile(r"^(?!---|\.\.\.).*\S", re.MULTILINE)  # a line of front matter


def view(seen: Seen) -> str | None:
    """What is looked at, as HTML; see `plain.view`."""
    return taken_apart(seen, _parts)


def _parts(seen: Seen) -> Iterator[Part]:
    """The blocks, in order; a table stands in the place of the first one that has some of it."""
    text = seen.document.text
    begin = front_matter(text, markdown=True).end
    yield from (Part("fact", seen.pieces(*line.span())) for line in _FACT.finditer(text, 0, begin))
    tokens, starts = markdown_tokens(text, begin)
    tables, shown = stretches(seen), 0
    depth, label, above = 0, None, None
    for token in tokens:
        depth += token.nesting if token.type.endswith(("list_open", "list_close")) else 0
        if token.type == "list_item_open":
            label = f"{token.info}." if token.info else ""
        elif token.map and above and token.type in _TOLD and above.type not in ("th_open", "td_open"):
            lines = starts[token.map[0]], starts[token.map[1]]
            for start, end, table in cut(tables, *lines):
                part = None
                if table is None:
                    part = _part(seen, token, above, lines, (start, end), depth, label)
                elif table.start >= shown:
                    part = Part("table", grid=grid(seen, table.number, table.first, table.last))
                    shown = table.end
                if part:
                    yield part
                    label = "" if depth else None
        above = token


def _part(
    seen: Seen, token: "Token", above: "Token", lines: Span, within: Span, depth: int, label: str | None
) -> Part | None:
    """The block of a token that holds text; None where nothing is to be shown.

    Args:
        seen: what is looked at.
        token: it.
        above: the one before it.
        lines: where it stands.
        within: what of that is in no table.
        depth: how many lists it stands in.
        label: of the item that it begins, "" in one without a number, None in none.
    """
    if token.type == "table_open":  # one that has no rows
        return Part("code", seen.pieces(*lines)) if within == lines else None
    pieces = _pieces(seen, _clipped(_runs(seen, token, *lines), *within))
    if not any(piece.text.strip() for piece in pieces):
        return None
    if token.type != "inline":
        return Part("text" if token.type == "html_block" else "code", pieces)
    if above.type == "heading_open":
        return Part("heading", pieces, int(above.tag[1]))
    return Part("item", pieces, depth - 1, label or "") if depth else Part("text", pieces)


def _runs(seen: Seen, token: "Token", start: int, end: int) -> Iterable[Run]:
    """What is shown of a token between two offsets."""
    return (inline if token.type == "inline" else block)(seen.document.text, token, start, end)


def _clipped(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    """What of runs is written between two offsets."""
    for run in runs:
        first, last = max(start - run.start, 0), min(end - run.start, len(run.text) if run.written else 1)
        if first < last:
            yield replace(run, text=run.text[first:last], start=run.start + first) if run.written else run


def _pieces(seen: Seen, runs: Iterable[Run]) -> tuple[Piece, ...]:
    """What is shown as pieces; where it is written in another way, the marks are those of what is written."""
    return tuple(
        piece
        for run in runs
        for piece in (
            seen.pieces(run.start, run.start + len(run.text), run.look)
            if run.written
            else (Piece(run.text, run.start, seen.mark(run.start, run.start + 1), run.look),)
        )
    )
