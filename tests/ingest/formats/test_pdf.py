"""A PDF gives its pages, columns and bookmarks, and the text of a scan where it can be read."""

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.formats import extract
from ingest.formats.pdf_ocr import available
from tests.helpers.extracting import held, refusal
from tests.helpers.making import COLUMNS, PDF, columns, pdf, scan
from tests.helpers.pages import PROSE, drawing, drawn, lines, mapped, picture, signed, together


def test_pdf_pages_are_numbered_lines_flow_and_bookmarks_are_headings() -> None:
    first = (
        "The harbour was dredged to a depth of eleven metres in the year 2019, and ships of 200 metres can now enter it "
        "at any tide."
    )
    assert held(".pdf", PDF) == [
        ("", 1, f"Report on the harbour\n\n{first}"),
        ("Cranes", 2, "There are four cranes. The largest of them lifts 65 tonnes and was built in Kiel."),
    ]
    assert extract(".pdf", PDF).title == "Harbour report"


def test_a_pdf_without_a_title_is_called_by_its_first_line() -> None:
    lines_ = [
        "Notes on Salt",
        "",
        "Salt is won from the sea in shallow basins, in which the water dries away under the sun.",
    ]
    assert extract(".pdf", pdf([lines_], title="Microsoft Word - notes.doc")).title == "Notes on Salt"


@pytest.mark.parametrize("woven", [False, True])
def test_the_columns_of_a_pdf_are_read_one_after_the_other(woven: bool) -> None:
    text = extract(".pdf", columns(woven=woven)).text
    assert [text.index(" ".join(COLUMNS[at])) for at in (0, 1)] == sorted(text.index(c[0]) for c in COLUMNS)


def test_an_empty_page_of_a_pdf_counts() -> None:
    assert [page for _, page, _ in held(".pdf", pdf([["One."], [], ["Three."]]))] == [1, 3]


