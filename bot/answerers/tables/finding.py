"""The tables that a question may be about."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial

import numpy as np

from bot.answerers.tables.indexed import LARGEST, Indexed, indexed
from bot.answerers.tables.linking import Asked, signs
from bot.retrieval.versions import asked_times, is_of, older, written
from ingest.documents import Hit
from ingest.tables import Table
from ingest.view import View

_DOCUMENTS = 8
_TABLES = 4  # that are asked in earnest
_NAMED = 8  # tables that are found by what their columns are called
_HELD = 0.2  # of a question's telling words, how many a table must hold
_ALIKE = 0.45  # cosine of two words from which on they may mean the same: "cost" and "price"


def tables_for(
    view: View, question: Asked, text: str, hits: Sequence[Hit], sources: Collection[str] | None
) -> list[Indexed]:
    """The tables that hold most of a question's words, the best first: of documents found, or by names of columns."""
    told = [one for one, tells in zip(question.stems, question.telling, strict=True) if tells]
    named = view.tables_named(told, _NAMED, sources)
    documents = list(dict.fromkeys([hit.passage.source for hit in hits][: 2 * _DOCUMENTS]))[:_DOCUMENTS]
    titles = {hit.passage.source: hit.passage.title for hit in hits}
    ranked: list[tuple[float, int, Indexed]] = []
    for source in dict.fromkeys([*documents, *(source for source, _ in named)]):
        for number, table in enumerate(view.tables(source)):
            if (source in documents or (source, number) in named) and table.packed.count("\n") < LARGEST:
                ready = _ready(source, titles.get(source, ""), number, table)
                ranked.append((_share(question, ready), -len(ranked), ready))
    ranked.sort(key=lambda one: one[:2], reverse=True)
    found = [ready for share, _, ready in ranked[: 2 * _TABLES] if share >= _HELD]
    return _of_the_time(view, asked_times(text), found, titles)[:_TABLES]


def _of_the_time(
    view: View, asked: frozenset[str], found: Sequence[Indexed], titles: Mapping[str, str]
) -> list[Indexed]:
    """Of tables that are alike, as the price lists of two years are, those of the time asked about, else the newest."""
    known = view.dates(sorted({one.grid.source for one in found}))
    dates = {source: written(source, titles.get(source, ""), date) for source, date in known.items()}

    def outdated(one: Indexed) -> bool:
        date = dates[one.grid.source]
        others = [dates[other.grid.source] for other in found if other is not one and _alike(one, other)]
        wanted = [is_of(each, asked) for each in (date, *others)]
        return not wanted[0] if any(wanted) else any(older(date, other) for other in others)

    return [one for one in found if not outdated(one)]


def _alike(one: Indexed, other: Indexed) -> bool:
    """Whether two tables have most names of columns and half of the names of rows in common."""
    names, others = (frozenset(filter(None, table.names)) for table in (one, other))
    rows, lines = (frozenset(row[table.label].text for row in table.grid.cells) for table in (one, other))
    return 2 * len(names & others) > max(len(names), len(others)) and 2 * len(rows & lines) >= min(
        len(rows), len(lines)
    )


def _share(question: Asked, table: Indexed) -> float:
    """The share of a question's telling words, numbers apart, that a table holds; see `_weight`."""
    numbers = {*question.numbers, *signs(question)}
    told = [at for at, tells in enumerate(question.telling) if tells and at not in numbers]
    near = np.concatenate([one for one in table.meanings if len(one)] or [np.zeros((1, 384), dtype=np.float32)])
    alike = (near @ question.vectors[told].T).max(axis=0) if told else []
    return sum(map(partial(_weight, table), (question.stems[at] for at in told), alike)) / max(1, len(told))


def _weight(table: Indexed, stem: str, alike: float) -> float:
    """How surely a table holds a word: less so if a column's name means about the same, or if it stands around it."""
    if stem in table.holding or any(stem in name for name in table.names):
        return 1.0
    return 0.7 if alike >= _ALIKE else 0.5 * (stem in table.context)


@lru_cache(maxsize=128)
def _ready(source: str, title: str, number: int, table: Table) -> Indexed:
    return indexed(source, title, number, table)
