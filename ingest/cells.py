"""What a cell of a table says: a number, a date, an amount of money, a share or a text, in any notation."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from ingest.tables import Cell, Column, Kind

_SPACE = " \u00a0\u2009\u202f"
_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<before>[^\d\s.,()+−–-]{{1,4}})?[{_SPACE}]?(?P<sign>[+−–-])?[{_SPACE}]?"
    rf"(?P<money>[^\w\s.,()+-])?[{_SPACE}]?(?P<digits>\d[\d.,'’{_SPACE}]*\d|\d|[.,]\d+)"
    rf"(?:[{_SPACE}]?(?P<after>[^\d\s.,;:()/-][^\s()]{{0,15}}))?(?P<close>\))?(?P<percent>[{_SPACE}]?%)?"
)
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_POWER = re.compile(r"\d\^|\b10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]")
_NOTE = re.compile(r"(?<=\d)(?: ?\[\d{1,3}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)$")  # the mark of one, behind a number
_BLANK = re.compile(r"[\s.?*/–—−-]*")
_ISO = re.compile(r"(\d{4})-(\d\d?)(?:-(\d\d?))?(?:[T ]\d\d?:\d\d.*)?")
_PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?: \d\d?:\d\d.*)?")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:\.|st|nd|rd|th|er)?[ -](?:de )?)?([^\W\d_]{3,12})\.?(?:[ -](\d{1,2})(?:st|nd|rd|th)?,)?,?"
    r"[ -](?:de )?(\d{4})"
)
_OF_YEAR = re.compile(
    r"\d{1,2}(?:\.|st|nd|rd|th|er)?[ -](?:de )?([^\W\d_]{3,12})\.?|([^\W\d_]{3,12})\.?[ -]\d{1,2}(?:st|nd|rd|th)?"
)
_IN_TEXT = re.compile(
    rf"(?<![\w.,/-])(?:\d{{4}}-\d\d?(?:-\d\d?)?|\d{{1,2}}([./])\d{{1,2}}\1\d{{4}}|{_WORDS.pattern})(?![\w/-])"
)
_TWO_DIGITS = 70  # of a year: from here on the last century is meant


def typed(text: str, column: Column) -> Cell:
    """A cell as its column lets it be read: "1.234" is 1234 where the column's decimal mark is the comma."""
    if _BLANK.fullmatch(text):
        return Cell(text, "empty")
    if (day := _date(text, column.dates)) is not None:
        return Cell(text, "date", day or None)
    found = None if _POWER.search(text) else number(_NOTE.sub("", text))
    value = None if found is None else _value(found["digits"], column.decimal or ".")
    if found is None or value is None:
        return Cell(text, "text")
    negative = found["sign"] in ("-", "−", "–") or bool(found["open"] and found["close"])
    unit, kind = _unit(found, column)
    return Cell(text, kind, -value if negative else value, unit)


def number(text: str) -> re.Match[str] | None:
    """A number with what stands before and after it, or None: the text is none, or it is a code with leading zeros."""
    found = _NUMBER.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    digits = found["digits"]
    if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
        return None
    before = found["before"]
    return found if not before or is_money(before) or not before[0].isalnum() else None


def decimal_marks(texts: Iterable[str]) -> Iterator[str]:
    """The decimal mark of each number that shows it: "." or ","."""
    for text in texts:
        if (found := _NUMBER.fullmatch(text)) and (mark := _decimal(found["digits"])):
            yield mark


def date_orders(texts: Iterable[str]) -> Iterator[str]:
    """The order of each date that shows it: "dmy" or "mdy"."""
    for text in texts:
        if found := _PARTS.fullmatch(text):
            first, second = int(found[1]), int(found[3])
            if found[2] == "." or first > 12 >= second:
                yield "dmy"
            elif second > 12 >= first:
                yield "mdy"


def dates_in(text: str) -> Iterator[tuple[str, int, int]]:
    """The dates in a running text, in order: in ISO 8601 as far as they are given, and where they start and end.

    What is no date for sure ("4.5.2025" in which the month cannot be told) is left out.
    """
    for found in _IN_TEXT.finditer(text):
        if day := _date(found.group(), "dmy" if "." in found.group() else ""):
            yield day, found.start(), found.end()


@cache
def is_money(text: str) -> bool:
    """Whether this is a currency's sign or code."""
    from babel import Locale

    return any(sign in "$€£¥₹₽₩₺₴₪₫฿₦" for sign in text) or text in Locale("en").currencies


def money_sign(text: str) -> str:
    """A currency's sign by its code: "£" of "GBP"; the text itself where it is no code, or has no sign."""
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(text, "en")


def _decimal(digits: str) -> str:
    marks = [sign for sign in digits if sign in ".,"]
    if not marks or _INDIAN.fullmatch(digits):
        return "." if marks else ""
    other = "," if marks[-1] == "." else "."
    if len(set(marks)) > 1:
        return marks[-1]
    if len(marks) > 1:
        return other
    whole, _, rest = digits.rpartition(marks[0])
    return "" if len(rest) == 3 and 0 < len(whole) <= 3 and whole != "0" else marks[0]


def _value(digits: str, decimal: str) -> float | None:
    if digits.isdecimal():
        return float(digits)
    shown = _decimal(digits) or decimal
    plain = "".join(sign for sign in digits if sign.isdigit() or sign == shown).replace(",", ".")
    groups = re.split(rf"[^\d{re.escape(shown)}]", digits.split(shown)[0] if shown in digits else digits)
    if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) not in (2, 3) for group in groups[1:])):
        return None
    return float(plain) if plain.count(".") <= 1 else None


def _unit(found: re.Match[str], column: Column) -> tuple[str, Kind]:
    after = found["after"] or ""
    money = next((one for one in (found["before"], found["money"], after) if one and is_money(one)), "")
    if found["percent"] or after == "%":
        return "%", "percent"
    if money:
        return money, "currency"
    unit = after or column.unit
    return unit, "percent" if unit == "%" else "currency" if unit and is_money(unit) else "number"


def _date(text: str, order: str) -> str | None:
    """A date in ISO 8601; "" if its order or its year cannot be told; None if it is no date."""
    if found := _ISO.fullmatch(text):
        return _iso(int(found[1]), int(found[2]), int(found[3] or 0))
    if found := _PARTS.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if len(found[4]) == 2:
            year += 1900 if year >= _TWO_DIGITS else 2000
        own = next(date_orders([text]), order)
        if not own:
            return _iso(year, first, second) if first == second else ""
        return _iso(year, second, first) if own == "dmy" else _iso(year, first, second)
    if (found := _WORDS.fullmatch(text)) and (month := months_by_name().get(found[2].casefold())):
        return _iso(int(found[4]), month, int(found[1] or found[3] or 0))
    if (found := _OF_YEAR.fullmatch(text)) and (found[1] or found[2]).casefold() in months_by_name():
        return ""
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if day else date(year, month, 1).isoformat()[:7]
    except ValueError:
        return None


@cache
def months_by_name() -> dict[str, int]:
    """The names of months, short ones too, in the languages whose words are known (ingest/text/language.py)."""
    from babel import Locale

    from ingest.text.language import LANGUAGES

    found: dict[str, int] = {}
    for code in reversed(LANGUAGES):  # of two languages that use a name for different months, the first counts
        for form in Locale(code).months.values():
            for names in form.values():
                found.update({name.rstrip(".").casefold(): number for number, name in names.items() if len(name) > 2})
    return found
