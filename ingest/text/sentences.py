"""Where the sentences of a text begin and end.

Borders within a line are nupunkt's (Punkt, Kiss and Strunk 2006, with a larger table of abbreviations): it was the
quickest of four segmenters tried, and right about "U.S. Defense Secretary", initials, decimals and "Jan. 5". Which
newlines end a paragraph is the matter of `ingest.text.lines`.
"""

import re
from itertools import pairwise

from ingest.text.lines import paragraphs

_LINE = re.compile(r"\S(?:.*\S)?")
_BORDER = re.compile(r"[.!?…。！？][^\w\s]*\s|[。！？]")
_FULL_STOP = re.compile(r"(?<=[。！？])(?=[^。！？」』”’\s])")


def sentence_spans(text: str, *, wrapped: bool = True) -> list[tuple[int, int]]:
    """The sentences of `text` in order, as (start, end) offsets, without the space around them.

    They cover every character that is not space, and do not overlap. Unless lines may be `wrapped`, each of them is a
    paragraph.
    """
    from nupunkt import sent_spans

    spans = []
    for start, end in [(p.start, p.end) for p in paragraphs(text)] if wrapped else line_spans(text):
        block = text[start:end]
        # Most lines of a list or a table have no border inside: asking costs a millisecond a line.
        for a, b in sent_spans(block) if _BORDER.search(block) else [(0, len(block))]:
            cuts = [a, *(a + found.start() for found in _FULL_STOP.finditer(block[a:b])), b]
            for c, d in pairwise(cuts):
                piece = block[c:d]
                left = len(piece) - len(piece.lstrip())
                if left < len(piece):
                    spans.append((start + c + left, start + c + len(piece.rstrip())))
    return spans


def line_spans(text: str) -> list[tuple[int, int]]:
    """The lines of `text` that are not blank, as (start, end) offsets, without the space around them."""
    return [found.span() for found in _LINE.finditer(text)]
