"""Every computation that a question may mean, over one table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bot.answerers.tables.asked import Asked
from bot.answerers.tables.indexed import MEASURED, NUMBERS, Indexed
from bot.answerers.tables.linking import COMPARED, Link, links
from bot.answers import Condition, Operation, Relation
from bot.proof.operations import operate
from bot.question.names import weak_stems

_PAIRED = 9  # links that are combined by two
_CHOICES = 30  # sets of conditions
_COMPARING = 20  # sets with a comparison, and comparisons
_SHOWN, _MEASURED = 5, 4  # columns that are shown, and measured by, where many combine
_LISTED = 60  # values of a list


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows a computation is done with.

    Attributes:
        conditions: that they meet.
        links: the words that say so.
        rows: their numbers.
        either: whether two values of one column are wanted, either of them.
    """

    conditions: tuple[Condition, ...]
    links: tuple[Link, ...]
    rows: tuple[int, ...]
    either: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A computation that a question may mean, and what comes of it; see `bot.answers.Computation`."""

    operation: Operation
    choice: Choice
    columns: tuple[int, ...]
    by: int | None
    factor: float
    rows: tuple[int, ...]
    result: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near each column's name is to the question.

    Attributes:
        shared: share of the telling words of its name that the question has.
        alike: the greatest cosine between a word of its name and a telling word of the question.
        focus: the greatest cosine with the word that is asked for.
        places: of the words of the question that stand in its name.
    """

    shared: tuple[float, ...]
    alike: tuple[float, ...]
    focus: tuple[float, ...]
    places: tuple[frozenset[int], ...]

    def total(self, at: int) -> float:
        """One number for a column."""
        return self.shared[at] + self.alike[at] + self.focus[at]


def nearness(question: Asked, table: Indexed) -> Nearness:
    """Compare the columns' names with the question's words."""
    told = [at for at, tells in enumerate(question.telling) if tells]
    there = {question.stems[at] for at in told}
    every = frozenset(question.stems)  # "since when", of a column whose whole name is "Since"
    shared, alike, focus, places = [], [], [], []
    for name, vectors in zip(table.names, table.meanings, strict=True):
        known = every if weak_stems().issuperset(name) else there
        shared.append(sum(one in known for one in name) / len(name) if name else 0.0)
        near = vectors @ question.vectors[told].T if told and len(vectors) else np.zeros((1, 1))
        alike.append(float(near.max()))
        at = question.focus
        focus.append(float((vectors @ question.vectors[at]).max()) if at >= 0 and len(vectors) else 0.0)
        sought = range(len(question.stems)) if known is every else told
        places.append(frozenset(place for place in sought if question.stems[place] in name))
    return Nearness(tuple(shared), tuple(alike), tuple(focus), tuple(places))


def choices(question: Asked, table: Indexed, near: Nearness) -> list[Choice]:
    """Sets of conditions: none, one, two, either of two values; of those that choose the same rows the best.

    Of comparisons those come first whose column is nearest to the question.
    """
    found = links(question, table)
    compared = sorted(filter(_compares, found), key=lambda link: -near.total(link.condition.column))
    found = [link for link in found if not _compares(link)] + compared[:_COMPARING]
    every = tuple(range(len(table.grid.cells)))
    sets = [Choice((), (), every), *(_choice((link,)) for link in found)]
    for one, other in combinations(found[:_PAIRED] + [link for link in found[_PAIRED:] if _compares(link)], 2):
        if one.places & other.places or not (one.share == 1.0 or other.share == 1.0 or len(found) < _PAIRED):
            continue
        same = one.condition.column == other.condition.column
        relations = {one.condition.relation, other.condition.relation}
        if same and relations == {"not"} and (rows := one.rows & other.rows):
            values = (*one.condition.values, *other.condition.values)
            both = Condition(one.condition.column, "not", values)
            sets.append(Choice((both,), (one, other), tuple(sorted(rows))))
            continue
        if same and relations <= {"is", "holds"} and not one.rows & other.rows:
            values = (*one.condition.values, *other.condition.values)
            relation: Relation = "holds" if "holds" in relations else "is"
            condition = Condition(one.condition.column, relation, values)
            sets.append(Choice((condition,), (one, other), tuple(sorted(one.rows | other.rows)), either=True))
        elif (rows := one.rows & other.rows) and not rows == one.rows == other.rows:
            sets.append(Choice((one.condition, other.condition), (one, other), tuple(sorted(rows))))
    best: dict[tuple[tuple[int, ...], str], Choice] = {}
    for choice in sorted(sets, key=lambda one: _covered(question, one)):
        best[choice.rows, next((link.condition.relation for link in choice.links if _compares(link)), "")] = choice
    ranked = sorted(best.values(), key=lambda one: -_covered(question, one))
    plain = [one for one in ranked if not any(map(_compares, one.links))]
    return plain[:_CHOICES] + [one for one in ranked if any(map(_compares, one.links))][:_COMPARING]