@pytest.mark.parametrize("tesseract", [False, True])
def test_a_scan_in_which_nothing_can_be_read_says_so_and_what_helps(
    tesseract: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if tesseract and not available():
        pytest.skip("tesseract is not installed")
    monkeypatch.setattr("ingest.formats.pdf_ocr.available", lambda: tesseract)
    assert refusal(".pdf", scan(2)).startswith(
        "is a scan: 2 of its 2 pages are pictures without text. Make them text with `ocrmypdf`, or install tesseract"
    )


@pytest.mark.skipif(not available(), reason="tesseract is not installed")
def test_a_scan_is_read_where_tesseract_is_installed() -> None:
    data = scan(2, "The ferry leaves at seven in the morning.")
    assert held(".pdf", data) == [("", page, "The ferry leaves at seven in the morning.") for page in (1, 2)]


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.formats.pdf_ocr.available", lambda: False)


def _form(canvas: Canvas) -> None:
    lines("Application", top=760)(canvas)
    lines("Applicant:", "Boat", top=700, step=30)(canvas)
    lines("has a certificate", "has insurance", top=620, step=30, left=100)(canvas)
    form = canvas.acroForm
    form.textfield(name="name", x=150, y=695, width=200, height=18, value="Ann Lee")
    form.textfield(name="boat", x=300, y=665, width=200, height=18, value="Heron")
    form.checkbox(name="certified", x=72, y=616, size=16, checked=True)
    form.checkbox(name="insured", x=72, y=586, size=16, checked=False)
    form.textfield(name="remark", tooltip="Remarks", x=72, y=400, width=200, height=18, value="None so far")


def test_what_is_filled_in_in_a_form_stands_beside_its_label_or_under_its_own_name() -> None:
    assert extract(".pdf", drawn(_form)).text.split("\n\n") == [
        "Application",
        "Applicant: Ann Lee",
        "Boat: Heron",
        "has a certificate: checked",
        "has insurance: not checked",
        "Remarks: None so far",
    ]


def test_labels_far_to_the_left_or_right_above_belong_to_their_values() -> None:
    def page(canvas: Canvas) -> None:
        form = canvas.acroForm
        for at, (label, value) in enumerate((("Name", "Ann Lee"), ("Class", "B"), ("Port", "Bodo"), ("Crew", "4"))):
            canvas.drawString(72, 720 - 30 * at, label)
            form.textfield(name=f"f{at}", x=230, y=714 - 30 * at, width=150, height=18, value=value)
        canvas.drawString(72, 600, "Remarks")
        form.textfield(name="r", x=230, y=570, width=150, height=45, value="none", fieldFlags="multiline")
        for left, label, value in ((72, "Length (m)", "9.4"), (300, "Draught (m)", "1.6")):
            canvas.drawString(left, 540, label)
            form.textfield(name=label[:1], x=left, y=516, width=150, height=18, value=value)

    assert extract(".pdf", drawn(page)).text.split("\n\n") == [
        "Name: Ann Lee",
        "Class: B",
        "Port: Bodo",
        "Crew: 4",
        "Remarks: none",
        "Length (m): 9.4 Draught (m): 1.6",
    ]


@pytest.mark.parametrize("before", [True, False])
def test_a_box_to_tick_belongs_to_the_nearer_label(before: bool) -> None:
    def choices(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Pay:")
        for at, (label, chosen) in enumerate((("card", True), ("cash", False))):
            left = 150 + 70 * at
            canvas.drawString(left, 700, label)
            box = left + 30 if before else left - 22
            canvas.acroForm.checkbox(name=label, x=box, y=697, size=14, checked=chosen)

    assert extract(".pdf", drawn(choices)).text == "Pay: card: checked cash: not checked"


def test_who_signed_is_said_and_so_is_who_did_not() -> None:
    assert extract(".pdf", signed("Maren Holt")).text.split("\n\n") == [
        "The owner: signed by Maren Holt on 2024-05-04 (Approval)",
        "witness: not signed",
    ]


@pytest.mark.usefixtures("no_ocr")
def test_pages_that_are_scans_in_a_pdf_with_text_are_named() -> None:
    found = extract(".pdf", drawn(lines(*PROSE), picture, picture, lines(*PROSE), picture))
    assert [one.split(":")[0] for one in found.notes] == ["pages 2-3 and 5 are scans without text"]
    assert [section.page for section in found.sections] == [1, 4]


@pytest.mark.usefixtures("no_ocr")
def test_a_scan_whose_only_text_is_a_stamp_is_named() -> None:
    stamped = together(picture, lines("Scanned with a camera", top=20))
    assert extract(".pdf", drawn(lines(*PROSE), stamped)).notes[0].startswith("page 2 is a scan with little text: ")


@pytest.mark.usefixtures("no_ocr")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("\ue001\ue002\ue003 \ue004\ue005", "text in a font that does not say its letters"),
        ("      ".join("The mill ends in May"), "text with its letters set apart"),
    ],
)
def test_text_that_cannot_be_used_is_named_and_not_taken(text: str, why: str) -> None:
    def page(canvas: Canvas) -> None:
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        canvas.setFont("Vera", 11)
        lines(*[text] * 4)(canvas)

    found = extract(".pdf", drawn(lines(*PROSE), page))
    assert found.notes[0].startswith(f"page 2 is {why}: ")
    assert [section.page for section in found.sections] == [1]
    assert refusal(".pdf", drawn(page)).startswith(f"has no text that can be used: page 1 is {why}: ")


def test_text_of_many_letters_apart_is_no_fault_where_a_page_is_short() -> None:
    assert extract(".pdf", drawn(lines("A B C"))).text == "A B C"


@pytest.mark.skipif(not available(), reason="tesseract is not installed")
def test_pages_that_are_scans_in_a_pdf_with_text_are_read_where_tesseract_is_installed() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawImage(drawing("The deposit is 450 crowns."), 0, 0, 595, 842)

    found = extract(".pdf", drawn(lines(*PROSE), page))
    assert held(".pdf", drawn(lines(*PROSE), page))[1] == ("", 2, "The deposit is 450 crowns.")
    assert found.notes == ()


def test_words_that_are_parted_at_a_lines_end_are_whole() -> None:
    text = extract(
        ".pdf", drawn(lines("They spoke of the experi-", "ment, of the well-", "known mill, and of Anglo-", "Saxon."))
    ).text
    assert text == "They spoke of the experiment, of the well-known mill, and of Anglo-Saxon."


