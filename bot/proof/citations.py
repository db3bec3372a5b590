"""From a draft to an answer: every quote is located in its source, and what cannot be proved is dropped.

This is the only place where an Answer is made.
"""

from collections.abc import Mapping, Sequence

from bot.answers import Answer, Citation, Claim, Draft, Kind
from bot.markup import escape as escape
from bot.markup import escape_part
from bot.markup import plain as plain
from bot.proof.alignment import Place, locate, widened, with_antecedent
from bot.proof.support import Evidence, fault, small_words
from ingest.documents import Document, Hit

DROPPED = "A sentence without support in the documents was left out."
UNSUPPORTED = "The documents don't say: nothing in them supports an answer."


def cite(draft: Draft, hits: Sequence[Hit], documents: Mapping[str, Document], searched: str) -> Answer:
    """Verify a draft and number its citations.

    Args:
        draft: what an answerer proposes; its quotes name `hits` by index.
        hits: the passages that the answerer was given, best first.
        documents: the documents of those passages, by source.
        searched: the stand-alone question.

    Returns:
        An Answer; if no claim of the draft survives, one that declines.
    """
    if draft.kind in ("declined", "smalltalk", "reading"):
        return _without_claims(draft, draft.kind, draft.message, hits, searched)
    citations: list[Citation] = []
    sentences = []
    common = small_words(hit.passage.text for hit in hits)
    for claim in draft.claims:
        proof = _proof(claim, hits, common)
        if proof:
            numbers = dict.fromkeys(_number(place, hits, documents, citations) for place in proof)
            sentences.append(_shown(claim) + "".join(f" [{number}]" for number in numbers))
    if not sentences:
        return _without_claims(draft, "declined", UNSUPPORTED, hits, searched)
    notes = (*draft.notes, DROPPED) if len(sentences) < len(draft.claims) else draft.notes
    short = draft.short if any(_holds(c.quote, draft.short) for c in citations) else None
    joint = "\n\n" if draft.kind == "summary" and len(sentences) > 1 else " "
    return Answer(
        text=joint.join(sentences) if not draft.listed else "\n".join(f"- {sentence}" for sentence in sentences),
        kind=draft.kind,
        short=short,
        confidence=draft.confidence,
        citations=tuple(citations),
        passages=tuple(hits),
        answerer=draft.answerer,
        searched=searched,
        notes=notes,
        usage=draft.usage,
    )


def _proof(claim: Claim, hits: Sequence[Hit], common: frozenset[str]) -> tuple[Place, ...]:
    """The places that prove a claim; () if what it quotes does not, even with the sentences around that."""
    exact = tuple(place for quote in claim.quotes if (place := locate(quote, hits)))
    if not exact:
        return ()
    whole = tuple(widened(place, hits) for place in exact)
    linked = tuple(with_antecedent(place, hits) for place in whole)
    for places in dict.fromkeys((exact, whole, linked)):
        quotes = " … ".join(place.text for place in places)
        heading = "\n".join(hits[place.hit].passage.above for place in places)
        if fault(claim.text, Evidence(quotes, heading, common)) is None:
            return places
    return ()


def _shown(claim: Claim) -> str:
    """A claim as Markdown, the words that answer in bold; not within a word, where Markdown knows no bold."""
    start, end = claim.bold or (0, 0)
    before, words_, after = claim.text[:start], claim.text[start:end], claim.text[end:]
    if not words_.strip() or words_ != words_.strip() or before[-1:].isalnum() or after[:1].isalnum():
        return escape(claim.text)
    return f"{escape_part(before)}**{escape_part(words_)}**{escape_part(after)}".strip()


def _without_claims(draft: Draft, kind: Kind, message: str, hits: Sequence[Hit], searched: str) -> Answer:
    return Answer(
        text=message,
        kind=kind,
        short=None,
        confidence=draft.confidence,
        citations=(),
        passages=tuple(hits),
        answerer=draft.answerer,
        searched=searched,
        notes=draft.notes,
        usage=draft.usage,
    )


def _number(place: Place, hits: Sequence[Hit], documents: Mapping[str, Document], citations: list[Citation]) -> int:
    """The number of the citation for a place; a new one is verified against its document and added."""
    passage = hits[place.hit].passage
    for citation in citations:
        if (citation.source, citation.start, citation.end) == (passage.source, place.start, place.end):
            return citation.number
    if documents[passage.source].text[place.start : place.end] != place.text:
        raise AssertionError(f"{passage.source}: the index does not hold what stands at {place.start}:{place.end}")
    number = len(citations) + 1
    citations.append(
        Citation(
            number=number,
            source=passage.source,
            title=passage.title,
            heading=passage.heading,
            page=passage.page,
            quote=place.text,
            start=place.start,
            end=place.end,
            score=hits[place.hit].score,
            author=documents[passage.source].author,
            date=documents[passage.source].date,
            modified=documents[passage.source].modified,
        )
    )
    return number


def _holds(quote: str, span: str | None) -> bool:
    return span is not None and span in quote
