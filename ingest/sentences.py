"""Where the sentences of a text begin and end.

Borders within a line are nupunkt's (Punkt, Kiss and Strunk 2006, with a larger table of abbreviations): it was the
quickest of four segmenters tried, and right about "U.S. Defense Secretary", initials, decimals and "Jan. 5". Lines are
our own matter: in some files a line is a paragraph, in others a paragraph is wrapped over many.
"""

import re

_LINE = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ITEM = re.compile(r"[^\S\r\n]*(?:[-*+•–—>|#]|\d{1,3}[.)]\s|[a-z][.)]\s|```|~~~)")
_END = re.compile(r"[.!?…。！？:;][\"'”’)\]»]*\s*$")
_FULL_STOP = re.compile(r"(?<=[。！？])(?=[^。！？」』”’\s])")
_WRAPPED = range(40, 121)  # characters of a line that another may continue


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` in order, as (start, end) offsets, without the space around them.

    They cover every character that is not space, and do not overlap.
    """
    from nupunkt import sent_spans

    spans = []
    for start, end in _blocks(text):
        block = text[start:end]
        for a, b in sent_spans(block):
            cuts = [a, *(a + found.start() for found in _FULL_STOP.finditer(block[a:b])), b]
            for c, d in zip(cuts, cuts[1:], strict=False):
                piece = block[c:d]
                left = len(piece) - len(piece.lstrip())
                if left < len(piece):
                    spans.append((start + c + left, start + c + len(piece.rstrip())))
    return spans


def _blocks(text: str) -> list[tuple[int, int]]:
    """Runs of lines that belong together: a line that ends in the middle of a sentence goes on in the next."""
    blocks, start, begin = [], 0, 0
    for found in _LINE.finditer(text):
        line, after = text[begin : found.start()], found.end()
        begin = after
        if _continues(line, text, after):
            continue
        blocks.append((start, found.start()))
        start = after
    blocks.append((start, len(text)))
    return [(a, b) for a, b in blocks if a < b]


def _continues(line: str, text: str, after: int) -> bool:
    if len(line) not in _WRAPPED or _END.search(line[-40:]) or _ITEM.match(text, after):
        return False
    following = text[after : after + 200]
    return bool(following.strip()) and _LINE.match(following.lstrip(" \t") or "\n") is None
