"""Which rows a computation may be done with: the conditions that a question can be read to set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.answerers.tables.asked import Asked
from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.limits import COMPARED, Link
from bot.answerers.tables.linking import links
from bot.answerers.tables.nearness import Nearness
from bot.drafts import Condition, Relation

_PAIRED = 9  # links that are combined by two
_CHOICES = 30  # sets of conditions
_COMPARING = 20  # sets with a comparison, and comparisons
_THREEFOLD = 6  # sets of two that a third condition is added to


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
        same = one.condition.column == other.condition.column
        both = same and len(one.rows) == len(other.rows) == 1  # "Callum's and Rosa's": each says which row
        if one.places & other.places or not (both or 1.0 in (one.share, other.share) or len(found) < _PAIRED):
            continue
        relations = {one.condition.relation, other.condition.relation}
        if same and relations == {"not"} and (rows := one.rows & other.rows):
            values = (*one.condition.values, *other.condition.values)
            neither = Condition(one.condition.column, "not", values)
            sets.append(Choice((neither,), (one, other), tuple(sorted(rows))))
            continue
        if same and relations <= {"is", "holds"} and not one.rows & other.rows:
            values = (*one.condition.values, *other.condition.values)
            relation: Relation = "holds" if "holds" in relations else "is"
            condition = Condition(one.condition.column, relation, values)
            sets.append(Choice((condition,), (one, other), tuple(sorted(one.rows | other.rows)), either=True))
        elif (rows := one.rows & other.rows) and not rows == one.rows == other.rows:
            sets.append(Choice((one.condition, other.condition), (one, other), tuple(sorted(rows))))
    sets += _threefold(question, sets, found)
    best: dict[tuple[tuple[int, ...], str], Choice] = {}
    for choice in sorted(sets, key=lambda one: _covered(question, one)):
        best[choice.rows, next((link.condition.relation for link in choice.links if _compares(link)), "")] = choice
    ranked = sorted(best.values(), key=lambda one: -_covered(question, one))
    plain = [one for one in ranked if not any(map(_compares, one.links))]
    return plain[:_CHOICES] + [one for one in ranked if any(map(_compares, one.links))][:_COMPARING]


def _threefold(question: Asked, sets: Sequence[Choice], found: Sequence[Link]) -> Iterator[Choice]:
    """Two conditions that are surely said, and a third one: "the boats to Kiel from Oslo after 3 pm"."""
    sure = [link for link in found if link.share == 1.0 and link.places]
    pairs = [one for one in sets if len(one.links) > 1 and not one.either and all(link in sure for link in one.links)]
    for pair in sorted(pairs, key=lambda one: -_covered(question, one))[:_THREEFOLD]:
        taken = frozenset.union(*(link.places for link in pair.links))
        columns = {link.condition.column for link in pair.links}
        for link in sure:
            rows = link.rows & {*pair.rows}
            if not link.places & taken and link.condition.column not in columns and 0 < len(rows) < len(pair.rows):
                three = (*pair.links, link)
                yield Choice(tuple(one.condition for one in three), three, tuple(sorted(rows)))


def _choice(found: tuple[Link, ...]) -> Choice:
    return Choice(tuple(link.condition for link in found), found, tuple(sorted(found[0].rows)))


def _compares(link: Link) -> bool:
    return link.condition.relation in COMPARED


def _covered(question: Asked, choice: Choice) -> float:
    places = {at for link in choice.links for at in link.places if question.telling[at]}
    shares = [link.share for link in choice.links]
    exact = sum(link.condition.relation == "is" for link in choice.links)
    return 0.1 * exact + len(places) + (sum(shares) / len(shares) if shares else 0.6) - 0.3 * len(choice.links)
