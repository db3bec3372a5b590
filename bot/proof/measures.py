"""What words say of how much, or when: numbers with their units, and dates."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

from bot.proof.quantities import MONEY, SCALES
from bot.question.names import weak_stems
from bot.question.spellings import DIGITS
from ingest.cells import months_by_name, typed
from ingest.tables import Column
from ingest.text.words import stem

_DATE = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)? [^\W\d_]{3,12}\.?,? \d{4}|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?, \d{4}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}"
)
_YEAR = re.compile(r"(?<![\d.,])(?:1\d{3}|20\d\d)(?![\d%]|[.,]\d)")
_WORD = "|".join(sorted(DIGITS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![\w.,/-])(?P<before>[$€£]\s?)?(?:(?P<digits>\d(?:[\d.,’]*\d)?)(?P<k>k\b)?|(?P<word>{_WORD})\b)(?![\d/-])"
    rf"(?P<scale>\s(?:{'|'.join(SCALES)})\b)?"
    r"(?P<after>\s?(?:%|°\s?[CF]?|[€£$]|per\s?cent\b|[^\W\d_]+))?",
    re.I,
)
_TO = re.compile(r"\s*(?:to|bis|à|a|[–-])\s*", re.I)
_MONEY = {**MONEY, "eur": "€"}
_DAY, OF_YEAR, _LEAP = "date", "day of the year", 2024
OF_TIME = (_DAY, OF_YEAR)
_COLUMN = Column("")


@dataclass(frozen=True, slots=True)
class Measure:
    """How much, or when.

    Attributes:
        start, end: of its words in the text.
        unit: a sign or the stem of a word; "" for a bare number, "date" for a date, `OF_YEAR` for one without its year.
        value: how much of it; of a date the day's number.
        scaled: whether it is written with "million" and the like.
    """

    start: int
    end: int
    unit: str
    value: float
    scaled: bool = False


def of_time(one: Measure, text: str) -> bool:
    """Whether a measure of a text is a date or a year."""
    return one.unit in OF_TIME or (not one.unit and bool(_YEAR.fullmatch(text, one.start, one.end)))


def measures(text: str) -> list[Measure]:
    """All that a text says of how much and when, in order; a range is two of them."""
    days = list(_days(text))
    numbers = (one for one in _numbers(text) if not any(day.start < one.end and one.start < day.end for day in days))
    found = sorted((*days, *numbers), key=lambda one: one.start)
    for at, (one, other) in reversed([*enumerate(pairwise(found))]):
        if not one.unit and other.unit not in OF_TIME and _TO.fullmatch(text, one.end, other.start):
            found[at] = replace(one, unit=found[at + 1].unit)  # "from 60 to 80 pounds"
    return found


def measure_of(text: str) -> Measure | None:
    """The one measure in some words; a year alone is a date. None where there is none, or several."""
    found = measures(text)
    if len(found) != 1:
        return None
    years = _YEAR.findall(text)
    if years and len(re.findall(r"\d+", text)) == 1:
        return Measure(found[0].start, found[0].end, _DAY, float(date(int(years[0]), 7, 1).toordinal()))
    return found[0]


def _days(text: str) -> Iterator[Measure]:
    for found in _of_year().finditer(text):
        day, month = (found["day"], found["month"]) if found["day"] else (found["late"], found["early"])
        if month == "may":
            continue  # "may 5 people come"
        with suppress(ValueError):  # 31 June
            when = date(_LEAP, months_by_name()[month.casefold()], int(day))
            yield Measure(*found.span(), OF_YEAR, float(when.toordinal()))
    for found in _DATE.finditer(text):
        cell = typed(found[0], _COLUMN)
        if cell.kind == "date" and isinstance(cell.value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", cell.value):
            yield Measure(*found.span(), _DAY, float(date.fromisoformat(cell.value).toordinal()))


@cache
def _of_year() -> re.Pattern[str]:
    """A day without a year: "20 March", "March 20th"."""
    names = "|".join(sorted((name for name in months_by_name() if name.isalpha()), key=len, reverse=True))
    day, end = r"(?:[12]?\d|3[01])", r"(?:st|nd|rd|th)?\b"
    none = r"(?![ ,]{0,2}\d{4})"
    return re.compile(
        rf"\b(?P<day>{day}){end}\.? (?:of )?(?P<month>{names})\b{none}|\b(?P<early>{names}) (?P<late>{day}){end}{none}",
        re.I,
    )


def _numbers(text: str) -> Iterator[Measure]:
    for found in _NUMBER.finditer(text):
        cell = typed(found["digits"] or DIGITS[found["word"].lower()], _COLUMN)
        if not isinstance(cell.value, (int, float)):
            continue
        scale = SCALES.get((found["scale"] or "").strip().lower(), 1.0) * (1e3 if found["k"] else 1.0)
        unit, end = _unit(found)
        yield Measure(found.start(), end, unit, float(cell.value) * scale, scale > 1)


def _unit(found: re.Match[str]) -> tuple[str, int]:
    """The unit of a number, and where the number with it ends."""
    bare = found.end("scale") if found["scale"] else found.end("k") if found["k"] else found.end("digits")
    bare = max(bare, found.end("word"))
    after = (found["after"] or "").strip().lower()
    if found["before"]:
        return found["before"].strip(), bare
    if after in _MONEY or after in _MONEY.values():
        return _MONEY.get(after, after), found.end()
    if re.fullmatch(r"per\s?cent|%", after):
        return "%", found.end()
    known = stem(after) if after else ""
    return (known, found.end()) if known and known not in weak_stems() else ("", bare)