def _choice(found: tuple[Link, ...]) -> Choice:
    return Choice(tuple(link.condition for link in found), found, tuple(sorted(found[0].rows)))


def _compares(link: Link) -> bool:
    return link.condition.relation in COMPARED


def _covered(question: Asked, choice: Choice) -> float:
    places = {at for link in choice.links for at in link.places if question.telling[at]}
    shares = [link.share for link in choice.links]
    exact = sum(link.condition.relation == "is" for link in choice.links)
    return 0.1 * exact + len(places) + (sum(shares) / len(shares) if shares else 0.6) - 0.3 * len(choice.links)


def queries(question: Asked, table: Indexed, near: Nearness) -> Iterator[Query]:
    """The computations that make sense over a table, each with its result."""
    order = sorted(range(len(table.kinds)), key=lambda at: -near.total(at))
    measured = [at for at in order if table.kinds[at] in MEASURED]
    seen = set()
    for choice in choices(question, table, near):
        for operation, columns, by, factor in _forms(question, table, near, choice, order, measured):
            found = operate(table.grid, operation, choice.rows, columns, by, factor)
            if found is None or len(found[1]) > _LISTED:
                continue
            key = (operation, columns, by, factor, found, len(choice.conditions))
            if key not in seen:
                seen.add(key)
                yield Query(operation, choice, columns, by, factor, *found)


Form = tuple[Operation, tuple[int, ...], int | None, float]


def _forms(
    question: Asked, table: Indexed, near: Nearness, choice: Choice, order: Sequence[int], measured: Sequence[int]
) -> Iterator[Form]:
    several = len(choice.rows) > 1
    bound = (
        {condition.column for condition in choice.conditions if condition.relation == "is"}
        if not choice.either
        else set()
    )
    free = [at for at in order if at not in bound]
    if choice.conditions or several:
        yield from (("list", (at,), None, 1.0) for at in free)
        yield "count", (), None, 1.0
    if several:
        yield from _of_many(question, table, free, measured)
    else:
        for at in order[:_SHOWN]:
            yield "next", (at,), None, 1.0
            yield "previous", (at,), None, 1.0
        yield from _of_one(question, table, near, choice, free)


def _of_many(question: Asked, table: Indexed, free: Sequence[int], measured: Sequence[int]) -> Iterator[Form]:
    numbers = [at for at in measured if table.kinds[at] in NUMBERS]
    # What a row is called is always worth showing: "who" and "which" ask for it without its column's name.
    shown = [at for rank, at in enumerate(free) if rank < _SHOWN or at == table.label]
    for at in numbers[:_MEASURED]:
        for operation in ("sum", "average", "range"):
            yield operation, (at,), None, 1.0
    parts = tuple(sorted(at for at in numbers if at not in table.totals))
    if len(parts) > 1:
        yield "sum", parts, None, 1.0
        yield "average", parts, None, 1.0
    for by in measured[:_MEASURED]:
        yield "highest", (by,), None, 1.0
        yield "lowest", (by,), None, 1.0
        for at in [one for one in shown if one != by]:
            for rank in (1, *sorted(set(question.ranks.values()))):
                yield "most", (at,), by, float(rank)
                yield "least", (at,), by, float(rank)
    for at in shown:
        for operation in ("first", "last", "frequent", "distinct"):
            yield operation, (at,), None, 1.0  # type: ignore[misc]  # as above


def _of_one(question: Asked, table: Indexed, near: Nearness, choice: Choice, free: Sequence[int]) -> Iterator[Form]:
    numbers = [at for at in sorted(free) if table.kinds[at] in NUMBERS]
    named = sorted((at for at in numbers if near.places[at]), key=lambda at: min(near.places[at]))
    for one in named[:4]:
        for other in named[:4]:
            if one != other:
                yield "difference", (one, other), None, 1.0
                yield "change", (one, other), None, 1.0
    parts = tuple(at for at in numbers if at not in table.totals)
    if len(parts) > 1:
        for operation in ("column most", "column least", "sum", "average"):
            yield operation, parts, None, 1.0
    if len(named) > 1 and len(named) < len(numbers):
        yield "sum", tuple(named), None, 1.0
        yield "average", tuple(named), None, 1.0
    by_near = sorted(
        numbers, key=lambda at: -near.total(at) - (table.grid.cells[choice.rows[0]][at].kind == "currency")
    )
    for place, digits in question.numbers.items():
        if not any(place in link.places for link in choice.links) and 1 < float(digits) < 1000:
            yield from (("times", (at,), None, float(digits)) for at in by_near[:3])
