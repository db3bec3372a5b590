"""What a question cannot mean, as its words tell: the lower of two for "largest", "Low season" for "high season"."""

from collections.abc import Collection, Mapping

from bot.answerers.tables.asked import Asked
from bot.answerers.tables.choices import Choice
from bot.answerers.tables.indexed import MEASURED, NUMBERS, YEAR, Indexed
from bot.answerers.tables.limits import COMPARED, LEAVING_OUT
from bot.answerers.tables.nearness import ALIKE, Nearness
from bot.drafts import Operation, Relation

Ends = Mapping[str, frozenset[str]]
_DATE = frozenset("date day datum fecha".split())  # stems of what the day of a row is called
DATED: tuple[Relation, ...] = (*COMPARED, "is", "holds")  # what a date may be said to be, not that there is any
_LEADS = 2  # words before a column's name that may leave it out
_MOST, _LEAST = frozenset(("most", "highest")), frozenset(("least", "lowest"))
_ENDS = (  # "highest" and "lowest" may be a rank, which goes the other way
    ("date", _MOST, frozenset("newest latest youngest recent".split())),
    ("date", _LEAST, frozenset("oldest earliest".split())),
    ("size", _MOST, frozenset("biggest largest longest tallest heaviest greatest widest deepest".split())),
    ("size", _LEAST, frozenset("smallest tiniest shortest lightest fewest narrowest shallowest".split())),
    ("price", _MOST, frozenset("expensive dearest costliest priciest costly pricey".split())),
    ("price", _LEAST, frozenset("cheapest cheap inexpensive".split())),
)


def left_out(question: Asked, near: Nearness) -> frozenset[int]:
    """The columns that a question names only to leave them out: "without the plan"."""
    denying = {at for at, word in enumerate(question.words) if word in LEAVING_OUT}
    out = [
        at
        for at, places in enumerate(near.places)
        if places and all(any(one in denying for one in range(max(0, place - _LEADS), place)) for place in places)
    ]
    return frozenset(out)


def other_dates(table: Indexed, near: Nearness) -> frozenset[int]:
    """The columns of dates that are not meant where none is named: all but that which is called "date" alone."""
    dates = [at for at, kind in enumerate(table.kinds) if kind == "date"]
    own = [at for at in dates if len(table.names[at]) == 1 and {*table.names[at]} <= _DATE]
    if len(own) != 1 or any(near.places[at] or near.alike[at] >= ALIKE for at in dates if at not in own):
        return frozenset()
    return frozenset(dates) - {*own}


def less_named(question: Asked, table: Indexed, near: Nearness) -> frozenset[int]:
    """The columns that are not meant, since another one of the like name is named better."""
    return _other_years(question, table) | _partly_named(near, table)


def _other_years(question: Asked, table: Indexed) -> frozenset[int]:
    """The columns of other years than the one that is named, which has a column too: "Budget 2025" for 2026."""
    years = {at: {one for one in name if YEAR.fullmatch(one)} for at, name in enumerate(table.names)}
    named = {one for one in question.stems if YEAR.fullmatch(one)}
    rests = {at: {*table.names[at]} - own for at, own in years.items() if own}
    meant = [rest for at, rest in rests.items() if years[at] == named]
    return frozenset(at for at, rest in rests.items() if len(named) == 1 and years[at] != named and rest in meant)


def _partly_named(near: Nearness, table: Indexed) -> frozenset[int]:
    """The columns named but in part, where another one that shares a word is named whole: "High season", not "Low"."""
    whole = [{*name} for at, name in enumerate(table.names) if len({*name}) > 1 and near.shared[at] == 1.0]
    partly = [at for at, kind in enumerate(table.kinds) if kind in MEASURED and near.shared[at] < 1.0]
    return frozenset(at for at in partly if any(name & {*table.names[at]} for name in whole))


def chosen_by(choice: Choice, columns: frozenset[int], relations: Collection[Relation] = COMPARED) -> bool:
    """Whether rows are chosen by a relation to what they have in one of some columns; by default by how much."""
    return any(one.column in columns for one in choice.conditions if one.relation in relations)


def ends_of(question: Asked) -> Ends:
    """By what a question wants the most or the least, where it says but one of them: which operations give that."""
    said = [(of, end) for of, end, words in _ENDS if not words.isdisjoint(question.words)]
    return {of: end for of, end in said if sum(one == of for one, _ in said) == 1}


def wrong_end(ends: Ends, table: Indexed, operation: Operation, by: int | None) -> bool:
    """Whether the earlier of dates is taken for what is newest, no price for what is dear, the most for small."""
    if by is None or operation not in _MOST | _LEAST:
        return False
    if "price" in ends and "currency" in table.kinds:
        return table.kinds[by] != "currency" or operation not in ends["price"]
    of = "date" if by in table.dated else "size" if table.kinds[by] in NUMBERS else ""
    return of in ends and operation not in ends[of]
