"""An answer or a conversation as a file to hand on: Markdown, HTML or Word with its proofs as footnotes, or JSON.

Nothing said in a conversation is markup in any of them.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.markup import escape
from bot.web.conversation import Conversation, dump
from bot.web.export.parts import STOPPED, Note, lead_of, near_of, notes_of, remarks_of, turns_of
from bot.web.export.word import word
from bot.web.render import filled

_MARKER = re.compile(r"\[(\d+)\](?!\()")
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
    parts = [f"# {escape(said.title)}"]
    before = 0
    for turn in said.turns:
        if turn.question != said.title:
            parts.append("\n".join(f"> {escape(line)}" for line in turn.question.splitlines()))
        if turn.reply is None:
            parts.append(escape(turn.error) or STOPPED)
            continue
        parts.append(_renumbered(turn.reply.text, before, len(turn.reply.cited)))
        parts += [f"*{escape(remark)}*" for remark in remarks_of(turn)]
        near = "\n".join(f"- {_noted(one)}" for one in near_of(turn))
        parts += filter(None, (lead_of(turn), near))
        before += len(turn.reply.cited)
    notes = [f"[^{number}]: {_noted(one)}" for number, one in enumerate(notes_of(said), 1)]
    return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])]) + "\n"


def _noted(one: Note) -> str:
    return f"{escape(one.where)}: “{escape(one.quote)}” ({escape(one.file)})"


def _renumbered(text: str, before: int, count: int) -> str:
    """The text with the markers of its footnotes; a marker that leads nowhere stays a text."""
    return _MARKER.sub(
        lambda found: f"[^{before + int(found[1])}]" if 0 < int(found[1]) <= count else f"\\[{found[1]}\\]", text
    )


def to_html(said: Conversation) -> str:
    """The same as a page that stands alone and loads nothing."""
    return filled("export", title=said.title, turns=turns_of(said), notes=notes_of(said))


def to_json(said: Conversation) -> str:
    """The conversation as the page keeps it: every citation with its document, hash and offsets."""
    # The same JSON, but nothing in it is a tag, whatever a program takes the file for.
    return json.dumps(json.loads(dump(said)), ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n"


def _word(said: Conversation) -> bytes:
    return word(said.title, turns_of(said), notes_of(said))


def _encoded(make: Callable[[Conversation], str]) -> Callable[[Conversation], bytes]:
    return lambda said: make(said).encode("utf-8", "replace")


_FORMATS: Mapping[str, tuple[str, Callable[[Conversation], bytes]]] = {
    "md": ("text/markdown", _encoded(to_markdown)),
    "html": ("text/html", _encoded(to_html)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word),
    "json": ("application/json", _encoded(to_json)),
}
