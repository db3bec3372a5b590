"""Who wrote a document and when, where its file says so: in every format, and without inventing anything."""

import os
from datetime import datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas

from ingest.formats.metadata import dated_by, day, person, tongue
from ingest.load import load
from ingest.settings import IngestSettings
from ingest.stores.manifest import Manifest
from ingest.sync.sync import sync
from tests.conftest import Make, Write
from tests.helpers import making
from tests.helpers.extracting import about, read
from tests.helpers.making import BODY, FRONT

PAGE = (
    "<html lang='en-GB'><head><title>Bees</title>{head}</head><body><article><header>{top}</header><h1>Bees</h1>"
    + ("<p>Honey bees form a cluster around their queen in winter and shiver to keep it warm until spring.</p>" * 3)
    + "{more}</article></body></html>"
)

JSON_LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2025-06-05", "2025-06-05"), ("2025-06-05T23:59:00+02:00", "2025-06-05"), ("2025-06-05 10:00", "2025-06-05"),
        ("2025-06", "2025-06"), (" 2025 ", "2025"), ("20250605", "2025-06-05"), ("D:20250605120000+02'00'", "2025-06-05"),
        ("D:2025", "2025"), (datetime(2025, 6, 5, 9), "2025-06-05"),
        ("2025-13", ""), ("2025-02-30", ""), ("0001-01-01", ""), ("1449", ""), ("1450", "1450"), ("2999-01-01", ""),
        ("2025-6-5", ""), ("yesterday", ""), ("12345678", ""), ("", ""), (None, ""), (2025, ""), (["2025"], ""),
        ("2013-12-23T23:15:00Z", ""),
    ],
)  # fmt: skip
def test_a_date_is_kept_as_far_as_it_is_known_and_one_that_cannot_be_is_dropped(given: object, kept: str) -> None:
    assert day(given) == kept


@pytest.mark.parametrize(
    ("source", "title", "text", "written"),
    [
        ("minutes/2025-01-14 meeting.md", "", "", "2025-01-14"),
        ("IMG_20240312.txt", "", "", "2024-03-12"),
        ("Protokoll 3. März 2024.txt", "", "", "2024-03-03"),
        ("2024-05-02 trip/notes.txt", "", "", "2024-05-02"),
        ("report_2024-05.txt", "", "", "2024-05"),
        ("a.txt", "Board meeting, 5 June 2024", "Date: 7 June 2024", "2024-06-05"),
        ("a.txt", "", "Opening hours\n\nValid from 1 April 2025\n", "2025-04-01"),
        ("a.txt", "", "Acta del 3 de mayo de 2024", "2024-05-03"),
        ("a.txt", "", "Prices are valid until 28 March 2025.", ""),
        ("a.txt", "", "Next meeting: 11 March 2025", ""),
        ("a.txt", "", "Ann Lee (10 December 1815 – 27 November 1852)", ""),
        ("a.txt", "", "The great fire broke out on 2 September 1666 in a bakery in Pudding Lane.", ""),
        ("a.txt", "", "On 04/05/2024", ""),
        ("a.txt", "", "As of 1 May 2999", ""),
        ("a.md", "", "| Order gloves | 24 January 2025 |", ""),
        ("Price list 2024.csv", "", "", ""),
        ("a.txt", "", "\n".join(["A line."] * 20) + "\n3 May 2024", ""),
    ],
)
def test_a_date_also_stands_in_the_name_the_title_or_a_first_line(
    source: str, title: str, text: str, written: str
) -> None:
    assert dated_by(source, title, text) == written


