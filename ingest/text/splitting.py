"""A Document -> Passages: whole sentences under one heading, of about one length, with exact offsets."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Any

from ingest.documents import Document, Passage, Section
from ingest.embedding.tokenizer import MAX_TOKENS, count_tokens, whole_tokenizer
from ingest.text.comments import comments, uncommented
from ingest.text.front_matter import front_matter
from ingest.text.headings import Heading, headings
from ingest.text.sentences import line_spans, sentence_spans
from ingest.text.table_sections import outside, places_of, whole_rows, with_tables

_AIM = 0.8  # of the longest passage: what a passage should have
_TORN = 0.15  # what a border within a paragraph costs, in squared parts of what a passage should have
_CHARACTERS = 8  # a token stands for at most this many: a word without end is one token to the model, but no passage
_ABOVE = 80  # tokens that title and heading may take from the 256 that the model reads
_STRETCH = 250_000  # characters that are cut at once
_PARAGRAPH = re.compile(r"[\n\r\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that is too long, and how many tokens it has."""

    start: int
    end: int
    tokens: int
    opens: bool  # whether a paragraph begins with it


def split(document: Document, max_tokens: int = 200) -> tuple[Passage, ...]:
    """Cut a document into passages of at most `max_tokens` tokens of the default model.

    They lie on sentence borders (a sentence is cut only if it alone is too long) and never reach over a heading or the
    border of a page; every character that is neither space, heading nor comment of Markdown is in exactly one. Where to
    cut is chosen for a whole section at once, so that its passages are of about one length and borders of paragraphs
    are kept where that costs little.
    """
    passages = []
    for section in document.sections or _without_comments(document, with_tables(document, _sections(document))):
        above = count_tokens(f"{document.title}\n{section.heading}\n{section.columns}")
        limit = max(20, min(max_tokens, MAX_TOKENS - 2 - min(above, _ABOVE)))
        for stretch in _stretches(document.text, section):
            pieces = _pieces(document, stretch, limit)
            passages += [_passage(document, section, group) for group in _pack(pieces, limit)]
    return tuple(passages)


def _sections(document: Document) -> Iterator[Section]:
    """What front matter tells, and the text between the headings that show in it."""
    text, markdown = document.text, document.source.lower().endswith(".md")
    front = front_matter(text, markdown=markdown)
    begin = front.end
    # Blank lines where the front matter was, so that offsets hold and no line of it is a heading.
    text = "\n" * begin + (uncommented(text) if markdown else text)[begin:]
    found = outside(headings(text, markdown=markdown), places_of(document))
    edges = [*found, Heading(len(text), len(text), "", 1)]
    full = [(edges[0].start, "", 0), *((b.start, a.text, a.end) for a, b in pairwise(edges))]
    about = [Section(start, end, rows=True) for start, end in front.facts]
    sections = [Section(max(start, begin), end, heading) for end, heading, start in full if text[start:end].strip()]
    # A text of nothing but headings still says something.
    yield from [*about, *sections] or ([Section(0, len(text))] if document.text.strip() else [])


def _without_comments(document: Document, sections: Iterable[Section]) -> Iterator[Section]:
    """The sections with the comments of Markdown cut out of them."""
    text = document.text
    cut = list(comments(text)) if document.source.lower().endswith(".md") else []
    for section in sections:
        inside = cut[bisect_left(cut, (section.start, 0)) : bisect_left(cut, (section.end, 0))]
        edges = [section.start, *(edge for place in inside if not section.rows for edge in place), section.end]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if text[start:end].strip():
                yield replace(section, start=start, end=end)


def _stretches(text: str, section: Section) -> Iterator[Section]:
    """A section in parts that are worked on one by one, so that what a long one takes of memory does not grow with it.

    They end with a paragraph if one ends there, else with a line, a sentence, a word.
    """
    start = section.start
    while section.end - start > _STRETCH:
        half, far = start + _STRETCH // 2, start + _STRETCH
        borders = (text.rfind(mark, half, far) + len(mark) for mark in ("\n\n", "\n", ". ", " "))
        end = next((border for border in borders if border > half), 0) or _whole(text, start, far)
        yield replace(section, start=start, end=end)
        start = end
    yield replace(section, start=start)


