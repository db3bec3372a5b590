"""The signs of a page of a PDF, looked at one by one by pypdfium2."""

import re
from collections.abc import Iterator, Sequence
from ctypes import PYFUNCTYPE, addressof, c_char, c_float, c_int, c_void_p, cast
from itertools import pairwise
from math import pi
from statistics import median
from struct import Struct
from typing import Any

from ingest.formats.pdf_unseen import unseen

_BOLD, _HEAVY = re.compile(rb"bold|black|heavy|semibd", re.IGNORECASE), 600
NOTHING = "\u2060"  # the word joiner, which is not seen
# Boxes are asked for by the hundred thousand: plain addresses spare what ctypes does for its own types at each call.
_BOX = PYFUNCTYPE(c_int, c_void_p, c_int, c_void_p)
_APART = re.compile(r"(?<!\S)\S(?: \S){3,}(?!\S)")  # at least so many signs one by one
_SPACE = 1.6  # times the gap between two letters: more parts words
_FOUR = Struct("4f")
Box = tuple[float, float, float, float]  # left, bottom, right, top in points


def _signs(codes: Sequence[int]) -> Iterator[str]:
    """One sign for each code; the second half of a pair is `NOTHING`, and what is no sign the mark for that."""
    for code, following in zip(codes, [*codes[1:], 0], strict=True):
        if 0xD800 <= code < 0xDC00 and 0xDC00 <= following < 0xE000:
            yield chr(0x10000 + ((code - 0xD800) << 10) + following - 0xDC00)
        elif 0xDC00 <= code < 0xE000:
            yield NOTHING
        else:
            yield chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


class Signs:
    """The signs of one page, looked at one by one."""

    def __init__(self, words: Any, page: Any) -> None:  # noqa: ANN401 (pypdfium2 ships no types)
        import pypdfium2.raw as pdfium

        self._words, self._pdfium = words.raw, pdfium
        self._box = _BOX(cast(pdfium.FPDFText_GetLooseCharBox, c_void_p).value or 0)
        self._page, self._rect = cast(words.raw, c_void_p).value, (c_float * 4)()
        self._place = addressof(self._rect)
        text = words.get_text_range()
        if len(text) != words.count_chars():  # where some have no sign, or two: one by one is slower
            text = "".join(_signs([pdfium.FPDFText_GetUnicode(words.raw, at) for at in range(words.count_chars())]))
        if gone := unseen(page, words, self.box):
            shown = list(text)
            for at in gone:
                shown[at] = " "
            text = "".join(shown)
        self.text = _APART.sub(self._closed_up, text)

    def _closed_up(self, found: re.Match[str]) -> str:
        """Signs one by one as words, where only their looks set them apart: `NOTHING` stands for each space in a word.

        Others are those of a table or of a list: digits, letters in their order, or far apart.
        """
        letters = found[0][::2]
        boxes = [self.box(at) for at in range(found.start(), found.end(), 2)]
        gaps = [b[0] - a[2] for a, b in pairwise(boxes) if a and b]
        if len(gaps) < len(letters) - 1 or boxes[0] is None or list(letters) == sorted(letters):
            return found[0]
        usual, height = median(gaps), boxes[0][3] - boxes[0][1]
        if 2 * sum(map(str.isalpha, letters)) <= len(letters) or not 0 < usual < height:
            return found[0]
        parts = [NOTHING if gap < _SPACE * usual else " " for gap in gaps]
        return "".join(sign + part for sign, part in zip(letters, [*parts, ""], strict=True))

    def box(self, at: int) -> Box | None:
        """From the left, in points; None for a sign that stands nowhere."""
        if not self._box(self._page, at, self._place):
            return None
        left, top, right, bottom = _FOUR.unpack_from(self._rect)
        return left, bottom, right, top

    def turn(self, at: int) -> int:
        """Quarters of a turn, clockwise; -1 for anything between."""
        quarters = self._pdfium.FPDFText_GetCharAngle(self._words, at) / (pi / 2)
        return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.03 else -1

    def is_unmapped(self, at: int) -> bool:
        """Whether the file does not say which sign of Unicode it is."""
        return bool(self._pdfium.FPDFText_HasUnicodeMapError(self._words, at) == 1)

    def is_bold(self, at: int) -> bool:
        """Whether it is set in bold type."""
        buffer = (c_char * 128)()
        self._pdfium.FPDFText_GetFontInfo(self._words, at, buffer, len(buffer), c_int())
        return _BOLD.search(buffer.value) is not None or self._pdfium.FPDFText_GetFontWeight(self._words, at) >= _HEAVY
