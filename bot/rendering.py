"""What a reader sees of a Markdown document: every sign that is shown, with where it stands in the text.

Quotes and offsets are of the text as it is; only what is shown of them comes through here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from ingest.documents import Document
from ingest.formats.markdown_tables import markdown_tokens, markdown_words
from ingest.text.front_matter import front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 400_000  # characters: a longer text is shown as it is, since taking it apart would take seconds
_KEPT = 16  # documents that stay taken apart: an answer and its sources are of the same ones
_LOOKS = {"strong": "strong", "em": "em"}
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_SPACE = re.compile(r"\s")
_BREAK = re.compile(r"\r?\n")
_TOKEN = re.compile(r"\S{1,80}|\s+")
_TARGET = re.compile(r"[*_`]*\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])")


@dataclass(frozen=True, slots=True)
class Run:
    """Signs that are shown in a row.

    Attributes:
        text: they.
        start: offset of the first into the text.
        look: "strong", "em" or "code", or "" for none.
        written: whether the text has them there as they are shown; else all of them stand for what is written there.
    """

    text: str
    start: int
    look: str = ""
    written: bool = True


@dataclass(frozen=True)
class Rendering:
    """A document as it is shown; its runs are in the order of the text, in a table with the names of the columns."""

    runs: Sequence[Run]

    def signs(self, start: int, end: int) -> tuple[str, tuple[int, ...]]:
        """What is shown of the text from `start` to `end`, and where each sign of that stands."""
        signs: list[str] = []
        places: list[int] = []
        begin = max(bisect_left(self.runs, start, key=attrgetter("start")) - 1, 0)
        after = bisect_left(self.runs, end, key=attrgetter("start"))
        for run in self.runs[begin:after]:
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
    if not is_rendered(document.source) or len(document.text) > LONGEST:
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
            self.runs += placed(self.text, f"{token.info}{token.markup} ", start, end)[0]
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
        self.at = _after(found[-1])

    def _break(self, start: int) -> None:
        """The end of the line above, where what comes begins a line; a blank one, where there is one."""
        if self.runs and _after(self.runs[-1]) <= start:
            lines = self.text.count("\n", _after(self.runs[-1]), start)
            self.runs.append(Run("\n" * min(lines, 2) or " ", max(start - 1, self.runs[-1].start), written=False))


def _after(run: Run) -> int:
    return run.start + (len(run.text) if run.written else 1)


def block(text: str, token: "Token", at: int, end: int) -> list[Run]:
    """What is shown of code, and of HTML without its tags, which stand between these offsets."""
    if token.type == "html_block":
        return placed(text, " ".join(_TAG.sub(" ", token.content).split()), at, end)[0]
    begin = text.find("\n", at, end) + 1 if token.type == "fence" else at
    return placed(text, token.content.rstrip("\n"), begin, end)[0]


def inline(text: str, token: "Token", at: int, end: int) -> Iterator[Run]:
    """The words of a paragraph between these offsets; of links and pictures too, which lead nowhere."""
    looks = []
    for child in token.children or ():
        name = child.type.rsplit("_", 1)[0]
        if child.nesting == 1:
            looks.append(_LOOKS.get(name, ""))
        elif child.nesting == -1:
            looks.pop()
            target = _TARGET.match(text, at, end) if name == "link" else None
            at = target.end() if target else at
        elif child.type in ("softbreak", "hardbreak"):
            found = _BREAK.search(text, at, end)
            yield Run(" " if child.type == "softbreak" else "\n", found.start() if found else at, written=False)
            at = found.end() if found else at
        elif child.type == "html_inline":
            at = max(at, text.find(child.content, at, end) + len(child.content))
        else:
            look = "code" if child.type == "code_inline" else next((one for one in reversed(looks) if one), "")
            runs, at = placed(text, child.content, at, end, look)
            yield from runs


def placed(text: str, words: str, at: int, end: int, look: str = "") -> tuple[list[Run], int]:
    """What is shown as runs of the text from `at` on, and where it ends there."""
    begin = text.find(words, at, end)
    if begin >= 0:
        return [Run(words, begin, look)] if words else [], begin + len(words)
    runs: list[Run] = []
    for token in _TOKEN.findall(words):
        space = token.isspace()
        found = (_SPACE if space else _written(token)).search(text, at, end)
        if not found or space:
            runs.append(Run(token, found.start() if found else at, look, written=False))
        else:
            runs += _signs(token, found, look)
        at = found.end() if found else at
    return runs, at


def _written(word: str) -> re.Pattern[str]:
    r"""How a word that is shown may be written, a group for each sign: "\*" is shown as "*", and "&amp;" as "&"."""
    return re.compile(
        "".join(f"({re.escape(sign)})" if sign.isalnum() else rf"(&#?\w+;|\\?{re.escape(sign)})" for sign in word)
    )


def _signs(word: str, found: re.Match[str], look: str) -> list[Run]:
    """The signs of a word, those in a row that are written as they are shown together."""
    runs: list[Run] = []
    for number, sign in enumerate(word, 1):
        written = found[number] == sign
        if runs and written and runs[-1].written and _after(runs[-1]) == found.start(number):
            runs[-1] = Run(runs[-1].text + sign, runs[-1].start, look)
        else:
            runs.append(Run(sign, found.start(number), look, written))
    return runs
