"""Pages of a PDF whose text cannot be used: which they are, what to say of them, and what tesseract reads on them."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from importlib.util import find_spec
from itertools import groupby
from shutil import which
from typing import Any

from ingest.formats.pdf_signs import Signs

_SIDE = 3500  # pixels of the longer side of a page that is a picture: 300 to the inch, whatever size it says it has
_SECONDS = 120  # that it may take to read it
_COVERS = 0.5  # of the page: how much of it a picture covers that is a scan
_STAMP = 150  # signs of text beside a scan: more are the text that was recognized in it
_DEEP = 3  # drawings within drawings that are looked at
_DRAWN = 50  # things drawn on a page without text: it is a drawing that may hold words
_MORE = 1.5  # times the words of the text: so many are seen on a scan with a stamp
_SAMPLE = 100  # signs that are asked whether the file says what they are
_UNMAPPED = 0.3  # of them: with more the text is none
_APART = 0.6  # of the words: so many of one letter are letters that were set apart
_LEAST = 20  # words that show it
_NO_SIGN = re.compile("[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f]")
_HELP = "install tesseract and footnote's extra `ocr`, or use `ocrmypdf`, then run with --rebuild"


class Fault(Enum):
    """Why a page's text cannot be used; the value follows "page 3 is" or "pages 3-4 are"."""

    SCAN = "a scan without text"
    STAMPED = "a scan with little text"
    UNMAPPED = "text in a font that does not say its letters"
    APART = "text with its letters set apart"


def available() -> bool:
    """Whether pictures can be read."""
    return which("tesseract") is not None and find_spec("pytesseract") is not None


def fault_of(page: Any, signs: Signs) -> Fault | None:  # noqa: ANN401 (pypdfium2 ships no types)
    """What is wrong with the text of a page, None for nothing."""
    import pypdfium2.raw as pdfium

    text = signs.text
    count = len("".join(text[: _STAMP * 8].split()))
    if not count and pdfium.FPDFPage_CountObjects(page) >= _DRAWN:
        return Fault.SCAN
    if count <= _STAMP and (covered := _covered(page)) and (covered > _COVERS or not count):
        return Fault.STAMPED if count else Fault.SCAN
    if not count:
        return None
    step = max(1, len(text) // _SAMPLE)
    asked = [at for at in range(0, len(text), step) if not text[at].isspace()]
    if sum(_NO_SIGN.match(text[at]) is not None or signs.is_unmapped(at) for at in asked) > _UNMAPPED * len(asked):
        return Fault.UNMAPPED
    words = text.split()
    single = sum(len(word) == 1 and word.isalpha() for word in words)
    return Fault.APART if len(words) >= _LEAST and single > _APART * len(words) else None


def _covered(page: Any) -> float:  # noqa: ANN401
    """How much of a page its pictures cover, as a share; a little for one whose place cannot be told."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    area = max(page.get_width() * page.get_height(), 1.0)
    total = 0.0
    for one in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP):
        try:
            left, bottom, right, top = one.get_bounds()
            total += max(abs((right - left) * (top - bottom)) / area, 0.01)
        except pypdfium2.PdfiumError:
            total += 0.01
    return total


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was recognized on a page.

    Attributes:
        text: it.
        line: the number of the line that it stands in, from 0.
        left, top, right, bottom: its box, as shares of the page's sides.
    """

    text: str
    line: int
    left: float
    top: float
    right: float
    bottom: float


def recognized(page: Any) -> str:  # noqa: ANN401
    """What stands on a page that is a picture; "" if nothing is recognized, or nothing can be."""
    if not available():
        return ""
    from pytesseract import image_to_string

    with closing(_pictured(page)) as bitmap:
        return str(image_to_string(bitmap.to_pil(), timeout=_SECONDS)).strip()


def recognized_words(page: Any) -> list[Word]:  # noqa: ANN401
    """The same as words with their boxes."""
    if not available():
        return []
    from pytesseract import Output, image_to_data

    with closing(_pictured(page)) as bitmap:
        image = bitmap.to_pil()
        found = image_to_data(image, timeout=_SECONDS, output_type=Output.DICT)
    wide, high = image.size
    lines: dict[tuple[int, ...], int] = {}
    words = []
    for at, text in enumerate(found["text"]):
        if text.strip():
            place = tuple(found[name][at] for name in ("block_num", "par_num", "line_num"))
            left, top = found["left"][at], found["top"][at]
            right, bottom = left + found["width"][at], top + found["height"][at]
            box = (left / wide, top / high, right / wide, bottom / high)
            words.append(Word(text, lines.setdefault(place, len(lines)), *box))
    return words


def _pictured(page: Any) -> Any:  # noqa: ANN401
    return page.render(scale=_SIDE / max(page.get_width(), page.get_height(), 1), grayscale=True)


def says_more(recognized: str, text: str) -> bool:
    """Whether much more stands on a page than its text says."""
    return len(recognized.split()) > _MORE * len(text.split())


def notes(faults: Sequence[Fault | None]) -> list[str]:
    """A line for each kind of fault, with the pages, counted from 1, that could not be read."""
    lines = []
    for fault in Fault:
        pages = [at for at, one in enumerate(faults, 1) if one is fault]
        if pages:
            lines.append(f"{_named(pages)} {'is' if len(pages) == 1 else 'are'} {_many(fault, len(pages))}: {_HELP}")
    return lines


def _many(fault: Fault, count: int) -> str:
    return fault.value if count == 1 else fault.value.replace("a scan", "scans")


def _named(pages: Sequence[int]) -> str:
    """For example "page 7", or "pages 3-4 and 9"."""
    ranges = list(_ranges(pages))
    listed = ", ".join(ranges[:-1]) + " and " + ranges[-1] if len(ranges) > 1 else ranges[0]
    return f"page{'s' if len(pages) > 1 else ''} {listed}"


def _ranges(pages: Sequence[int]) -> Iterator[str]:
    for _, group in groupby(enumerate(pages), key=lambda place: place[1] - place[0]):
        run = [page for _, page in group]
        yield f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0])