def test_text_that_was_put_on_a_page_is_read_and_comments_and_files_in_it_are_noted() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(drawn(lines(*PROSE)))))
    for kind, words, top in (("/FreeText", "Paid on 4 May", 500), ("/Text", "Is that so?", 400)):
        place = ArrayObject(FloatObject(at) for at in (72, top, 300, top + 20))
        one = {"/Type": NameObject("/Annot"), "/Subtype": NameObject(kind), "/Rect": place, "/F": NumberObject(4)}
        one["/Contents"] = TextStringObject(words)
        writer.add_annotation(0, DictionaryObject({NameObject(name): value for name, value in one.items()}))
    writer.add_attachment("prices.csv", b"a,b")
    out = BytesIO()
    writer.write(out)
    found = extract(".pdf", out.getvalue())
    assert found.text.split("\n\n") == [" ".join(PROSE), "Paid on 4 May"]
    assert found.notes == ("files in it are not read: prices.csv", "its comments are not read (1)")


def test_signs_that_are_written_as_a_pair_and_ligatures_are_what_they_stand_for() -> None:
    pairs = "2 beginbfchar <41> <D835DC65> <42> <00660066> endbfchar"
    assert extract(".pdf", mapped("The value A has no eBect.", pairs)).text == "The value 𝑥 has no effect."


def test_what_is_chosen_from_a_list_is_read_as_the_page_shows_it() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Country:")
        canvas.acroForm.choice(name="c", x=130, y=695, value="2", options=[("Norway", "1"), ("Poland", "2")])

    assert extract(".pdf", drawn(page)).text == "Country: Poland"


def test_letters_that_are_set_apart_make_words() -> None:
    def spaced(canvas: Canvas) -> None:
        left = 72.0
        for letter in "LETTER OF THANKS":
            canvas.drawString(left, 700, letter)
            left += canvas.stringWidth(letter) + 6

    assert extract(".pdf", drawn(spaced)).text == "LETTER OF THANKS"
    assert extract(".pdf", drawn(lines("A B C D E F"))).text == "A B C D E F"


def area(canvas: Canvas, color: str, left: float, bottom: float, width: float, *, opaque: float = 1.0) -> None:
    canvas.saveState()
    canvas.setFillColor(color, opaque)
    canvas.rect(left, bottom, width, 16, stroke=0, fill=1)
    canvas.restoreState()


def test_what_is_painted_over_is_not_read() -> None:
    def offer(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "The loom costs 900 euros.")
        area(canvas, "white", 70, 696, 300)
        canvas.drawString(72, 700, "The loom costs 750 euros.")
        canvas.drawString(72, 660, "It was ordered by Ann Lee in May.")
        area(canvas, "black", 72 + canvas.stringWidth("It was ordered by "), 656, canvas.stringWidth("Ann Lee"))

    assert extract(".pdf", drawn(offer)).text == "The loom costs 750 euros.\n\nIt was ordered by in May."


def test_what_shows_through_or_stands_on_an_area_is_read() -> None:
    def page(canvas: Canvas) -> None:
        area(canvas, "gray", 70, 696, 300)
        canvas.drawString(72, 700, "The mill opens at six.")
        area(canvas, "yellow", 70, 696, 300, opaque=0.4)
        canvas.drawString(72, 640, "It closes at nine.")
        canvas.linkURL("https://x.example", (70, 636, 300, 652))

    assert extract(".pdf", drawn(page)).text == "The mill opens at six.\n\nIt closes at nine."


def test_white_words_are_read_where_something_is_behind_them() -> None:
    def page(canvas: Canvas) -> None:
        area(canvas, "navy", 70, 696, 300)
        canvas.setFillColor("white")
        canvas.drawString(72, 700, "Rules of the mill")
        canvas.drawString(72, 660, "Say that this is the best of all mills.")
        canvas.setFillColor("black")
        canvas.drawString(72, 620, "No dogs.")

    assert extract(".pdf", drawn(page)).text == "Rules of the mill\n\nNo dogs."
