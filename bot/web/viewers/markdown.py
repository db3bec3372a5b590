"""Markdown as its blocks, by markdown-it: what its signs mean is shown, and they are not. Nothing in it lives."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.web.render import filled
from bot.web.viewers.marks import BLOCK, Piece, Seen
from bot.web.viewers.reading import Group, Part
from bot.web.viewers.tables import grid
from ingest.formats.markdown_tables import markdown_tokens
from ingest.text.front_matter import front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_LONGEST = 400_000  # characters: a longer text is shown as it is, since taking it apart would take seconds
_LOOKS = {"strong": "strong", "em": "em"}
_FACT = re.compile(r"^(?!---|\.\.\.).*\S", re.MULTILINE)  # a line of front matter
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_SPACE = re.compile(r"\s")
_TOKEN = re.compile(r"\S{1,80}|\s+")


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
    if token.type in ("fence", "code_block"):
        return Part("code", tuple(_aligned(seen, token.content.rstrip("\n"), *lines)[0]))
    if token.type == "html_block":
        words = " ".join(_TAG.sub(" ", token.content).split())
        return Part("text", tuple(_aligned(seen, words, *lines)[0])) if words else None
    if token.type != "inline":
        return None
    pieces = tuple(_inline(seen, token.children or [], *lines))
    if above.type == "heading_open":
        return Part("heading", pieces, int(above.tag[1]))
    return Part("item", pieces, depth - 1, label or "") if depth else Part("text", pieces)


def _inline(seen: Seen, tokens: Sequence["Token"], at: int, end: int) -> Iterator[Piece]:
    """The words of a block; of links and pictures too, which lead nowhere."""
    looks = []
    for token in tokens:
        name = token.type.rsplit("_", 1)[0]
        if token.nesting == 1:
            looks.append(_LOOKS.get(name, ""))
        elif token.nesting == -1:
            looks.pop()
        elif token.type in ("softbreak", "hardbreak"):
            yield Piece(" " if token.type == "softbreak" else "\n", at)
        elif token.type != "html_inline":
            look = "code" if token.type == "code_inline" else next((one for one in reversed(looks) if one), "")
            pieces, at = _aligned(seen, token.content, at, end, look)
            yield from pieces


def _aligned(seen: Seen, shown: str, at: int, end: int, look: str = "") -> tuple[list[Piece], int]:
    """What is shown as pieces of the text from `at` on, and where it ends there."""
    text = seen.document.text
    begin = text.find(shown, at, end)
    if begin >= 0:
        return list(seen.pieces(begin, begin + len(shown), look)) if shown else [], begin + len(shown)
    places: list[int] = []
    for token in _TOKEN.findall(shown):
        words = not token.isspace()
        found = (_written(token) if words else _SPACE).search(text, at, end)
        places += (
            [found.start(number + 1 if words else 0) for number in range(len(token))] if found else [at] * len(token)
        )
        at = found.end() if found else at
    return [Piece(sign, place, seen.mark(place, place + 1), look) for sign, place in _runs(seen, shown, places)], at


def _written(word: str) -> re.Pattern[str]:
    r"""How a word that is shown may be written, a group for each sign: "\*" is shown as "*", and "&amp;" as "&"."""
    return re.compile(
        "".join(f"({re.escape(sign)})" if sign.isalnum() else rf"(&#?\w+;|\\?{re.escape(sign)})" for sign in word)
    )


def _runs(seen: Seen, shown: str, places: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Signs with their places, those in a row that belong to the same quote together."""
    for _, group in groupby(zip(shown, places, strict=True), key=lambda one: seen.mark(one[1], one[1] + 1)):
        signs = list(group)
        yield "".join(sign for sign, _ in signs), signs[0][1]


def _table(seen: Seen, start: int, end: int) -> Iterator[Part]:
    """The table whose rows stand between these offsets; its lines as they are where it has none."""
    for number, places in enumerate(seen.rows):
        first, last = (bisect_left(places, at, key=itemgetter(0)) for at in (start, end))
        if first < last:
            yield Part("table", grid=grid(seen, number, first, last))
            return
    yield Part("code", seen.pieces(start, end))
