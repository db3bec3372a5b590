"""The tables that a question may be about."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial

import numpy as np

from bot.answerers.tables.asked import Asked, signs
from bot.answerers.tables.indexed import LARGEST, Indexed, indexed
from bot.answerers.tables.nearness import ALIKE
from bot.retrieval.versions import asked_times, era_of, is_of, older
from ingest.documents import Hit
from ingest.formats.metadata import written
from ingest.tables import Table
from ingest.view import View

_DOCUMENTS = 8
_TABLES = 4  # that are asked in earnest
_NAMED = 16  # tables that are found by what they and their columns are called; in a small folder all
_LIKE = 4  # tables of other documents with the same columns, as the price list of another year
_YEAR = 4  # digits
_NEAR = 0.15  # how near a table must be to a question
_DATED = 0.1  # what a number of the question in its title adds
_BEHIND = 0.3  # how much less near than the nearest one


def tables_for(
    view: View, question: Asked, text: str, hits: Sequence[Hit], sources: Collection[str] | None, near: str = ""
) -> list[Indexed]:
    """The tables that are nearest to a question, of the time that its `text` asks about; see `nearest`."""
    return of_the_time(view, text, nearest(view, question, hits, sources), hits, near)


def nearest(
    view: View, question: Asked, hits: Sequence[Hit], sources: Collection[str] | None, behind: float = _BEHIND
) -> list[Indexed]:
    """The tables that are nearest to a question, the best first: of documents found, or by names of columns.

    Args:
        view: the index.
        question: taken apart.
        hits: the passages that were found for it.
        sources: only these documents; None for all.
        behind: how much less near than the nearest one they may be.
    """
    told = [one for one, tells in zip(question.stems, question.telling, strict=True) if tells]
    named = view.tables_named([one for one in told if not one.isdigit() or len(one) == _YEAR], _NAMED, sources)
    documents = list(dict.fromkeys([hit.passage.source for hit in hits][: 2 * _DOCUMENTS]))[:_DOCUMENTS]
    titles = _titles(hits)
    ranked: dict[tuple[str, int], tuple[float, int, Indexed]] = {}

    def rank(source: str, number: int) -> None:
        table = view.tables(source)[number]
        if (source, number) not in ranked and table.packed.count("\n") < LARGEST:
            one = ready(source, titles.get(source, ""), number, table)
            ranked[source, number] = _nearness(question, one), -len(ranked), one

    for place in [*((source, at) for source in documents for at in range(len(view.tables(source)))), *named]:
        rank(*place)
    for one in _best(ranked.values(), behind):
        for other in view.tables_like(one.grid.source, one.grid.table)[:_LIKE]:
            if sources is None or other[0] in sources:
                rank(*other)
    return _best(ranked.values(), behind)


def _best(ranked: Collection[tuple[float, int, Indexed]], behind: float) -> list[Indexed]:
    order = sorted(ranked, key=lambda one: one[:2], reverse=True)
    least = max(_NEAR, order[0][0] - behind) if order else 0.0
    return [one for near, _, one in order[: 2 * _TABLES] if near >= least]


def _titles(hits: Sequence[Hit]) -> Mapping[str, str]:
    return {hit.passage.source: hit.passage.title for hit in hits}


def of_the_time(
    view: View, question: str, found: Sequence[Indexed], hits: Sequence[Hit], near: str = ""
) -> list[Indexed]:
    """Of tables that are alike, as the price lists of two years are, those of the time asked about, else the newest.

    Where what was before is asked for, it is the newest of the others; where no time is, that of the document `near`.
    """
    asked, era = asked_times(question), era_of(question)
    known, titles = view.dates(sorted({one.grid.source for one in found})), _titles(hits)
    dates = {source: written(source, titles.get(source, ""), date) for source, date in known.items()}

    def outdated(one: Indexed) -> bool:
        date = dates[one.grid.source]
        alike = [other for other in found if other is not one and _alike(one, other)]
        if not (asked or era) and near in {one.grid.source, *(other.grid.source for other in alike)}:
            return one.grid.source != near
        others = [dates[other.grid.source] for other in alike]
        wanted = [is_of(each, asked) for each in (date, *others)]
        if any(wanted):
            return not wanted[0]
        newer = {other for other in others if older(date, other)}
        return len(newer) != 1 if era == "before" and others else bool(newer)

    return [one for one in found if not outdated(one)][:_TABLES]


def _alike(one: Indexed, other: Indexed) -> bool:
    """Whether two tables have most names of columns and half of the names of rows in common."""
    names, others = (frozenset(filter(None, table.names)) for table in (one, other))
    rows, lines = (frozenset(row[table.label].text for row in table.grid.cells) for table in (one, other))
    return 2 * len(names & others) > max(len(names), len(others)) and 2 * len(rows & lines) >= min(
        len(rows), len(lines)
    )


def _nearness(question: Asked, table: Indexed) -> float:
    """How near a table is to a question: by the words that it holds, by what it is about, and by its year."""
    dated = any(question.stems[at] in table.context for at in question.numbers)
    return _share(question, table) + float(table.vector @ question.meaning) + _DATED * dated


def _share(question: Asked, table: Indexed) -> float:
    """The share of a question's telling words, numbers apart, that a table holds; see `_weight`."""
    numbers = {at for at in {*question.numbers, *signs(question)} if not _names_row(question, at, table)}
    told = [at for at, tells in enumerate(question.telling) if tells and at not in numbers]
    near = np.concatenate([one for one in table.meanings if len(one)] or [np.zeros((1, 384), dtype=np.float32)])
    alike = (near @ question.vectors[told].T).max(axis=0) if told else []
    return sum(map(partial(_weight, table), (question.stems[at] for at in told), alike)) / max(1, len(told))


def _names_row(question: Asked, at: int, table: Indexed) -> bool:
    """Whether a number is part of what a row is called: "A 1.2"."""
    return any(question.stems[begin : at + 1] in table.exact for begin in range(max(0, at - 2), at))


def _weight(table: Indexed, stem: str, alike: float) -> float:
    """How surely a table holds a word: less so if a column's name means about the same, or if it stands around it."""
    if stem in table.holding or stem in table.months or any(stem in name for name in table.names):
        return 1.0
    return 0.7 if alike >= ALIKE else 0.5 * (stem in table.context)


@lru_cache(maxsize=256)
def ready(source: str, title: str, number: int, table: Table) -> Indexed:
    """A table that can be asked; it is read once."""
    return indexed(source, title, number, table)
