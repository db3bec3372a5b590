"""Of what kind a cell of a table is, as far as its characters show, and where the cells of a row stand."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.formats.grid import GridRow
from ingest.text.calendar_names import days, months

DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}|[^\W\d_]{3,9}.{1,5}(?:1[5-9]|20)\d\d")
_BLANK = re.compile(r"[\s.?*/–—−-]*|n/?a\.?", re.IGNORECASE)
_DIGIT_FIRST = re.compile(r"[^\w]*\d")
_WORD_FIRST = re.compile(r"[^\W\d_]{3,9}[ .,-]{1,2}\d[\d ,.-]{1,8}")  # "May 5, 1998", "Mar-25"
_MONTH = re.compile(r"(?:1[5-9]|20)\d\d[-/.](?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[-/.](?:1[5-9]|20)\d\d")
_PART_OF_DATE = 2  # words: "16 June" has one
WORD = re.compile(r"[^\W\d_]+")


def shape(text: str) -> str:
    """Of what kind a cell is, as far as its characters show: "" nothing, "#" number or date, "x1" code, "x" words."""
    if _BLANK.fullmatch(text):
        return ""
    digits = sum(map(str.isdigit, text))
    if not digits:
        return "x"
    words = WORD.findall(text)
    if _DIGIT_FIRST.match(text):
        return "#" if len(words) <= 1 or all(len(word) <= 2 for word in words) else "x"
    if len(words) == 1 and (_WORD_FIRST.match(text) or (len(words[0]) == 3 and words[0].isupper() and " " in text)):
        return "#"
    return "x1" if " " not in text else "x"


def is_moment(text: str) -> bool:
    """Whether it is a date, or a month of a year."""
    return any((DATE.search(text), _WORD_FIRST.fullmatch(text), _MONTH.fullmatch(text)))


def calendar_names(texts: Sequence[str]) -> frozenset[str]:
    """The days of the week and the months that cells begin with, each of no more than three words: "Mon 16"."""
    parts = (WORD.findall(text.casefold()) for text in texts)
    return frozenset(found[0] for found in parts if 0 < len(found) <= _PART_OF_DATE and found[0] in _calendar())


@cache
def _calendar() -> frozenset[str]:
    return frozenset(name.casefold().rstrip(".") for names in (*days(), *months()) for name in names)


def reach(row: GridRow) -> int:
    """How many places a row has up to its last cell with words."""
    return max((at for at, text in enumerate(row.texts) if text), default=-1) + 1


def spread(row: GridRow) -> list[tuple[int, int]]:
    """The places of the cells that are not blank, each as start and end: a merged cell counts once."""
    found: list[tuple[int, int]] = []
    same = len(row.texts) > 2 and len(set(row.texts)) == 1 and shape(row.texts[0]) == "x"  # merged, before it was saved
    for at, text in enumerate(row.texts):
        merged = bool(found) and found[-1][1] == at and (same or (bool(row.looks) and row.look(at) is row.look(at - 1)))
        if merged:
            found[-1] = (found[-1][0], at + 1)
        elif text:
            found.append((at, at + 1))
    return found
