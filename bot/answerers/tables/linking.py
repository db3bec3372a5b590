"""Which words of a question stand for which rows of a table: by what cells say, and by numbers to compare them with."""

from collections.abc import Iterator, Sequence

from bot.answerers.tables.asked import Asked
from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.limits import (
    COMPARED,
    NEGATIVE,
    Link,
    days_of_week,
    denies,
    of_dates,
    of_days,
    of_months,
    of_numbers,
    of_times,
    only_limits,
    strange_to,
)
from bot.answerers.tables.meaning import of_meaning
from bot.drafts import Condition, Relation
from bot.proof.grid import stemmed
from bot.proof.operations import matching
from bot.question.names import weak_stems
from ingest.text.words import stands_in

_LONGEST = 8  # words of a cell that are looked for
_LABELS = 6  # rows whose label is but partly named
_LINKS = 14
_MARKS, _SAID = 2, 4  # values of a column that marks its rows, and of one where one of them denies
_EMPTY = 4  # sets of rows that lack something
_REACH = 6  # words between what denies and a value
_DENIED = 4  # values that are denied
_UN = "un"  # "unpaid" asks for what is not marked as paid
_PART = 0.5  # of a cell's words that a question has: then it may deny the cell


def links(question: Asked, table: Indexed) -> list[Link]:
    """Every way in which words of the question choose some of the table's rows, the most telling first."""
    found = {
        (link.condition.column, link.rows, link.condition.relation): link for link in _weakest_first(question, table)
    }
    best = sorted(found.values(), key=lambda link: -_worth(question, link))
    compared = [link for link in best if link.condition.relation in COMPARED]
    return [link for link in best if link.condition.relation not in COMPARED][:_LINKS] + compared


def _worth(question: Asked, link: Link) -> float:
    return link.share * sum(question.telling[at] for at in link.places) + (link.condition.relation == "is") * 0.5


def _weakest_first(question: Asked, table: Indexed) -> list[Link]:
    every = [
        *_labels(question, table),
        *_phrases(question, table),
        *of_numbers(question, table),
        *of_dates(question, table),
        *of_months(question, table),
        *of_times(question, table),
        *of_days(question, table),
        *_marks(question, table),
        *_empty(question, table),
        *_filled(question, table),
        *_totals(table),
    ]
    others = _other_days(question, table)
    every = [one for one in every if one.condition.column not in others and not _led_elsewhere(question, table, one)]
    every += [*_denied(question, table, every), *of_meaning(question, table, every)]
    return sorted(every, key=lambda link: (link.share, len(link.places), link.condition.relation == "is"))


def _phrases(question: Asked, table: Indexed) -> Iterator[Link]:
    """Runs of words that are a cell, or stand in one; of what a longer run chooses, a part of it says nothing more."""
    count = len(question.stems)
    strange = strange_to(question, table)
    taken: dict[tuple[int, frozenset[int]], frozenset[int]] = {}
    for size in range(min(_LONGEST, count), 0, -1):
        for begin in range(count - size + 1):
            run = question.stems[begin : begin + size]
            places = frozenset(range(begin, begin + size))
            if size == 1 and only_limits(question, begin):
                continue
            tells = any(question.telling[at] for at in places)
            for at, rows in table.exact.get(run, {}).items():
                if (tells or size > 1 or begin in question.capital) and not (
                    size == 1 and at in strange.get(begin, ())
                ):
                    yield Link(_condition(at, "is", question, places), rows, places, 1.0)
            ends = question.telling[begin] and question.telling[begin + size - 1]
            if not ends or any(one not in table.holding for one in run):
                continue
            for at in table.holding[run[0]]:
                if size == 1 and at in strange.get(begin, ()):
                    continue
                rows = _held(table, at, run)
                covered = taken.get((at, rows))
                if rows and not (covered and places < covered):
                    taken[at, rows] = places
                    yield Link(_condition(at, "holds", question, places), rows, places, _shared(table, at, rows, run))


def _condition(column: int, relation: Relation, question: Asked, places: frozenset[int]) -> Condition:
    return Condition(column, relation, (" ".join(question.words[at] for at in sorted(places)),))


def _held(table: Indexed, at: int, run: Sequence[str]) -> frozenset[int]:
    rows = frozenset.intersection(*(table.holding[one].get(at, frozenset()) for one in run))
    if len(run) == 1 or not rows:
        return rows
    return frozenset(row for row in rows if stands_in(run, table.grid.stems[row][at]))


def _shared(table: Indexed, at: int, rows: frozenset[int], run: Sequence[str]) -> float:
    return sum(len(run) / len(table.grid.stems[row][at]) for row in rows) / len(rows)


def _labels(question: Asked, table: Indexed) -> Iterator[Link]:
    """Rows whose label the question names in part, or by other words."""
    weak = weak_stems()
    there = {one for one, tells in zip(question.stems, question.telling, strict=True) if tells}
    named = {0, table.label, *table.called} if table.grid.columns else set()
    for at in [at for at, kind in enumerate(table.kinds) if kind == "text" or at in named]:
        touched = {row for one in there for row in table.holding.get(one, {}).get(at, ())}
        scored = []
        for row in touched:
            own = {one for one in table.grid.stems[row][at] if one not in weak}
            if own and (shared := own & there) and (at in named or (len(own) > 1 and own == shared)):
                scored.append((len(shared) / len(own), len(shared), row))
        scored.sort(reverse=True)
        for share, _, row in scored[:_LABELS]:
            own = set(table.grid.stems[row][at])
            places = frozenset(place for place, one in enumerate(question.stems) if one in own and one in there)
            condition = Condition(at, "is", (table.grid.cells[row][at].text,))
            rows = table.exact[table.grid.stems[row][at]][at]
            yield Link(condition, rows, places, min(share, 0.99))


