"""What is asked of a table: looked up, chosen, compared, counted, added, and computed again by the proof."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.declining import unsure
from bot.answerers.reader.logistic import logit, sigmoid
from bot.answerers.tables.agreement import beside, readings, telling
from bot.answerers.tables.asked import Asked, asked
from bot.answerers.tables.cited import Line, quotes_of, with_lines
from bot.answerers.tables.features import candidates, left_over
from bot.answerers.tables.finding import tables_for
from bot.answerers.tables.indexed import YEAR, Indexed
from bot.answerers.tables.nearness import nearness
from bot.answerers.tables.queries import SHOWING, Query
from bot.answerers.tables.reranker import looked_at, reranked
from bot.answerers.tables.scoring import Weights, probabilities, scores, weights
from bot.answerers.tables.wording import sentence
from bot.drafts import Claim, Computation, Draft
from bot.proof.grid import shortened, stemmed
from bot.proof.operations import items
from bot.question.analysis import Question
from ingest.documents import Hit
from ingest.view import View

_YEAR = re.compile(rf"\b{YEAR.pattern}\b")
_CITED = 12  # rows; the others are counted
_TORN = 0.8  # of the best one's probability: two results of one table are as likely, and so neither is sure
_ASIDE, _UNLIKELY = 0.5, 0.75  # how sure a result must be where the question is likelier of another kind, or far more
_AT_ALL = 0.5  # and how likely it must be then, at a first look, that a table is meant
_LEFT = 0.5  # and which share of its telling words, at most, may have no place in the table
_COMPUTED = 0.55  # how likely it must be that a table has to compute so that no row is read instead
_MEANT = 0.3  # and how likely it must be, after a second look, that a table is meant at all
_NEAR = 3  # rows that are shown where it is not sure
_RIVAL = 0.5  # of the best one's probability: what another table says is said too


@dataclass(frozen=True, slots=True)
class Chosen:
    """A computation that a question probably means.

    Attributes:
        table: that it is done over.
        query: the computation whose sentence is shown.
        probability: that what the sentence says is the answer.
        result: what of it is meant; the sentence may say more.
    """

    table: Indexed
    query: Query
    probability: float
    result: tuple[str, ...]


def answer(request: Request, view: View) -> Reply | None:
    """The result of what is asked of a table, with the rows that it rests on; None if it is not sure which is meant."""
    question = asked(request.question.text, request.question.vector)
    tables = tables_for(view, question, request.question.text, request.hits, request.sources, request.near)
    own = weights()
    look = looked(own, question, tables)
    if "list" in (request.intent.kind, *request.intent.others):
        look = _listing(look)
    unlikely = {"table", "comparison"}.isdisjoint((request.intent.kind, *request.intent.others))
    if unlikely and look.none > _AT_ALL:
        return None
    found = [one for one in chosen(own, question, look) if covers(one, request.question, question)]
    aside = _UNLIKELY if unlikely else _ASIDE
    needed = own.threshold if request.intent.kind == "table" else max(own.threshold, aside)
    if not found or found[0].probability < needed:
        return _unsure(request, view, look, found)
    best = found[0]
    if unlikely and _says_more(question, best):
        return None
    if any(one.table is best.table and one.probability > _TORN * best.probability for one in found[1:]):
        return _unsure(request, view, look, found)
    rivals = [one for one in found[1:] if one.table is not best.table and one.probability > _RIVAL * best.probability]
    shown = [best, *rivals[:1]]
    hits = with_rows(view, request.hits, shown)
    draft = _draft(hits, shown)
    return Reply(hits, growing(lambda: draft))


def _says_more(question: Asked, one: Chosen) -> bool:
    """Whether much of what a question says is found in nothing that a computation is done with."""
    left = left_over(question, one.table, nearness(question, one.table), one.query)
    return len(left) > _LEFT * sum(question.telling)


@dataclass(frozen=True, slots=True)
class Look:
    """What a question may mean at a first look.

    Attributes:
        found: the tables, each with its computations.
        shares: how likely each computation is.
        none: how likely it is that none is meant.
    """

    found: tuple[tuple[Indexed, tuple[Query, ...]], ...]
    shares: Sequence[NDArray[np.float32]]
    none: float

    @property
    def computes(self) -> float:
        """How likely more is asked for than one cell, so that no single row answers."""
        both = zip(self.found, self.shares, strict=True)
        told = [(query, share) for (_, own), each in both for query, share in zip(own, each, strict=True)]
        return float(sum(share for query, share in told if query.operation != "list" or len(query.result) > 1))


def _listing(look: Look) -> Look:
    """The same where a list may be asked for: then no number is that was computed."""
    kept = [[query.operation in SHOWING for query in own] for _, own in look.found]
    shares = [share[np.array(keep, dtype=bool)] for share, keep in zip(look.shares, kept, strict=True)]
    whole = float(sum(share.sum() for share in shares)) + look.none
    found = [(table, tuple(compress(own, keep))) for (table, own), keep in zip(look.found, kept, strict=True)]
    return Look(tuple(found), [share / whole for share in shares], look.none / whole)


def looked(own: Weights, question: Asked, tables: Sequence[Indexed]) -> Look:
    """A first look at what a question may mean."""
    found = [(table, one) for table in tables if len((one := candidates(question, table)).queries)]
    scored = [scores(own, question, one) for _, one in found]
    shares, none = probabilities([total for total, _ in scored], max((none for _, none in scored), default=0.0))
    return Look(tuple((table, one.queries) for table, one in found), shares, none)


def chosen(own: Weights, question: Asked, look: Look) -> list[Chosen]:
    """The likeliest computation for each result, the likeliest first, after a second look; see `agreement`."""
    if not look.found:
        return []
    looks = to_look_at(look.found, look.shares)
    meant = [(table, query) for table, query, _ in looks]
    meant, shares = beside(meant, reranked(question.text, meant, [one[2] for one in looks], look.none))
    found = readings(shares, telling(meant))
    return [
        Chosen(*meant[one.said], float(sigmoid(own.slope * logit(one.share) + own.shift)), meant[one.meant][1].result)
        for one in found
    ]


def _unsure(request: Request, view: View, look: Look, found: Sequence[Chosen]) -> Reply | None:
    """Decline what a table would have to compute; None where a sentence or a row by itself may answer.

    Who looks for the longest, or for all above a limit, is not told by the one row that is read.
    """
    others = request.written or "comparison" in request.intent.kinds
    meant = sum(one.probability for one in found)
    if request.intent.kind != "table" or others or look.computes < _COMPUTED or meant < _MEANT:
        return None
    best = found[:1]
    hits = with_rows(view, request.hits, best)
    near = [quote for one in best for line in _lines(one) for quote in quotes_of(hits, line)]
    draft = unsure(best[0].probability if best else 0.0, near[:_NEAR], ())
    return Reply(hits, iter([draft]))


def to_look_at(
    found: Sequence[tuple[Indexed, Sequence[Query]]], shares: Sequence[NDArray[np.float32]]
) -> list[tuple[Indexed, Query, float]]:
    """The likeliest results first: of each the likeliest computation, and how likely all that have it are together."""
    best: dict[tuple[int, tuple[str, ...]], tuple[float, Query]] = {}
    total: defaultdict[tuple[int, tuple[str, ...]], float] = defaultdict(float)
    for at, ((_, own), each) in enumerate(zip(found, shares, strict=True)):
        for query, share in zip(own, map(float, each), strict=True):
            key = at, query.result
            total[key] += share
            if key not in best or share > best[key][0]:
                best[key] = share, query
    order = sorted(total, key=total.__getitem__, reverse=True)
    likely = [(found[key[0]][0], best[key][1], total[key]) for key in order]
    return likely[: looked_at([share for *_, share in likely])]


def covers(one: Chosen, question: Question, asked: Asked) -> bool:
    """Whether the names and numbers of a question stand in the rows that come out, or in what chose them.

    That may be a column or a condition, the title of the table or the number of its rows. A first name is there where
    the last name after it is. What one row says of another year than the question's answers it as little.
    """
    grid, query = one.table.grid, one.query
    conditions = query.choice.conditions
    used = {*query.columns, *([] if query.by is None else [query.by]), *(held.column for held in conditions)}
    said = [*(grid.columns[at].name for at in used), *(value for held in conditions for value in held.values)]
    if query.operation == "list" and len(query.rows) == 1 and _of_another_year(question.text, query.result, said):
        return False
    numbers = (query.factor, len(items(grid, range(len(grid.cells)))), len(items(grid, query.choice.rows)))
    there = {part for row in query.rows for cell in grid.stems[row] for part in cell}
    there |= {part for text in (*said, *(f"{number:g}" for number in numbers)) for part in stemmed(text)}
    there |= one.table.context
    for at in sorted(asked.capital, reverse=True):
        if at + 1 in asked.capital and asked.stems[at + 1] in there:
            there.add(asked.stems[at])
    return {shortened(term.stem) for term in question.terms if term.key} <= there


def _of_another_year(question: str, result: Sequence[str], used: Sequence[str]) -> bool:
    """Whether a result names but other years than a question, of which no condition or column has one.

    June 2025 is no answer about an open day of 2026.
    """
    said, asked_for, there = (set(_YEAR.findall(text)) for text in (" ".join(result), question, " ".join(used)))
    return bool(said and asked_for) and asked_for.isdisjoint(said | there)


def computation(one: Chosen) -> Computation:
    """What is done, as the proof computes it again."""
    grid, query = one.table.grid, one.query
    return Computation(
        grid.source,
        grid.table,
        query.operation,
        query.columns,
        query.by,
        query.choice.conditions,
        query.factor,
        tuple(grid.starts[row] for row in query.rows),
        query.result,
    )


def _draft(hits: Sequence[Hit], shown: Sequence[Chosen]) -> Draft:
    claims = [claim_of(hits, one) for one in shown]
    best = shown[0]
    more = len(best.query.rows) - _CITED
    notes = [f"It rests on {len(best.query.rows)} rows; the first {_CITED} are cited."] if more > 0 else []
    if len(shown) > 1:
        notes.append("Two tables may be meant: the answer from each is shown.")
    return Draft(
        "answer",
        tuple(claims),
        short=best.result[0] if len(best.result) == 1 else None,
        confidence=best.probability,
        notes=tuple(notes),
    )


def claim_of(hits: Sequence[Hit], one: Chosen) -> Claim:
    """What a computation says, with the rows that it rests on, which stand in the hits."""
    said, bold = sentence(one.table, one.query, one.result)
    quotes = tuple(quote for line in _lines(one) for quote in quotes_of(hits, line))
    return Claim(said, quotes, bold, computation=computation(one))


def with_rows(view: View, hits: Sequence[Hit], shown: Sequence[Chosen]) -> tuple[Hit, ...]:
    """The hits, and the passages of the rows that are cited and that no hit holds."""
    return with_lines(view, hits, [line for one in shown for line in _lines(one)])


def _lines(one: Chosen) -> list[Line]:
    """The rows that are cited, with the cells that the result comes from."""
    grid, query = one.table.grid, one.query
    used = {*query.columns, *(held.column for held in query.choice.conditions)}
    used |= set() if query.by is None else {query.by}
    return [
        Line(grid, row, frozenset(cell.text for at, cell in enumerate(grid.cells[row]) if at in used and cell.text))
        for row in query.rows[:_CITED]
    ]
