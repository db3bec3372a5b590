"""A PDF as it looks: the sizes of its pages, pictures of them, and the places of quotes on them. By pypdfium2.

A file can bring PDFium down: what calls this does so in a process of its own, within limits, one call at a time.
"""

import atexit
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256 as digest
from io import BytesIO
from pathlib import Path
from typing import Any

from ingest.formats.pdf_places import Box, Quote, Span, places
from ingest.formats.pdf_scans import is_scan, recognized_boxes, recognized_layer
from ingest.formats.pdf_signs import Signs
from ingest.formats.pdf_text_layer import LayerWord, placed, text_layer
from ingest.processes import limited

_OPEN: OrderedDict[str, Any] = OrderedDict()  # by the hash of their bytes, the last used at the end
_MOST_OPEN = 3
_SECONDS, _MEGABYTES = 20, 1500  # that one call may take
_PIXELS = 16_000_000  # of one picture


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of a document.

    Attributes:
        sizes: width and height of each, in points.
        boxes: those of each quote.
        scans: for each quote, whether it begins on a page whose text cannot be used, so that it has been recognized.
    """

    sizes: tuple[tuple[float, float], ...]
    boxes: tuple[tuple[Box, ...], ...]
    scans: tuple[bool, ...] = ()


def layout(path: Path, sha256: str, quotes: Sequence[Quote], *, recognize: bool = False) -> Layout | None:
    """How a file is laid out; None if it is not the one with that hash.

    Args:
        path: of the file.
        sha256: of its bytes.
        quotes: what is looked for among the signs of the file.
        recognize: whether to look among what tesseract recognizes instead, which takes seconds a page.
    """
    with limited(_SECONDS, _MEGABYTES):
        document = _opened(path, sha256)
        if document is None:
            return None
        sizes = tuple(document.get_page_size(at) for at in range(len(document)))
        if recognize:
            return Layout(sizes, tuple(tuple(recognized_boxes(document, sha256, quote)) for quote in quotes))
        boxes = tuple(tuple(_boxes(document, quote)) for quote in quotes)
        scans = (not found and is_scan(document, quote.page) for quote, found in zip(quotes, boxes, strict=True))
        return Layout(sizes, boxes, tuple(scans))


def picture(path: Path, sha256: str, page: int, width: int) -> bytes | None:
    """A page as a JPEG so many pixels wide, or less where that would be too many.

    None if the file is not the one with that hash, or has no such page.
    """
    with limited(_SECONDS, _MEGABYTES):
        document = _opened(path, sha256)
        if document is None or not 0 <= page < len(document):
            return None
        wide, high = document.get_page_size(page)
        area = max(wide * high, 1.0)
        scale = min(width / max(wide, 1.0), (_PIXELS / area) ** 0.5, 4000 / max(wide, 1.0), 8000 / max(high, 1.0))
        made = BytesIO()
        with closing(document[page]) as one, closing(one.render(scale=scale)) as bitmap:
            bitmap.to_pil().convert("RGB").save(made, "JPEG", quality=90, subsampling=0)
        return made.getvalue()


def words(path: Path, sha256: str, page: int, *, recognize: bool = False) -> tuple[LayerWord, ...]:
    """The text layer of a page, or what tesseract recognizes there; empty as `picture` is None."""
    with limited(_SECONDS, _MEGABYTES):
        document = _opened(path, sha256)
        if document is None or not 0 <= page < len(document):
            return ()
        if recognize:
            return recognized_layer(document, sha256, page)
        with closing(document[page]) as one:
            return text_layer(one)


def _opened(path: Path, sha256: str) -> Any:  # noqa: ANN401 (pypdfium2 ships no types)
    import pypdfium2

    if sha256 in _OPEN:
        _OPEN.move_to_end(sha256)
        return _OPEN[sha256]
    data = path.read_bytes()
    if digest(data).hexdigest() != sha256:
        return None
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    if not _OPEN:
        atexit.register(_close_but, 0)  # before pypdfium2, imported earlier, looks: it prints what is left open then
    _OPEN[sha256] = document
    _close_but(_MOST_OPEN)
    return document


def _close_but(most: int) -> None:
    """Close documents until no more than so many are open, those first that were not used for longest."""
    while len(_OPEN) > most:
        _OPEN.popitem(last=False)[1].close()


def _boxes(document: Any, quote: Quote) -> list[Box]:  # noqa: ANN401
    pages = range(quote.page, min(quote.page + quote.pages, len(document)))
    signs = []
    for at in pages:
        with closing(document[at]) as page, closing(page.get_textpage()) as text:
            signs.append(Signs(text, page).text)
    made: list[Box] = []
    spans = places(quote.text, signs, quote.before)
    for number in dict.fromkeys(span[0] for span in spans):
        with closing(document[pages[number]]) as page, closing(page.get_textpage()) as text:
            for span in spans:
                made += _lines(page, text, pages[number], span) if span[0] == number else []
    return made


def _lines(page: Any, text: Any, number: int, span: Span) -> list[Box]:  # noqa: ANN401
    """The boxes of signs, one a line as PDFium sees them."""
    made = []
    for at in range(text.count_rects(span[1], span[2] - span[1])):
        left, bottom, right, top = text.get_rect(at)
        (x, y), (x2, y2) = placed(page, left, top), placed(page, right, bottom)
        box = Box(number, min(x, x2), min(y, y2), abs(x2 - x), abs(y2 - y))
        if 0 <= box.left < 1 and 0 <= box.top < 1:  # what is cut off at the page's edge is not seen
            made.append(box)
    return made