def _led_elsewhere(question: Asked, table: Indexed, link: Link) -> bool:
    """Whether the word before a value is the name of another column that has it too: "to Kiel" is not from it."""
    if link.condition.relation not in ("is", "holds") or not link.places:
        return False
    before = min(link.places) - 1
    leads = [at for at, name in enumerate(table.names) if before >= 0 and name == (question.stems[before],)]
    run = [question.stems[at] for at in sorted(link.places)]
    there = any(all(at in table.holding.get(one, {}) for one in run) for at in leads)
    return there and link.condition.column not in leads


def _other_days(question: Asked, table: Indexed) -> set[int]:
    """The columns of other days than the one that is named: "on leave on Tuesday" says no Wednesday."""
    days = {at for at, name in enumerate(table.names) if days_of_week() & {*name}}
    named = {at for at in days if days_of_week() & {*table.names[at]} & {*question.stems}}
    return days - named if named else set()


def _marks(question: Asked, table: Indexed) -> Iterator[Link]:
    """Rows by a column that is named and says one of a few things, such as yes or no: "unpaid" wants the no."""
    denying = {at for at, word in enumerate(question.words) if denies(word)}
    for at, name in enumerate(table.names):
        roots = {at: stem.removeprefix(_UN) for at, stem in enumerate(question.stems) if question.telling[at]}
        places = frozenset(place for place, root in roots.items() if root in name or question.stems[place] in name)
        values = {row[at].text for row in table.grid.cells if places and stemmed(row[at].text)}
        negative = {value for value in values if not NEGATIVE.isdisjoint(stemmed(value))}
        if len(values) > (_SAID if negative else _MARKS) or table.kinds[at] != "text":
            continue
        turned = any(question.stems[place] not in name for place in places)
        denied = any(not denying.isdisjoint(range(place - _REACH, place)) for place in places)
        for value in negative if turned != denied and negative else values:
            condition = Condition(at, "is", (value,))
            yield Link(condition, table.exact[stemmed(value)][at], places, 0.95)


def _empty(question: Asked, table: Indexed) -> Iterator[Link]:
    """Rows that say nothing in a column, as one does that is vacant, or without a date; of columns the named first."""
    found: dict[frozenset[int], Link] = {}
    for at, name in enumerate(table.names):
        rows = frozenset(
            row
            for row, cells in enumerate(table.grid.cells)
            if cells[at].kind == "empty" and not table.grid.totals[row]
        )
        if rows and len(rows) < len(table.grid.cells):
            places = frozenset(place for place, one in enumerate(question.stems) if one in name)
            link = Link(Condition(at, "empty", ()), rows, places, 0.9 if places else 0.5)
            found[rows] = max(found.get(rows, link), link, key=lambda one: len(one.places))
    yield from sorted(found.values(), key=lambda link: -len(link.places))[:_EMPTY]


def _filled(question: Asked, table: Indexed) -> Iterator[Link]:
    """Rows that say something in a column that is named, where others don't: "have a date for the sign-off"."""
    for at, name in enumerate(table.names):
        places = frozenset(place for place, one in enumerate(question.stems) if one in name)
        condition = Condition(at, "filled", ())
        rows = frozenset(row for row in matching(table.grid, [condition]) if not table.grid.totals[row])
        if places and 0 < len(rows) < sum(not total for total in table.grid.totals):
            yield Link(condition, rows, places, 0.9)


def _denied(question: Asked, table: Indexed, found: Sequence[Link]) -> Iterator[Link]:
    """Rows without a value that comes after a word that denies: "isn't static", "other than in use"."""
    denying = [at for at, word in enumerate(question.words) if denies(word)]
    told = [link for link in found if link.condition.relation in ("is", "holds") and link.places and link.share > _PART]
    # What denies has turned to the negative value of a column already.
    told = [link for link in told if NEGATIVE.isdisjoint(stemmed(" ".join(link.condition.values)))]
    seen: set[tuple[int, frozenset[int]]] = set()
    for link in sorted(told, key=lambda one: -len(one.places)):
        begin = min(link.places)
        before = [at for at in denying if begin - _REACH <= at < begin]
        condition = Condition(link.condition.column, "not", link.condition.values)
        rows = frozenset(row for row in matching(table.grid, [condition]) if not table.grid.totals[row])
        if before and rows and (condition.column, rows) not in seen and len(seen) < _DENIED:
            seen.add((condition.column, rows))
            yield Link(condition, rows, link.places | {before[-1]}, 1.0)


def _totals(table: Indexed) -> Iterator[Link]:
    """The row that sums up the others: of all, although the question names none."""
    rows = [row for row, total in enumerate(table.grid.totals) if total]
    for row in rows if len(rows) == 1 else ():
        named = table.grid.cells[row][table.label].text or table.grid.cells[row][0].text
        column = table.label if table.grid.cells[row][table.label].text else 0
        if named:
            yield Link(Condition(column, "is", (named,)), table.exact[stemmed(named)][column], frozenset(), 0.5)
