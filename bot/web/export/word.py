"""Parts of a conversation -> a document of Word with real footnotes, which python-docx does not write by itself."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.web.cited import QuotedRows
from bot.web.export.parts import Line, Note, Said

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_TEXT, _SIGN = "footnote text", "footnote reference"  # Word's own names of these styles
# The lines above footnotes are footnotes themselves (ECMA-376, 17.11.2); those of ours are numbered from 1.
_LINES = ((-1, "separator"), (0, "continuationSeparator"))


def word(title: str, turns: Sequence[Said], notes: Sequence[Note]) -> bytes:
    """The bytes of the document; every character is text in it.

    Args:
        title: of the conversation.
        turns: its questions and answers.
        notes: the footnotes that their markers lead to, from 1.
    """
    import docx

    document = docx.Document()
    document.core_properties.title = _clean(title)[:255]
    _styles(document)
    document.add_heading(_clean(title), 1)
    marked: set[int] = set()
    for said in turns:
        if said.question != title:
            document.add_heading(_clean(said.question), 2)
        for line in said.lines:
            _line(document, line, marked)
        for remark in said.remarks:
            document.add_paragraph().add_run(_clean(remark)).italic = True
        if said.lead:
            document.add_paragraph(said.lead)
        for note in said.near:
            _fill(document.add_paragraph(style="List Bullet"), note)
    if notes:
        _add_notes(document, notes)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _styles(document: "Document") -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    document.styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True).font.size = Pt(9)
    document.styles.add_style(_SIGN, WD_STYLE_TYPE.CHARACTER, builtin=True).font.superscript = True


def _line(document: "Document", line: Line, marked: set[int]) -> None:
    """Add a paragraph; `marked` are the footnotes that were referred to before, which it adds its own to."""
    paragraph = document.add_paragraph(style="List Bullet" if line.item else None)
    for before, piece in zip((None, *line.pieces), line.pieces, strict=False):
        if not piece.number:
            paragraph.add_run(_clean(piece.text)).bold = piece.bold or None
            continue
        if before and before.number:
            paragraph.add_run(", ", style=_SIGN)
        if piece.number in marked:
            _refer(paragraph, piece.number)
        else:
            _mark(paragraph, piece.number)
        marked.add(piece.number)


def _mark(paragraph: "Paragraph", number: int) -> None:
    """Add a footnote's sign, under a name that others can refer to."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    begin = OxmlElement("w:bookmarkStart", {qn("w:id"): str(number), qn("w:name"): f"note{number}"})
    paragraph._p.append(begin)
    sign = OxmlElement("w:footnoteReference", {qn("w:id"): str(number)})
    paragraph.add_run(style=_SIGN)._r.append(sign)
    paragraph._p.append(OxmlElement("w:bookmarkEnd", {qn("w:id"): str(number)}))


def _refer(paragraph: "Paragraph", number: int) -> None:
    """Refer to a footnote that has its sign already: Word takes a second one for another footnote."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple", {qn("w:instr"): f" NOTEREF note{number} \\h "})
    field.append(paragraph.add_run(str(number), style=_SIGN)._r)
    paragraph._p.append(field)


def _add_notes(document: "Document", notes: Sequence[Note]) -> None:
    """Add the part that holds the footnotes, and name it to the document and its settings."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart
    from docx.oxml import OxmlElement
    from docx.oxml.ns import nsdecls, qn
    from docx.oxml.parser import parse_xml

    root: Any = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
    named = OxmlElement("w:footnotePr")
    for number, kind in _LINES:
        line = OxmlElement("w:footnote", {qn("w:type"): kind, qn("w:id"): str(number)})
        line.append(_paragraph([OxmlElement(f"w:{kind}")]))
        root.append(line)
        named.append(OxmlElement("w:footnote", {qn("w:id"): str(number)}))
    for number, note in enumerate(notes, 1):
        one = OxmlElement("w:footnote", {qn("w:id"): str(number)})
        one.append(_note(document, note))
        root.append(one)
    document.settings.element.find(qn("w:compat")).addprevious(named)  # the schema wants them in this order
    package = document.part.package
    document.part.relate_to(XmlPart(PackURI("/word/footnotes.xml"), _MEDIA, root, package), _KIND)


def _note(document: "Document", note: Note) -> Any:  # noqa: ANN401 (an element of lxml)
    """A footnote's paragraph: its sign, where the quote stands, the quote, and the file."""
    from docx.oxml import OxmlElement
    from docx.text.paragraph import Paragraph

    paragraph = Paragraph(_paragraph([]), document._body)
    paragraph.style = document.styles[_TEXT]
    paragraph.add_run(style=_SIGN)._r.append(OxmlElement("w:footnoteRef"))
    paragraph.add_run(" ")
    _fill(paragraph, note)
    return paragraph._p


def _fill(paragraph: "Paragraph", note: Note) -> None:
    paragraph.add_run(_clean(note.where))
    if note.quote:
        paragraph.add_run(": ")
        paragraph.add_run(f"“{_clean(note.quote)}”").italic = True
    paragraph.add_run(f" ({_clean(note.file)})")
    if note.rows:
        _rows(paragraph, note.rows)


def _rows(paragraph: "Paragraph", rows: QuotedRows) -> None:
    """Add a row as a line a cell, several as a line each; the cells that were asked for are bold."""
    alone = len(rows.rows) == 1
    for row in rows.told:
        for at, (name, cell, marked) in enumerate(row):
            before = paragraph.add_run(" · " if at and not alone else "")
            if alone or not at:
                before.add_break()
            paragraph.add_run(_clean(f"{name}: {cell}" if name else cell)).bold = marked or None
    if rows.more:
        paragraph.add_run().add_break()
        paragraph.add_run(rows.more)


def _paragraph(parts: Sequence[Any]) -> Any:  # noqa: ANN401 (elements of lxml)
    from docx.oxml import OxmlElement

    paragraph = OxmlElement("w:p")
    for part in parts:
        run = OxmlElement("w:r")
        run.append(part)
        paragraph.append(run)
    return paragraph


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NO_XML.sub("", text)
