"""The text of a document as it was extracted; opens at any place, also in a document of some megabytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.web.render import filled
from bot.web.viewers.marks import BLOCK, Piece, Seen
from bot.web.viewers.stretches import cut, stretches
from bot.web.viewers.tables import Grid, grid


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that are laid out together, or rows of a table.

    Attributes:
        start: offset of the first character.
        pieces: the text, in order.
        grid: of a table, which has no pieces.
    """

    start: int
    pieces: tuple[Piece, ...]
    grid: Grid | None = None


def view(seen: Seen) -> str | None:
    """What is looked at, as HTML; None where it cannot be shown in this way."""
    return filled("viewers/plain", blocks=blocks(seen))


def tabled(seen: Seen) -> str | None:
    """The same with its tables as tables; None where it has none."""
    return filled("viewers/plain", blocks=_tabled(seen)) if seen.document.tables else None


def blocks(seen: Seen) -> list[Block]:
    """A text in blocks of some paragraphs; together they hold every character once."""
    begun, length = [0], len(seen.document.text)
    for at in sorted(passage.start for passage in seen.passages):
        if begun[-1] + BLOCK <= at < length:
            begun.append(at)
    return [Block(start, seen.pieces(start, end)) for start, end in pairwise([*begun, length])]


def _tabled(seen: Seen) -> Iterator[Block]:
    text = seen.document.text
    tables, shown = stretches(seen), 0
    for block, following in pairwise([*(one.start for one in blocks(seen)), len(text)]):
        for start, end, table in cut(tables, block, following):
            if table is None:
                start = end - len(text[start:end].lstrip("\n"))  # a table has space around it
                if start < end:
                    yield Block(start, seen.pieces(start, end))
            elif table.start >= shown:
                yield Block(start, (), grid(seen, table.number, table.first, table.last))
                shown = table.end
