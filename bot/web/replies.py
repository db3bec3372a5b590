"""An Answer -> the Reply that the page keeps of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers import Answer, Citation, where
from bot.web.conversation import Cited, Considered, Place, Reply
from ingest.documents import Hit, Passage
from ingest.text.table_lines import readable

_SNIPPET = 220  # characters shown of a passage that was considered
_AROUND = 120  # characters shown on either side of words that may help
_CONSIDERED = 10  # passages kept of those that were retrieved


def reply(answer: Answer, hashes: Mapping[str, str], versions: Mapping[str, str]) -> Reply:
    """What the page keeps of an answer.

    Args:
        answer: it.
        hashes: SHA-256 of each document's file, by source.
        versions: see `Reply`.
    """
    passages = [hit.passage for hit in answer.passages]
    return Reply(
        answer.text,
        answer.kind,
        answer.short,
        answer.confidence,
        tuple(_cited(citation, passages, hashes) for citation in answer.citations),
        tuple(_considered(hit, answer.citations, hashes) for hit in answer.passages[:_CONSIDERED]),
        answer.answerer,
        answer.searched,
        answer.notes,
        answer.timings.get("total", 0.0),
        dict(answer.usage),
        dict(versions),
        tuple(_shortened(_cited(citation, passages, hashes)) for citation in answer.near),
        answer.carried,
    )


def _place(source: str, start: int, end: int, hashes: Mapping[str, str]) -> Place:
    return Place(source, start, end, hashes.get(source, "")[:16])


def _cited(citation: Citation, passages: Sequence[Passage], hashes: Mapping[str, str]) -> Cited:
    before = after = ""
    for passage in passages:
        inside = passage.start <= citation.start and citation.end <= passage.end
        if passage.source == citation.source and inside:
            before = passage.quote(passage.start, citation.start)
            after = passage.quote(citation.end, passage.end)
            break
    place = _place(citation.source, citation.start, citation.end, hashes)
    named = where(citation.title, citation.heading) or citation.source
    return Cited(
        citation.number, place, named, citation.page, before, citation.quote, after, citation.score, citation.dated
    )


def _shortened(cited: Cited) -> Cited:
    """The same with only a little around its words."""
    before, after = cited.before, cited.after
    if len(before) > _AROUND:
        before = f"… {before[-_AROUND:].partition(' ')[2]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND].rpartition(' ')[0]} …"
    return replace(cited, before=before, after=after)


def _considered(hit: Hit, citations: Sequence[Citation], hashes: Mapping[str, str]) -> Considered:
    passage = hit.passage
    written = readable(passage.text, passage.columns)[0] if passage.columns else passage.text
    text = re.sub(r"\s+", " ", written).strip()
    return Considered(
        _place(passage.source, passage.start, passage.end, hashes),
        where(passage.title, passage.heading) or passage.source,
        text if len(text) <= _SNIPPET else f"{text[:_SNIPPET].rsplit(' ', 1)[0]} …",
        hit.score,
        any(c.source == passage.source and c.start < passage.end and passage.start < c.end for c in citations),
    )
