"""A document as HTML with its quotes marked; opens at any place, also in a document of some megabytes."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answers import dated
from bot.chat import Bot
from bot.question.checks import check_sources
from bot.web.render import filled
from ingest.documents import Document, Passage
from ingest.text.language import NAMES

_BLOCK = 4000  # characters laid out at once: what is out of sight costs the browser nothing
_OUTLINE = 400  # headings listed


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a document.

    Attributes:
        text: they.
        start: offset of the first.
        mark: the number of the quote that they belong to, from 0; -1 for none.
    """

    text: str
    start: int
    mark: int = -1


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that are laid out together.

    Attributes:
        start: offset of the first character.
        pieces: the text, in order.
    """

    start: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline: a heading, and where the text below it begins."""

    heading: str
    start: int


def document_html(bot: Bot, source: str, spans: Sequence[tuple[int, int]], expected: str) -> str:
    """A document as a piece of HTML.

    Args:
        bot: whose document.
        source: its path.
        spans: (start, end) of what to mark, offsets into its text; the first one is what it opens at.
        expected: the beginning of the SHA-256 that the spans belong to; "" for any.

    Raises:
        SourcesError: there is no such document.
    """
    with bot.index.reading() as view:
        check_sources([source], view.hashes())
        document, passages = view.document(source), view.passages(source)
    assert document is not None  # noqa: S101 (it was there in the same generation)
    changed = bool(expected) and not document.sha256.startswith(expected)
    inside = [] if changed else [(a, b) for a, b in spans if 0 <= a < b <= len(document.text)]
    entries = outline(document, passages)
    return filled(
        "document",
        document=document,
        age=dated(document.date, document.modified),
        language=NAMES.get(document.language, document.language),
        blocks=blocks(document.text, inside, [p.start for p in passages], [entry.start for entry in entries]),
        outline=entries,
        changed=changed,
        missing=bool(spans) and not changed and not inside,
        hash=document.sha256[:16],
    )


def outline(document: Document, passages: Sequence[Passage]) -> list[Entry]:
    """The headings of a document and where their texts begin, at most 400."""
    found: list[Entry] = []
    for passage in passages:
        if (
            passage.heading
            and passage.heading != document.title
            and (not found or found[-1].heading != passage.heading)
        ):
            found.append(Entry(passage.heading, passage.start))
    return found[:_OUTLINE]


def blocks(
    text: str, spans: Sequence[tuple[int, int]], cuts: Sequence[int] = (), stops: Sequence[int] = ()
) -> list[Block]:
    """A text in blocks of some paragraphs, each with its quotes marked; together they hold every character once.

    Args:
        text: of the document.
        spans: (start, end) of quotes, which may overlap: what two share belongs to the one that is first in the list.
        cuts: offsets at which a block may begin.
        stops: offsets that can be scrolled to.
    """
    edges = sorted({edge for span in spans for edge in span} | {stop for stop in stops if 0 < stop < len(text)})
    begun = [0]
    for at in sorted(cuts):
        if begun[-1] + _BLOCK <= at < len(text):
            begun.append(at)
    made = []
    for start, end in pairwise([*begun, len(text)]):
        inside = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        made.append(Block(start, tuple(_piece(text, a, b, spans) for a, b in pairwise([start, *inside, end]))))
    return made


def _piece(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Piece:
    mark = next((number for number, (a, b) in enumerate(spans) if a <= start and end <= b), -1)
    return Piece(text[start:end], start, mark)
