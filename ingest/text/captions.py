"""The captions of a video or a call (WebVTT, SubRip) as what is said: a line for each who speaks, without times.

WebVTT is at https://www.w3.org/TR/webvtt1/. Programs for calls cut a sentence into several cues.
"""

import html
import re

from ingest.text.lines import ends_sentence

_TIMES = re.compile(
    r"^[ \t]*(?:\d+:)?\d\d:\d\d[.,]\d{3}[ \t]+-->[ \t]+(?:\d+:)?\d\d:\d\d[.,]\d{3}.*\n(?P<said>(?:.*\S.*(?:\n|\Z))*)",
    re.MULTILINE,
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>]+)>")
_NAMED = re.compile(r"(?P<name>[^\W\d_][^:\d\n]{0,39}): +")
_TAG = re.compile(r"<[^<>\n]*>")
_CUES = 2  # that make a text captions, where its first line does not say so


def spoken(text: str) -> str:
    """What is said in captions, "Name: words" where they tell who speaks; "" for any other text."""
    if "-->" not in text:
        return ""
    cues = list(_TIMES.finditer(text.replace("\r\n", "\n")))
    if len(cues) < (1 if text.lstrip("\ufeff").startswith("WEBVTT") else _CUES):
        return ""
    turns: list[tuple[str, list[str]]] = []  # who speaks, and the lines that they say
    last = ""
    for line in (line for cue in cues for line in cue["said"].splitlines()):
        voice = _VOICE.search(line)
        said = " ".join(html.unescape(_TAG.sub("", line)).split())
        found = None if voice else _NAMED.match(said)
        name = voice["name"].strip() if voice else found["name"] if found else ""
        said = said[found.end() :] if found else said
        if not said or (said == last and not name):  # captions that roll show a line twice
            continue
        who, lines = turns[-1] if turns else ("", [])
        if not turns or (name and name != who) or (not who and ends_sentence(lines[-1])):
            turns.append((name, []))
        turns[-1][1].append(said)
        last = said
    return "\n".join((f"{name}: " if name else "") + " ".join(lines) for name, lines in turns)
