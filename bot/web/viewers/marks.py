"""Text cut into pieces where a quote begins or ends, so that what is shown is marked and nothing of it is lost."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from ingest.documents import Document, Passage

BLOCK = 4000  # characters laid out at once: what is out of sight costs the browser nothing
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
Span = tuple[int, int]  # start and end, offsets into a document's text


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a document.

    Attributes:
        text: they.
        start: offset of the first.
        mark: the number of the quote that they belong to, from 0; -1 for none.
        look: "strong", "em" or "code", or "" for none.
    """

    text: str
    start: int
    mark: int = -1
    look: str = ""


@dataclass(frozen=True)
class Seen:
    """A document that is looked at.

    Attributes:
        document: it.
        passages: of it.
        path: of its file, whether it is there or not.
        spans: quotes to mark, which may overlap: what two share belongs to the one that is first in the list.
        stops: offsets that can be scrolled to.
    """

    document: Document
    passages: Sequence[Passage]
    path: Path
    spans: Sequence[Span]
    stops: Sequence[int]

    @cached_property
    def _edges(self) -> list[int]:
        length = len(self.document.text)
        return sorted({edge for span in self.spans for edge in span} | {stop for stop in self.stops if stop < length})

    @cached_property
    def rows(self) -> list[list[Span]]:
        """Of each table, where its rows stand."""
        return [table.places for table in self.document.tables]

    @cached_property
    def bare(self) -> str:
        """The text, of Markdown with spaces in the places of tags, which are no words of it."""
        text = self.document.text
        return _TAG.sub(lambda tag: " " * len(tag[0]), text) if self.document.source.lower().endswith(".md") else text

    def pieces(self, start: int, end: int, look: str = "") -> tuple[Piece, ...]:
        """The characters from `start` to `end`, each once."""
        inside = self._edges[bisect_right(self._edges, start) : bisect_left(self._edges, end)]
        return tuple(
            Piece(self.document.text[a:b], a, self.mark(a, b), look) for a, b in pairwise([start, *inside, end])
        )

    def mark(self, start: int, end: int) -> int:
        """The number of the quote that all of these characters belong to; -1 for none."""
        return next((number for number, (a, b) in enumerate(self.spans) if a <= start and end <= b), -1)

    def touches(self, start: int, end: int) -> bool:
        """Whether any quote has some of these characters."""
        return self.touched(start, end) >= 0

    def touched(self, start: int, end: int) -> int:
        """The number of the first quote that has some of these characters; -1 for none."""
        return next((number for number, (a, b) in enumerate(self.spans) if a < end and start < b), -1)
