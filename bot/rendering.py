"""What a reader sees of a Markdown document: every sign that is shown, with where it stands in the text.

Quotes and offsets are of the text as it is; only what is shown of them comes through here.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from ingest.documents import Document
from ingest.formats.markdown_runs import Run, after, block, inline, placed
from ingest.formats.markdown_tables import markdown_tokens, markdown_words
from ingest.text.front_matter import front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_INDENT = re.compile(r"[ \t>]*")
_LONGEST = 100_000  # characters: a longer text is shown as it is, since an answer would wait for taking it apart
_KEPT = 16  # documents that stay taken apart: an answer and its sources are of the same ones


@dataclass(frozen=True)
class Rendering:
    """A document as it is shown; its runs are in the order of the text, in a table with the names of the columns."""

    runs: Sequence[Run]

    def signs(self, start: int, end: int) -> tuple[str, tuple[int, ...]]:
        """What is shown of the text from `start` to `end`, and where each sign of that stands."""
        signs: list[str] = []
        places: list[int] = []
        begin = max(bisect_left(self.runs, start, key=attrgetter("start")) - 1, 0)
        stop = bisect_left(self.runs, end, key=attrgetter("start"))
        for run in self.runs[begin:stop]:
            if run.written:
                first, last = max(start - run.start, 0), min(end - run.start, len(run.text))
                signs.append(run.text[first:last])
                places += range(run.start + first, run.start + max(first, last))
            elif run.start >= start:
                signs.append(run.text)
                places += [run.start] * len(run.text)
        return "".join(signs), tuple(places)


def rendered(document: Document) -> Rendering | None:
    """How a document is shown; None where it is shown as it is: it is no Markdown, or long."""
    if not is_rendered(document.source) or len(document.text) > _LONGEST:
        return None
    return _rendering(document.text)


def is_rendered(source: str) -> bool:
    """Whether a document of that name is Markdown."""
    return source.lower().endswith(".md")


def shown(document: Document | None, start: int, quote: str) -> str:
    """A quote that begins at `start` as a reader of its document sees it.

    It stays as it is where no sign of it is shown, and where the document has changed or gone since.
    """
    end = start + len(quote)
    rendering = rendered(document) if document and document.text[start:end] == quote else None
    seen = rendering.signs(start, end)[0] if rendering else ""
    return seen if seen.strip() else quote


def shown_heading(source: str, heading: str) -> str:
    """A title or heading of a document, likewise."""
    return shown(Document(source, "", heading, ""), 0, heading)


@lru_cache(_KEPT)
def _rendering(text: str) -> Rendering:
    return Rendering(_Reading(text).runs)


@dataclass
class _Reading:
    """The tokens of a text as they become runs, in order."""

    text: str
    runs: list[Run] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)  # of the table that is read
    cells: int = 0  # of its row, so far
    at: int = 0  # in the row

    def __post_init__(self) -> None:
        begin = front_matter(self.text, markdown=True).end
        if begin:
            self.runs.append(Run(self.text[:begin], 0))
        tokens, starts = markdown_tokens(self.text, begin)
        for above, token in pairwise([None, *tokens]):
            if token and token.map:
                self._read(token, above.type if above else "", starts[token.map[0]], starts[token.map[1]])

    def _read(self, token: "Token", above: str, start: int, end: int) -> None:
        if token.type == "table_open":
            self.columns = []
        elif token.type == "tr_open":
            self.cells, self.at = 0, start
        elif above == "th_open":
            self.columns.append(markdown_words(token))
        elif above == "td_open":
            self._cell(token, start, end)
        elif token.type == "list_item_open" and token.info:
            self._break(start)
            label = f"{token.info}{token.markup} "
            number = _INDENT.match(self.text, start)
            counted = [Run(label, number.end() if number else start, written=False)]
            self.runs += counted if token.meta.get("counted") else placed(self.text, label, start, end)[0]
        elif token.type in ("inline", "fence", "code_block", "html_block"):
            self._break(start)
            self.runs += (
                inline(self.text, token, start, end) if token.type == "inline" else block(self.text, token, start, end)
            )

    def _cell(self, token: "Token", start: int, end: int) -> None:
        """A cell after the name of its column."""
        name = self.columns[self.cells] if self.cells < len(self.columns) else ""
        self.cells += 1
        found = list(inline(self.text, token, self.at, end))
        if not any(run.text.strip() for run in found):
            return
        self._break(start)
        within = self.runs and self.runs[-1].start >= start
        label = ("; " if within else "") + (f"{name}: " if name else "")
        bar = self.text.rfind("|", self.at, found[0].start)
        self.runs += [Run(label, bar if bar >= 0 else found[0].start, written=False), *found]
        self.at = after(found[-1])

    def _break(self, start: int) -> None:
        """The end of the line above, where what comes begins a line; a blank one, where there is one."""
        if self.runs and after(self.runs[-1]) <= start:
            lines = self.text.count("\n", after(self.runs[-1]), start)
            self.runs.append(Run("\n" * min(lines, 2) or " ", max(start - 1, self.runs[-1].start), written=False))
