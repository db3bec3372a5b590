"""Which lines of plain text are headings: by their series, else by their look and their place.

Text has no marks, so what a line is shows in what is around it, and in the whole document: numbers that count up over
text, capitals that come again, lines that are underlined. The paragraphs are kept as numbers in arrays and their
characters are taken from the text where they are looked at, so that memory stays small for millions of lines.
"""

import re
from array import array
from dataclasses import dataclass, field

from ingest.text.labels import UNNUMBERED, label_of
from ingest.text.lines import ends_sentence, is_list_item, is_rule, paragraphs
from ingest.text.looks import (
    LONGEST,
    begins,
    fits_number,
    has_room,
    is_byline,
    is_capitalized,
    is_columns,
    is_dateline,
    is_field,
    is_name,
)
from ingest.text.series import TEXT, Numbered, counted

_FEW_WORDS = 10  # of a heading that is not capitalized
_STACKED = 2  # short lines one upon the other that can be headings; more are an address, a table, verse
_LONG = 80  # characters that make a line text when the heading above it has no blank line before it
_UNDERLINE = 3  # characters by which a line under a heading may be shorter than it
_AGAIN = 2  # lines in capitals over text that make each other headings
_MOST = 100_000  # lines with numbers; a text with more of them is a list or a log, whose numbers count no headings
_GAP, _SINGLE, _SHORT, _CROWDED = 1, 2, 4, 8
_PAGE_NUMBER = re.compile(r"[\s.…·_]*(?<=\s)\d+$|[\s.…·_]+$")
_FAR = 8  # characters from the margin: beyond that lines are centred, each at its own place


@dataclass(frozen=True, slots=True)
class _Page:
    """The paragraphs of a text: where each starts and ends, and signs of what it is."""

    text: str
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[int]" = field(default_factory=lambda: array("q"))
    signs: bytearray = field(default_factory=bytearray)

    def line(self, at: int) -> str:
        """The characters of a paragraph."""
        return self.text[self.starts[at] : self.ends[at]]

    def size(self, at: int) -> int:
        """How many they are."""
        return self.ends[at] - self.starts[at]

    def has(self, at: int, sign: int) -> bool:
        """Whether it bears the sign."""
        return bool(self.signs[at] & sign)


def plain_headings(text: str) -> list[tuple[int, int]]:
    """Where the headings of a plain text start and end, in order; linear in its length."""
    page = _page(text)
    found, none = _series(page, _marked(page))
    _crowd(page, found)
    spans: list[tuple[int, int]] = []
    stacked, upper = 0, -1  # headings right below, with no text between them, and the paragraph of the highest
    for at in range(len(page.signs) - 2, -1, -1):
        heads = stacked if upper == at + 1 else 0
        if at == 0 and page.has(0, _SINGLE) and _is_title(page, len(spans), heads):
            found.add(0)
        if at not in found and (at in none or not page.has(at, _SINGLE) or not _is_heading(page, at, heads)):
            continue
        end = page.ends[at + _is_ruled(page, at)]
        if heads and at in found and _only_number(page.line(at)):
            end = spans.pop()[1]  # "Chapter 1", and its name in the next line
        over = at > 0 and not page.has(at, _GAP) and is_rule(page.line(at - 1))
        spans.append((page.starts[at - over], end))
        stacked, upper = heads + 1, at
    return spans[::-1]


def _page(text: str) -> _Page:
    page = _Page(text)
    for one in paragraphs(text):
        page.starts.append(one.start)
        page.ends.append(one.end)
        sign = _GAP * one.gap + _SINGLE * (one.lines == 1)
        if one.lines == 1 and one.end - one.start <= LONGEST and not ends_sentence(text[one.start : one.end]):
            sign += _SHORT
        page.signs.append(sign)
    return page


def _series(page: _Page, marked: set[int]) -> tuple[set[int], set[int]]:
    """The paragraphs that are headings by a mark or by the numbers they bear, and those that bear one and are none."""
    lines: list[Numbered] = []
    others: list[Numbered] = []
    labelled: set[int] = set()  # of the marked lines, those that bear a number too
    said = 0
    for at in range(len(page.signs)):
        before = said
        label = label_of(page.text, page.starts[at], page.ends[at]) if len(lines) < _MOST else None
        fits = at in marked
        if label and page.has(at, _SINGLE):
            line = page.line(at)
            fits = has_room(line) and fits_number(line[label.size :].strip(), keyed=label.keyed)
            labelled |= {at} & marked if fits else set()
        if not fits:
            said += 1 if page.has(at, _SHORT) else TEXT
        if label:
            lines.append(Numbered(at, label, fits, _shape(page, at), before, said, _known(page, at)))
        elif fits:
            others.append(Numbered(at, UNNUMBERED, True, (True, 0), before, said, ""))
    found, none = counted(lines if len(lines) < _MOST else [], others, said)
    return found | {line.at for line in others} | (labelled - none), none


def _shape(page: _Page, at: int) -> tuple[bool, int]:
    start = page.starts[at]
    return page.has(at, _GAP), min(start - 1 - page.text.rfind("\n", max(0, start - _FAR - 1), start), _FAR)


