"""The text of a document as it was extracted; opens at any place, also in a document of some megabytes."""

from dataclasses import dataclass
from itertools import pairwise

from bot.web.render import filled
from bot.web.viewers.marks import BLOCK, Piece, Seen


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that are laid out together.

    Attributes:
        start: offset of the first character.
        pieces: the text, in order.
    """

    start: int
    pieces: tuple[Piece, ...]


def view(seen: Seen) -> str | None:
    """What is looked at, as HTML; None where it cannot be shown in this way."""
    return filled("viewers/plain", blocks=blocks(seen))


def blocks(seen: Seen) -> list[Block]:
    """A text in blocks of some paragraphs; together they hold every character once."""
    begun, length = [0], len(seen.document.text)
    for at in sorted(passage.start for passage in seen.passages):
        if begun[-1] + BLOCK <= at < length:
            begun.append(at)
    return [Block(start, seen.pieces(start, end)) for start, end in pairwise([*begun, length])]
