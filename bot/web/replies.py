"""An Answer -> the Reply that the page keeps of it."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.answers import Answer, Citation, where
from bot.proof.citations import plain
from bot.question.names import weak_stems
from bot.rendering import rendered, shown, shown_heading
from bot.web.cited import Cited, Place
from bot.web.conversation import Considered, Reply
from bot.web.quoted_rows import quoted_rows, rows_beside
from ingest.documents import Document, Hit, Passage
from ingest.text.table_lines import is_ruled
from ingest.text.words import stem, words

_SNIPPET = 220  # characters shown of a passage that was considered
_CLOSEST = 3  # passages that a decline shows where none is said to help
_LEAD = "Closest passages:"
_BOLD = re.compile(r"\*\*(.+?)\*\*")
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
        documents: those that are quoted, or shown in another way than they are written, by source.
    """
    passages = [hit.passage for hit in answer.passages]
    said = [plain(one) for one in (answer.short, *_BOLD.findall(answer.text)) if one]
    asked = [word for word in words(answer.searched) if stem(word) not in weak_stems()]
    near = [_cited(citation, passages, hashes, documents, asked) for citation in answer.near]
    near += [_nearest(at, hit, asked, hashes, documents) for at, hit in enumerate(closest(answer), 1)]
    return Reply(
        answer.text,
        answer.kind,
        answer.short,
        answer.confidence,
        tuple(_cited(citation, passages, hashes, documents, said) for citation in answer.citations),
        tuple(_considered(hit, answer.citations, hashes, documents) for hit in answer.passages[:_CONSIDERED]),
        answer.answerer,
        answer.searched,
        answer.notes,
        answer.timings.get("total", 0.0),
        dict(answer.usage),
        dict(versions),
        tuple(near),
        answer.carried,
        _LEAD if closest(answer) else "",
    )


def closest(answer: Answer) -> tuple[Hit, ...]:
    """What a decline shows where no passage is said to help: those that were found first."""
    return answer.passages[:_CLOSEST] if answer.kind == "declined" and not answer.near else ()


def _nearest(number: int, hit: Hit, asked: Sequence[str], hashes: Mapping[str, str], documents: _Documents) -> Cited:
    """A passage as one that may help: its likeliest words are the sentence with the most words of the question."""
    one = hit.passage
    roots = set(map(stem, asked))
    shared = {span: len(roots & {stem(word) for word in words(one.quote(*span))}) for span in one.sentences}
    start, end = max(shared, key=lambda span: shared[span], default=(one.start, one.end))
    quote = Citation(number, one.source, one.title, one.heading, one.page, one.quote(start, end), start, end, hit.score)
    return _cited(quote, [one], hashes, documents, asked)


def _place(source: str, start: int, end: int, hashes: Mapping[str, str]) -> Place:
    return Place(source, start, end, hashes.get(source, "")[:16])


def _cited(
    citation: Citation,
    passages: Sequence[Passage],
    hashes: Mapping[str, str],
    documents: _Documents,
    said: Sequence[str],
) -> Cited:
    start, end, before, after = citation.start, citation.end, "", ""
    for passage in passages:
        if passage.source == citation.source and passage.start <= start and end <= passage.end:
            before, after = passage.quote(passage.start, start), passage.quote(end, passage.end)
            break
    document = documents.get(citation.source)
    known = document if document and document.text[start:end] == citation.quote else None
    rows, led, followed = None, before, after
    if known:
        rows = quoted_rows(known, start, end, said)
        if not rows and (found := rows_beside(known, start - len(before), start)):
            rows, led = found[0], known.text[found[2] : start]
        if not rows and (found := rows_beside(known, end, end + len(after))):
            rows, followed = found[0], known.text[end : found[1]]
    seen = _seen(known, start, led, citation.quote, followed)
    return Cited(
        citation.number,
        _place(citation.source, start, end, hashes),
        _named(citation),
        citation.page,
        before,
        citation.quote,
        after,
        citation.score,
        citation.dated,
        None if seen == (before, citation.quote, after) else seen,
        rows,
    )


def _seen(document: Document | None, start: int, before: str, quote: str, after: str) -> tuple[str, str, str]:
    """What is shown of a passage whose quote begins at `start`."""
    end = start + len(quote)
    led, said, followed = before, quote, after
    rendering = rendered(document) if document else None
    if rendering:
        led, _ = rendering.signs(start - len(before), start)
        said = shown(document, start, quote)
        followed, _ = rendering.signs(end, end + len(after))
    # What leads to a table's first row may be its headings alone, of which nothing but their line ends is shown.
    return _EMPTY.sub("\n\n", led).lstrip(), _EMPTY.sub("\n\n", said), _EMPTY.sub("\n\n", followed)


def _named(one: Citation | Passage) -> str:
    """Title and heading."""
    return where(*(shown_heading(one.source, part) for part in (one.title, one.heading))) or one.source


def _parts(document: Document | None, passage: Passage) -> list[str]:
    """What is shown of a passage: its rows, if it has any, a line each, between what stands around them."""
    start, end = passage.start, passage.end
    known = document if document and document.text[start:end] == passage.text else None
    found = rows_beside(known, start, end) if known else None
    if not known or not found:
        return [shown(document, start, passage.text)]
    rows, first, stop = found
    led, _, _ = _seen(known, first, known.text[start:first], "", "")
    _, _, followed = _seen(known, stop, "", "", known.text[stop:end])
    return [led, *rows.lines, followed]


def _considered(
    hit: Hit, citations: Sequence[Citation], hashes: Mapping[str, str], documents: _Documents
) -> Considered:
    passage = hit.passage
    parts = _parts(documents.get(passage.source), passage)
    kept = (" ".join(word for word in part.split() if len(word) < _DRAWN or not is_ruled(word)) for part in parts)
    text = "\n".join(filter(None, kept))
    return Considered(
        _place(passage.source, passage.start, passage.end, hashes),
        _named(passage),
        text if len(text) <= _SNIPPET else f"{text[:_SNIPPET].rsplit(' ', 1)[0]} …",
        hit.score,
        any(c.source == passage.source and c.start < passage.end and passage.start < c.end for c in citations),
    )
