"""A conversation as a file to keep: Markdown to read, JSON to work with; nothing said in it is markup there."""

import json
import re

from bot.markup import escape
from bot.web.conversation import Conversation, Turn, dump


def to_markdown(said: Conversation) -> str:
    """The conversation with its citations as footnotes, numbered through the whole of it."""
    parts = [f"# {escape(said.title)}"]
    notes: list[str] = []
    for turn in said.turns:
        parts.append("\n".join(f"> {escape(line)}" for line in turn.question.splitlines()))
        parts.append(_answer(turn, notes))
    return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])]) + "\n"


def _answer(turn: Turn, notes: list[str]) -> str:
    if turn.reply is None:
        return escape(turn.error) or "(Stopped.)"
    first = len(notes)
    for cited in turn.reply.cited:
        page = f", {cited.leaf}" if cited.leaf else ""
        where = f"{cited.place.source}{page}, characters {cited.place.start} to {cited.place.end} ({cited.where})"
        notes.append(f"[^{len(notes) + 1}]: {escape(where)}: “{escape(cited.quote)}”")
    text = re.sub(r"\[(\d+)\](?!\()", lambda found: f"[^{first + int(found[1])}]", turn.reply.text)
    return "\n\n".join([text, *(f"*{escape(note)}*" for note in turn.reply.notes)])


def to_json(said: Conversation) -> str:
    """The conversation as the page keeps it: every citation with its document, hash and offsets."""
    # The same JSON, but nothing in it is a tag, whatever a program takes the file for.
    return json.dumps(json.loads(dump(said)), ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n"
