"""An Answer -> the Reply that the page keeps of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from bot.answers import Answer, Citation, where
from bot.rendering import rendered, shown, shown_heading
from bot.web.conversation import Cited, Considered, Place, Reply
from ingest.documents import Document, Hit, Passage
from ingest.text.table_lines import is_ruled

_SNIPPET = 220  # characters shown of a passage that was considered
_AROUND = 120  # characters shown on either side of words that may help
_CONSIDERED = 10  # passages kept of those that were retrieved
_EMPTY = re.compile(r"\n(?:[^\S\n]*\n){2,}")  # empty lines that follow each other
_DRAWN = 4  # signs of what is drawn between the rows of a table; a dash has fewer
_Documents = Mapping[str, Document]
_NONE: _Documents = MappingProxyType({})


def reply(
    answer: Answer, hashes: Mapping[str, str], versions: Mapping[str, str], documents: _Documents = _NONE
) -> Reply:
    """What the page keeps of an answer.

    Args:
        answer: it.
        hashes: SHA-256 of each document's file, by source.
        versions: see `Reply`.
        documents: those whose text is shown in another way than it is written, by source.
    """
    passages = [hit.passage for hit in answer.passages]
    return Reply(
        answer.text,
        answer.kind,
        answer.short,
        answer.confidence,
        tuple(_cited(citation, passages, hashes, documents) for citation in answer.citations),
        tuple(_considered(hit, answer.citations, hashes, documents) for hit in answer.passages[:_CONSIDERED]),
        answer.answerer,
        answer.searched,
        answer.notes,
        answer.timings.get("total", 0.0),
        dict(answer.usage),
        dict(versions),
        tuple(_shortened(_cited(citation, passages, hashes, documents)) for citation in answer.near),
        answer.carried,
    )


def _place(source: str, start: int, end: int, hashes: Mapping[str, str]) -> Place:
    return Place(source, start, end, hashes.get(source, "")[:16])


def _cited(citation: Citation, passages: Sequence[Passage], hashes: Mapping[str, str], documents: _Documents) -> Cited:
    start, before, after = citation.start, "", ""
    for passage in passages:
        inside = passage.start <= start and citation.end <= passage.end
        if passage.source == citation.source and inside:
            before = passage.quote(passage.start, start)
            after = passage.quote(citation.end, passage.end)
            break
    return Cited(
        citation.number,
        _place(citation.source, start, citation.end, hashes),
        _named(citation),
        citation.page,
        before,
        citation.quote,
        after,
        citation.score,
        citation.dated,
        _seen(documents.get(citation.source), start, before, citation.quote, after),
    )


def _seen(document: Document | None, start: int, before: str, quote: str, after: str) -> tuple[str, str, str] | None:
    """What is shown of a passage whose quote begins at `start`; None where that is what is written."""
    end = start + len(quote)
    led, said, followed = before, quote, after
    rendering = rendered(document) if document and document.text[start:end] == quote else None
    if rendering:
        led, _ = rendering.signs(start - len(before), start)
        said = shown(document, start, quote)
        followed, _ = rendering.signs(end, end + len(after))
    # What leads to a table's first row may be its headings alone, of which nothing but their line ends is shown.
    seen = _EMPTY.sub("\n\n", led).lstrip(), _EMPTY.sub("\n\n", said), _EMPTY.sub("\n\n", followed)
    return None if seen == (before, quote, after) else seen


def _named(one: Citation | Passage) -> str:
    """Title and heading."""
    return where(*(shown_heading(one.source, part) for part in (one.title, one.heading))) or one.source


def _shortened(cited: Cited) -> Cited:
    """The same with only a little around its words."""
    seen = cited.seen and (_last(cited.seen[0]), cited.seen[1], _first(cited.seen[2]))
    return replace(cited, before=_last(cited.before), after=_first(cited.after), seen=seen)


def _last(text: str) -> str:
    return text if len(text) <= _AROUND else f"… {text[-_AROUND:].partition(' ')[2]}"


def _first(text: str) -> str:
    return text if len(text) <= _AROUND else f"{text[:_AROUND].rpartition(' ')[0]} …"


def _considered(
    hit: Hit, citations: Sequence[Citation], hashes: Mapping[str, str], documents: _Documents
) -> Considered:
    passage = hit.passage
    said = shown(documents.get(passage.source), passage.start, passage.text).split()
    text = " ".join(word for word in said if len(word) < _DRAWN or not is_ruled(word))
    return Considered(
        _place(passage.source, passage.start, passage.end, hashes),
        _named(passage),
        text if len(text) <= _SNIPPET else f"{text[:_SNIPPET].rsplit(' ', 1)[0]} …",
        hit.score,
        any(c.source == passage.source and c.start < passage.end and passage.start < c.end for c in citations),
    )
