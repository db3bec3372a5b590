"""Chats that were saved as a page: each message becomes a line that says when and by whom it was written."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from ingest.formats.table_shapes import calendar_names
from ingest.formats.web_links import letters
from ingest.formats.web_tables import INLINE, words
from ingest.text.lines import ends_sentence
from ingest.text.looks import is_dateline

_CHAT = "chat"  # the attribute of a page that is one
_CLOCK = re.compile(r"\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\S)(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
_MOMENT = 40  # characters of a date and a time
_LEAST = 3  # messages
_LONG = 300  # letters of a message: those of a forum are texts of their own
_NAME, _WORDS = 40, 5  # characters and words of a name
_NODES = 4  # elements that a time may be made of
_SHORT = 3  # letters of "at" or "UTC", and of the initials that stand for a picture of who writes
_TWO = 2  # who write to each other
_Part = tuple[Any, str]  # the look of an element, and a line of it


def join_messages(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Make a line of each message in a tree, and a heading of each day, where most of it is short messages."""
    messages = _messages(list(_times(tree)))
    said = [_parts(message, time) for message, time in messages]
    look = _look_of_names(said)
    body = tree.find("body")
    size = sum(len(letters(message)) for message, _ in messages)
    if look is None or 2 * size < len(letters(body)) or size > _LONG * len(messages):
        return
    body.set(_CHAT, "")
    name = ""
    those = {message for message, _ in messages}
    for (message, time), parts in zip(messages, said, strict=True):
        _mark_day(message, those)
        name = next((text for own, text in parts if own == look), name)
        rest = " ".join(text if ends_sentence(text) else f"{text};" for own, text in parts if own != look).rstrip(";")
        when = " ".join("".join(time.itertext()).split())
        message.clear(keep_tail=True)
        message.text = f"{when} {name}: {rest}" if name else f"{when} {rest}"


def is_chat(tree: Any) -> bool:  # noqa: ANN401
    """Whether the messages of a tree were joined."""
    return _CHAT in tree.find("body").attrib


def _times(tree: Any) -> Iterator[Any]:  # noqa: ANN401
    """The innermost elements outside tables that say nothing but a time, of the look that most of them have."""
    found = [node for node in tree.find("body").iter("*") if _is_time(node) and not any(map(_is_time, node))]
    found = [node for node in found if next(node.iterancestors("table"), None) is None]
    most = Counter(map(_look, found)).most_common(1)
    return (node for node in found if most and most[0][1] >= _LEAST and _look(node) == most[0][0])


def _is_time(node: Any) -> bool:  # noqa: ANN401
    if sum(1 for _ in islice(node.iter(), _NODES + 1)) > _NODES:
        return False
    text = " ".join("".join(node.itertext()).split()).strip("[]()")
    clock = _CLOCK.search(text) if len(text) <= _MOMENT else None
    rest = f"{text[: clock.start()]} {text[clock.end() :]}".split() if clock else []
    # What is no part of a date is a word such as "at", or a time zone.
    dated = [word for word in rest if not calendar_names([word]) and not any(map(str.isdigit, word))]
    return clock is not None and len(rest) <= _WORDS and all(len(word) <= _SHORT for word in dated)


def _look(node: Any) -> Any:  # noqa: ANN401
    return node.tag, node.get("class")


def _messages(times: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The widest element around each time that holds no other, of the kind that most of these are."""
    holding = Counter(above for time in times for above in time.iterancestors())
    around = [[time, *(one for one in time.iterancestors() if holding[one] == 1)] for time in times]
    most = Counter(_kind(chain[-1]) for chain in around).most_common(1)
    found = ((next((one for one in chain if _kind(one) == most[0][0]), None), chain[0]) for chain in around)
    return [(message, time) for message, time in found if message is not None and message is not time]


def _kind(node: Any) -> tuple[str, str]:  # noqa: ANN401
    return node.tag, next(iter((node.get("class") or "").split()), "")


def _parts(message: Any, time: Any) -> list[_Part]:  # noqa: ANN401
    """The lines of a message without its time, and without the initials of who writes."""
    from lxml.etree import iterwalk

    found: list[_Part] = []
    said: list[str] = []
    holder, silent = message, False
    for event, node in iterwalk(message, events=("start", "end")):
        if node.tag not in INLINE and (text := " ".join("".join(said).split())):
            found.append((_look(holder), text))
        if node.tag not in INLINE:
            said.clear()
        if node.tag not in INLINE or (event == "start" and not "".join(said).strip()):
            holder = node if event == "start" else node.getparent()
        silent = (event == "start") if node is time or node.tag == "button" else silent
        text = (node.text if event == "start" else node.tail) or ""
        if not silent and (event == "start" or node is not message):
            said.append(text)
    return [(look, text) for look, text in found if not _is_initials(text, found)]


def _is_initials(text: str, parts: Sequence[_Part]) -> bool:
    names = (other.split() for _, other in parts if len(other) > len(text) and _is_name(other))
    first = ("".join(word[0] for word in name).upper() for name in names)
    return len(text) <= _SHORT and any(one.startswith(text.upper()) for one in first)


def _is_name(text: str) -> bool:
    few = len(text) <= _NAME and len(text.split()) <= _WORDS
    return few and any(map(str.isalpha, text)) and not ends_sentence(text)


def _look_of_names(said: Sequence[Sequence[_Part]]) -> Any:  # noqa: ANN401
    """The look of those lines that are names: each is short, and the same few come again; None if there is none."""
    texts: dict[Any, list[str]] = {}
    for parts in said:
        for look, text in parts:
            texts.setdefault(look, []).append(text)
    named = {look: found for look, found in texts.items() if all(map(_is_name, found)) and len(set(found)) >= _TWO}
    again = {look: len(found) - len(set(found)) for look, found in named.items()}
    return max(again, key=lambda look: again[look]) if any(again.values()) else None


def _mark_day(message: Any, those: set[Any]) -> None:  # noqa: ANN401
    """Make a heading of the day that stands right above a message, or above what holds it."""
    above = message if message.getprevious() is not None else message.getparent()
    day = above.getprevious() if above.tag != "body" else None
    if day is None or day in those:
        return
    text = " ".join(words(day).split())
    if is_dateline(text) or (len(text) <= _NAME and calendar_names([text])):
        day.clear(keep_tail=True)
        day.tag, day.text = "h6", text