def test_the_dates_of_rows_are_not_the_documents(write: Write) -> None:
    folder = write(
        {"a.csv": "Name,Since\nAnn Lee,2020-01-05\nBo Dahl,2021-03-01\n", "b.txt": "As of 3 May 2024\n\nText.\n"}
    )
    assert load(folder / "a.csv", folder).date == ""
    assert load(folder / "b.txt", folder).date == "2024-05-03"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ann \n Lee ", ""), ("  Ann  Lee ", "Ann Lee"), (["Ann Lee", "Bo Dahl", "Ann Lee"], "Ann Lee, Bo Dahl"),
        ("python-docx", ""), ("Microsoft Office User", ""), ("openpyxl", ""), ("Admin", ""), ("(anonymous)", ""), ("Steve Canny", ""),
        (["python-docx", "Ann Lee"], "Ann Lee"), ("Userud Pcoq", "Userud Pcoq"), (None, ""), (7, ""), ([{"a": 1}], ""),
        ("x" * 200, "x" * 119 + "…"),
    ],
)  # fmt: skip
def test_an_author_is_a_person_and_no_program(given: object, kept: str) -> None:
    assert person(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"), [("en", "en"), ("de-AT", "de"), ("EN_us", "en"), ("eng", ""), ("", ""), (None, "")]
)
def test_a_language_is_a_code_of_two_letters(given: object, kept: str) -> None:
    assert tongue(given) == kept


