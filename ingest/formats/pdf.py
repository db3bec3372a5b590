""".pdf -> blocks, page by page, by pypdfium2: text, tables and what is filled in, in the order of reading.

Pages that are pictures are read by Debian's tesseract (OCR), where it and the extra `ocr` are installed.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from threading import Lock
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats import pdf_ocr
from ingest.formats.blocks import Extracted, assemble, given
from ingest.formats.metadata import cleaned_metadata
from ingest.formats.pdf_blocks import Page, blocks_of
from ingest.formats.pdf_forms import Field, comments_on, fields_of, signatures
from ingest.formats.pdf_labels import filled
from ingest.formats.pdf_layout import lines_on
from ingest.formats.pdf_rules import grids_of, strokes_of
from ingest.formats.pdf_signs import Signs
from ingest.formats.pdf_upright import with_heads
from ingest.formats.pdf_words import turned, words_of
from ingest.text.headings import title_of

_ALONE = Lock()  # PDFium works for one thread at a time
_BEGINNING = 4000  # characters in which the title stands
_HEAD = 1024  # bytes in which the signature stands
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
            signed = _signed(document, data)
            lost = list(_lost(document))
            pages = [_page(document, at, signed) for at in range(len(document))]
            marks = _bookmarks(document)
            title = document.get_metadata_value("Title")
            written = document.get_metadata_value("CreationDate") or document.get_metadata_value("ModDate")
            said = cleaned_metadata(document.get_metadata_value("Author"), written, _language(document))
    faults = pdf_ocr.notes([page.fault for page in pages])
    if comments := sum(page.comments for page in pages):
        lost.append(f"its comments are not read ({comments})")
    if faults and not any(page.lines or page.recognized or page.aside for page in pages):
        scanned = sum(page.fault is pdf_ocr.Fault.SCAN for page in pages)
        unusable = f"has no text that can be used: {'; '.join(faults)}."
        raise UnreadableFileError(_SCANNED.format(scanned, len(pages)) if scanned else unusable)
    made = assemble(blocks_of(pages, marks), paged=True, carry=True, metadata=said, notes=[*faults, *lost])
    return Extracted(
        *(given(title) or title_of(made.text[:_BEGINNING], markdown=False), made.text, made.sections),
        *(made.metadata, made.tables, made.notes),
    )


def _language(document: Any) -> str:  # noqa: ANN401 (pypdfium2 ships no types)
    """The language tag that the document declares, "" for none."""
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFCatalog_GetLanguage(document, None, 0)  # bytes, of UTF-16 with a zero at its end
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, size)
    return bytes(buffer).decode("utf-16-le", "ignore").rstrip("\0")


def _signed(document: Any, data: bytes) -> dict[str, str]:  # noqa: ANN401
    """Makes the form's values readable, if there is one, and says who signed, by the names of the fields."""
    import pypdfium2.raw as pdfium

    if document.get_formtype() == pdfium.FORMTYPE_NONE:
        return {}
    document.init_forms()
    return signatures(data) if pdfium.FPDF_GetSignatureCount(document) > 0 else {}


def _lost(document: Any) -> Iterator[str]:  # noqa: ANN401
    """What of the file is not read at all.

    Raises:
        UnreadableFileError: that is all of it.
    """
    import pypdfium2.raw as pdfium

    if document.get_formtype() == pdfium.FORMTYPE_XFA_FULL:
        if len(document) == 1:  # which says "Please wait" in the place of the form
            raise UnreadableFileError("is a form of a kind (XFA) that cannot be read. Print it into a new PDF.")
        yield "it is a form of a kind (XFA) that cannot be read: print it into a new PDF"
    names = [document.get_attachment(at).get_name() for at in range(document.count_attachments())]
    if names:
        yield f"files in it are not read: {', '.join(names)}"


def _page(document: Any, at: int, signed: Mapping[str, str]) -> Page:  # noqa: ANN401
    """What stands on a page; its text is dropped where it cannot be used, and what is recognized taken instead."""
    with closing(document[at]) as page, closing(page.get_textpage()) as text:
        signs = Signs(text, page)
        strokes = strokes_of(page)
        groups = words_of(signs, single=bool(strokes))
        turn, (words, others) = (groups[0][0], with_heads(groups)) if groups else (0, ([], []))
        edges = _edges(page, turn)
        fields = [_placed(field, turn) for field in fields_of(document, page, signed)]
        fault = pdf_ocr.fault_of(page, signs)
        if fault:
            recognized = pdf_ocr.recognized(page)
            if fault is pdf_ocr.Fault.STAMPED and recognized and not pdf_ocr.says_more(recognized, signs.text):
                fault = None  # the ground of a slide, the cover of a book
            elif recognized or fault is not pdf_ocr.Fault.STAMPED:
                # Values of a form stay: they are no part of the picture.
                rest = tuple(lines_on(filled([], fields), (), signs.is_bold))
                return Page(rest, recognized, None if recognized else fault, edges=edges)
        lines = lines_on(filled(words, fields), grids_of(strokes, turn), signs.is_bold)
        # A stamp across the page, a remark along its edge.
        aside = tuple(" ".join(word.text for word in words) for _, words in others)
        return Page(tuple(lines), fault=fault, aside=aside, comments=comments_on(page), edges=edges)


def _edges(page: Any, turn: int) -> tuple[float, float]:  # noqa: ANN401
    """Where a page ends at the bottom and at the top, when its text is put upright."""
    left, bottom, right, top = page.get_bbox()
    _, one = turned(left, bottom, turn)
    _, other = turned(right, top, turn)
    return min(one, other), max(one, other)


def _placed(field: Field, turn: int) -> Field:
    (x, y), (x2, y2) = turned(field.left, field.bottom, turn), turned(field.right, field.top, turn)
    return replace(field, left=min(x, x2), bottom=min(y, y2), right=max(x, x2), top=max(y, y2))


def _bookmarks(document: Any) -> dict[int, list[str]]:  # noqa: ANN401
    """The titles of the bookmarks to each page, counted from 0."""
    marks: dict[int, list[str]] = {}
    for mark in document.get_toc():
        target = mark.get_dest()
        at = target.get_index() if target else None
        if at is not None:
            marks.setdefault(at, []).append(" ".join(mark.get_title().split()))
    return marks
