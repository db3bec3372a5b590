"""Turns of a conversation -> HTML. Every character of a document passes through here, and is escaped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from bot.answers import Answer, Citation
from bot.cite import plain
from ingest.documents import Passage

_PIECE = re.compile(r"\[(?P<mark>\d+)\](?!\()|(?P<escaped>\\[\\`*\[\]_<&#>+-])|(?P<bold>\*\*)")
# The page takes HTML through two more template languages on its way to the browser; in entities these signs are inert.
_INERT = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;"})


@dataclass(
    frozen=True, slots=True, eq=False
)  # told apart by identity: Gradio hashes what it keeps, an Answer has dicts
class Turn:
    """A question and what came of it.

    Attributes:
        question: as it was asked.
        answer: None while there is none yet, or when it failed.
        error: what went wrong, "" for nothing.
        done: whether no more of the answer is to come.
    """

    question: str
    answer: Answer | None = None
    error: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with the passage around it, in three parts."""

    citation: Citation
    before: str
    quote: str
    after: str

    @property
    def where(self) -> str:
        """Title and heading, each once."""
        parts = (self.citation.title, self.citation.heading)
        return " › ".join(dict.fromkeys(part for part in parts if part)) or self.citation.source


def conversation(turns: Sequence[Turn], documents: int) -> str:
    """The whole conversation as HTML; before the first question, what this page is for."""
    return _render("conversation", turns=turns, documents=documents, pieces=pieces, copied=copied, plain=plain)


def sources(turns: Sequence[Turn]) -> str:
    """The sources of every answer as HTML; those of the last one that has any are shown."""
    listed = [(at, _sources(turn.answer)) for at, turn in enumerate(turns) if turn.answer and turn.answer.citations]
    return _render("sources", listed=listed, shown=listed[-1][0] if listed else -1, turns=turns)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer's line: text, bold or not, or where `number` is not 0 the marker of a citation."""

    text: str
    number: int = 0
    bold: bool = False


def pieces(text: str) -> list[list[Piece]]:
    """An answer's Markdown as paragraphs of pieces."""
    return [_line(line) for line in re.split(r"\n+", text) if line.strip()]


def _line(line: str) -> list[Piece]:
    found: list[Piece] = []
    at = 2 if line.startswith("- ") else 0
    bold = False
    for match in _PIECE.finditer(line, at):
        if match["mark"]:
            found += [Piece(plain(line[at : match.start()].rstrip()), bold=bold), Piece("", int(match["mark"]))]
        elif match["bold"]:
            found.append(Piece(plain(line[at : match.start()]), bold=bold))
            bold = not bold
        else:
            continue
        at = match.end()
    found.append(Piece(plain(line[at:]), bold=bold))
    return [piece for piece in found if piece.text or piece.number]


def copied(answer: Answer) -> str:
    """What "copy" puts on the clipboard: the answer and its sources as footnotes."""
    notes = [f"[{c.number}] {c.source}: “{' '.join(c.quote.split())}”" for c in answer.citations]
    return "\n".join([plain(answer.text), *([""] if notes else []), *notes])


def _sources(answer: Answer) -> list[Source]:
    return [_source(citation, [hit.passage for hit in answer.passages]) for citation in answer.citations]


def _source(citation: Citation, passages: Sequence[Passage]) -> Source:
    for passage in passages:
        inside = passage.start <= citation.start and citation.end <= passage.end
        if passage.source == citation.source and inside:
            before = passage.quote(passage.start, citation.start)
            return Source(citation, before, citation.quote, passage.quote(citation.end, passage.end))
    return Source(citation, "", citation.quote, "")


@cache
def _template(name: str) -> Template:
    text = (files("bot.web") / f"{name}.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)


def _render(name: str, **values: object) -> str:
    return _template(name).render(**values).translate(_INERT)