@pytest.mark.parametrize(
    ("head", "top", "author", "date"),
    [
        ('<meta name="author" content="Ann Lee"><meta name="date" content="2024-03-02">', "", "Ann Lee", "2024-03-02"),
        (('<meta property="article:published_time" content="2024-03-02T08:00:00Z">'
         '<meta property="article:modified_time" content="2025-01-01">'
         '<meta property="article:author" content="https://example.org/ann">'), "", "", "2024-03-02"),
        (('<meta name="DC.creator" content="Ann Lee"><meta name="DC.creator" content="Bo Dahl">'
         '<meta name="dcterms.issued" content="2024-03">'), "", "Ann Lee, Bo Dahl", "2024-03"),
        (JSON_LD.format('{"@type": "NewsArticle", "datePublished": "2024-03-02", "author": [{"name": "Ann Lee"}, "Bo Dahl"]}'),
         "", "Ann Lee, Bo Dahl", "2024-03-02"),
        (JSON_LD.format('{"@graph": [{"@type": "Person", "author": "No One"}, {"@type": "BlogPosting", "author": {"name": "Ann Lee"},'
                        ' "dateModified": "2024-03-02"}]}'), "", "Ann Lee", "2024-03-02"),
        (JSON_LD.format('{"@type": "Article", "datePublished": '), "", "", ""),
        ("", '<time datetime="2024-03-02">2 March</time>', "", "2024-03-02"),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_a_web_page_says_it_in_its_head_its_json_ld_or_the_head_of_its_article(
    head: str, top: str, author: str, date: str, tmp_path: Path
) -> None:
    document = read(tmp_path, "a.html", PAGE.format(head=head, top=top, more=""))
    assert about(document) == (author, date)
    assert document.language == "en"


def test_no_date_is_guessed_from_what_a_page_tells_about(tmp_path: Path) -> None:
    more = '<p>It opened on <time datetime="1999-01-02">2 January</time>. © 2019 The Paper</p><img src="/2018/05/06/a.png">'
    assert about(read(tmp_path, "a.html", PAGE.format(head="", top="", more=more))) == ("", "")


def test_a_pdf_says_it_in_its_information(tmp_path: Path) -> None:
    out = BytesIO()
    canvas = Canvas(out, lang="en-US")
    canvas.setAuthor("Ann Lee")
    canvas.drawString(72, 700, "4711 0815 23")
    canvas.save()
    document = read(tmp_path, "a.pdf", out.getvalue())
    assert about(document) == ("Ann Lee", datetime.now().date().isoformat())
    assert document.language == "en"
    unsaid = read(tmp_path, "b.pdf", making.pdf([["Nobody says who wrote this, nor when it was."]]))
    assert about(unsaid) == ("", "2000-01-01")  # what reportlab writes where a file must always be the same


def test_office_files_say_it_in_their_properties_and_templates_say_nothing(tmp_path: Path) -> None:
    for name, make in (("a.docx", docx.Document), ("a.pptx", Presentation)):
        file = make()
        if name == "a.docx":
            file.add_paragraph("A mooring costs 140 euros.")
        else:
            file.slides.add_slide(file.slide_layouts[1]).shapes.title.text = "A mooring costs 140 euros."
        assert about(read(tmp_path, name, making.saved(file))) == ("", "")
        file.core_properties.author = "Ann Lee"
        file.core_properties.created = datetime(2020, 1, 1)
        file.core_properties.modified = datetime(2024, 3, 2)
        assert about(read(tmp_path, name, making.saved(file))) == ("Ann Lee", "2024-03-02")
    book = Workbook()
    book.active.append(("Kind", "Fee"))
    assert read(tmp_path, "a.xlsx", making.saved(book)).author == ""
    book.properties.creator = "Bo Dahl"
    assert about(read(tmp_path, "a.xlsx", making.saved(book))) == ("Bo Dahl", datetime.now().date().isoformat())


def test_a_book_says_it_in_dublin_core(tmp_path: Path) -> None:
    document = read(tmp_path, "a.epub", making.book())
    assert about(document) == ("", "")
    said = "<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Dahl</dc:creator><dc:date>1898</dc:date><dc:language>de</dc:language>"
    document = read(tmp_path, "b.epub", making.book(said=said))
    assert about(document) == ("Ann Lee, Bo Dahl", "1898")
    assert document.language == "en"  # its words show it


def test_an_e_mail_says_it_in_its_headers(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "Ann Lee <ann@example.org>"
    message["Date"] = "Thu, 05 Jun 2025 23:30:00 -0700"
    message["Subject"] = "Fees"
    message.set_content("The fee is 12 euros.")
    assert about(read(tmp_path, "a.eml", bytes(message))) == ("Ann Lee", "2025-06-05")
    del message["From"], message["Date"]
    message["From"] = "bo@example.org"
    message["Date"] = "some day"
    assert about(read(tmp_path, "b.eml", bytes(message))) == ("bo@example.org", "")


def test_a_json_object_with_such_keys_says_it(tmp_path: Path) -> None:
    said = '{"title": "Fees", "author": "Ann Lee", "date": "2024-03-02", "text": "The fee is 12 euros."}'
    assert about(read(tmp_path, "a.json", said)) == ("Ann Lee", "2024-03-02")
    assert about(read(tmp_path, "b.json", f"[{said}]")) == ("", "")


def test_the_index_keeps_it_and_a_rename_embeds_nothing(synced: Make) -> None:
    settings = synced({"a.md": FRONT + BODY, "b.txt": "Tea\n\nGreen tea is steamed.\n"})
    os.utime(settings.documents_folder / "b.txt", (1_000_000_000, 1_000_000_000))
    (settings.documents_folder / "b.txt").rename(settings.documents_folder / "c.txt")
    assert sync(settings).embedded == 0
    with Manifest(settings.index_folder / "manifest.sqlite").reading() as snapshot:
        bees, tea = snapshot.document("a.md"), snapshot.document("c.txt")
        listed = {one.source: (one.author, one.date) for one in snapshot.listing()}
    assert bees == load(settings.documents_folder / "a.md", settings.documents_folder)
    assert (tea.author, tea.date, tea.modified) == ("", "", 1_000_000_000.0)
    assert listed == {"a.md": ("Ann Lee, Bo Dahl", "2024-03"), "c.txt": ("", "")}


def test_another_author_or_date_embeds_nothing_again(write: Write) -> None:
    settings = IngestSettings(documents=write({"a.md": FRONT + BODY}))
    assert sync(settings).embedded > 0
    write({"a.md": FRONT.replace("Ann Lee", "Cy Ohm").replace("2024-03", "2023") + BODY})
    done = sync(settings)
    assert (done.plan.change, done.embedded) == (("a.md",), 0)
