"""The abbreviations that a text gives away: those it defines, and the initials of its long names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.text.words import words

_LONGEST = 10  # letters of an abbreviation
_BEFORE = re.compile(r"\(([A-Z][A-Za-z.&-]{1,12}?)s?\)")  # Ukraine Defense Contact Group (UDCG)
_AFTER = re.compile(r"\b([A-Z][A-Z.&-]{1,12}) \(([A-Z][^()\n]{4,80})\)")  # UDCG (Ukraine Defense Contact Group)
_LINKS = frozenset("of the and for on de".split())
# Bounded, as is the space between the words: "A-A-A-…" would be looked at anew from each of its letters.
_RUN = re.compile(
    r"\b[A-Z][\w’'-]{0,60}+(?:[ \t]{1,9}+(?:(?:of|the|and|for|on|de)[ \t]{1,9}+){0,2}[A-Z][\w’'-]{0,60}+){1,6}"
)
_OPENS = frozenset("the a an in on at by for of to and but as if when while after before since this that".split())
# Initials that stand for a name without a definition: two would be anybody's, and nobody asks for more than six.
_FEWEST, _MOST = 3, 6


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what it stands for.

    Attributes:
        short: as one word of `ingest.text.words.words` ("udcg").
        long: the words of the long form, normalized, joined by spaces ("ukraine defense contact group").
        written: the long form as the text has it, on one line.
        defined: whether the text defines it; else its initials only happen to be these.
    """

    short: str
    long: str
    written: str
    defined: bool


def abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """What the abbreviations of `text` stand for, each once, definitions first. Linear in the length of the text."""
    found: dict[tuple[str, str], Abbreviation] = {}
    for short, long, defined in (*_definitions(text), *_initials(text)):
        name = Abbreviation("".join(words(short)), " ".join(words(long)), " ".join(long.split()), defined)
        if name.long and 1 < len(name.short) <= _LONGEST and name.short.isalpha():
            found.setdefault((name.short, name.long), name)
    return tuple(found.values())


def initials(name: str) -> tuple[str, ...]:
    """What a name may be abbreviated to in three to six letters: "WHO"; where it has small words, "DOD" too."""
    parts = name.split()
    every = "".join(part[0] for part in parts).upper()
    great = "".join(part[0] for part in parts if part not in _LINKS).upper()
    return tuple(dict.fromkeys(short for short in (great, every) if _FEWEST <= len(short) <= _MOST and short.isalpha()))


def _definitions(text: str) -> Iterator[tuple[str, str, bool]]:
    for match in _BEFORE.finditer(text):
        before = text[max(0, match.start() - 120) : match.start()].split("\n")[-1]
        long = _long_form(match[1], before)
        if long:
            yield match[1], long, True
    for match in _AFTER.finditer(text):
        if _long_form(match[1], match[2]) == match[2]:
            yield match[1], match[2], True


def _long_form(short: str, before: str) -> str:
    """The words at the end of `before` that `short` abbreviates, "" if there are none (Schwartz and Hearst 2003).

    From its end on, each letter of the short form is found in the long one, the first at the beginning of a word.
    """
    letters = [letter for letter in short.lower() if letter.isalnum()]
    if sum(letter.isupper() for letter in short) < 2:  # one capital is a name: (Paris)
        return ""
    parts = before.split()[-min(len(letters) + 5, 2 * len(letters)) :]
    stretch = " ".join(parts)
    at = len(stretch)
    for place, letter in reversed(list(enumerate(letters))):
        at = stretch.lower().rfind(letter, 0, at)
        while place == 0 and at > 0 and stretch[at - 1].isalnum():
            at = stretch.lower().rfind(letter, 0, at)
        if at < 0:
            return ""
    long = stretch[at:].strip(" ,;:")
    return long if len(long) > len(short) and " " in long and not set("()") & set(long) else ""


def _initials(text: str) -> Iterator[tuple[str, str, bool]]:
    for match in _RUN.finditer(text):
        parts = match.group().split()
        while parts and parts[0].lower() in _OPENS:
            parts.pop(0)
        long = re.sub(r"[’']s?$", "", " ".join(parts))
        for short in initials(long) if " " in long else ():
            yield short, long, False
