"""What has changed between two editions of a table, as the price lists of two years; else what one table tells."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import islice

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.tables import tables
from bot.answerers.tables.asked import Asked, asked
from bot.answerers.tables.changing import Wanted, asks_both, wanted_in
from bot.answerers.tables.choices import Choice
from bot.answerers.tables.cited import Line, quotes_of, with_lines
from bot.answerers.tables.editions import Editions, around, column_of, editions_of, keys_of, row_of, telling
from bot.answerers.tables.finding import nearest, of_the_time, ready
from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.queries import Query
from bot.answerers.tables.wording import listed
from bot.drafts import Change, Claim, Comparison, Condition, Draft
from bot.proof.editions import SHOWN, changed, rows_of
from bot.proof.operations import matching
from bot.question.parts import asks_difference
from bot.question.spellings import DIGITS
from ingest.documents import Hit
from ingest.view import View

_CODED = 0.8  # of a column's cells that look like codes
_SMALL = 60  # documents of a folder of which every table is looked at
_SURE = 0.7  # what is told by the names of rows of two editions
_HEADS = {
    "new": "New in {0}, not in {1}",
    "gone": "In {1}, not in {0}",
    "raised": "{2} higher in {0} than in {1}",
    "lowered": "{2} lower in {0} than in {1}",
    "same": "{2} the same in {0} and {1}",
}
_COMPARED = re.compile(r"(?:er|est)$")  # "cheaper": that is asked of the rows, and stands in none
_EDITIONS = re.compile(r"\btwo (?=(?:\w+ )?(?:lists|years|editions|versions)\b)", re.I)
_SPELLED = re.compile(rf"\b(?:{'|'.join(DIGITS)})\b", re.I)


def answer(request: Request, view: View) -> Reply | None:
    """What has changed, where that is asked and two editions tell it; else see `tables.answer`."""
    return _told(request, view) or tables.answer(request, view)


def _told(request: Request, view: View) -> Reply | None:
    text = request.question.text
    both = asks_both(text)
    if not (both or wanted_in(text)):
        return None
    for question, pair in _pairs(request, view):
        row, held = row_of(question, request, pair) if both and asks_both(text, pair.times[0]) else (None, 0.0)
        asked_for = wanted_in(text, *pair.times) if row is None and pair.whole else None
        if row is not None and (reply := _values(view, request, question, pair, row, held)):
            return reply
        if asked_for and (reply := _listing(view, request, question, pair, asked_for)):
            return reply
    return None


def _pairs(request: Request, view: View) -> Iterator[tuple[Asked, Editions]]:
    """The question as a table is asked it, and the editions that it may be about, the likeliest first."""
    said = _SPELLED.sub(lambda found: DIGITS[found[0].lower()], _EDITIONS.sub("", request.question.text))
    question = asked(said, request.question.vector)
    # "What went up most?" names no table: what has editions is mostly a list of prices.
    sought = (question, asked(f"{said} price list", request.question.vector))
    found = (
        one
        for each in sought
        for near in (nearest(view, each, request.hits, request.sources, math.inf),)
        for era in ("", "previously")  # of tables that are alike the newest are given, or those before them
        for one in of_the_time(view, era, near, request.hits)
    )
    apart = list({(one.grid.source, one.grid.table): one for one in found}.values())
    pairs = list(editions_of(view, request, apart)) or _only(view, request)
    yield from ((question, pair) for pair in pairs)


def _only(view: View, request: Request) -> list[Editions]:
    """The editions of one table, where a small folder has those of no other: "What got cheaper?" means them."""
    sources = [one.source for one in view.listing() if request.sources is None or one.source in request.sources]
    if len(sources) > _SMALL:
        return []
    tables = (ready(source, "", at, table) for source in sources for at, table in enumerate(view.tables(source)))
    newest = {pair.newer.grid.source: pair for pair in editions_of(view, request, list(tables)) if pair.whole}
    return list(newest.values()) if len(newest) == 1 else []


def _values(view: View, request: Request, question: Asked, pair: Editions, row: int, held: float) -> Reply | None:
    """What stands in both editions, and by how much it differs."""
    at = column_of(question, pair, row)
    if at is None:
        return None
    cells = (
        _cell(pair.newer, row, at, [key for key, _ in pair.keys], held),
        _cell(pair.older, pair.rows[row], pair.columns[at], [key for _, key in pair.keys], held),
    )
    found = [one for one in cells if one]
    if len(found) < len(cells):
        return None
    hits = tables.with_rows(view, request.hits, found)
    names = _name(pair, row, None), _name(pair, None, pair.rows[row])
    claims = [_claim(hits, one, name) for one, name in zip(found, names, strict=True)]
    values = found[0].query.result[0], found[1].query.result[0]
    apart = Claim(
        "",
        (claims[0].quotes[0], claims[1].quotes[0]),
        comparison=Comparison(("", ""), values, "difference"),
    )
    whole = [apart, *claims] if asks_difference(request.question.text) else [*claims, apart]
    draft = Draft("answer", tuple(whole), confidence=_SURE * held)
    return Reply(hits, growing(lambda: draft))


def _claim(hits: Sequence[Hit], one: tables.Chosen, name: str) -> Claim:
    """What an edition says, under the name of its file."""
    grid, value = one.table.grid, one.query.result[0]
    said = f"{name}, {grid.columns[one.query.columns[0]].name}: "
    own = tables.claim_of(hits, one)
    file = grid.source.rsplit("/", 1)[-1]
    return replace(own, text=f"{said}{value}.", bold=(len(said), len(said) + len(value)), under=(file,))


def _cell(table: Indexed, row: int, at: int, keys: Sequence[int], sure: float) -> tables.Chosen | None:
    """The look-up of one cell; None if it is empty, or another row has the same name."""
    cells = table.grid.cells[row]
    conditions = tuple(Condition(key, "is", (cells[key].text,)) for key in keys if cells[key].text)
    if not cells[at].text or matching(table.grid, conditions) != [row]:
        return None
    query = Query("list", Choice(conditions, (), (row,)), (at,), None, 1.0, (row,), (cells[at].text,))
    return tables.Chosen(table, query, sure, query.result)


def _listing(view: View, request: Request, question: Asked, pair: Editions, wanted: Wanted) -> Reply | None:
    """The rows that have changed so, each cited; of a change of numbers in both editions."""
    newer, before = pair.newer.grid, pair.older.grid
    at = column_of(question, pair)
    known, there = around(pair), _cells_of(pair)
    told = dict.fromkeys(telling(question, request))
    # The rows that are meant hold words that are of no column or title.
    said = tuple(one for one in told if one in there and one not in known)
    if at is None or not keys_of(request) <= {*said, *known} or _of_else(told, known | there):
        return None
    sides = (newer.source, newer.table), (before.source, before.table)
    asked_for = Change(sides, wanted.kind, pair.keys, (at, pair.columns[at]), said, wanted.most)
    found = changed(newer, before, asked_for)
    if not found:
        return None
    done = replace(asked_for, rows=rows_of(newer, before, found))
    both = [
        Line(grid, row) for rows in found for grid, row in zip((newer, before), rows, strict=True) if row is not None
    ]
    lines = both[: 2 * SHOWN]
    whole_of = [Line(grid, 0) for grid in (newer, before)]  # what is not there is told by both
    hits = with_lines(view, request.hits, [*lines, *whole_of])
    quotes = tuple(quote for line in lines for quote in islice(quotes_of(hits, line), 1))
    names = [_name(pair, *rows) for rows in found[:SHOWN]]
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    files = [source.rsplit("/", 1)[-1] for source, _ in sides]
    whole = len((before if wanted.kind == "gone" else newer).cells)
    head = f"{_HEADS[wanted.kind].format(*files, newer.columns[at].name)} ({len(found)} of {whole} rows): "
    text = f"{head}{listed(names)}{more}."
    claim = Claim(text, quotes, (len(head), len(text) - 1 - len(more)), change=done)
    draft = Draft("answer", (claim,), confidence=_SURE)
    return Reply(hits, growing(lambda: draft))


def _of_else(told: Iterable[str], there: Set[str]) -> bool:
    """Whether most of what a question tells stands in neither table: "How many lamps went up at the quay?"."""
    words = {one for one in told if not _COMPARED.search(one)}
    return 2 * len(words & there) < len(words)


def _cells_of(pair: Editions) -> set[str]:
    return {one for row in (*pair.newer.grid.stems, *pair.older.grid.stems) for cell in row for one in cell}


def _name(pair: Editions, row: int | None, before: int | None) -> str:
    """What a row is called: by its keys, and where these are codes by the words beside them that tell rows apart."""
    side = 0 if row is not None else 1
    table, at = (pair.newer, row) if row is not None else (pair.older, before or 0)
    shown = [key[side] for key in pair.keys]
    cells = table.grid.cells
    if table.looks[shown[0]][0] > _CODED or all(" " not in line[shown[0]].text for line in cells):
        beside = [one for one, kind in enumerate(table.kinds) if kind == "text" and one > shown[0]]
        counts = [len({tuple(line[one].text for one in beside[:many]) for line in cells}) for many in range(4)]
        shown += beside[: counts.index(max(counts))]
    return " ".join(filter(None, (cells[at][one].text for one in dict.fromkeys(shown))))
