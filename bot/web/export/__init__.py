"""An answer or a conversation as a file to hand on: Markdown, HTML or Word with its proofs as footnotes, or JSON.

Nothing said in a conversation is markup in any of them.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from bot.markup import escape, escape_part
from bot.web.cited import QuotedRows
from bot.web.conversation import Conversation, dump
from bot.web.export.parts import Note, parts_of
from bot.web.export.word import word
from bot.web.render import Piece, filled

_NAME = 60  # characters of a file's name


@dataclass(frozen=True, slots=True)
class File:
    """A file to be saved: its name, media type and bytes."""

    name: str
    media: str
    data: bytes


def files(said: Conversation, suffix: str, at: int | None = None) -> File | None:
    """A conversation, or one of its answers, as a file.

    Args:
        said: it.
        suffix: "md", "html", "docx" or "json".
        at: the place of the answer, None for all of them.

    Returns:
        None if there is no such format or answer.
    """
    if at is not None:
        said = replace(said, turns=said.turns[at : at + 1])
    if suffix not in _FORMATS or not said.turns:
        return None
    media, make = _FORMATS[suffix]
    name = re.sub(r"\W+", " ", said.title).strip()[:_NAME].strip() or "conversation"
    return File(f"{name}.{suffix}", media, make(said))


def to_markdown(said: Conversation) -> str:
    """The conversation with its citations as footnotes, numbered through the whole of it."""
    turns, notes = parts_of(said)
    parts = [f"# {escape(said.title)}"]
    for turn in turns:
        if turn.question != said.title:
            parts.append(f"## {escape(' '.join(turn.question.split()))}")
        for item, lines in groupby(turn.lines, attrgetter("item")):
            written = ["".join(map(_marked, line.pieces, (None, *line.pieces))) for line in lines]
            parts += ["\n".join(f"- {one}" for one in written)] if item else written
        parts += [f"*{escape(remark)}*" for remark in turn.remarks]
        parts += filter(None, (turn.lead, "\n".join(f"- {_noted(one)}" for one in turn.near)))
    footnotes = "\n".join(f"[^{number}]: {_noted(one)}" for number, one in enumerate(notes, 1))
    return "\n\n".join([*parts, *filter(None, [footnotes])]) + "\n"


def _noted(one: Note) -> str:
    """A footnote, its rows as a table below, set in as far as what belongs to a footnote or a list is."""
    quote = f": “{escape(one.quote)}”" if one.quote else ""
    below = [f"    {line}".rstrip() for line in ("", *_table(one.rows), "")] if one.rows else []
    return "\n".join([f"{escape(one.where)}{quote} ({escape(one.file)})", *below])


def _table(rows: QuotedRows) -> Iterator[str]:
    """Rows as a table of Markdown, the cells that were asked for in bold."""
    yield _row(map(escape, rows.columns))
    yield _row("---" for _ in rows.columns)
    for row in rows.rows:
        cells = zip(map(escape, row.cells), row.marked, strict=True)
        yield _row(f"**{cell}**" if cell and marked else cell for cell, marked in cells)
    if rows.more:
        yield from ("", rows.more)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _marked(piece: Piece, before: Piece | None) -> str:
    """A piece of a line; a space parts two markers, which would be read as one number."""
    if piece.number:
        return f"{' ' if before and before.number else ''}[^{piece.number}]"
    return f"**{escape(piece.text)}**" if piece.bold else escape_part(piece.text)


def to_html(said: Conversation) -> str:
    """The same as a page that stands alone and loads nothing."""
    turns, notes = parts_of(said)
    return filled("export", title=said.title, turns=turns, notes=notes)


def to_json(said: Conversation) -> str:
    """The conversation as the page keeps it: every citation with its document, hash and offsets."""
    # The same JSON, but nothing in it is a tag, whatever a program takes the file for.
    return json.dumps(json.loads(dump(said)), ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n"


def _word(said: Conversation) -> bytes:
    return word(said.title, *parts_of(said))


def _encoded(make: Callable[[Conversation], str]) -> Callable[[Conversation], bytes]:
    return lambda said: make(said).encode("utf-8", "replace")


_FORMATS: Mapping[str, tuple[str, Callable[[Conversation], bytes]]] = {
    "md": ("text/markdown", _encoded(to_markdown)),
    "html": ("text/html", _encoded(to_html)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word),
    "json": ("application/json", _encoded(to_json)),
}
