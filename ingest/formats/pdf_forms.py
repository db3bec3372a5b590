"""What is filled in on the pages of a PDF: the values of its form, texts put on it, and who signed."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from ctypes import c_ushort
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from ingest.formats.metadata import day
from ingest.formats.pdf_words import Word

_MOST = 2000  # annotations of a page that are looked at
_HIDDEN = 0b100010  # flags of an annotation that nobody sees
_REMARKS = frozenset({1, 9, 10, 11, 12, 14})  # kinds of annotations: notes, highlights, lines through and below, carets
_PASSWORD = 1 << 13  # a flag of a field
_REACH = 3  # heights from a label to its value at most, if no colon ends the label
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
        value = _text(pdfium.FPDFAnnot_GetFormFieldValue, form, one)
        if value and not pdfium.FPDFAnnot_GetFormFieldFlags(form, one) & _PASSWORD:
            yield Field(left, bottom, right, top, name, value)


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


def filled(words: Sequence[Word], fields: Sequence[Field]) -> list[Word]:
    """The words of a page with the values among them: each behind its label, or under the field's name without one."""
    found = list(words)
    for field in fields:
        at = _label(found, field)
        if at is None:
            name = f"{field.name}: " if field.name else ""
            word = Word(field.left, field.bottom, field.right, field.top, name + field.value)
            found.insert(_above(found, field), word)
            continue
        label = found[at]
        word = replace(
            label, left=field.left, right=max(field.right, field.left + 1), text=field.value, spaced=True, at=-1
        )
        gap = word.left - label.right
        if field.ticked or label.text.endswith(":") or abs(gap) < _REACH * label.height:
            # Beside its label, so that the two are one line whatever stands on the page besides.
            mark = ":" if field.ticked and not label.text.endswith(":") else ""
            found[at] = replace(label, text=label.text + mark)
            begin = label.right + 0.1 * label.height
            word = replace(word, left=begin, right=begin + 1)
        found.insert(at + 1, word)
    return found


def _label(words: Sequence[Word], field: Field) -> int | None:
    """The number of the last word of the field's label: before it on its line; of a box to tick the nearer one."""
    middle = (field.bottom + field.top) / 2
    line = [at for at, word in enumerate(words) if word.bottom < middle < word.top]
    before = [at for at in line if words[at].right <= field.left + words[at].height / 2]
    if field.ticked:
        after = sorted((at for at in line if words[at].left >= field.right - 2), key=lambda at: words[at].left)
        gap = min((field.left - words[at].right for at in before), default=field.right)
        behind = words[after[0]].left - field.right if after else field.right
        if after and behind < _REACH * words[after[0]].height and behind <= max(gap, words[after[0]].height / 2):
            last = after[0]
            for at in after[1:]:
                if words[at].left - words[last].right > words[at].height:
                    break
                last = at
            return last
    return max(before, key=lambda at: words[at].right, default=None)


def _above(words: Sequence[Word], field: Field) -> int:
    """Where in the order of the words one that stands alone belongs: behind the nearest above it."""
    above = [at for at, word in enumerate(words) if word.bottom >= field.bottom]
    return max(above, key=lambda at: (-words[at].bottom, at), default=-1) + 1
