"""A summary: what a document, a part, a thread or a topic comes to, each line cited."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.summary.draft import Plan, drafted
from bot.answerers.summary.names import named
from bot.answerers.summary.talk import talk_of
from bot.answerers.summary.target import Target, find
from bot.answerers.summary.topic import Kept, kept
from bot.answerers.summary.units import MOST, Unit, units
from bot.answerers.summary.wish import Wish, wish_of
from bot.question.analysis import Question
from ingest.documents import Hit, Passage
from ingest.text.turns import has_turn
from ingest.text.words import stem
from ingest.view import View

_READ = 60  # passages read for a summary
_UNSURE = 0.3  # where less of what was said is understood, another answerer is asked
_CLEAR = 0.6  # the same where a summary may be meant among other things


def answer(request: Request, view: View) -> Reply | None:
    """A summary of what the question names; None if it names nothing that is there, or asks for one thing."""
    asked_for = request.intent.kind == "summary"
    if not asked_for and request.question.kind != "other":  # "Are the deeds part of the gift?"
        return None
    wish, asked = wish_of(request.question.text)
    target, meant = found(request.question, asked, request.hits, view, request.sources)
    wanted = asked_for or (target.items and not target.everything)
    if not wanted or not meant.items or meant.sure < (_UNSURE if asked_for else _CLEAR):
        return None
    plan = _planned(target, meant, wish, view)
    return Reply(plan.hits, growing(lambda: drafted(plan)))


def found(
    question: Question, asked: str, hits: Sequence[Hit], view: View, sources: frozenset[str] | None
) -> tuple[Target, Kept]:
    """What a request names, and what of it is to be summarized; see `find` and `kept`."""
    target = find(question, asked, view, sources)
    return target, kept(target, question, view, sources, hits)


def _planned(target: Target, meant: Kept, wish: Wish, view: View) -> Plan:
    """What of it is read: all sections or documents while they are not too many, and of each some passages."""
    whole = units(meant.items, view)
    most = max(MOST, wish.claims or 0)
    read = _read(whole if len(whole) <= most else _largest(whole, most))
    hits = tuple(Hit(passage, meant.scores.get(passage, 1.0)) for unit in read for passage in unit.passages)
    talk = {
        source: found
        for source in dict.fromkeys(hit.passage.source for hit in hits if has_turn(hit.passage.text))
        if (document := view.document(source)) and (found := talk_of(document.text)).turns
    }
    meeting = all(named(item.document, None).match(stem("meeting")) for item in meant.items)
    parts: Literal["documents", "sections"] = "documents" if len(meant.items) > 1 else "sections"
    return Plan(read, hits, talk, wish, meant, len(whole), parts, target.others, meeting)


def _largest(found: Sequence[Unit], most: int) -> tuple[Unit, ...]:
    """The units that hold most, in their order."""
    taken = sorted(range(len(found)), key=lambda at: -found[at].size)[:most]
    return tuple(found[at] for at in sorted(taken))


def _read(found: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units with the passages of them that are read: the first one, and others evenly spread."""
    share = max(2, _READ // max(1, len(found)))
    return tuple(replace(unit, passages=_spread(unit.passages, share)) for unit in found)


def _spread(passages: Sequence[Passage], most: int) -> tuple[Passage, ...]:
    if len(passages) <= most:
        return tuple(passages)
    places = np.linspace(0, len(passages) - 1, most).round().astype(int)
    return tuple(passages[at] for at in sorted({*places.tolist()}))
