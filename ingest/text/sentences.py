"""Where the sentences of a text begin and end.

Borders within a line are nupunkt's (Punkt, Kiss and Strunk 2006, with a larger table of abbreviations): it was the
quickest of four segmenters tried, and right about "U.S. Defense Secretary", initials, decimals and "Jan. 5". Which
newlines end a paragraph is the matter of `ingest.text.lines`.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.text.lines import paragraphs

_LINE = re.compile(r"\S(?:.*\S)?")
_BORDER = re.compile(r"[.!?…。！？][^\w\s]{0,6}+\s|[。！？]")  # bounded: rows of dots would take time without end
_PIECE = 50_000  # characters that are looked at together: a text without a newline is not kept in parts as well
# A German date: the stop behind the day ends no sentence.
_DAY = re.compile(r"(?<![\d.,])\d{1,2}\.$")
_MONTH = re.compile(
    r"(?:Jan(?:uar)?|Jänner|Feb(?:ruar)?|März|April?|Mai|Jun[io]?|Jul[io]?|Aug(?:ust)?|Sept?(?:ember)?|Okt(?:ober)?"
    r"|Nov(?:ember)?|Dez(?:ember)?)\b"
)
_FULL_STOP = re.compile(r"(?<=[。！？])(?=[^。！？」』”’\s])")


def sentence_spans(text: str, *, wrapped: bool = True) -> list[tuple[int, int]]:
    """The sentences of `text` in order, as (start, end) offsets, without the space around them.

    They cover every character that is not space, and do not overlap. Unless lines may be `wrapped`, each of them is a
    paragraph.
    """
    spans: list[tuple[int, int]] = []
    for start, end in ((p.start, p.end) for p in paragraphs(text)) if wrapped else line_spans(text):
        for a, b in _bordered(text, start, end):
            cuts = [a, *(found.start() for found in _FULL_STOP.finditer(text, a, b)), b]
            for c, d in pairwise(cuts):
                piece = text[c:d]
                left = len(piece) - len(piece.lstrip())
                if left == len(piece):
                    continue
                begin = c + left
                if (
                    spans
                    and spans[-1][1] > start
                    and _DAY.search(text, spans[-1][0], spans[-1][1])
                    and _MONTH.match(text, begin)
                ):
                    begin = spans.pop()[0]
                spans.append((begin, c + len(piece.rstrip())))
    return spans


def _bordered(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between borders within a paragraph, found piece by piece.

    The last stretch of a piece begins the next one, as it may go on there; a piece of nothing else is doubled.
    """
    from nupunkt import sent_spans

    size = _PIECE
    # Most lines of a list or a table have no border inside: asking costs a millisecond a line.
    while _BORDER.search(text, start, end):
        stop = min(start + size, end)
        *whole, last = sent_spans(text[start:stop])
        yield from ((start + a, start + b) for a, b in whole)
        if stop == end:
            yield start + last[0], end
            return
        size = _PIECE if whole else 2 * size
        start += last[0]
    yield start, end


def line_spans(text: str) -> list[tuple[int, int]]:
    """The lines of `text` that are not blank, as (start, end) offsets, without the space around them."""
    return [found.span() for found in _LINE.finditer(text)]
