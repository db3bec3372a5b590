"""Which of two cited values is the larger or the later: read again from the characters that are cited."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answers import Claim, Comparison
from bot.proof.alignment import Place, locate
from ingest.cells import typed
from ingest.documents import Hit
from ingest.tables import Column
from ingest.text.words import stems

_DATE = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)? [^\W\d_]{3,12}\.?,? \d{4}|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?, \d{4}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}"
)
_YEAR = re.compile(r"(?<![\d.,])(?:1\d{3}|20\d\d)(?![\d%]|[.,]\d)")
_NUMBER = re.compile(r"[$€£]?\s?\d[\d.,]*(?:\s?(?:%|[^\W\d_]+))?")
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_COLUMN = Column("")
Value = tuple[str, float]  # unit, and how much of it; of dates "date" and the day


def compared(claim: Claim, hits: Sequence[Hit]) -> tuple[Claim, tuple[Place, ...]]:
    """A claim with the sentence that its quotes decide, and their places; () if they do not."""
    places = tuple(place for quote in claim.quotes if (place := locate(quote, hits)))
    if claim.comparison is None or len(places) != len(claim.comparison.things):
        return claim, ()
    texts = [f"{hits[place.hit].passage.above}\n{place.text}" for place in places]
    sentence, bold = decided(claim.comparison, (texts[0], texts[1]))
    return replace(claim, text=sentence, bold=bold), places if sentence else ()


def decided(comparison: Comparison, cited: tuple[str, str]) -> tuple[str, tuple[int, int] | None]:
    """The sentence that says which of two things is asked for, and the thing in it; "" where that cannot be told.

    Args:
        comparison: the things and their values.
        cited: what is cited for each, with the title and heading that it stands under.
    """
    pairs = list(zip(comparison.things, comparison.values, cited, strict=True))
    if not all(value in text and _named(thing, text) for thing, value, text in pairs):
        return "", None
    first, second = (value_of(value) for value in comparison.values)
    if first is None or second is None or first[0] != second[0]:
        return "", None
    if first[1] == second[1]:
        return f"The same: {_told(pairs[0])} and {_told(pairs[1])}.", (0, len("The same"))
    ahead = (first[1] > second[1]) == (comparison.wanted == "most")
    chosen, other = (pairs[0], pairs[1]) if ahead else (pairs[1], pairs[0])
    thing = _bare(chosen[0])
    return f"{thing[0].upper()}{thing[1:]}: {_flat(chosen[1])}; {_told(other)}.", (0, len(thing))


def value_of(text: str) -> Value | None:
    """The one value in some words: a date, a year, or a number with its unit; None where there is none or several."""
    days = [cell.value for found in _DATE.finditer(text) if (cell := typed(found[0], _COLUMN)).kind == "date"]
    if days:
        whole = len(days) == 1 and isinstance(days[0], str) and re.fullmatch(r"\d{4}-\d\d-\d\d", days[0])
        return ("date", float(date.fromisoformat(str(days[0])).toordinal())) if whole else None
    years = _YEAR.findall(text)
    if len(years) == 1 and len(re.findall(r"\d+", text)) == 1:
        return ("date", float(date(int(years[0]), 7, 1).toordinal()))
    found = list(_NUMBER.finditer(text))
    return _number(found[0][0]) if len(found) == 1 else None


def _number(text: str) -> Value | None:
    digits = re.search(r"\d(?:[\d.,]*\d)?", text)
    if digits is None:
        return None
    cell = typed(digits[0], _COLUMN)
    if not isinstance(cell.value, (int, float)):
        return None
    before, after = text[: digits.start()].strip(), text[digits.end() :].strip()
    scale = _SCALES.get(after.lower(), 1.0)
    unit = before or ("" if scale > 1 else (stems(after) or [after])[0] if after else "")
    return unit, float(cell.value) * scale


def _named(thing: str, text: str) -> bool:
    """Whether what is cited speaks of a thing: holds most of its words."""
    own, there = set(stems(_bare(thing))), set(stems(text))
    return not own or 2 * len(own & there) >= len(own)


def _bare(thing: str) -> str:
    """A thing without the preposition and the article before it: "in 2023" -> "2023"."""
    return (
        re.sub(r"^(?:(?:in|for|at|on|of|with|by|during|from|to)\s+)?(?:(?:the|an?)\s+)?", "", thing, flags=re.I)
        or thing
    )


def _told(pair: tuple[str, str, str]) -> str:
    return f"{_bare(pair[0])}: {_flat(pair[1])}"


def _flat(value: str) -> str:
    return " ".join(value.split()).rstrip(".")
