"""What speaks for a computation being the one that a question means, as numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answerers.tables.asked import Asked
from bot.answerers.tables.choices import Choice
from bot.answerers.tables.indexed import LOOKS, MEASURED, Indexed
from bot.answerers.tables.limits import COMPARED, NEGATIVE
from bot.answerers.tables.nearness import Nearness, nearness
from bot.answerers.tables.queries import SHOWING, Query, queries
from bot.proof.grid import stemmed
from bot.question.names import weak_stems

_KINDS = ("text", "number", "currency", "percent", "date", "time", "name", "count")
_OPERATIONS = (
    "list all", "list", "count all", "count", "distinct", "sum", "average", "highest", "lowest", "range", "difference",
    "change", "times", "most", "least", "most date", "least date", "highest date", "lowest date", "frequent", "first",
    "last", "next", "previous", "column most", "column least", "list some", "sum columns", "average columns",
    "most ranked", "least ranked",
)  # fmt: skip
OPERATIONS = {name: at for at, name in enumerate(_OPERATIONS)}
KINDS = {name: at for at, name in enumerate(_KINDS)}
RELATIONS = {name: at for at, name in enumerate(COMPARED)}
_NOTHING = (0.0,) * LOOKS
WIDTH = 61  # features


@dataclass(frozen=True, slots=True)
class Candidates:
    """The computations that a question may mean over one table.

    Attributes:
        queries: the computations.
        features: of each, shape (queries, WIDTH).
        operations: of each what is done, a place in `OPERATIONS`.
        kinds: of each, shape (queries, 3): what comes out, what decides, what is compared with a number; places in
            `KINDS`, or the length of it for nothing.
        relations: of each the relation of its comparison, a place in `RELATIONS`, or -1.
        limits: of each the place in the question of the number that it compares with, or -1.
    """

    queries: tuple[Query, ...]
    features: NDArray[np.float32]
    operations: NDArray[np.int64]
    kinds: NDArray[np.int64]
    relations: NDArray[np.int64]
    limits: NDArray[np.int64]


def candidates(question: Asked, table: Indexed) -> Candidates:
    """Every computation that a question may mean over a table, with what speaks for it."""
    near = nearness(question, table)
    found = tuple(queries(question, table, near))
    chosen: dict[int, list[float]] = {}
    rows = []
    for query in found:
        key = id(query.choice)
        if key not in chosen:
            chosen[key] = _of_choice(question, table, query.choice)
        rows.append(chosen[key] + _of_columns(table, near, query) + _of_result(question, table, near, query))
    compared = [next((link for link in q.choice.links if link.condition.relation in RELATIONS), None) for q in found]
    return Candidates(
        found,
        np.asarray(rows, dtype=np.float32).reshape(-1, WIDTH),
        np.asarray([OPERATIONS[_operation(table, query)] for query in found], dtype=np.int64),
        np.asarray([_kinds(table, query) for query in found], dtype=np.int64).reshape(-1, 3),
        np.asarray([RELATIONS[one.condition.relation] if one else -1 for one in compared], dtype=np.int64),
        np.asarray([min(one.places) if one else -1 for one in compared], dtype=np.int64),
    )


def _operation(table: Indexed, query: Query) -> str:
    name: str = query.operation
    if name in ("list", "count") and not query.choice.conditions:
        return f"{name} all"
    if name == "list" and len(query.result) > 1:
        return "list some"
    if name in ("most", "least") and query.factor > 1:
        return f"{name} ranked"
    decides = query.by if query.by is not None else query.columns[0] if query.columns else None
    if name in ("most", "least", "highest", "lowest") and decides is not None and table.kinds[decides] == "date":
        return f"{name} date"
    return f"{name} columns" if name in ("sum", "average") and len(query.columns) > 1 else name


def _kinds(table: Indexed, query: Query) -> tuple[int, int, int]:
    nothing = len(KINDS)
    compared = [link.condition.column for link in query.choice.links if link.condition.relation in RELATIONS]
    if query.operation in ("count", "distinct"):
        shown = KINDS["count"]
    else:
        at = query.shown(table)
        own = table.kinds[query.columns[0] if at is None else at]
        shown = KINDS["name" if query.operation.startswith("column") else own]
    decides = nothing if query.by is None else KINDS[table.kinds[query.by]]
    return shown, decides, KINDS[table.kinds[compared[0]]] if compared else nothing


def _of_choice(question: Asked, table: Indexed, choice: Choice) -> list[float]:
    places = {at for link in choice.links for at in link.places}
    told = sum(question.telling) or 1
    relations = [link.condition.relation for link in choice.links]
    shares = [link.share for link in choice.links]
    count = len(table.grid.cells)
    kinds = [table.kinds[link.condition.column] for link in choice.links]
    return [
        float(len(choice.links) == 1),
        float(len(choice.links) > 1),
        sum(question.telling[at] for at in places) / told,
        float(relations.count("is")),
        float(relations.count("holds")),
        float(sum(relation in RELATIONS for relation in relations)),
        min(shares, default=1.0),
        sum(shares) / len(shares) if shares else 1.0,
        float(any(share == 1.0 and len(link.places) > 1 for share, link in zip(shares, choice.links, strict=True))),
        len(choice.rows) / max(1, count),
        float(len(choice.rows) == 1),
        float(choice.either),
        float(any(link.condition.column == table.label for link in choice.links)),
        float(sum(kind in MEASURED for kind in kinds)),
        float(any(question.focus in link.places for link in choice.links)),
        float(any(link.condition.relation == "spans" for link in choice.links)),
        float("empty" in relations),
        float(any(link.condition.relation == "empty" and link.places for link in choice.links)),
        float("filled" in relations),
        float("not" in relations),
        float(any(table.grid.totals[row] for row in choice.rows[:1]) and len(choice.rows) == 1),
        *_agreeing(question, choice),
    ]


def _agreeing(question: Asked, choice: Choice) -> list[float]:
    """Whether a value that denies is chosen by a question that does, and whether only one of them denies."""
    values = {stem for link in choice.links for value in link.condition.values for stem in stemmed(value)}
    denies, denied = not NEGATIVE.isdisjoint(question.words), not NEGATIVE.isdisjoint(values)
    return [float(denies and denied), float(denies != denied)]


def _of_columns(table: Indexed, near: Nearness, query: Query) -> list[float]:
    used = {at for link in query.choice.links for at in link.places}
    found = []
    for at in (query.shown(table), query.by):
        if at is None:
            found += [0.0] * 9
            continue
        free = near.places[at] - used
        found += [
            1.0,
            near.shared[at] if free else 0.0,
            near.alike[at],
            max(near.focus[at], 0.0),
            float(near.focus[at] > 0.98),
            near.alike[at] - max(near.alike),
            near.focus[at] - max(near.focus),
            float(at == table.label),
            float(any(link.condition.column == at for link in query.choice.links)),
        ]
    return found


def left_over(question: Asked, table: Indexed, near: Nearness, query: Query) -> list[int]:
    """The places of the telling words that no condition, column or title of a computation has."""
    used = {at for link in query.choice.links for at in link.places}
    used |= {at for column in _columns(query) for at in near.places[column]}
    told = (at for at, tells in enumerate(question.telling) if tells and at not in used)
    return [at for at in told if question.stems[at] not in table.context]


def _columns(query: Query) -> tuple[int, ...]:
    return (*query.columns, *(() if query.by is None else (query.by,)))


def _of_result(question: Asked, table: Indexed, near: Nearness, query: Query) -> list[float]:
    named = {at for column in _columns(query) for at in near.places[column]}
    told = [at for at, tells in enumerate(question.telling) if tells]
    own = {at for at in told if question.stems[at] in table.context}
    left = left_over(question, table, near, query)
    there = set(question.stems)
    size = len(query.result)
    said = [set(stemmed(one)) - weak_stems() for one in query.result[:5]]
    first, at = query.result[0], query.shown(table)
    named_by = {stem for link in query.choice.links for stem in table.names[link.condition.column]}
    return [
        len(left) / max(1, len(told)),
        float(len(left)),
        float(not left),
        len(own) / max(1, len(told)),
        float(size == 1),
        float(np.log(size)),
        float(size > 3),
        float(any(one and one <= there for one in said)),
        float(query.operation in ("count", "distinct") and first in ("0", "1")),
        float(query.operation == "count" and int(first) > 12),
        float(len(query.columns) > 1 and at is None)
        * len([at for at in query.columns if near.places[at]])
        / max(1, len(query.columns)),
        sum(question.stems[at] in named_by for at in told) / max(1, len(told)),
        float(question.focus in named),
        float(first.startswith(("-", "−"))),
        _turned(near, query),
        *(table.looks[query.columns[0] if at is None else at] if query.columns else _NOTHING),
    ]


def _turned(near: Nearness, query: Query) -> float:
    """Whether of two columns the one that is named later comes first: "from 2023 to 2024" is 2024 less 2023."""
    if len(query.columns) != 2 or query.operation in SHOWING or not all(near.places[at] for at in query.columns):
        return 0.0
    one, other = (min(near.places[at]) for at in query.columns)
    return float(one > other)
