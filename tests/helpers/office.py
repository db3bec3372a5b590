"""Files of Word and PowerPoint from the XML in them, for what python-docx and python-pptx do not write."""

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

import docx

from tests.helpers.making import saved, zipped

_MAIN = "http://schemas.openxmlformats.org/"
SPACES = (
    f'xmlns:w="{_MAIN}wordprocessingml/2006/main" xmlns:r="{_MAIN}officeDocument/2006/relationships"'
    f' xmlns:m="{_MAIN}officeDocument/2006/math" xmlns:mc="{_MAIN}markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    f' xmlns:a="{_MAIN}drawingml/2006/main" xmlns:c="{_MAIN}drawingml/2006/chart" xmlns:d="{_MAIN}drawingml/2006/diagram"'
)
_KINDS = {
    "numbering": ("numbering", "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"),
    "footnotes": ("footnotes", "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"),
    "endnotes": ("endnotes", "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"),
    "comments": ("comments", "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"),
    "page.html": ("aFChunk", "text/html"),
    "page.rtf": ("aFChunk", "application/rtf"),
    "page.mht": ("aFChunk", "message/rfc822"),
}


def p(words: str, *, style: str = "", listed: tuple[int, int] | None = None) -> str:
    """A paragraph: a text, or runs and what else stands in it; `listed` is its list and its level."""
    number = f'<w:numPr><w:ilvl w:val="{listed[1]}"/><w:numId w:val="{listed[0]}"/></w:numPr>' if listed else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{number}</w:pPr>{words if words.startswith('<') else r(words)}</w:p>"


def r(words: str, looks: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


RAISED = '<w:vertAlign w:val="superscript"/>'


def word_file(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A document of Word with this body, and with parts by the names in `_KINDS`, each related as its own name."""
    with ZipFile(BytesIO(saved(docx.Document()))) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    files["word/document.xml"] = f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    types, relations = "", ""
    for name, content in (parts or {}).items():
        kind, media = _KINDS[name]
        path = f"own-{name}" + ("" if "." in name else ".xml")
        files[f"word/{path}"] = content if "." in name else f"<w:{name} {SPACES}>{content}</w:{name}>"
        types += f'<Override PartName="/word/{path}" ContentType="{media}"/>'
        relations += (
            f'<Relationship Id="{name}" Target="{path}" Type="{_MAIN}officeDocument/2006/relationships/{kind}"/>'
        )
    whole = {name: content if isinstance(content, bytes) else content.encode() for name, content in files.items()}
    whole["[Content_Types].xml"] = whole["[Content_Types].xml"].replace(b"</Types>", types.encode() + b"</Types>")
    links = re.sub(rb"<Relationship [^>]*/numbering\"[^>]*/>", b"", whole["word/_rels/document.xml.rels"])
    whole["word/_rels/document.xml.rels"] = links.replace(b"</Rel", relations.encode() + b"</Rel")
    return zipped(whole)


def strict(data: bytes) -> bytes:
    """The same file in the strict form of the standard."""
    with ZipFile(BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, content in files.items():
        for kind in (b"wordprocessingml", b"officeDocument", b"drawingml", b"presentationml", b"spreadsheetml"):
            content = content.replace(
                f"{_MAIN}".encode() + kind + b"/2006/", b"http://purl.oclc.org/ooxml/" + kind + b"/"
            )
        files[name] = content
    return zipped(files)
