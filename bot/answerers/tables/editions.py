"""Tables of which one goes on from the other, as the price lists of two years: which rows and columns are the same."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.answerers.answerer import Request
from bot.answerers.tables.asked import Asked, asked
from bot.answerers.tables.changing import is_cue
from bot.answerers.tables.finding import ready
from bot.answerers.tables.indexed import NUMBERS, Indexed, mostly_filled
from bot.answerers.tables.nearness import nearness
from bot.proof.editions import aligned
from bot.proof.grid import shortened
from bot.retrieval.versions import asked_times, is_of, older
from ingest.formats.metadata import written
from ingest.view import View

_LIKE = 4  # further editions that are looked at
_LARGEST = 400  # rows
_SHARED = 0.4  # of the longer edition's rows, how many the other one has too
_PARTLY = 0.5  # of the shorter one's, where the longer one has other things too
_LEAST = 3  # rows that both have
_CLOSE, _NEAR = 0.8, 0.75  # of the numbers of a column, how many change but little, and how little
_YEARS = re.compile(r"\b(?:this|last|both|since|the|one|next|previous)\s+(?:years?|seasons?)\b", re.I)
Keys = tuple[tuple[int, int], ...]
_ASIDE = 0.3  # how much a word counts that a row holds elsewhere than in its names
_HELD = 0.67  # of what the question says of rows, how much one must hold


@dataclass(frozen=True, slots=True)
class Editions:
    """Two editions of one table.

    Attributes:
        newer, older: by the dates of their documents.
        times: these dates.
        keys: the columns that name a row, in the newer one and in the older one.
        rows: of the newer one, each with that of the older one.
        columns: of numbers, likewise.
        whole: whether so many rows go on that what is in one alone is new, or gone; else one edition may have the rows
            of the other one in further tables.
    """

    newer: Indexed
    older: Indexed
    times: tuple[str, str]
    keys: tuple[tuple[int, int], ...]
    rows: dict[int, int]
    columns: dict[int, int]
    whole: bool


def editions_of(view: View, request: Request, found: Sequence[Indexed]) -> Iterator[Editions]:
    """Each table with the edition before it: of those of the times asked about, if both are, else of the newest."""
    times = asked_times(request.question.text)
    for at, one in enumerate(found):
        like = view.tables_like(one.grid.source, one.grid.table)[:_LIKE]
        within = [place for place in like if request.sources is None or place[0] in request.sources]
        others = [ready(source, "", number, view.tables(source)[number]) for source, number in within]
        others += [other for other in found[at + 1 :] if other.grid.source != one.grid.source]
        dates = view.dates(sorted({one.grid.source, *(other.grid.source for other in others)}))
        dated = {source: written(source, "", date) for source, date in dates.items()}
        pairs = [_paired(*sides, dated) for other in others for sides in ((one, other), (other, one))]
        meant = [
            pair for pair in pairs if pair and all(any(is_of(each, (time,)) for each in pair.times) for time in times)
        ]
        yield from sorted(meant, key=lambda pair: (pair.times[0], pair.times[1]), reverse=True)[:1]


def _paired(newer: Indexed, before: Indexed, dated: dict[str, str]) -> Editions | None:
    """Two tables as editions of one; None if they are not, or not in this order."""
    times = dated[newer.grid.source], dated[before.grid.source]
    if not older(times[1], times[0]) or max(len(one.grid.cells) for one in (newer, before)) > _LARGEST:
        return None
    worded = [[at for at, kind in enumerate(one.kinds) if kind == "text"] for one in (newer, before)]
    pairs = [(a, b) for a in worded[0] for b in worded[1]]
    named = [(a, b) for a, b in pairs if newer.names[a] and newer.names[a] == before.names[b]]
    choices: list[Keys] = [*((pair,) for pair in pairs), *combinations(named, 2), *combinations(named, 3)]
    best = max(choices, key=lambda keys: (len(aligned(newer.grid, before.grid, keys)), -len(keys)), default=())
    rows = aligned(newer.grid, before.grid, best) if best else {}
    fewer, more = sorted((len(newer.grid.cells), len(before.grid.cells)))
    whole = len(rows) >= _SHARED * more
    if len(rows) < max(_LEAST, 0 if whole else _PARTLY * fewer):
        return None
    columns = _columns(newer, before, rows)
    return Editions(newer, before, times, best, rows, columns, whole) if columns else None


def _columns(newer: Indexed, before: Indexed, rows: dict[int, int]) -> dict[int, int]:
    """Which columns of numbers go on: by their names, else by their numbers, most of which change but little."""
    found: dict[int, int] = {}
    measured = [[at for at, kind in enumerate(one.kinds) if kind in NUMBERS] for one in (newer, before)]
    for at in measured[0]:
        same = [other for other in measured[1] if newer.names[at] and newer.names[at] == before.names[other]]
        if same:
            found[at] = same[0]
    shares = [(_alike(newer, before, rows, at, other), at, other) for at in measured[0] for other in measured[1]]
    for share, at, other in sorted(shares, key=lambda one: -one[0]):
        if share > 0 and at not in found and other not in found.values():
            found[at] = other
    return found


def _alike(newer: Indexed, before: Indexed, rows: dict[int, int], at: int, other: int) -> float:
    """How near the numbers of two columns are, 1 where all are the same; 0 where too few are close."""
    pairs = [(newer.grid.amounts[row][at], before.grid.amounts[then][other]) for row, then in rows.items()]
    values = [(one.value, two.value) for one, two in pairs if one and two]
    numbers = [(a, b) for a, b in values if isinstance(a, float) and isinstance(b, float)]
    close = [min(a, b) / max(a, b) if max(a, b) > 0 else float(a == b) for a, b in numbers]
    near = sum(one >= _NEAR for one in close)
    return sum(close) / len(close) if numbers and near >= _CLOSE * max(len(numbers), len(rows) / 2) else 0.0


def row_of(question: Asked, request: Request, pair: Editions) -> tuple[int | None, float]:
    """The row that the question names, and how much of what it says of rows that one holds; None if it names none."""
    own = {row: _words(pair, row) for row in pair.rows}
    told = {*telling(question, request)} - {one for name in pair.newer.names for one in name}
    weight = {
        one: math.log(1 + len(own) / count) for one in told if (count := sum(one in held for held in own.values()))
    }
    longer = {row: 0.01 * sum(len(pair.newer.grid.stems[row][key]) for key, _ in pair.keys) for row in own}
    grid = pair.newer.grid
    naming = [at for at, kind in enumerate(pair.newer.kinds) if kind == "text" and mostly_filled(grid, at)]
    names = {row: {one for at in naming for one in grid.stems[row][at]} for row in own}
    scores = {
        row: sum(weight[one] * (1 if one in names[row] else _ASIDE) for one in held & {*weight}) - longer[row]
        for row, held in own.items()
    }
    if not weight:
        return None, 0.0
    best = max(scores, key=scores.__getitem__)
    share = sum(weight[one] for one in own[best] & {*weight}) / sum(weight.values())
    there = own[best] | around(pair)
    rest = told - there
    sure = share >= _HELD and 2 * len(rest) <= len(told) and keys_of(request) <= there
    return (best if sure else None), share


def keys_of(request: Request) -> set[str]:
    """The stems of the names and numbers of a question, without its times."""
    times = _times(request)
    terms = (one for one in request.question.terms if one.key and one.word not in times and not is_cue(one.stem))
    return {shortened(term.stem) for term in terms}


def _times(request: Request) -> set[str]:
    """The numbers of the times that a question names."""
    return {part for time in asked_times(request.question.text) for part in time.split("-")}


def _words(pair: Editions, row: int) -> set[str]:
    return {one for cell in pair.newer.grid.stems[row] for one in cell}


def column_of(question: Asked, pair: Editions, row: int | None = None) -> int | None:
    """The column of numbers that is asked about, the nearest by name; where none is named, that of the price."""
    newer, before = pair.newer, pair.older
    free = [at for at in pair.columns if row is None or _filled(newer, row, at)]
    free = [at for at in free if row is None or _filled(before, pair.rows[row], pair.columns[at])]
    if row is not None:  # "the 30-second spot": what tells which row is meant is not what is asked of it
        free = [at for at in free if not {*newer.grid.stems[row][at]} <= {*question.stems}] or free
    bare = _YEARS.sub("", question.text)  # "in both years" is no lifetime
    near = nearness(asked(bare, question.meaning), newer)
    if not any(near.shared[at] for at in free):
        near = nearness(asked(f"{bare} price", question.meaning), newer)
        free = [at for at in free if near.shared[at] or newer.kinds[at] == "currency"]
    return max(free, key=lambda at: near.total(at) + 0.3 * (newer.kinds[at] == "currency"), default=None)


def _filled(table: Indexed, row: int, at: int) -> bool:
    return table.grid.amounts[row][at] is not None


def telling(question: Asked, request: Request) -> Iterator[str]:
    """The stems that tell of what a change is asked, without the times."""
    times = _times(request)
    for one, tells in zip(question.stems, question.telling, strict=True):
        if tells and not is_cue(one) and one not in times:
            yield one


def around(pair: Editions) -> set[str]:
    """The stems of what both tables and their columns are called."""
    names = (*pair.newer.names, *pair.older.names)
    return {*pair.newer.context, *pair.older.context, *(one for name in names for one in name)}
