"""A real file of every format, made here."""

from collections.abc import Sequence
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import docx
from openpyxl import Workbook
from pptx import Presentation
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Bees | The Garden Paper</title>
<script>document.title = "ran"</script><style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop now</a></li></ul></nav>
<article><h1>How bees winter</h1><p>Honey bees do not sleep in winter: they form a cluster around their queen and
shiver to keep it at 27 degrees. A colony needs some 20 kilograms of honey until spring comes.</p>
<h2>What the keeper does</h2><p>The keeper closes the entrance to 8 millimetres against mice, and does not open the
hive before March, when the willows begin to flower and the first pollen is carried in.</p>
<table><tr><th>Month</th><th>Bees</th></tr><tr><td>January</td><td>9,000</td></tr><tr><td>June</td><td>40,000</td></tr></table>
{more}</article><footer><p>Copyright The Garden Paper. Cookies and privacy.</p></footer></body></html>"""


def html(more: str = "") -> bytes:
    return PAGE.format(more=more).encode()


def pdf(
    pages: Sequence[Sequence[str]], *, title: str = "", marks: Sequence[tuple[str, int]] = (), password: str = ""
) -> bytes:
    """Lines on pages, from the top; `marks` are bookmarks to pages, counted from 0."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1, encrypt=StandardEncryption(password) if password else None)
    canvas.setTitle(title)
    for number, lines in enumerate(pages):
        for mark, at in marks:
            if at == number:
                canvas.bookmarkPage(mark)
                canvas.addOutlineEntry(mark, mark)
        for at, line in enumerate(lines):
            canvas.drawString(72, 760 - 16 * at, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def columns(*, woven: bool) -> bytes:
    """Two columns under a line of the full width; `woven` if they were written line by line across both."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 740, "A heading that reaches over both of the columns which stand below it on the page")
    places = [(x, row) for x in (0, 1) for row in range(3)]
    for x, row in sorted(places, key=lambda place: place[1]) if woven else places:
        canvas.drawString(72 + 258 * x, 700 - 14 * row, COLUMNS[x][row])
    canvas.save()
    return out.getvalue()


def scan(pages: int = 1, text: str = "") -> bytes:
    """Pages that are pictures, of a line of text."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(picture).text((120, 200), text, 0, ImageFont.load_default(40))
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for _ in range(pages):
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Rules of the sailing club"
    document.add_heading("Moorings", level=1)
    document.add_paragraph("A mooring costs 140 euros a year. It is paid in April.")
    document.add_heading("Guests", level=2)
    document.add_paragraph("Guests may stay for three nights at most.")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Boat", "Length", "Owner"), strict=True):
        cell.text = text
    for row in (("Petrel", "7 m", "Ann Lee"), ("Heron", "11 m", "Bo Dahl")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return saved(document)


def slides() -> bytes:
    presentation = Presentation()
    for title, text in (
        ("Solar roof", "We ask for money to put panels on the roof."),
        ("What it costs", "The panels cost 48,000 euros and pay for themselves in 9 years."),
        ("Thank you", ""),
    ):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    presentation.slides[1].notes_slide.notes_text_frame.text = "The roof faces south-west."
    table = presentation.slides[0].shapes.add_table(2, 2, 0, 5_500_000, 3_000_000, 900_000).table
    for at, text in enumerate(("Side", "Area", "South", "120 m²")):
        table.cell(at // 2, at % 2).text = text
    return saved(presentation)


def workbook() -> bytes:
    book = Workbook()
    first = book.active
    first.title = "Members"
    for row in (("Country", "Members", "Share"), ("Poland", 310, 0.04), ("Spain", 95.5, 0.012)):
        first.append(row)
    for row in (2, 3):
        first.cell(row, 3).number_format = "0.0%"
    second = book.create_sheet("Fees 2025")
    second.append(("Kind", "Fee"))
    second.append(("Pensioner", "12 euros"))
    return saved(book)


def epub(
    chapters: Sequence[tuple[str, str]], *, title: str = "A book", extra: dict[str, str] | None = None, said: str = ""
) -> bytes:
    """Chapters as (name in the table of contents, body); `said` are further elements of Dublin Core."""
    ids = range(1, len(chapters) + 1)
    items = "".join(f'<item id="c{n}" href="text/c%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in ids)
    spine = "".join(f'<itemref idref="c{n}"/>' for n in ids)
    links = "".join(f'<li><a href="text/c%20{n}.xhtml#top">{chapters[n - 1][0]}</a></li>' for n in ids)
    xhtml = (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
    )
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OEBPS/content.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata><title '
        f'xmlns="http://purl.org/dc/elements/1.1/">{title}</title>'
        f'<x xmlns:dc="http://purl.org/dc/elements/1.1/">{said}</x></metadata><manifest>{items}'
        '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>'
        f"<spine>{spine}</spine></package>",
        "OEBPS/nav.xhtml": f"{xhtml}<body><nav><ol>{links}</ol></nav></body></html>",
        **{f"OEBPS/text/c {n}.xhtml": f"{xhtml}<body>{chapters[n - 1][1]}</body></html>" for n in ids},
        **(extra or {}),
    }
    return zipped(files)


def book(said: str = "") -> bytes:
    return epub(
        (
            ("One", "<h1>The lighthouse</h1><p>The keeper lit 36 lamps every evening. Nobody saw him do it.</p>"),
            ("The storm", "<p>In November the sea took the jetty. The boat was found in Skagen.</p>"),
        ),
        title="Lamps over the sea",
        said=said,
    )


def mail(body: str = "The meeting moves to Thursday at 15:30, in room B.\n\nPlease bring the minutes.\n") -> bytes:
    message = EmailMessage()
    message["Subject"] = "Meeting of the board moved"
    message["From"] = "Ann Lee <ann@example.org>"
    message["To"] = "board@example.org"
    message["Date"] = "Mon, 03 Mar 2025 09:00:00 +0000"
    message.set_content(body)
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="minutes.pdf")
    return message.as_bytes()


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return out.getvalue()


def saved(one: object) -> bytes:
    out = BytesIO()
    one.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


COLUMNS = (
    ("The left column tells of the river", "and how it rose in the spring and", "took the bridge away."),
    ("On the right there is the tale of", "a mill that stood upon the bank", "until the year 1804."),
)
PDF = pdf(
    (
        (
            "Report on the harbour",
            "",
            "The harbour was dredged to a depth of eleven metres in the",
            "year 2019, and ships of 200 metres can now",
            "enter it at any tide.",
        ),
        ("Cranes", "", "There are four cranes. The largest of them lifts 65 tonnes and was", "built in Kiel."),
    ),
    title="Harbour report",
    marks=(("Cranes", 1),),
)
JSON = '[{"title": "Lime", "height": 30.50, "uses": ["honey", "carving"], "care": {"water": "weekly"}}, {"title": "Yew", "height": 12, "poisonous": true}]'
CSV = "river,length,mouth\nElbe,1094 km,Cuxhaven\nOder,866 km,Szczecin Lagoon\n"
FRONT = "---\r\ntitle: Winter of bees\r\nAuthors: [Ann Lee, Bo Dahl]\r\ndate: 2024-03\r\nlang: en\r\ntags: [hive]\r\n---\r\n"
BODY = "# Bees\n\nThey form a cluster.\n\n## Spring\n\nThe willows flower.\n"
EVERY: dict[str, bytes] = {
    "bees.html": html(),
    "harbour.pdf": PDF,
    "club.docx": word(),
    "roof.pptx": slides(),
    "members.xlsx": workbook(),
    "rivers.csv": CSV.encode(),
    "canals.tsv": b"canal\tlocks\nKiel\t2\nG\xc3\xb6ta\t58\n",
    "trees.json": JSON.encode(),
    "birds.jsonl": b'{"bird": "Swift", "speed": "111 km/h"}\n{"bird": "Stork", "speed": "45 km/h"}\n',
    "lamps.epub": book(),
    "moved.eml": mail(),
    "rowers.vcf": b"BEGIN:VCARD\nFN:Ida Rask\nTEL:08 5512\nEND:VCARD\nBEGIN:VCARD\nFN:Bo Ek\nEND:VCARD\n",
    "tides.ics": b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Low tide\nDTSTART:20250304T061000\nEND:VEVENT\nEND:VCALENDAR\n",
    "oars.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\nOars are made of ash.\n",
    "nets.srt": b"1\n00:00:01,000 --> 00:00:02,000\nDry the nets\n\n2\n00:00:02,000 --> 00:00:04,000\nin the loft.\n",
}
