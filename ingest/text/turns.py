"""Who speaks where in a transcript, a chat or an interview: lines that begin with names which come again and again.

A list of fields has lines of this form too ("Name: …"), but its values are no sentences.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from ingest.text.lines import ends_sentence
from ingest.text.looks import is_capitalized

_TIME = r"[\[(]?\d[\d:.,/ -]{3,24}(?:[AP]M)?[\])]?"
_SPOKEN = re.compile(
    rf"^[ \t]*[*_]{{0,2}}(?P<time>{_TIME}[ –-]*)?[*_]{{0,2}}"
    r"(?P<name>[^\W\d_][^:\n(*]{0,39})(?:\([^:\n]{0,80})?(?:\*\*|__|\*)?:[*_]{0,2}[ \t]",
    re.MULTILINE,
)
# As programs for video calls write it: the name and the time on a line, and below it what is said.
_ABOVE = re.compile(
    r"^[ \t]*[*_]{0,2}(?P<name>[^\W\d_][^:\d\n(*]{0,39}?)[*_]{0,2}[ \t]+"
    r"(?P<time>[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?: ?[AP]M)?[\])]?)[ \t]*\n(?=[ \t]*\S)",
    re.MULTILINE,
)
_MOST_WORDS = 5  # of a name
_SPEAKERS, _AGAIN = 2, 2  # who take turns, and how often each at least
_FEW = 4  # turns at least, and lines to a turn at most, where but one person speaks again
_SHARE = 10  # lines to a turn at most: prose has a line of this form now and then
_LOOKED_AT = 400  # turns by which it is told whether they are sentences


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says at a time.

    Attributes:
        start, end: offsets into the text, from the name on, end exclusive.
        speaker: the name as it is written there, without what stands in brackets behind it.
    """

    start: int
    end: int
    speaker: str


def turns(text: str) -> tuple[Turn, ...]:
    """The turns of a text in which people speak in turn, in order; none of any other. Linear in its length."""
    found = [(spoken.start(), " ".join(spoken["name"].split()), bool(spoken["time"])) for spoken in _labels(text)]
    count = Counter(name for _, name, _ in found)
    often = {name for name, times in count.items() if times >= _AGAIN}
    few = len(often) < _SPEAKERS
    if (few and not _take_turns(found, text)) or text.count("\n") > _SHARE * len(found):
        return ()
    edges = [*(start for start, _, _ in found[1:]), len(text)]
    told = [
        timed or ends_sentence(text[start:end].rstrip())
        for (start, name, timed), end in zip(found[:_LOOKED_AT], edges, strict=False)
        if name in often or few
    ]
    if 2 * sum(told) < len(told) or (few and 5 * sum(told) < 4 * len(told)):
        return ()
    return tuple(Turn(start, end, name) for (start, name, _), end in zip(found, edges, strict=True))


def _take_turns(found: Sequence[tuple[int, str, bool]], text: str) -> bool:
    """Whether one person speaks with others who each speak once: in a short text that is all turns, by turns."""
    names = [name for _, name, _ in found]
    others = all(a != b for a, b in pairwise(names))
    return others and len(names) > len(set(names)) > 1 and len(names) >= _FEW and text.count("\n") <= _FEW * len(names)


def has_turn(text: str) -> bool:
    """Whether a part of a text has a line as the turns of a transcript begin with."""
    return bool(_labels(text))


def turn_at(those: Sequence[Turn], place: int) -> int:
    """The number of the turn that a place of the text is in; -1 before the first."""
    return bisect_right(those, place, key=attrgetter("start")) - 1


def _labels(text: str) -> list[re.Match[str]]:
    return max((_named(form, text) for form in (_SPOKEN, _ABOVE)), key=len)


def _named(form: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return [
        found
        for found in form.finditer(text)
        if len(found["name"].split()) <= _MOST_WORDS and is_capitalized(found["name"].strip())
    ]
