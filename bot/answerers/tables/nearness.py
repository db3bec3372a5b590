"""How near the names of a table's columns are to a question."""

from dataclasses import dataclass

import numpy as np

from bot.answerers.tables.asked import Asked
from bot.answerers.tables.indexed import Indexed
from bot.question.names import weak_stems

ALIKE = 0.45  # cosine of two words from which on they may mean the same: "cost" and "price"


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
