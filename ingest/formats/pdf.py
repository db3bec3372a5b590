""".pdf -> blocks, page by page, by pypdfium2: text, tables and what is filled in, in the order of reading.

Pages that are pictures are read by Debian's tesseract (OCR), where it and the extra `ocr` are installed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats import pdf_ocr
from ingest.formats.blocks import Block, Extracted, assemble, given
from ingest.formats.hyphens import is_parted, mended, words_in
from ingest.formats.metadata import cleaned_metadata
from ingest.formats.pdf_forms import fields_of, filled, signatures
from ingest.formats.pdf_layout import Line, lines_on, pieces_of
from ingest.formats.pdf_rules import grids_of, strokes_of
from ingest.formats.pdf_signs import Signs
from ingest.formats.pdf_tables import PageTable
from ingest.formats.pdf_words import words_of
from ingest.formats.running import without_running
from ingest.formats.superscripts import spelled
from ingest.formats.tables import table_blocks
from ingest.text.headings import title_of
from ingest.text.lines import laid_out

_ALONE = Lock()  # PDFium works for one thread at a time
_BEGINNING = 4000  # characters in which the title stands
_HEAD = 1024  # bytes in which the signature stands
_SCANNED = (
    "is a scan: {} of its {} pages are pictures without text. Make them text with `ocrmypdf`, or install tesseract and "
    "footnote's extra `ocr` and run `python -m ingest --rebuild`."
)


@dataclass(frozen=True, slots=True)
class _Page:
    """What is read of a page: lines, what was recognized instead, what is wrong, and text that runs another way."""

    lines: tuple[Line, ...] = ()
    recognized: str = ""
    fault: pdf_ocr.Fault | None = None
    aside: tuple[str, ...] = ()


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
    if faults and not any(page.lines or page.recognized or page.aside for page in pages):
        scanned = sum(page.fault is pdf_ocr.Fault.SCAN for page in pages)
        unusable = f"has no text that can be used: {'; '.join(faults)}."
        raise UnreadableFileError(_SCANNED.format(scanned, len(pages)) if scanned else unusable)
    made = assemble(_blocks(pages, marks), paged=True, carry=True, metadata=said, notes=[*faults, *lost])
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
    """What of the file is not read at all."""
    import pypdfium2.raw as pdfium

    if document.get_formtype() == pdfium.FORMTYPE_XFA_FULL:
        yield "it is a form of a kind (XFA) that cannot be read: print it into a new PDF"
    names = [document.get_attachment(at).get_name() for at in range(document.count_attachments())]
    if names:
        yield f"files in it are not read: {', '.join(names)}"


def _page(document: Any, at: int, signed: Mapping[str, str]) -> _Page:  # noqa: ANN401
    """What stands on a page; its text is dropped where it cannot be used, and what is recognized taken instead."""
    with closing(document[at]) as page, closing(page.get_textpage()) as text:
        signs = Signs(text)
        strokes = strokes_of(page)
        groups = words_of(signs, single=bool(strokes))
        turn, words = groups[0] if groups else (0, [])
        fields = [] if turn else list(fields_of(document, page, signed))
        fault = pdf_ocr.fault_of(page, signs)
        if fault:
            recognized = pdf_ocr.recognized(page)
            if fault is pdf_ocr.Fault.STAMPED and recognized and not pdf_ocr.says_more(recognized, signs.text):
                fault = None  # the ground of a slide, the cover of a book
            elif recognized or fault is not pdf_ocr.Fault.STAMPED:
                # Values of a form stay: they are no part of the picture.
                rest = tuple(lines_on(filled([], fields), (), signs.is_bold))
                return _Page(rest, recognized, None if recognized else fault)
        lines = lines_on(filled(words, fields), grids_of(strokes, turn), signs.is_bold)
        # A stamp across the page, a remark along its edge.
        aside = tuple(" ".join(word.text for word in words) for _, words in groups[1:])
        return _Page(tuple(lines), fault=fault, aside=aside)


def _bookmarks(document: Any) -> dict[int, list[str]]:  # noqa: ANN401
    """The titles of the bookmarks to each page, counted from 0."""
    marks: dict[int, list[str]] = {}
    for mark in document.get_toc():
        target = mark.get_dest()
        at = target.get_index() if target else None
        if at is not None:
            marks.setdefault(at, []).append(" ".join(mark.get_title().split()))
    return marks


def _blocks(pages: Sequence[_Page], marks: Mapping[int, Sequence[str]]) -> Iterator[Block]:
    bodies, heads = without_running([page.lines for page in pages])
    texts = [
        [*pieces_of(body), *([page.recognized] if page.recognized else [])]
        for body, page in zip(bodies, pages, strict=True)
    ]
    written = [piece for pieces in texts for piece in pieces if isinstance(piece, str)]
    known = {word for piece in written for word in words_in(piece)} if any(map(is_parted, written)) else set()
    seen: set[str] = set()  # what runs another way, on page after page
    last: PageTable | None = (
        None  # the table at the end of the page before, with the headings that it has or goes on under
    )
    for at, (pieces, running) in enumerate(zip(texts, heads, strict=True)):
        left = [mark for mark in marks.get(at, ()) if mark]
        for piece in pieces:
            if isinstance(piece, str):
                yield from _paragraphs(spelled(mended(piece, known)), at + 1, left)
                last = None
            else:
                last = _continued(last, piece)
                yield from _table(last, known, at + 1)
        aside = [text for text in pages[at].aside if text not in seen]
        seen.update(aside)
        yield from (Block(spelled(line), "text", at + 1) for line in [*running, *aside])


def _continued(last: PageTable | None, table: PageTable) -> PageTable:
    """A table under the headings of the one that it goes on from."""
    heads = last.headings() if last is not None and last.goes_on_in(table) else ()
    new = [cell.text for cell in table.rows[0]] not in [[cell.text for cell in row] for row in heads]
    return replace(table, rows=(*heads, *table.rows), told=True) if heads and new and not table.headings() else table


def _table(table: PageTable, known: set[str], number: int) -> Iterator[Block]:
    rows = [[replace(cell, text=_whole(cell.text, known)) for cell in row] for row in table.rows]
    if table.told:
        yield from table_blocks(rows, number)
    else:
        lines = ("; ".join(cell.text for cell in row if cell.text) for row in rows)
        yield from (Block(line, "row", number) for line in lines)


def _whole(text: str, known: set[str]) -> str:
    return " ".join(spelled(mended(text, known)).split())


def _paragraphs(text: str, number: int, left: list[str]) -> Iterator[Block]:
    """The paragraphs of a text; those that bookmarks name are headings, and taken out of `left`."""
    for paragraph in laid_out(text):
        words = " ".join(text[paragraph.start : paragraph.end].split())
        # The number of a heading may be missing in its bookmark.
        heads = bool(left) and words.casefold().endswith(left[0].casefold()) and len(words) < len(left[0]) + 12
        if heads:
            left.pop(0)
        yield Block(words, "heading" if heads else "text", number)
