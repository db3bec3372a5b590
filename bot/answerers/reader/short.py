"""The likeliest words of a sentence as they can stand alone: no address or number is cut, no mark without its other."""

import re
from collections.abc import Iterator

_UNIT = re.compile(  # what is one thing though it has marks in it
    r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+"  # URL
    r"|[\w.+-]+@[\w.-]*\w"  # e-mail
    r"|(?:[A-Za-z]:|~|\.{1,2})?(?:[/\\][\w.-]*\w){2,}"  # path
    r"|\w[\w-]*\w(?:\.\w[\w-]*\w)+(?::\d+)?(?:[/?#]\S*)?"  # host, file
    r"|[$€£]?\d+(?:[.,:'’\u00a0\u202f]\d+)+(?:[-/][A-Za-z]*\d[\w.]*)*%?"  # 1,299.00, 22:00, 10.0.0.1:80, 2.10.3-rc1
    r"|[$€£]?\d{1,3}(?: \d{3})+(?!\d)|\d{2,}(?: \d{2,}){2,}"  # 7 654 321, 020 7946 0958
    r"|(?=\w*\d|[A-Z]+[-/][A-Z]*\d)\w+(?:[-/](?:[A-Z]{1,4}\b|\w*\d\w*))+"  # KX-4471/B, 2025-07-01
    r"|[$€£]?\w+%?"  # a word: the model reads parts of words
)
_AROUND = " \n\t,;:"
_AFTER = ".,;:!?)]}>\"'”’»"  # marks that end no URL
_PAIRS = {"(": ")", "[": "]", "“": "”", "„": "“", "«": "»", '"': '"'}
_NEAR = 60  # characters by which words are drawn out to the other mark of a pair; beyond that they end before it
_INITIAL = re.compile(r"\b[A-Z]\.$|\.\w\.$")


def short_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of a sentence that stands alone, nearest to the one from `start` to `end`; empty if nothing is left.

    It cuts no URL, address, path, number or code, has no space or comma around it, and both of a pair of brackets or
    quotation marks, or none.
    """
    start, end = _trimmed(text, *_whole(text, start, end))
    pairs = list(_pairs(text))
    changed = True
    while changed and start < end:
        before = start, end
        for opening, closing in pairs:
            start, end = _paired(start, end, opening, closing)
        start, end = _trimmed(text, start, end)
        changed = (start, end) != before
    if start < end and text[end - 1] == "." and not _INITIAL.search(text, start, end):
        start, end = _trimmed(text, start, end - 1)
    return start, end


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """With the rest of what it cuts: units do not overlap, so that one look at each is enough."""
    first, last = start, end
    for found in _UNIT.finditer(text):
        a, b = found.start(), found.start() + len(found.group().rstrip(_AFTER))
        if a < start < b:
            first = a
        if a < end < b:
            last = b
    return first, last


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the punctuation around it."""
    while start < end and text[start] in _AROUND:
        start += 1
    while start < end and text[end - 1] in _AROUND:
        end -= 1
    return start, end


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Where the marks of each pair stand; a mark without its other is none."""
    for opening, closing in _PAIRS.items():
        opened: list[int] = []
        for at, sign in enumerate(text):
            if sign == closing and opened:
                yield opened.pop(), at
            elif sign == opening:
                opened.append(at)


def _paired(start: int, end: int, opening: int, closing: int) -> tuple[int, int]:
    """With both marks of a pair, or with none where words begin or end with the one, or the other is far."""
    if start <= opening < end <= closing:
        if opening == start:
            return start + 1, end
        return (start, closing + 1) if closing - end < _NEAR else (start, opening)
    if opening < start <= closing < end:
        if closing == end - 1:
            return start, end - 1
        return (opening, end) if start - opening <= _NEAR else (closing + 1, end)
    return start, end
