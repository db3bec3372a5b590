"""A conversation as a file to keep: Markdown to read, JSON to work with."""

import json
import re

from bot.web.conversation import Conversation, Turn, dump

_LINE = re.compile(r"\s+")


def to_markdown(said: Conversation) -> str:
    """The conversation with its citations as footnotes, numbered through the whole of it."""
    parts = [f"# {said.title}"]
    notes: list[str] = []
    for turn in said.turns:
        parts.append("> " + turn.question.replace("\n", "\n> "))
        parts.append(_answer(turn, notes))
    return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])]) + "\n"


def _answer(turn: Turn, notes: list[str]) -> str:
    if turn.reply is None:
        return turn.error or "(Stopped.)"
    first = len(notes)
    for cited in turn.reply.cited:
        page = f", {cited.leaf}" if cited.leaf else ""
        where = f"{cited.place.source}{page}, characters {cited.place.start} to {cited.place.end} ({cited.where})"
        notes.append(f"[^{len(notes) + 1}]: {where}: “{_LINE.sub(' ', cited.quote)}”")
    text = re.sub(r"\[(\d+)\](?!\()", lambda found: f"[^{first + int(found[1])}]", turn.reply.text)
    return "\n\n".join([text, *(f"*{note}*" for note in turn.reply.notes)])


def to_json(said: Conversation) -> str:
    """The conversation as the page keeps it: every citation with its document, hash and offsets."""
    return json.dumps(json.loads(dump(said)), ensure_ascii=False, indent=2) + "\n"
