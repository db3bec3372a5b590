"""How numbers, dates and times of a question limit the rows of a table, and the days of a roster."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.answerers.tables.asked import Asked, signs, unit_of
from bot.answerers.tables.indexed import NUMBERS, YEAR, Indexed
from bot.drafts import Condition, Relation
from bot.proof.grid import stemmed
from bot.proof.operations import bands, matching
from bot.proof.quantities import SCALES
from ingest.cells import is_money, months_by_name, typed
from ingest.text.calendar_names import days
from ingest.text.words import words

COMPARED: tuple[Relation, ...] = ("over", "under", "at least", "at most")
LEAVING_OUT = frozenset("without except excluding ohne sans sauf sin salvo".split())
DENYING = LEAVING_OUT | frozenset("not no non never neither nor other but nicht kein keine pas".split())
NEGATIVE = frozenset("no not none never without false".split())  # values that deny
_LIMITING = 3  # words before a number that may say how it limits
_ABOVE = frozenset("above over exceeding after since more greater higher later longer dearer larger".split())
_BELOW = frozenset("below under before less fewer lower earlier shorter cheaper smaller until".split())
_WITHIN = frozenset("since after until before".split())  # of which a day or an hour may be part of the time
_CLOCK = re.compile(
    r"(?<![\d.:$£€])(?P<hour>[01]?\d|2[0-3])"
    r"(?:[:.](?P<minutes>[0-5]\d)(?!\d)(?:\s?(?P<half>[ap])\.?m\b)?|\s?(?P<end>[ap])\.?m\b|\s?o['’]clock\b)",
    re.I,
)
_ROSTER = 3  # columns of days


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a question that choose rows.

    Attributes:
        condition: what the rows must meet.
        rows: those that do.
        places: of the words in the question.
        share: of the cell's telling words, how many the question has: 1 for all.
    """

    condition: Condition
    rows: frozenset[int]
    places: frozenset[int]
    share: float


def denies(word: str) -> bool:
    """Whether a word of a question denies what comes after it: "not", "isn't"."""
    return word in DENYING or word.endswith("n't")


def of_numbers(question: Asked, table: Indexed) -> Iterator[Link]:
    """Rows by comparison with a number, unless that number is part of a column's name: "visitors in 2023"."""
    strange = strange_to(question, table)
    for place, digits in question.numbers.items():
        named = any(digits in name for name in table.names) or _titles(question, table, place)
        relations = _relations(question, place)
        for at, kind in enumerate(table.kinds):
            fits = kind in NUMBERS or (kind == "date" and YEAR.fullmatch(digits))
            compares = fits and at not in strange[place] and not named
            if compares:
                yield from _limited(table, at, relations, _scaled(question, table, place, at), frozenset((place,)))
            if digits != question.words[place] and (same := table.exact.get((digits,), {}).get(at)):
                yield Link(Condition(at, "is", (digits,)), same, frozenset((place,)), 1.0)
            if kind in ("text", *NUMBERS) and (spanning := _spanning(question, table, place, at)):
                condition = Condition(at, "spans", (digits,))
                yield Link(condition, frozenset(spanning), frozenset((place,)), 0.99)

    for place, rank in question.ranks.items():
        for at, rows in table.exact.get((str(rank),), {}).items():
            yield Link(Condition(at, "is", (str(rank),)), rows, frozenset((place,)), 1.0)


def _limited(
    table: Indexed, at: int, relations: Iterable[Relation], value: str, places: frozenset[int]
) -> Iterator[Link]:
    """The relations of a column to a value that leave some rows out, and some in."""
    for relation in relations:
        condition = Condition(at, relation, (value,))
        rows = frozenset(matching(table.grid, [condition]))
        if rows and len(rows) < len(table.grid.cells):
            yield Link(condition, rows, places, 1.0)


def strange_to(question: Asked, table: Indexed) -> dict[int, frozenset[int]]:
    """The columns that a number of the question is not of, by its place: "300 pounds" are of a price, where one is."""
    found = {}
    for place in question.numbers:
        unit = unit_of(question, place)
        amounts = [at for at, kind in enumerate(table.kinds) if kind in (*NUMBERS, "date", "time")]
        own = {at for at in amounts if unit == table.kinds[at]}
        own |= {at for at in amounts if unit in table.names[at] and table.kinds[at] != "currency"}
        if unit == "currency":
            own |= {at for at in amounts if any(is_money(word.upper()) for word in words(table.grid.columns[at].name))}
        found[place] = frozenset(amounts) - own if own else frozenset()
    return found


def only_limits(question: Asked, place: int) -> bool:
    """Whether a number is but a limit, which no row need have: "more than 50"."""
    return place in question.numbers and len(_relations(question, place)) == 1


def _relations(question: Asked, place: int) -> tuple[Relation, ...]:
    """The relations to a number or date that the words before it leave: "above £300" is neither below it nor £300."""
    marks = signs(question)
    before = [word for at, word in enumerate(question.words[:place]) if at not in marks][-_LIMITING:]
    said = next((word for word in reversed(before) if word in _ABOVE or word in _BELOW), None)
    if said is None or not DENYING.isdisjoint(before):
        return COMPARED
    if said in _WITHIN:
        return ("over", "at least") if said in _ABOVE else ("under", "at most")
    return ("over",) if said in _ABOVE else ("under",)


