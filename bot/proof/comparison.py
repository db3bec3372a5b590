"""Which of two cited values is the larger or the later: read again from the characters that are cited."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.drafts import Claim, Comparison
from bot.proof.alignment import Place, locate
from bot.proof.measures import OF_TIME, OF_YEAR, Measure, measure_of
from bot.proof.operations import like
from ingest.cells import money_sign, number
from ingest.documents import Hit
from ingest.formats.table_columns import unit_of
from ingest.tables import Column
from ingest.text.words import stems

_COLUMN = Column("")
_SAID = {
    "date": "days",
    OF_YEAR: "days",
    "%": "percentage points",
}  # what two of a unit are apart by, where it is not that unit


def compared(claim: Claim, hits: Sequence[Hit]) -> tuple[Claim, tuple[Place, ...]]:
    """A claim with the sentence that its quotes decide, and their places; () if they do not."""
    places = tuple(place for quote in claim.quotes if (place := locate(quote, hits)))
    if claim.comparison is None or len(places) != len(claim.comparison.things):
        return claim, ()
    there = {(hits[place.hit].passage.source, place.start, place.end) for place in places}
    if len(there) == len({*claim.comparison.values}) == 1:
        return claim, ()  # a thing is not compared with itself
    texts = [f"{hits[place.hit].passage.above}\n{place.text}" for place in places]
    columns = [hits[place.hit].passage.columns for place in places]
    sentence, bold = decided(claim.comparison, (texts[0], texts[1]), (columns[0], columns[1]))
    return replace(claim, text=sentence, bold=bold), places if sentence else ()


def decided(
    comparison: Comparison, cited: tuple[str, str], columns: tuple[str, str] = ("", "")
) -> tuple[str, tuple[int, int] | None]:
    """The sentence that says which of two things is asked for, and the thing in it; "" where that cannot be told.

    Args:
        comparison: the things and their values.
        cited: what is cited for each, with the title and heading that it stands under.
        columns: the names of the columns of each, see `ingest.documents.Passage.columns`.
    """
    pairs = list(zip(comparison.things, comparison.values, cited, strict=True))
    if not all(value in text and _named(thing, text) for thing, value, text in pairs):
        return "", None
    measured = (_measured(*each) for each in zip(comparison.values, cited, columns, strict=True))
    first, second = map(measure_of, measured)
    if first and second and first.unit != second.unit and all(map(str.isdecimal, comparison.values)):
        # Beside 2500 the number 2000 is no year.
        first, second = (Measure(0, len(value), "", float(value)) for value in comparison.values)
    if first is None or second is None or first.unit != second.unit:
        return "", None
    if comparison.wanted == "difference":
        return _apart(comparison, (first, second))
    if first.value == second.value:
        return f"The same: {_told(pairs[0])} and {_told(pairs[1])}.", (0, len("The same"))
    ahead = (first.value > second.value) == (comparison.wanted == "most")
    chosen, other = (pairs[0], pairs[1]) if ahead else (pairs[1], pairs[0])
    thing = _bare(chosen[0])
    return f"{thing[0].upper()}{thing[1:]}: {_flat(chosen[1])}; {_told(other)}.", (0, len(thing))


def _apart(comparison: Comparison, measures: tuple[Measure, Measure]) -> tuple[str, tuple[int, int] | None]:
    """By how much two measures differ, written as they are; of dates in days."""
    first, second = measures
    apart, unit = abs(first.value - second.value), first.unit
    written = re.sub(r"^\D*\d[\d.,]*|^\w+", "", comparison.values[0]).strip()  # the unit as the text has it
    if unit in _SAID:
        said = f"{apart:g} {_SAID[unit]}"
    elif all(number(value) for value in comparison.values) and not first.scaled and not second.scaled:
        said = like(comparison.values, apart, _COLUMN)
    else:
        said = f"{unit}{apart:,g}" if unit in ("$", "€", "£") else f"{apart:,g} {written}".strip()
    head = "The difference is "
    more, less = ("later", "earlier") if unit in OF_TIME else ("more", "less")
    side = f"is {more if first.value > second.value else less} than" if apart else "and"
    return f"{head}{said} ({f' {side} '.join(map(_flat, comparison.values))}).", (len(head), len(head) + len(said))


def _measured(value: str, text: str, columns: str) -> str:
    """A value with the unit that its heading gives, in the row that is cited or above it: "8.00" of "fee_eur: 8.00"."""
    headed = re.search(rf"(?:^|[;\n])\s*([^;:\n]+):\s*{re.escape(value)}(?![\w.,])", text)
    cells = [cell.strip() for cell in text.rpartition("\n")[2].strip(" |").split("|")] if columns else []
    names = dict(zip(cells, columns.strip(" |").split("|"), strict=False))
    heading = headed[1] if headed else names.get(value, "")
    unit = unit_of(heading.strip()) if value.replace(".", "").isdecimal() else ""
    return f"{value} {money_sign(unit)}".rstrip()


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
