"""What is filled in on the pages of a PDF: the values of its form, texts put on it, and who signed."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from ctypes import c_ushort
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from ingest.formats.metadata import day

_MOST = 2000  # annotations of a page that are looked at
_HIDDEN = 0b100010  # flags of an annotation that nobody sees
_REMARKS = frozenset({1, 9, 10, 11, 12, 14})  # kinds of annotations: notes, highlights, lines through and below, carets
_PASSWORD = 1 << 13  # a flag of a field
_MARKED = {False: "not checked", True: "checked"}


@dataclass(frozen=True, slots=True)
class Field:
    """A value, where it stands, and how the form itself calls it."""

    left: float
    bottom: float
    right: float
    top: float
    name: str
    value: str
    ticked: bool = False  # whether it is a box to tick, which may stand before its label


def fields_of(document: Any, page: Any, signed: Mapping[str, str]) -> Iterator[Field]:  # noqa: ANN401 (no types)
    """What is filled in on a page; `signed` says by whom, by the names of the signatures' fields."""
    import pypdfium2.raw as pdfium

    rect = pdfium.FS_RECTF()
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        one = pdfium.FPDFPage_GetAnnot(page, at)
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(one)
            if pdfium.FPDFAnnot_GetFlags(one) & _HIDDEN or not pdfium.FPDFAnnot_GetRect(one, rect):
                continue
            box = rect.left, rect.bottom, rect.right, rect.top
            if kind == pdfium.FPDF_ANNOT_FREETEXT:
                yield Field(*box, "", _text(pdfium.FPDFAnnot_GetStringValue, one, b"Contents"))
            elif kind == pdfium.FPDF_ANNOT_WIDGET and document.formenv is not None:
                yield from _field(document.formenv, one, box, signed)
        finally:
            pdfium.FPDFPage_CloseAnnot(one)


def comments_on(page: Any) -> int:  # noqa: ANN401
    """How many remarks readers have put on a page: notes, and words beside what they have marked."""
    import pypdfium2.raw as pdfium

    count = 0
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        one = pdfium.FPDFPage_GetAnnot(page, at)
        if pdfium.FPDFAnnot_GetSubtype(one) in _REMARKS:
            count += bool(_text(pdfium.FPDFAnnot_GetStringValue, one, b"Contents"))
        pdfium.FPDFPage_CloseAnnot(one)
    return count


def _field(form: Any, one: Any, box: Sequence[float], signed: Mapping[str, str]) -> Iterator[Field]:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    left, bottom, right, top = box
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, one)
    inner = _text(pdfium.FPDFAnnot_GetFormFieldName, form, one)
    name = _text(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, one) or inner
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        value = _MARKED[bool(pdfium.FPDFAnnot_IsChecked(form, one))]
        yield Field(left, bottom, right, top, name, value, ticked=True)
    elif kind == pdfium.FPDF_FORMFIELD_SIGNATURE:
        yield Field(left, bottom, right, top, name or "Signature", signed.get(inner, "not signed"))
    elif kind in (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        value = "; ".join(_chosen(form, one)) or _text(pdfium.FPDFAnnot_GetFormFieldValue, form, one)
        if value and not pdfium.FPDFAnnot_GetFormFieldFlags(form, one) & _PASSWORD:
            yield Field(left, bottom, right, top, name, value)


def _chosen(form: Any, one: Any) -> Iterator[str]:  # noqa: ANN401
    """The entries of a list that are chosen, as the page shows them: the value may be a code."""
    import pypdfium2.raw as pdfium

    for at in range(min(pdfium.FPDFAnnot_GetOptionCount(form, one), _MOST)):
        if pdfium.FPDFAnnot_IsOptionSelected(form, one, at):
            yield _text(pdfium.FPDFAnnot_GetOptionLabel, form, one, at)


def _text(ask: Callable[..., int], *about: object) -> str:
    """What a function of PDFium writes into a buffer, white space as single spaces."""
    size = ask(*about, None, 0)  # bytes, of UTF-16 with a zero at its end
    buffer = (c_ushort * (size // 2 + 1))()
    ask(*about, buffer, size)
    return " ".join(bytes(buffer).decode("utf-16-le", "ignore").split("\0")[0].split())


def signatures(data: bytes) -> dict[str, str]:
    """Who signed, and when, by the name of the signature's field; pypdf reads what PDFium does not give."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it remarks about a file's make is of no use
    try:
        root: Any = PdfReader(BytesIO(data)).trailer["/Root"].get_object()
        return dict(_signatures([(field, "", None) for field in root["/AcroForm"]["/Fields"]]))
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError):  # a form that is no form
        return {}


def _signatures(waiting: list[tuple[Any, str, Any]]) -> Iterator[tuple[str, str]]:
    """Names of fields and who signed them, from fields with the name and the kind of those that they are part of."""
    seen: set[int] = set()
    while waiting:
        reference, above, kind = waiting.pop()
        field, number = reference.get_object(), getattr(reference, "idnum", None)
        if number in seen:
            continue
        if number is not None:  # what has none is written where it stands, and holds nothing above it
            seen.add(number)
        name = ".".join(part for part in (above, str(field.get("/T", ""))) if part)
        kind = field.get("/FT", kind)
        if kind == "/Sig" and "/V" in field:
            yield name, _signed(field["/V"])
        waiting += [(one, name, kind) for one in field.get("/Kids", ())]


def _signed(value: Mapping[str, Any]) -> str:
    by = f"signed by {value['/Name']}" if "/Name" in value else "signed"
    on = day(str(value.get("/M", "")))
    why = f" ({value['/Reason']})" if value.get("/Reason") else ""
    return by + (f" on {on}" if on else "") + why
