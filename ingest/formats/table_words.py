"""Whether the first of some rows of words is one of them or names their columns: told by how its cells look.

A logistic regression of what the columns show; `python -m bot.learning.tables.headings` makes its weights.
"""

import re
from collections.abc import Sequence

_LEAST = 3  # rows below that show what the columns hold
_SIGN = re.compile(r"[^\w\s]|\d")
_WORD = re.compile(r"\w+")
WEIGHTS = {
    "elsewhere": -5.68,
    "lacks": 4.04,
    "has": -4.85,
    "says": -2.43,
    "longer": 2.33,
    "shorter": 2.09,
    "alike": -5.67,
    "one word": 3.47,
    "blank": -8.3,
}
THRESHOLD = -1.17  # of what two headings in a hundred fall below


def is_one_of(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row looks like those below it; where too little shows that, it does not."""
    shown = features(first, below)
    return shown is not None and sum(WEIGHTS[name] * value for name, value in shown.items()) < THRESHOLD


def features(first: Sequence[str], below: Sequence[Sequence[str]]) -> dict[str, float] | None:
    """What the columns show of the first row, each figure the mean over them; None where that is too little.

    Scripts without capitals show less than these were learned from.
    """
    columns = [[row[at] for row in below if at < len(row) and row[at]] for at in range(len(first))]
    cased = any(sign.isupper() or sign.islower() for text in first for sign in text)
    if len(below) < _LEAST or not cased or not any(columns):
        return None
    everywhere = [{cell.casefold() for cell in cells} for cells in columns]
    shown = [
        _shown(text, columns[at], text.casefold() in set().union(*everywhere[:at], *everywhere[at + 1 :]))
        for at, text in enumerate(first)
        if columns[at]
    ]
    return {name: sum(one.get(name, 0.0) for one in shown) / len(shown) for name in WEIGHTS}


def _shown(text: str, cells: Sequence[str], elsewhere: bool) -> dict[str, float]:
    """Of a cell of the first row and those below it, shares of these.

    It occurs in another column; they have a sign that it lacks, or one that it has; they have one of its several words;
    they are longer, or shorter; they are written as it is. And it is one word, or blank.
    """
    if not text:
        return {"blank": 1.0}
    signs, words = _signs(text), [word.casefold() for word in _WORD.findall(text)]
    theirs = [_signs(cell) for cell in cells]
    spoken = [{word.casefold() for word in _WORD.findall(cell)} for cell in cells]
    return {
        "elsewhere": float(elsewhere),
        "lacks": max((_share([sign in one for one in theirs]) for sign in set().union(*theirs) - signs), default=0.0),
        "has": max((_share([sign in one for one in theirs]) for sign in signs), default=0.0),
        "says": max((_share([word in one for one in spoken]) for word in words if len(words) > 1), default=0.0),
        "longer": _share([len(cell) > len(text) for cell in cells]),
        "shorter": _share([len(cell) < len(text) for cell in cells]),
        "alike": _share([_form(cell) == _form(text) for cell in cells]),
        "one word": float(len(words) == 1),
    }


def _signs(text: str) -> set[str]:
    """The signs that are neither letters nor spaces; all digits are one."""
    return {"0" if sign.isdigit() else sign for sign in _SIGN.findall(text)}


def _form(text: str) -> tuple[bool, bool]:
    """Whether it has several words, and whether all begin with a capital."""
    words = _WORD.findall(text)
    return len(words) > 1, all(word[0].isupper() for word in words)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found)
