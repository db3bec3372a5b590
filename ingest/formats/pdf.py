""".pdf -> blocks, page by page, by pypdfium2: text is read in the order in which it was written, columns one by one.

Pages that are pictures are read by Debian's tesseract (OCR), where it and the extra `ocr` are installed.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from shutil import which
from threading import Lock
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats.blocks import Block, Extracted, assemble, given
from ingest.formats.columns import Run, reordered
from ingest.formats.metadata import cleaned_metadata
from ingest.text.headings import title_of
from ingest.text.lines import laid_out

_ALONE = Lock()  # PDFium works for one thread at a time
_HEAD = 1024  # bytes in which the signature stands
_RUNS = 2000  # of a page that are looked at one by one, to see columns: a page of text has some 60
_SIDE = 3500  # pixels of the longer side of a page that is a picture: 300 to the inch, whatever size it says it has
_SECONDS = 120  # that it may take to read it
_HYPHEN = re.compile(r"(?:\ufffe|\x02|\u00ad)\r?\n?")  # what PDFium makes of a word that is parted at a line's end
_SCANNED = (
    "is a scan: {} of its {} pages are pictures without text. Make them text with `ocrmypdf`, or install tesseract and "
    "footnote's extra `ocr` and run `python -m ingest --rebuild`."
)


def read(data: bytes) -> Extracted:
    """Each page's text, under the bookmark that leads to it."""
    if b"%PDF-" not in data[:_HEAD]:
        raise UnreadableFileError("is not a PDF, whatever its name says. Rename it or remove it.")
    import pypdfium2

    with _ALONE:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UnreadableFileError("is encrypted. Save it without a password.") from error
            raise
        with closing(document):
            pages = [_page(document, at) for at in range(len(document))]
            marks = _bookmarks(document)
            title = document.get_metadata_value("Title")
            written = document.get_metadata_value("CreationDate") or document.get_metadata_value("ModDate")
            said = cleaned_metadata(document.get_metadata_value("Author"), written, _language(document))
    scanned = sum(text is None for text in pages)
    if 2 * scanned > len(pages):
        raise UnreadableFileError(_SCANNED.format(scanned, len(pages)))
    blocks = (block for at, text in enumerate(pages) for block in _blocks(text or "", at + 1, marks.get(at, ())))
    made = assemble(blocks, paged=True, carry=True)
    return Extracted(given(title) or title_of(made.text, markdown=False), made.text, made.sections, said)


def _language(document: Any) -> str:  # noqa: ANN401 (pypdfium2 ships no types)
    """The language tag that the document declares, "" for none."""
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFCatalog_GetLanguage(document, None, 0)  # bytes, of UTF-16 with a zero at its end
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, size)
    return bytes(buffer).decode("utf-16-le", "ignore").rstrip("\0")


def _page(document: Any, at: int) -> str | None:  # noqa: ANN401 (pypdfium2 ships no types)
    """The text of a page; None where it has pictures instead, in which nothing can be read."""
    import pypdfium2.raw as pdfium

    with closing(document[at]) as page:
        with closing(page.get_textpage()) as words:
            text = _read(words, page.get_width())
        if not text.strip() and any(True for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])):
            return (_recognized(page) if available() else "").strip() or None
        return text


def available() -> bool:
    """Whether pictures can be read."""
    return which("tesseract") is not None and find_spec("pytesseract") is not None


def _recognized(page: Any) -> str:  # noqa: ANN401
    """What stands on a page that is a picture; "" if nothing is recognized."""
    from pytesseract import image_to_string

    scale = _SIDE / max(page.get_width(), page.get_height(), 1)
    with closing(page.render(scale=scale, grayscale=True)) as bitmap:
        return str(image_to_string(bitmap.to_pil(), timeout=_SECONDS))


def _read(words: Any, width: float) -> str:  # noqa: ANN401
    count = words.count_rects()
    boxes = [words.get_rect(at) for at in range(count)] if count <= _RUNS else []
    runs = [Run(a, b, c, d, words.get_text_bounded(a, b, c, d).strip()) for a, b, c, d in boxes]
    return reordered(runs, width) or str(words.get_text_range())


def _bookmarks(document: Any) -> dict[int, list[str]]:  # noqa: ANN401
    """The titles of the bookmarks to each page, counted from 0."""
    marks: dict[int, list[str]] = {}
    for mark in document.get_toc():
        target = mark.get_dest()
        at = target.get_index() if target else None
        if at is not None:
            marks.setdefault(at, []).append(" ".join(mark.get_title().split()))
    return marks


def _blocks(text: str, number: int, marks: list[str] | tuple[()]) -> Iterator[Block]:
    left = [mark for mark in marks if mark]
    text = _HYPHEN.sub("", text)
    for paragraph in laid_out(text):
        words = " ".join(text[paragraph.start : paragraph.end].split())
        # The number of a heading may be missing in its bookmark.
        heads = bool(left) and words.casefold().endswith(left[0].casefold()) and len(words) < len(left[0]) + 12
        if heads:
            left.pop(0)
        yield Block(words, "heading" if heads else "text", number)
