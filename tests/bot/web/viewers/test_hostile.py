"""Whatever a document holds, its reading view is elements of ours around its words, and no markup of its own shows."""

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from lxml import html
from openpyxl import Workbook
from pptx import Presentation

from bot.web.viewers import markdown, plain, reading
from bot.web.viewers.marks import Seen
from ingest.load import File, parsed
from tests.helpers.making import saved

SAID = "<script>window.ran=1</script><img src=x onerror=window.ran=2> {{ 7*7 }} ${7*7}"
OURS = set(
    "div section p table thead tbody tr th td mark span h1 h2 h3 h4 h5 h6 details summary strong em code pre caption".split()
)
PAGE = (
    "<html><head><title>Kilns</title><style>p{display:none}</style><script>window.ran=3</script>"
    "<link rel=stylesheet href=http://evil.example/a.css></head><body><article><h1>Kilns</h1>"
    "<p style='position:fixed' onclick='window.ran=4'>The kiln of the valley was lit on a <a href='javascript:ran()'>cold day</a>"
    " in spring, and it burned for forty years without a break.</p><img src='http://evil.example/x.png' alt='A kiln'>"
    "<iframe src='http://evil.example/'></iframe><ul><li>First <b>bold</b> thing</li></ul></article></body></html>"
)
HEADERS = f"From: {SAID} <ann@example.org>\nSubject: {SAID}\nDate: Mon, 3 Feb 2025 10:00:00 +0000\nMIME-Version: 1.0\n"


def word() -> bytes:
    document = docx.Document()
    document.add_heading(SAID, 1)
    document.add_paragraph(SAID)
    table = document.add_table(rows=2, cols=2)
    for row in table.rows:
        for cell in row.cells:
            cell.text = SAID
    return saved(document)


def sheet() -> bytes:
    book = Workbook()
    book.active.title = "<b>Sheet"
    for row in (("Town", SAID), ("Ardal", SAID), ('=HYPERLINK("http://evil.example","x")', "javascript:ran()")):
        book.active.append(row)
    return saved(book)


def slides() -> bytes:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = SAID, SAID
    return saved(presentation)


KINDS: dict[str, Callable[[], bytes]] = {
    "a.docx": word,
    "a.xlsx": sheet,
    "a.pptx": slides,
    "a.csv": lambda: f'Town,"{SAID}"\nArdal,"{SAID}"\n'.encode(),
    "a.html": PAGE.encode,
    "a.eml": lambda: f"{HEADERS}Content-Type: text/plain\n\n{SAID}\n\nOn Monday, Ann wrote:\n> {SAID}\n".encode(),
    "b.eml": lambda: f"{HEADERS}Content-Type: text/html\n\n{PAGE}".encode(),
    "a.md": lambda: f"# {SAID}\n\n[x](http://evil.example) ![y](http://evil.example/y.png)\n\n> {SAID}\n".encode(),
    "a.txt": SAID.encode,
}


@pytest.mark.parametrize("name", KINDS)
def test_nothing_of_a_document_is_an_element(name: str) -> None:
    document = parsed(File(name, KINDS[name](), 0.0))
    seen = Seen(document, (), Path(name), [(0, min(20, len(document.text)))], [])
    original = {"md": markdown.view, "txt": plain.view}.get(name[2:], reading.view)
    for view in (original, plain.view):
        made = view(seen)
        assert made
        tree = html.fromstring(f"<div>{made}</div>")
        elements = [one for one in tree.iter() if isinstance(one.tag, str)]
        assert {one.tag for one in elements} <= OURS
        for one in elements:
            assert not [key for key in one.attrib if key.startswith("on") or key in ("href", "src", "style", "srcdoc")]
    shown = re.sub(r"\s+", " ", html.fromstring(f"<div>{original(seen)}</div>").text_content())
    if PAGE.encode() in KINDS[name]():
        assert "cold day in spring" in shown
        assert not re.search(r"</?(?:p|a|ul|li|b|style)\b|display:none|window\.ran=3|javascript:", shown)
    elif name == "a.md":
        assert "evil.example" not in shown
    else:
        assert "<script>window.ran=1</script>" in shown  # as words