def _pieces(document: Document, section: Section, limit: int) -> list[_Piece]:
    start, text = section.start, document.text[section.start : section.end]
    if section.rows:
        spans = whole_rows(line_spans(text), document, section.start)
    else:
        spans = sentence_spans(text, wrapped=not document.sections)
    encoded = whole_tokenizer().encode_batch([text[a:b] for a, b in spans], add_special_tokens=False)
    pieces, last = [], 0
    for (a, b), tokens in zip(spans, encoded, strict=True):
        opens = bool(_PARAGRAPH.search(text, last, a))
        for c, d, count in _cut(text[a:b], tokens, limit):
            pieces.append(_Piece(start + a + c, start + a + d, max(count, ceil((d - c) / _CHARACTERS)), opens))
            opens = False
        last = b
    return pieces


def _cut(text: str, tokens: Any, limit: int) -> Iterator[tuple[int, int, int]]:  # noqa: ANN401 (see the tokenizer)
    """A sentence as it is, or in parts of at most `limit` tokens: after a comma or a space, if there is one.

    Each with the number of its tokens.
    """
    if len(tokens) <= limit and len(text) <= limit * _CHARACTERS:
        yield 0, len(text), len(tokens)
        return
    begins = [offset[0] for offset in tokens.offsets]
    start = first = 0
    while len(begins) - first > limit or len(text) - start > limit * _CHARACTERS:
        far = min(begins[first + limit] if first + limit < len(begins) else len(text), start + limit * _CHARACTERS)
        stretch = text[start:far]
        at = max(stretch.rfind(mark) + len(mark) for mark in (", ", "; ", ": ", "– "))
        if at < len(stretch) // 2:
            at = max((i for i in range(len(stretch) // 2, len(stretch)) if stretch[i].isspace()), default=0)
        cut = start + at if at > 0 else _whole(text, start, far)
        after = bisect_left(begins, cut)
        yield start, start + len(text[start:cut].rstrip()), after - first
        # Not the whole rest: what is stripped from it would be copied each time.
        while cut < len(text) and text[cut].isspace():
            cut += 1
        start, first = cut, bisect_left(begins, cut)
    if start < len(text):
        yield start, len(text), len(begins) - first


def _whole(text: str, start: int, at: int) -> int:
    """The nearest place at or before `at` that does not part a character from its marks."""
    for place in range(at, max(start, at - 32), -1):
        mark = unicodedata.combining(text[place]) or text[place] in "\u200d\ufe0e\ufe0f"
        if not mark and text[place - 1] != "\u200d":
            return place
    return at


def _pack(pieces: Sequence[_Piece], limit: int) -> Iterator[Sequence[_Piece]]:
    """Group pieces so that the sum of squared distances from the length aimed at, and of torn paragraphs, is least."""
    aim = _AIM * limit
    cost, begin = [0.0], [0]
    sizes = [piece.tokens for piece in pieces]
    for end in range(1, len(pieces) + 1):
        torn = _TORN if end < len(pieces) and not pieces[end].opens else 0.0
        tokens, least, best = 0, float("inf"), end - 1
        for start in range(end - 1, -1, -1):
            tokens += sizes[start]
            if tokens > limit and start < end - 1:
                break
            total = cost[start] + ((tokens - aim) / aim) ** 2
            if total <= least:
                least, best = total, start
        cost.append(least + torn)
        begin.append(best)
    cuts = [len(pieces)]
    while cuts[-1]:
        cuts.append(begin[cuts[-1]])
    for end, start in reversed(list(pairwise(cuts))):
        yield pieces[start:end]


def _passage(document: Document, section: Section, pieces: Sequence[_Piece]) -> Passage:
    start, end = pieces[0].start, pieces[-1].end
    text, sentences = document.text[start:end], tuple((piece.start, piece.end) for piece in pieces)
    about = section.heading, sentences, section.page, section.columns
    return Passage(document.source, document.title, start, end, text, *about)
