"""Questions of several parts: each is answered by itself, and what is compared is decided by proof."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.comparison import bridge, weighed
from bot.answerers.reader import reader
from bot.answerers.tables import tables
from bot.drafts import Claim, Comparison, Draft
from bot.question.analysis import analyze
from bot.question.followup import stand_alone
from bot.question.parts import Parts, asks_difference, taken_apart
from bot.retrieval.retriever import look_up
from ingest.documents import Hit
from ingest.view import View

_UNTOLD = "The documents don't answer “{}”."


def answer(request: Request, view: View) -> Reply | None:
    """What a sentence tells of both, else what each part of the question gets, one after the other.

    What a table tells of both is asked before; see `bot.question.kind.Intent.kinds`. None where the question has but
    one part, or none is answered.
    """
    sure = request.intent.kind == "comparison" or asks_difference(request.question.text)
    if sure and (reply := weighed.answer(request, view)):
        return reply
    parts = taken_apart(request.question.text)
    if parts is None or not (sure or parts.wanted or not parts.things):
        return bridge.answer(request, view) if sure else None
    found = [_answered(question, request, view) for question in _whole(parts)]
    said = [draft.claims[0].text for _, draft in found if draft.claims]
    if not said or (parts.wanted and len({*said}) < len(found)):  # of one alone nobody can tell which is more
        return None
    hits = tuple(hit for own, _ in found for hit in own)
    return Reply(hits, growing(lambda: _joined(parts, found, apart=asks_difference(request.question.text))))


def _whole(parts: Parts) -> Iterator[str]:
    """The parts as questions that stand alone: the second may leave out what the first has said."""
    for at, question in enumerate(parts.questions):
        before = [{"role": "user", "content": parts.questions[0]}]
        yield question if parts.things or not at else stand_alone(question, before).text


def _answered(question: str, request: Request, view: View) -> tuple[tuple[Hit, ...], Draft]:
    """A part as a table answers it, else as the reader does, by its first sentence."""
    found = look_up(view, question, request.settings.passages, request.sources)
    asked = replace(request, question=analyze(view, found.text, found.vector), hits=found.hits)
    reply = tables.answer(asked, view) or reader.answer(asked, view)
    *_, draft = reply.drafts
    return reply.hits, replace(draft, claims=draft.claims[:1])


def _joined(parts: Parts, found: Sequence[tuple[tuple[Hit, ...], Draft]], *, apart: bool) -> Draft:
    """One draft of the parts' drafts, the quotes of each naming its own hits among all."""
    ahead = list(accumulate((len(hits) for hits, _ in found), initial=0))
    drafts = [draft for _, draft in found]
    own = [
        replace(claim, quotes=tuple(replace(quote, hit=quote.hit + shift) for quote in claim.quotes))
        for shift, draft in zip(ahead, drafts, strict=False)
        for claim in draft.claims
    ]
    claims = list(_compared(parts, drafts, own, apart=apart))
    for claim in own:
        same = next((at for at, other in enumerate(claims) if other.text == claim.text), None)
        if same is None:
            claims.append(claim)
        else:
            claims[same] = _both(claims[same], claim)
    unsaid = zip(parts.questions, drafts, strict=True)
    notes = tuple(_UNTOLD.format(question) for question, draft in unsaid if not draft.claims)
    answered = [draft for draft in drafts if draft.claims]
    said = {draft.short for draft in answered}
    short = said.pop() if len(said) == 1 else None
    sure = min(draft.confidence for draft in answered)
    return Draft("answer", tuple(claims), short=short, listed=len(claims) > 1, confidence=sure, notes=notes)


def _both(one: Claim, other: Claim) -> Claim:
    """A sentence that answers two parts, with the words in bold that answer either."""
    bold = sorted({*(span for span in (one.bold, other.bold) if span), *one.also})
    apart = [span for at, span in enumerate(bold) if not at or bold[at - 1][1] <= span[0]]
    return replace(one, bold=apart[0], also=tuple(apart[1:])) if apart else one


def _compared(parts: Parts, drafts: Sequence[Draft], claims: Sequence[Claim], *, apart: bool) -> Iterator[Claim]:
    """That one of two things has the most or the least, and by how much they differ, for the proof to decide."""
    if len(claims) != len(parts.things) or not all(draft.short for draft in drafts):
        return
    values = (drafts[0].short or "", drafts[1].short or "")
    quotes = (claims[0].quotes[0], claims[1].quotes[0])
    if parts.wanted:
        yield Claim("", quotes, comparison=Comparison((parts.things[0], parts.things[1]), values, parts.wanted))
    if apart:
        yield Claim("", quotes, comparison=Comparison(("", ""), values, "difference"))