def _titles(question: Asked, table: Indexed, place: int) -> bool:
    """Whether a number is a year that stands in the table's title: it says which table is meant, and limits nothing."""
    return bool(YEAR.fullmatch(question.numbers[place])) and question.stems[place] in table.context


def _scaled(question: Asked, table: Indexed, place: int, at: int) -> str:
    """A number as a column counts it: 18 for "18 million" where that counts millions."""
    scale = SCALES.get(question.words[place], 1)
    counted = scale > 1 and question.words[place] in words(table.grid.columns[at].name)
    return f"{float(question.numbers[place]) / scale:.15g}" if counted else question.numbers[place]


def _spanning(question: Asked, table: Indexed, place: int, at: int) -> list[int]:
    """The rows whose range of numbers ("100 - 499") holds a number; one of money only if the range is."""
    money = table.kinds[at] == "currency" or is_money(table.grid.columns[at].unit + table.grid.cells[0][at].text)
    if unit_of(question, place) == "currency" and not money:
        return []
    number = float(question.numbers[place])
    return [row for row, (low, high) in bands(table.grid, at).items() if low <= number <= high]


def of_dates(question: Asked, table: Indexed) -> Iterator[Link]:
    """Dates of a month at least, in any notation: on, before and after them."""
    columns = [at for at, kind in enumerate(table.kinds) if kind == "date"]
    for size in range(3, 1, -1) if columns else ():
        for begin in range(len(question.words) - size + 1):
            said = " ".join(question.words[begin : begin + size])
            titles = table.context.issuperset(question.stems[begin : begin + size])
            for at in [at for at in columns if typed(said, table.grid.columns[at]).kind == "date"]:
                for relation in ("is", *_relations(question, begin)):
                    condition = Condition(at, relation, (said,))
                    rows = frozenset(matching(table.grid, [condition]))
                    most = relation == "is" and 2 * len(rows) > len(table.grid.cells)
                    if rows and (most or not titles):  # of "October to December" each month says but which table
                        yield Link(condition, rows, frozenset(range(begin, begin + size)), 1.0)


def of_months(question: Asked, table: Indexed) -> Iterator[Link]:
    """Months that are named without a year, in a column that has each but once: in it, before and after it."""
    named = months_by_name()
    places = [at for at, word in enumerate(question.words) if word in named and question.stems[at] not in table.context]
    for at in [at for at, kind in enumerate(table.kinds) if kind == "date"] if places else ():
        values = [str(cell.value) for row in table.grid.cells if (cell := row[at]).kind == "date"]
        for place in [one for one in places if question.numbers.keys().isdisjoint((one - 1, one + 1))]:
            texts = {value[:4]: f"{question.words[place]} {value[:4]}" for value in values}
            month = {year: str(typed(said, table.grid.columns[at]).value) for year, said in texts.items()}
            there = {year for year in texts if any(value.startswith(month[year]) for value in values)}
            for year in there if len(there) == 1 else ():
                yield from _limited(table, at, ("is", *_relations(question, place)), texts[year], frozenset((place,)))


def of_times(question: Asked, table: Indexed) -> Iterator[Link]:
    """Times of the day, as people say them: at, before and after them."""
    columns = [at for at, kind in enumerate(table.kinds) if kind == "time"]
    for said in _CLOCK.finditer(question.text) if columns else ():
        half = (said["half"] or said["end"] or "").casefold()
        hour = int(said["hour"]) % 12 + 12 * (half == "p") if half else int(said["hour"])
        shown = f"{hour:02}:{said['minutes'] or '00'}"
        begin = len(words(question.text[: said.start()]))
        places = frozenset(range(begin, begin + len(words(said.group()))))
        relations = _relations(question, begin)
        for at in columns:
            yield from _limited(table, at, relations, shown, places)


def of_days(question: Asked, table: Indexed) -> Iterator[Link]:
    """Of a roster, whose columns are days, the rows with hours on a day that is named, and those with none.

    Who works has hours in the cell ("8-5"); who does not has a word alone there ("off") or nothing.
    """
    columns = [at for at, name in enumerate(table.names) if days_of_week() & {*name}]
    cells = [row[at].text for row in table.grid.cells for at in columns]
    own = [any(_has_digit(row[at].text) for at in columns) for row in table.grid.cells]
    for at in columns if 2 * sum(map(_has_digit, cells)) >= len(cells) and len(columns) >= _ROSTER else ():
        day = [place for place, one in enumerate(question.stems) if one in table.names[at]]
        idle = dict.fromkeys(row[at].text for row in table.grid.cells if not _has_digit(row[at].text))
        off = dict.fromkeys(row[at].text for row, works in zip(table.grid.cells, own, strict=True) if works)
        if not days_of_week() & {question.stems[place] for place in day}:
            continue
        sides: tuple[tuple[Relation, Iterable[str]], ...] = (
            ("not", idle),
            ("is", (text for text in off if text in idle)),
        )
        for relation, texts in sides:
            if values := tuple(filter(stemmed, texts)):
                condition = Condition(at, relation, values)
                yield Link(condition, frozenset(matching(table.grid, [condition])), frozenset(day), 1.0)


@cache
def days_of_week() -> frozenset[str]:
    """The stems of the names of the days, as they are shortened."""
    return frozenset(stemmed(name)[0] for name, _ in days())


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
