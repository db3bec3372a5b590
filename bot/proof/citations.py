"""From a draft to an answer: every quote is located in its source, and what cannot be proved is dropped.

This is the only place where an Answer is made.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers import Answer, Citation, dated
from bot.drafts import Claim, Draft, Kind
from bot.markup import escape as escape
from bot.markup import escape_part
from bot.markup import plain as plain
from bot.proof.alignment import Place, locate
from bot.proof.comparison import compared
from bot.proof.places import places_of
from bot.proof.support import small_words
from bot.rendering import rendered, shown, shown_heading
from ingest.documents import Document, Hit, Listed, Passage

DROPPED = "A sentence without support in the documents was left out."
UNSUPPORTED = "The documents don't say: nothing in them supports an answer."


def cite(
    draft: Draft,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    searched: str,
    listing: Sequence[Listed] = (),
) -> Answer:
    """Verify a draft and number its citations.

    Args:
        draft: what an answerer proposes; its quotes name `hits` by index.
        hits: the passages that the answerer was given, best first.
        documents: the documents of those passages, by source.
        searched: the stand-alone question.
        listing: what the index knows of all documents, for claims about that.

    Returns:
        An Answer; if no claim of the draft survives, one that declines.
    """
    if draft.kind in ("declined", "smalltalk", "reading"):
        near: list[Citation] = []
        for quote in draft.near:
            if place := locate(quote, hits):
                _number(place, hits, documents, near)
        return replace(_without_claims(draft, draft.kind, draft.message, hits, searched), near=tuple(near))
    citations: list[Citation] = []
    sentences, results, verdicts = [], set(), set[str]()
    under: tuple[str, ...] = ()
    common = small_words(hit.passage.text for hit in hits)
    for claim in draft.claims:
        said, proof = claim, places_of(claim, hits, documents, common, listing, searched)
        if claim.comparison:
            said, proof = compared(claim, hits)
        said = _read(said, proof, hits, documents)
        if proof:
            results |= {*claim.computation.result} if claim.computation else set()
            numbers = dict.fromkeys(_number(place, hits, documents, citations) for place in proof)
            name = _under(claim, hits[proof[0].hit].passage, documents) if claim.under != under else ""
            under = claim.under
            verdicts |= {claim.verdict} - {""}
            name += f"**{claim.verdict}{', probably' if claim.likely else ''}.** " if claim.verdict else ""
            sentences.append(name + _shown(said) + "".join(f" [{number}]" for number in numbers))
    if not sentences:
        return _without_claims(draft, "declined", UNSUPPORTED, hits, searched)
    # What is compared is shown beside: where nothing could be decided, nothing is missing.
    stated = sum(claim.comparison is None for claim in draft.claims)
    notes = (*draft.notes, DROPPED) if len(sentences) < stated else draft.notes
    quoted = any(_holds(citation.quote, draft.short) for citation in citations)
    short = draft.short if quoted or draft.short in results | verdicts else None
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


def _read(claim: Claim, proof: Sequence[Place], hits: Sequence[Hit], documents: Mapping[str, Document]) -> Claim:
    """The claim as a reader of its document sees it, if it is a stretch of one that is Markdown; else as it is.

    So it stays where the words that answer are not shown: the address of a link.
    """
    for place in proof:
        document = documents[hits[place.hit].passage.source]
        at = document.text.find(claim.text, place.start, place.end)
        rendering = rendered(document) if at >= 0 else None
        text, places = rendering.signs(at, at + len(claim.text)) if rendering else ("", ())
        if text.strip():
            bold, *also = [_moved(text, places, at, span) for span in (claim.bold or (0, 0), *claim.also)]
            if claim.bold and bold[0] >= bold[1]:
                return claim
            return replace(claim, text=text, bold=bold, also=tuple(also))
    return claim


def _moved(text: str, places: Sequence[int], at: int, span: tuple[int, int]) -> tuple[int, int]:
    """The same words among the signs that are shown, without the space around them; empty if none of them is."""
    start, end = (bisect_left(places, at + edge) for edge in span)
    words_ = text[start:end]
    return end - len(words_.lstrip()), start + len(words_.rstrip())


def _shown(claim: Claim) -> str:
    """A claim as Markdown, the words that answer in bold; not within a word, where Markdown knows no bold."""
    made, done = "", 0
    for start, end in (*((claim.bold,) if claim.bold else ()), *claim.also):
        before, words_, after = claim.text[done:start], claim.text[start:end], claim.text[end:]
        if not words_.strip() or words_ != words_.strip() or before[-1:].isalnum() or after[:1].isalnum():
            continue
        made, done = f"{made}{escape_part(before)}**{escape_part(words_)}**", end
    return f"{made}{escape_part(claim.text[done:])}".strip() if made else escape(claim.text)


def _under(claim: Claim, passage: Passage, documents: Mapping[str, Document]) -> str:
    """What a claim is shown under, as far as its document has these names: it stands there, or is known of it."""
    document = documents[passage.source]
    file = passage.source.rsplit("/", 1)[-1]
    known = {passage.heading, document.name, file, document.author, dated(document.date, 0.0)}
    names = [name for name in claim.under if name in known or name in " ".join(document.text.split())]
    marked = passage.heading, document.title
    names = [shown_heading(passage.source, name) if name in marked else name for name in names]
    return f"**{escape(', '.join(names))}:** " if names else ""


def proof_of(answer: Answer, documents: Mapping[str, Document]) -> Answer:
    """The quotes that an answer rests on, instead of its sentences, as they are shown."""
    quotes = [shown(documents.get(one.source), one.start, one.quote) for one in answer.citations]
    lines = (f"- “{escape(quote)}” [{number}]" for number, quote in enumerate(quotes, 1))
    return replace(answer, text="\n".join(lines), kind="answer") if answer.citations else answer


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
