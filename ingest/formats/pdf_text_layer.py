"""The text layer of a page of a PDF: its words where they stand, so that they can be selected. By pypdfium2."""

import re
from collections.abc import Iterator
from contextlib import closing
from ctypes import c_int
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ingest.formats.pdf_signs import NOTHING, Signs

_WORD = re.compile(r"(\S+)(\s*)")
_HYPHEN = re.compile("[\ufffe\x02]")  # what PDFium makes of one at a line's end
_FINE = 100_000  # parts of a page's side in which places are told
_MOST = 20_000  # words of a page


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word of a page.

    Attributes:
        text: it.
        left, top, width, height: of its box, as shares of the page's sides.
        last: whether its line ends behind it.
    """

    text: str
    left: float
    top: float
    width: float
    height: float
    last: bool


def text_layer(page: Any) -> tuple[LayerWord, ...]:  # noqa: ANN401 (pypdfium2 ships no types)
    """The words of a page in the order of the file, at most 20,000."""
    with closing(page.get_textpage()) as text:
        return tuple(islice(_words(page, Signs(text, page)), _MOST))


def _words(page: Any, signs: Signs) -> Iterator[LayerWord]:  # noqa: ANN401
    for found in _WORD.finditer(signs.text):
        boxes = [box for at in range(*found.span(1)) if (box := signs.box(at))]
        shown = _HYPHEN.sub("-", found[1].replace(NOTHING, ""))
        if not boxes or not shown:
            continue
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        (x, y), (x2, y2) = placed(page, min(lefts), max(tops)), placed(page, max(rights), min(bottoms))
        left, top = min(x, x2), min(y, y2)
        if 0 <= left < 1 and 0 <= top < 1:  # what is cut off at the page's edge is not seen
            yield LayerWord(shown, left, top, abs(x2 - x), abs(y2 - y), "\n" in found[2])


def placed(page: Any, x: float, y: float) -> tuple[float, float]:  # noqa: ANN401
    """A place on the page as it is shown, cut to its visible part and turned, as shares of its sides."""
    import pypdfium2.raw as pdfium

    across, down = c_int(), c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE
