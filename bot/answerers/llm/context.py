"""Passages as a language model is given them: as many as it can take, and nothing in them that ends a passage."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.markup import visible
from ingest.documents import Hit
from ingest.embedding.tokenizer import count_tokens

_DELIMITER = re.compile(r"<(?=\s*/?\s*passage)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage in a prompt.

    Attributes:
        title, heading: of its document and part, on one line and without quotation marks.
        text: its words, without what shows nothing; `<passage` in it reads `‹passage`.
    """

    title: str
    heading: str
    text: str


def excerpts(hits: Sequence[Hit], most: int) -> tuple[Excerpt, ...]:
    """The passages that fit, best first, each numbered as its hit is; the last one may end early, after a sentence.

    Args:
        hits: best first.
        most: tokens for all of them together, by the default model's tokenizer; the first sentence is always in.
    """
    found: list[Excerpt] = []
    left = most
    for hit in hits:
        passage = hit.passage
        text = passage.text
        cost = count_tokens(passage.embedded)
        if cost > left:
            text = _beginning(hit, left - count_tokens(passage.above), always=not found)
        if text:
            found.append(Excerpt(_label(passage.title), _label(passage.heading), _inert(text)))
        if cost > left:
            break
        left -= cost
    return tuple(found)


def around(hit: Hit, start: int, end: int, most: int) -> Excerpt:
    """The sentences of a passage that hold a stretch of its document, and as many around them as fit, on one line.

    Args:
        hit: of the passage.
        start: offset of the stretch into the document's text.
        end: likewise, exclusive.
        most: tokens, title and heading among them; the sentences of the stretch are always in.
    """
    passage = hit.passage
    spans = passage.sentences or ((passage.start, passage.end),)
    inside = [at for at, (a, b) in enumerate(spans) if a < end and start < b] or [0]
    first, last = inside[0], inside[-1]
    most -= count_tokens(passage.above)
    for low, high in [(first - 1, last), (first - 1, last + 1), (first - 2, last + 1), (first - 2, last + 2)]:
        wider = max(low, 0), min(high, len(spans) - 1)
        if count_tokens(passage.quote(spans[wider[0]][0], spans[wider[1]][1])) > most:
            break
        first, last = wider
    text = passage.quote(spans[first][0], spans[last][1])
    return Excerpt(_label(passage.title), _label(passage.heading), " ".join(_inert(text).split()))


def _beginning(hit: Hit, left: int, *, always: bool) -> str:
    """As many whole sentences of a passage as fit; if `always`, at least one."""
    passage = hit.passage
    end = passage.start
    for _, stop in passage.sentences or ((passage.start, passage.end),):
        if count_tokens(passage.quote(passage.start, stop)) > left and not (always and end == passage.start):
            break
        end = stop
    return passage.quote(passage.start, end)


def _inert(text: str) -> str:
    return _DELIMITER.sub("‹", visible(text))


def _label(text: str) -> str:
    return " ".join(_inert(text).replace('"', "'").split())
