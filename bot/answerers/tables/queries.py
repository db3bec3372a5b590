"""Every computation that a question may mean, over one table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answerers.tables.asked import Asked
from bot.answerers.tables.choices import Choice, choices
from bot.answerers.tables.indexed import MEASURED, NUMBERS, Indexed
from bot.answerers.tables.nearness import Nearness
from bot.answerers.tables.unmeant import DATED, chosen_by, ends_of, left_out, less_named, other_dates, wrong_end
from bot.drafts import Operation
from bot.proof.operations import operate

_SHOWN, _MEASURED = 5, 4  # columns that are shown, and measured by, where many combine
_LISTED = 60  # values of a list
SHOWING = ("list", "first", "last", "next", "previous", "most", "least")  # what shows cells of rows


@dataclass(frozen=True, slots=True)
class Query:
    """A computation that a question may mean, and what comes of it; see `bot.drafts.Computation`."""

    operation: Operation
    choice: Choice
    columns: tuple[int, ...]
    by: int | None
    factor: float
    rows: tuple[int, ...]
    result: tuple[str, ...]

    def shown(self, table: Indexed) -> int | None:
        """The one column that it is done with; that of the names for all columns of what a row is called."""
        names = self.operation in SHOWING and len(self.columns) > 1
        return table.label if names else self.columns[0] if len(self.columns) == 1 else None


def queries(question: Asked, table: Indexed, near: Nearness) -> Iterator[Query]:
    """The computations that make sense over a table, each with its result."""
    denied = left_out(question, near)
    order = sorted((at for at in range(len(table.kinds)) if at not in denied), key=lambda at: -near.total(at))
    measured = [at for at in order if table.kinds[at] in MEASURED]
    others, ends = less_named(question, table, near), ends_of(question)
    seen = set()
    strange = other_dates(table, near)
    meant = (one for one in choices(question, table, near) if not chosen_by(one, strange, DATED))
    for choice in (one for one in meant if not chosen_by(one, others)):
        for operation, columns, by, factor in _forms(question, table, near, choice, order, measured):
            used = columns[0] if by is None and columns else by
            if wrong_end(ends, table, operation, used) or (used in others and len(columns) == 1):
                continue
            columns = _whole(table, near, operation, columns, choice)
            found = operate(table.grid, operation, choice.rows, columns, by, factor)
            if found is None or len(found[1]) > _LISTED:
                continue
            key = (operation, columns, by, factor, found, len(choice.conditions))
            if key not in seen:
                seen.add(key)
                yield Query(operation, choice, columns, by, factor, *found)


def _whole(
    table: Indexed, near: Nearness, operation: Operation, columns: tuple[int, ...], choice: Choice
) -> tuple[int, ...]:
    """The columns that are shown: for a part of what a row is called, or its code, the whole, if neither is named.

    A code that is named comes with what it stands for, if that does not say which row is meant.
    """
    if operation not in SHOWING or columns[0] not in (*table.called, table.codes):
        return columns
    told = any(link.condition.column in table.called for link in choice.links)
    if table.codes >= 0 and near.places[table.codes] and not told and columns[0] in (table.codes, table.label):
        return (table.codes, *table.called)
    same = columns[0] == table.codes and told  # what is named already would come out
    return columns if near.places[columns[0]] or same else table.called


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
            if not (operation == "sum" and at in table.rates):
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
    between = tuple(at for at in numbers if named and min(named) <= at <= max(named) and at not in table.totals)
    for some in dict.fromkeys((tuple(named), between)):  # "in 2021 and 2023", "from 2021 to 2023"
        if 1 < len(some) < len(numbers):
            yield "sum", some, None, 1.0
            yield "average", some, None, 1.0
            yield "column most", some, None, 1.0
            yield "column least", some, None, 1.0
    by_near = sorted(
        numbers, key=lambda at: -near.total(at) - (table.grid.cells[choice.rows[0]][at].kind == "currency")
    )
    for place, digits in question.numbers.items():
        if not any(place in link.places for link in choice.links) and 1 < float(digits) < 1000:
            yield from (("times", (at,), None, float(digits)) for at in by_near[:3])
