"""Readings of a question that agree: what one says of some rows, the sentence of another says too.

"Which routes are pink?" may ask for names or for days: a sentence with both answers either way. "The highest stock" may
be a number or a wine: each sentence gives the other too. Only readings that do not agree are torn.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.queries import Query
from bot.answerers.tables.wording import sentence
from bot.proof.operations import operate

_NEARLY = 0.5  # of the share of what it says too, that a sentence which says more must have itself
_BESIDE = 0.6  # of the likeliest cell's share, that another one of its row must have to be shown beside it
_ADDING = ("sum", "average", "range")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question probably means, and the sentence that says it.

    Attributes:
        meant: the place of the computation whose result is wanted.
        said: the place of the computation whose sentence says that, often the same.
        share: how likely what the sentence says is wanted.
    """

    meant: int
    said: int
    share: float


def telling(meant: Sequence[tuple[Indexed, Query]]) -> NDArray[np.bool_]:
    """Whether the sentence of each computation says the result of each other of the same rows, shape (meant, meant)."""
    told = np.zeros((len(meant), len(meant)), dtype=np.bool_)
    for (one, (table, query)), (other, (others, asked)) in permutations(enumerate(meant), 2):
        added = asked.operation == "list" and query.operation in _ADDING  # a sum is no list of what it adds up
        if table is others and query.rows == asked.rows and not added:
            said = sentence(table, query)[0]
            told[one, other] = all(_says(said, value) for value in asked.result)
    return told


def beside(
    meant: Sequence[tuple[Indexed, Query]], shares: NDArray[np.float32]
) -> tuple[list[tuple[Indexed, Query]], NDArray[np.float32]]:
    """The computations and how likely each is, with one more that shows the cells of a row which are as likely.

    What the kiln costs is told by its price for members and its price for others, where nothing says whose is meant.
    Half of how likely each cell is counts for both together.
    """
    best = int(np.argmax(shares))
    table, query = meant[best]
    cells = [
        at
        for at, (other, one) in enumerate(meant)
        if (other is table and one.rows == query.rows and _is_cell(one)) and shares[at] >= _BESIDE * shares[best]
    ]
    columns = tuple(sorted({meant[at][1].columns[0] for at in cells}))
    both = operate(table.grid, "list", query.rows, columns) if _is_cell(query) and len(columns) > 1 else None
    if both is None:
        return list(meant), shares
    halves = shares.copy()
    halves[cells] /= 2
    return [*meant, (table, replace(query, columns=columns, result=both[1]))], np.append(halves, halves[cells].sum())


def _is_cell(query: Query) -> bool:
    return query.operation == "list" and len(query.rows) == len(query.columns) == 1


def readings(shares: NDArray[np.float32], told: NDArray[np.bool_]) -> list[Reading]:
    """The readings that do not agree, the likeliest first.

    Args:
        shares: how likely each computation is, shape (computations,).
        told: see `telling`.
    """
    near = shares[:, None] >= _NEARLY * shares[None, :]
    counted = told & (near | told.T)
    whole = shares + counted @ shares
    best = [max([at, *np.flatnonzero(counted[:, at])], key=lambda one: whole[one]) for at in range(len(shares))]
    found: list[Reading] = []
    said: set[int] = set()
    for at in sorted(range(len(shares)), key=lambda one: (-whole[best[one]], -shares[one])):
        if at not in said:
            found.append(Reading(at, int(best[at]), float(whole[best[at]])))
            said |= {int(best[at]), *map(int, np.flatnonzero(told[best[at]]))}
    return found


def _says(text: str, value: str) -> bool:
    return re.search(rf"(?<![\w.,]){re.escape(value)}(?!\w|[.,]\d)", text) is not None