def _known(page: _Page, at: int) -> str:
    start = page.starts[at]
    return _PAGE_NUMBER.sub("", page.text[start : min(page.ends[at], start + LONGEST)]).casefold()


def _only_number(line: str) -> bool:
    label = label_of(line, 0, len(line))
    return label is not None and label.size == len(line)


def _marked(page: _Page) -> set[int]:
    """The lines that are underlined, and those in capitals over text, where there are several that stand alike."""
    ruled: set[int] = set()
    capitals: dict[bool, set[int]] = {True: set(), False: set()}
    for at in range(len(page.signs) - 1):
        if page.has(at, _SINGLE) and _is_ruled(page, at):
            ruled.add(at)
        elif at and page.has(at, _SHORT) and not page.has(at + 1, _SHORT) and _is_capitals(page, at):
            capitals[page.has(at, _GAP)].add(at)
    return ruled.union(*(alike for alike in capitals.values() if len(alike) >= _AGAIN))


def _is_capitals(page: _Page, at: int) -> bool:
    """Whether a line is in capitals, and not amid others."""
    line = page.line(at)
    if not (line.isupper() and has_room(line) and begins(line)) or is_columns(line) or line.endswith((",", ";")):
        return False
    return page.has(at, _GAP) or not page.has(at - 1, _SHORT)


def _crowd(page: _Page, found: set[int]) -> None:
    """Mark the lines that stand in runs of short ones: addresses, tables, verse, contents, logs."""
    run = 0
    for at in range(len(page.signs)):
        if at in found or not page.has(at, _SHORT):
            run = 0
            continue
        run = 1 if page.has(at, _GAP) else run + 1
        if run > _STACKED:
            for one in range(at - _STACKED, at + 1):
                page.signs[one] |= _CROWDED


def _is_heading(page: _Page, at: int, heads: int) -> bool:
    """Whether a line without a series is one, over so many headings."""
    if _is_ruled(page, at):
        return has_room(page.line(at))
    if not page.has(at, _SHORT) or page.has(at, _CROWDED) or heads >= _STACKED:
        return False
    line = page.line(at)
    # Over another heading stands a higher one, or who signs what is above.
    if at and heads and not line.isupper():
        return False
    return has_room(line) and _stands(page, at, line, over_heading=heads > 0)


def _is_title(page: _Page, headings: int, heads: int) -> bool:
    """Whether the first line is the name of a text with so many headings, so many right below: it stands alone.

    Right below it may stand who wrote it, or when.
    """
    line, below = page.line(0), 1
    if not page.has(1, _GAP):
        below = 2
        under = page.line(1) if page.has(1, _SHORT) and len(page.signs) > below and page.has(below, _GAP) else ""
        if not is_byline(under) and not is_dateline(under):
            return False
    longer = page.size(below) > page.size(0)
    return has_room(line) and is_name(line) and (heads > 0 or headings >= _AGAIN or longer)


def _is_ruled(page: _Page, at: int) -> bool:
    """Whether a line is underlined; the heading of a table is, too."""
    under = at + 1
    start = page.starts[under]
    if page.has(under, _GAP) or page.text[start].isalnum():
        return False
    if not is_rule(page.text[start : min(page.ends[under], start + 2 * LONGEST)]):
        return False
    line, spare = page.line(at), page.size(at) - page.size(under)
    if not begins(line) or (ends_sentence(line) and abs(spare) > 1) or (spare > _UNDERLINE and not page.has(at, _GAP)):
        return False
    rows = range(under + 1, min(under + 3, len(page.signs)))
    wide = page.size(under) + _UNDERLINE
    return len(rows) < 2 or any(page.has(row, _GAP) or page.size(row) > wide for row in rows)


def _stands(page: _Page, at: int, line: str, *, over_heading: bool) -> bool:
    """Whether the line has the look that its place asks for: the less it stands apart, the more it must look so."""
    if not begins(line) or line.endswith((",", ";", ":")) or is_byline(line):
        return False
    gap, below = page.has(at, _GAP), page.size(at + 1)
    apart = gap and (page.has(at + 1, _GAP) or below > LONGEST)
    between = at > 0 and page.size(at - 1) > LONGEST and below > LONGEST
    if at and not gap and not _ends(page, at - 1):
        return False
    over = over_heading or _is_text(page, at + 1, page.size(at) if gap else _LONG)
    if is_capitalized(line):
        return over
    return over and (apart or between) and len(line.split()) <= _FEW_WORDS and not is_field(line)


def _ends(page: _Page, at: int) -> bool:
    """Whether what a paragraph says ends with it; who said it stands under a quotation."""
    line = page.line(at)
    return page.has(at, _SHORT) or (ends_sentence(line) and not line.endswith(('"', "”", "»", "“", "«")))


def _is_text(page: _Page, at: int, least: int) -> bool:
    """Whether the paragraph can be what a heading stands over: a list, a byline, or text longer than `least`."""
    start = page.text[page.starts[at] : min(page.ends[at], page.starts[at] + LONGEST)]
    if is_list_item(start) or is_byline(start):
        return True
    return not page.has(at, _SHORT) and page.size(at) > least
