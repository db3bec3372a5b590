"""What was read -> the lines of the summary, under whose names they stand, and how sure it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.answerers.declining import UNKNOWN
from bot.answerers.summary.choose import chosen
from bot.answerers.summary.features import settled
from bot.answerers.summary.sentences import Sentence, sentences
from bot.answerers.summary.tables import Told, told
from bot.answerers.summary.talk import Talk
from bot.answerers.summary.topic import Kept
from bot.answerers.summary.units import MOST, Unit
from bot.answerers.summary.wish import Wish
from bot.drafts import Claim, Draft, Quote
from ingest.documents import Hit, Passage

_FOUND, _SUREST = 0.7, 0.95  # confidence where what is meant is sure: with next to nothing of it told, with all
_TABLED = 2  # lines on a table among other sections


@dataclass(frozen=True, slots=True)
class Plan:
    """What is summarized, and what of it was read.

    Attributes:
        units: with the passages that are read.
        hits: all of these, in order.
        talk: who speaks in them, by source.
        wish: how long it shall be.
        kept: what is summarized.
        whole: how many units it has, those that are not read among them.
        parts: what these are called.
        others: documents that may be meant too.
        meeting: whether what was decided goes first.
    """

    units: tuple[Unit, ...]
    hits: tuple[Hit, ...]
    talk: Mapping[str, Talk]
    wish: Wish
    kept: Kept
    whole: int
    parts: Literal["documents", "sections"]
    others: tuple[str, ...]
    meeting: bool


def drafted(plan: Plan) -> Draft:
    """The summary."""
    claims = list(_claims(plan))[: plan.wish.claims or MOST]
    if not claims:
        return Draft("declined", message=UNKNOWN, confidence=0.0)
    named = {claim.under[:1] for claim in claims if claim.under}
    told_of = len({claim.under[:1] for claim in claims}) if named else plan.whole  # paragraphs without names: of each
    covered = min(1.0, told_of / plan.whole)
    confidence = plan.kept.sure * (_FOUND + (_SUREST - _FOUND) * covered)
    flowing = plan.wish.flowing or not any(claim.under for claim in claims)
    if flowing:
        claims = [replace(claim, under=()) for claim in claims]
    return Draft(
        "summary", tuple(claims), listed=not flowing, confidence=confidence, notes=tuple(_notes(plan, told_of))
    )


def _claims(plan: Plan) -> Iterator[Claim]:
    found = sentences(plan.units, plan.talk, plan.kept.topic)
    picked = chosen(plan.units, found, plan.wish, meeting=plan.meeting, scores=plan.kept.scores)
    places = {hit.passage: at for at, hit in reversed(list(enumerate(plan.hits)))}
    apart = plan.parts == "documents"
    first = [one for one in picked if plan.meeting and settled(one.text)]
    if first and not apart:  # over all sections; of several meetings each has its own
        yield from (_claim(one, plan, places) for one in first)
    for at, unit in enumerate(plan.units):
        own = [one for one in picked if one.unit == at]
        if apart:
            own.sort(key=lambda one: one not in first)
        yield from (_claim(one, plan, places) for one in own if apart or one not in first)
        if not own:
            yield from _tabled(unit, places, MOST if len(plan.units) == 1 else 1 if apart else _TABLED)


def _claim(one: Sentence, plan: Plan, places: Mapping[Passage, int]) -> Claim:
    talk = plan.talk.get(one.passage.source)
    speaker = (one.speaker,) if talk and one.speaker and len(talk.tellers) > 1 else ()
    quote = Quote(places[one.passage], one.text)
    return Claim(one.text, (quote,), under=(*plan.units[one.unit].name, *speaker))


def _tabled(unit: Unit, places: Mapping[Passage, int], most: int) -> Iterator[Claim]:
    """What the tables of a unit without sentences hold, each row cited that a line rests on."""
    for sheet in unit.tables:
        title = sheet.table.caption or sheet.table.heading.rpartition(" › ")[2]
        name = tuple(dict.fromkeys(filter(None, (*unit.name, title))))
        for line in list(told(sheet, unit.passages[0].source))[:most]:
            quotes = tuple(_quotes(line, unit, places))
            if len(quotes) == len(line.rows):
                yield Claim(line.text, quotes, under=name, computation=line.computation)


def _quotes(line: Told, unit: Unit, places: Mapping[Passage, int]) -> Iterator[Quote]:
    for row in line.rows:
        for passage in unit.passages:
            if passage.start <= row.start and row.end <= passage.end:
                yield Quote(places[passage], passage.quote(row.start, row.end))


def _notes(plan: Plan, told_of: int) -> Iterator[str]:
    if told_of < plan.whole and not plan.wish.claims:
        yield f"{told_of} of {plan.whole} {plan.parts} are told of: those that hold most."
    if plan.others:
        yield f"A part of that number is also in {', '.join(plan.others[:3])}."
