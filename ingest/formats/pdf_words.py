"""A page of a PDF -> its words and where they stand, by pypdfium2: as if every one stood upright."""

import re
from collections.abc import Iterator, Sequence
from ctypes import c_char, c_int
from dataclasses import dataclass, replace
from math import pi
from typing import Any

from ingest.formats.superscripts import raised

_PARTED = "\ufffe\x02"  # what PDFium makes of the hyphen at a line's end: the line goes on behind it without a space
_TOKEN = re.compile(rf"[^\s{_PARTED}]+[{_PARTED}]?")
_SMALLER, _HIGHER = 0.85, 0.2  # of the sign before it: how high and how far up a raised one is
_TOUCHES = 0.2  # of the height: the widest gap within a word
_BOLD, _HEAVY = re.compile(rb"bold|black|heavy|semibd", re.IGNORECASE), 600
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """Signs that stand together.

    Attributes:
        left, bottom, right, top: where, in points; its line runs to the right, whatever way the page is turned.
        text: they.
        spaced: whether a space or a new line is before it.
        at: the number of its first sign on the page, -1 for what is not written there.
    """

    left: float
    bottom: float
    right: float
    top: float
    text: str
    spaced: bool = True
    at: int = -1

    @property
    def height(self) -> float:
        """From the lowest to the highest that its font has."""
        return self.top - self.bottom


class Signs:
    """The signs of one page, looked at one by one."""

    def __init__(self, words: Any) -> None:  # noqa: ANN401 (pypdfium2 ships no types)
        import pypdfium2.raw as pdfium

        self._words, self._pdfium, self._rect = words, pdfium, pdfium.FS_RECTF()
        text = words.get_text_range()
        if len(text) != words.count_chars():  # where some have no sign, or two: one by one is slower
            codes = [pdfium.FPDFText_GetUnicode(words, at) for at in range(words.count_chars())]
            text = "".join(chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd" for code in codes)
        self.text = text

    def box(self, at: int) -> _Box | None:
        """From the left, in points; None for a sign that stands nowhere."""
        rect = self._rect
        if not self._pdfium.FPDFText_GetLooseCharBox(self._words, at, rect):
            return None
        return rect.left, rect.bottom, rect.right, rect.top

    def turn(self, at: int) -> int:
        """Quarters of a turn, clockwise; -1 for anything between."""
        quarters = self._pdfium.FPDFText_GetCharAngle(self._words, at) / (pi / 2)
        return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.03 else -1

    def is_unmapped(self, at: int) -> bool:
        """Whether the file does not say which sign of Unicode it is."""
        return self._pdfium.FPDFText_HasUnicodeMapError(self._words, at) == 1

    def is_bold(self, at: int) -> bool:
        """Whether it is set in bold type."""
        buffer = (c_char * 128)()
        self._pdfium.FPDFText_GetFontInfo(self._words, at, buffer, len(buffer), c_int())
        return _BOLD.search(buffer.value) is not None or self._pdfium.FPDFText_GetFontWeight(self._words, at) >= _HEAVY


def words_of(page: Signs) -> list[tuple[int, list[Word]]]:
    """The words of a page in the order in which they were written, each turn's (in quarters) apart, most first."""
    groups: dict[int, list[Word]] = {}
    turn, behind = 0, -1
    for token in _TOKEN.finditer(page.text):
        first, last = token.start(), token.end() - 1
        box, end = page.box(first), page.box(last)
        if box is None or (end is None and last > first and (end := page.box(last - 1)) is None):
            continue
        end = end or box
        if (last - first > 1 and not (turn == 0 and end[0] > box[0])) or not groups:
            turn = page.turn(first)
        whole = (min(box[0], end[0]), min(box[1], end[1]), max(box[2], end[2]), max(box[3], end[3]))
        spaced = first != behind or page.text[first - 1] in _PARTED
        behind = token.end()
        groups.setdefault(turn, []).extend(_words(page, token, turn, whole, box, end, spaced))
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def _words(
    page: Signs, token: re.Match[str], turn: int, whole: _Box, first: _Box, last: _Box, spaced: bool
) -> Iterator[Word]:
    """The token as one word; as several where it is set in more than one size, or on more than one line."""
    text = token[0]
    even = abs(first[1] - last[1]) < 0.5 and abs(first[3] - last[3]) < 0.5
    if turn == 0 and len(text) > 1 and (not even or any(map(str.isdigit, text[1:-1]))):
        part: Word | None = None
        for at in range(token.start(), token.end()):
            box = page.box(at)
            if box is None:
                box = (part.right, part.bottom, part.right, part.top) if part else whole
            one = Word(*box, page.text[at], spaced and part is None, at)
            if part and abs(one.bottom - part.bottom) < 0.5 and abs(one.top - part.top) < 0.5:
                part = replace(part, right=one.right, text=part.text + one.text)
            else:
                if part:
                    yield part
                part = one
        if part:
            yield part
        return
    (x, y), (x2, y2) = turned(whole[0], whole[1], turn), turned(whole[2], whole[3], turn)
    yield Word(min(x, x2), min(y, y2), max(x, x2), max(y, y2), text, spaced, token.start())


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Where a place is when text that is turned by so many quarters, clockwise, is put upright."""
    return ((x, y), (-y, x), (-x, -y), (y, -x))[max(turn, 0)]


def is_raised(word: Word, base: Word) -> bool:
    """Whether a word stands raised beside another one, small or not."""
    smaller = word.height <= _SMALLER * base.height
    return smaller and word.bottom - base.bottom >= _HIGHER * base.height and word.bottom < base.top


def joined(words: Sequence[Word]) -> str:
    """The words of a line with the spaces between them, and raised ones as what they mean."""
    text = ""
    base: Word | None = None
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else None
        touches = base is not None and word.left - words[at - 1].right < _TOUCHES * base.height
        if base and touches and is_raised(word, base):
            text += raised(text, word.text)
            continue
        if base is None and following and word.text.isdigit() and is_raised(word, following):
            text += f"[{word.text}]"  # the mark of a note, before the note
        else:
            text += (" " if base and (word.spaced or not touches) else "") + word.text
        base = word
    return text
