"""Markdown as its blocks, by markdown-it: what its signs mean is shown, and they are not. Nothing in it lives."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.web.render import filled
from bot.web.viewers.marks import BLOCK, Piece, Seen
from bot.web.viewers.reading import Group, Part
from bot.web.viewers.tables import grid
from ingest.formats.markdown_runs import Run, block, inline
from ingest.formats.markdown_tables import markdown_tokens
from ingest.text.front_matter import front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_LONGEST = 400_000  # characters: a longer text is shown plain, since taking it apart would take seconds
_FACT = re.compile(r"^(?!---|\.\.\.).*\S", re.MULTILINE)  # a line of front matter


def view(seen: Seen) -> str | None:
    """What is looked at, as HTML; see `plain.view`."""
    if len(seen.document.text) > _LONGEST:
        return None
    groups = [Group()]
    for part in _parts(seen):
        if groups[-1].size > BLOCK:
            groups.append(Group())
        groups[-1].parts.append(part)
        groups[-1].size += sum(len(piece.text) for piece in part.pieces)
    return filled("viewers/reading", groups=groups)


def _parts(seen: Seen) -> Iterator[Part]:
    """The blocks, in order."""
    text = seen.document.text
    begin = front_matter(text, markdown=True).end
    yield from (Part("fact", seen.pieces(*line.span())) for line in _FACT.finditer(text, 0, begin))
    tokens, starts = markdown_tokens(text, begin)
    depth, label, above = 0, None, None
    for token in tokens:
        depth += token.nesting if token.type.endswith(("list_open", "list_close")) else 0
        if token.type == "list_item_open":
            label = f"{token.info}." if token.info else ""
        elif token.type == "table_open" and token.map:
            yield from _table(seen, starts[token.map[0]], starts[token.map[1]])
        elif token.map and above and above.type not in ("th_open", "td_open"):
            part = _part(seen, token, above, (starts[token.map[0]], starts[token.map[1]]), depth, label)
            if part:
                yield part
                label = "" if depth else None
        above = token


def _part(
    seen: Seen, token: "Token", above: "Token", lines: tuple[int, int], depth: int, label: str | None
) -> Part | None:
    """The block of a token that holds text, between these offsets; None for any other.

    Args:
        seen: what is looked at.
        token: it.
        above: the one before it.
        lines: where it stands.
        depth: how many lists it stands in.
        label: of the item that it begins, "" in one without a number, None in none.
    """
    if token.type in ("fence", "code_block", "html_block"):
        pieces = _pieces(seen, block(seen.document.text, token, *lines))
        html = token.type == "html_block"
        return Part("text" if html else "code", pieces) if pieces or not html else None
    if token.type != "inline":
        return None
    pieces = _pieces(seen, inline(seen.document.text, token, *lines))
    if above.type == "heading_open":
        return Part("heading", pieces, int(above.tag[1]))
    return Part("item", pieces, depth - 1, label or "") if depth else Part("text", pieces)


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


def _table(seen: Seen, start: int, end: int) -> Iterator[Part]:
    """The table whose rows stand between these offsets; its lines as they are where it has none."""
    for number, places in enumerate(seen.rows):
        first, last = (bisect_left(places, at, key=itemgetter(0)) for at in (start, end))
        if first < last:
            yield Part("table", grid=grid(seen, number, first, last))
            return
    yield Part("code", seen.pieces(start, end))
