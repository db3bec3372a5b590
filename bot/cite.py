"""From a draft to an answer: every quote is located in its source, and what cannot be proved is dropped.

This is the only place where an Answer is made.
"""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from bot.answers import Answer, Citation, Claim, Draft, Quote
from ingest.documents import Document, Hit, Passage
from ingest.words import words

# A quote that a language model copied with a slip ("7%" for "7 %", straight for curly quotation marks) is aligned with
# its passage and replaced by what stands there; below this similarity, 0 to 100, it counts as made up.
ALIGNED = 92.0
DROPPED = "A sentence without support in the documents was left out."
UNSUPPORTED = "The documents don't say: nothing in them supports an answer."
# What Markdown would take for markup: nothing else is escaped, so that the text stays readable as it is.
_MARKUP = re.compile(r"([\\`*\[\]]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|^[#>+-])")
_ESCAPED = re.compile(r"\\([\\`*\[\]_<&#>+-])")
_BOLD = re.compile(r"(?<!\\)\*\*")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z]\w+")


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
    if draft.kind in ("declined", "smalltalk"):
        return _without_claims(draft, draft.message, hits, searched)
    citations: list[Citation] = []
    sentences = []
    dropped = 0
    for claim in draft.claims:
        found = [place for quote in claim.quotes if (place := _locate(quote, hits))]
        if not found or not _supported(claim, [text for _, _, _, text in found]):
            dropped += 1
            continue
        numbers = dict.fromkeys(_number(place, hits, documents, citations) for place in found)
        sentences.append(_shown(claim) + "".join(f" [{number}]" for number in numbers))
    if not sentences:
        return _without_claims(draft, UNSUPPORTED, hits, searched)
    notes = (*draft.notes, DROPPED) if dropped else draft.notes
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


def _shown(claim: Claim) -> str:
    """A claim as Markdown, the words that answer in bold; not within a word, where Markdown knows no bold."""
    start, end = claim.bold or (0, 0)
    before, words_, after = claim.text[:start], claim.text[start:end], claim.text[end:]
    if not words_.strip() or words_ != words_.strip() or before[-1:].isalnum() or after[:1].isalnum():
        return escape(claim.text)
    return f"{_escape(before)}**{_escape(words_)}**{_escape(after)}".strip()


def _escape(part: str) -> str:
    """Like `escape`, of a part: the space around it is kept, as one."""
    return " " * part[:1].isspace() + escape(part) + " " * (part[-1:].isspace() and not part.isspace())


def escape(text: str) -> str:
    """Document text as Markdown that shows it as it is, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def plain(text: str) -> str:
    """An answer's text without Markdown's bold and escapes, for a terminal."""
    return _ESCAPED.sub(r"\1", _BOLD.sub("", text))


def _without_claims(draft: Draft, message: str, hits: Sequence[Hit], searched: str) -> Answer:
    return Answer(
        text=message,
        kind="smalltalk" if draft.kind == "smalltalk" else "declined",
        short=None,
        confidence=draft.confidence,
        citations=(),
        passages=tuple(hits),
        answerer=draft.answerer,
        searched=searched,
        notes=draft.notes,
        usage=draft.usage,
    )


def _locate(quote: Quote, hits: Sequence[Hit]) -> tuple[int, int, int, str] | None:
    """Where a quote stands: index of the hit, start and end in its document, and the characters; None if nowhere."""
    wanted = quote.text.strip()
    if not wanted or not 0 <= quote.hit < len(hits):
        return None
    passage = hits[quote.hit].passage
    at = passage.text.find(wanted)
    span = (at, at + len(wanted)) if at >= 0 else _align(wanted, passage.text)
    if span is None:
        return None
    start, end = passage.start + span[0], passage.start + span[1]
    return quote.hit, start, end, passage.quote(start, end)


def _align(wanted: str, text: str) -> tuple[int, int] | None:
    """The stretch of `text` that is `wanted` but for slips of copying, widened to whole words."""
    found = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=ALIGNED)
    if found is None or len(wanted) > len(text):
        return None
    start, end = found.dest_start, found.dest_end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    stretch = text[start:end].strip()
    start = text.index(stretch, start)
    return (start, start + len(stretch)) if _numbers(wanted) <= _numbers(stretch) else None


def _numbers(text: str) -> set[str]:
    return {word for word in words(text) if word[0].isdigit()}


def _supported(claim: Claim, quotes: Sequence[str]) -> bool:
    """Whether the numbers and names of a claim occur in what it quotes."""
    there = set(words(" ".join(quotes)))
    names = {word for name in _NAME.findall(claim.text) for word in words(name)}
    return _numbers(claim.text) <= there and names <= there


def _number(
    place: tuple[int, int, int, str],
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    citations: list[Citation],
) -> int:
    """The number of the citation for a place; a new one is verified against its document and added."""
    at, start, end, quote = place
    passage: Passage = hits[at].passage
    for citation in citations:
        if (citation.source, citation.start, citation.end) == (passage.source, start, end):
            return citation.number
    if documents[passage.source].text[start:end] != quote:
        raise AssertionError(f"{passage.source}: the index does not hold what stands at {start}:{end}")
    number = len(citations) + 1
    citations.append(
        Citation(
            number=number,
            source=passage.source,
            title=passage.title,
            heading=passage.heading,
            page=passage.page,
            quote=quote,
            start=start,
            end=end,
            score=hits[at].score,
        )
    )
    return number


def _holds(quote: str, span: str | None) -> bool:
    return span is not None and span in quote
