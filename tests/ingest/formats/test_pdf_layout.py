"""A PDF's lines are put in the order of reading, its tables into rows, and what runs along the pages aside."""

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.formats import extract
from tests.helpers.extracting import held
from tests.helpers.pages import PROSE, Draw, cells, drawn, lines, marked, ruled, together

HEBREW = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
PORTS = (("Port", "Ships", "Tonnes"), ("Aarhus", "1,204", "88.1"), ("Bodo", "310", "9.4"), ("Cork", "77", "2.0"))


def _paragraphs(data: bytes) -> list[str]:
    return extract(".pdf", data).text.split("\n\n")


def _rows(data: bytes) -> list[str]:
    return [line for _, _, text in held(".pdf", data) for line in text.split("\n") if "; " in line]


LABELLED = ["Port: Aarhus; Ships: 1,204; Tonnes: 88.1", "Port: Bodo; Ships: 310; Tonnes: 9.4"]


def test_a_table_between_rules_is_rows_with_labels() -> None:
    assert _rows(ruled(PORTS))[:2] == LABELLED


def test_a_table_that_only_space_sets_apart_is_rows_with_labels_whatever_order_it_was_written_in() -> None:
    assert _rows(drawn(cells(*PORTS)))[:2] == LABELLED
    columns = [
        lines(*column, left=left, step=16)
        for left, column in zip((72, 200, 320), zip(*PORTS, strict=True), strict=True)
    ]
    assert _rows(drawn(together(*columns)))[:2] == LABELLED


def test_cells_that_span_and_cells_of_several_lines_are_whole() -> None:
    table = [["Area", "Sales", ""], ["", "2023", "2024"], ["North\nof the river", "10", "12"], ["South", "20", "21"]]
    spans = ("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 0), (0, 1))
    assert _rows(ruled(table, *spans))[0] == "Area: North of the river; Sales 2023: 10; Sales 2024: 12"


def test_text_around_a_table_stays_text() -> None:
    page = together(lines(*PROSE, top=760), cells(*PORTS, top=650), lines(*PROSE, top=560))
    assert [text.split("\n")[0] for _, _, text in held(".pdf", drawn(page))] == [
        " ".join(PROSE),
        LABELLED[0],
        " ".join(PROSE),
    ]


def test_rows_of_which_nothing_can_be_told_are_a_line_each_without_labels() -> None:
    letter = cells(("Fjord AS", "Invoice 4471"), ("5 Main Road", "of 4 May 2024"), ("8001 Bodo", "due in June"))
    assert held(".pdf", drawn(letter))[0][2].split("\n") == [
        "Fjord AS; Invoice 4471",
        "5 Main Road; of 4 May 2024",
        "8001 Bodo; due in June",
    ]
    assert _paragraphs(drawn(cells(("Two beds", "12 euros"), ("Three beds", "19 euros")))) == [
        "Two beds 12 euros",
        "Three beds 19 euros",
    ]


SEATS = (
    ("Maps", "Oona Virtanen"),
    ("Prints", "Tadeusz Malik"),
    ("Journals", "Ines Quiroga"),
    ("Rare books", "Hal Brand"),
)


def test_words_in_two_columns_are_pairs_where_they_stand_close_or_below_other_lines() -> None:
    pairs = [f"{label}: {name}" for label, name in SEATS]
    assert held(".pdf", drawn(cells(*SEATS, places=(72, 150))))[0][2].split("\n") == pairs
    below = together(lines("Who sits where"), cells(*SEATS, top=670, places=(72, 300)))
    assert held(".pdf", drawn(below))[-1][2].split("\n") == pairs
    assert held(".pdf", drawn(cells(*SEATS, places=(72, 300))))[0][2].startswith("Maps; Oona Virtanen")


def test_a_list_that_is_set_in_two_columns_is_no_pairs() -> None:
    left, right = ("Ann Lee", "Bo Berg", "Cy Dahl", "Di Eve"), ("Ed Fox", "Flo Gray", "Gus Holm", "Ida Jang")
    columns = together(lines("Who came"), lines(*left, top=670), lines(*right, top=670, left=150))
    assert "Ann Lee: Ed Fox" not in "\n".join(text for _, _, text in held(".pdf", drawn(columns)))


def test_numbers_and_bullets_before_the_items_of_a_list_are_no_column() -> None:
    items = cells(("1.", "Bring the form."), ("2.", "Pay at the desk."), ("3.", "Wait for the call."), places=(72, 100))
    assert _paragraphs(drawn(items)) == ["1. Bring the form.", "2. Pay at the desk.", "3. Wait for the call."]


@pytest.mark.parametrize(("count", "woven"), list(product((2, 3), (False, True))))
def test_columns_of_text_are_read_one_after_the_other(count: int, woven: bool) -> None:
    texts = [[f"column {column} has a line {line} here" for line in range(8)] for column in range(count)]
    places = sorted(product(range(count), range(8)), key=lambda place: place[1] if woven else place[0])

    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        canvas.drawString(
            50, 730, "A line above all of the columns, which is as wide as the page and says what they say"
        )
        for column, line in places:
            canvas.drawString(50 + 500 / count * column, 700 - 12 * line, texts[column][line])

    whole = extract(".pdf", drawn(page)).text.replace("\n\n", " ")
    assert whole.endswith(" ".join(" ".join(column) for column in texts))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_whose_text_is_turned_is_read_as_if_it_were_not(turn: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        lines(*PROSE, top=100, left=-250)(canvas)
        cells(*PORTS, top=0, places=(-250, -150, 0))(canvas)

    assert [text.split("\n")[0] for _, _, text in held(".pdf", drawn(page))] == [" ".join(PROSE), LABELLED[0]]


def _numbered(page: int, body: Draw) -> Draw:
    heads = lines("County of Orra", top=810), lines(f"Page {page} of 3, printed in May 2023", top=30)
    return together(*heads, body)


def test_running_heads_and_the_numbers_of_pages_are_read_once_and_part_no_sentence() -> None:
    pages = [_numbered(page, lines(*PROSE[page:], f"This is page {page}.")) for page in (1, 2, 3)]
    assert [(page, text.split("\n\n")[1:]) for _, page, text in held(".pdf", drawn(*pages))] == [
        (1, ["County of Orra", "Page 1 of 3, printed in May 2023"]),
        (2, []),
        (3, []),
    ]


def test_a_sentence_goes_on_over_the_foot_of_its_page_and_a_word_over_its_hyphen() -> None:
    parts = ("The ferry is run by the county and", "calls at nine harbours each day of the sum-", "mer. It is old.")
    pages = [_numbered(page, lines(part)) for page, part in enumerate(parts, 1)]
    assert [(page, text.split("\n\n")[0]) for _, page, text in held(".pdf", drawn(*pages))] == [
        (1, "The ferry is run by the county and calls at nine harbours each day of the summer. It is old."),
    ]


@pytest.mark.parametrize("between", [(), ("A page of its own.",)], ids=["empty", "written"])
def test_what_is_parted_by_another_page_is_not_joined(between: tuple[str, ...]) -> None:
    pages = [lines("The ferry is run by the county and"), lines(*between), lines("calls at nine harbours.")]
    assert "and calls" not in extract(".pdf", drawn(*pages)).text


def test_a_sentence_far_from_the_edge_is_kept_on_every_page() -> None:
    def sheet(page: int) -> Draw:
        return together(
            lines(f"Atlas of lamps, sheet {page}", top=810),
            lines(*PROSE, top=760),
            lines(f"The lamp of Point {page} was lit in {1800 + page} and is seen from far away.", top=480),
        )

    text = extract(".pdf", drawn(*(sheet(page) for page in range(1, 6)))).text
    assert [f"The lamp of Point {page} was lit in {1800 + page}" in text for page in range(1, 6)] == [True] * 5
    assert text.count("Atlas of lamps") == 1


def test_a_running_head_with_a_number_that_is_not_the_pages_is_kept() -> None:
    pages = [together(lines(f"Invoice {number}", top=810), lines(*PROSE)) for number in (4471, 5012, 88)]
    assert [text.split("\n\n")[-1] for _, _, text in held(".pdf", drawn(*pages))] == [
        "Invoice 4471",
        "Invoice 5012",
        "Invoice 88",
    ]


def test_pages_of_a_line_that_differ_in_a_number_only_are_text() -> None:
    pages = [lines(f"Section {at}. The rent is due on day {at}.") for at in (1, 2, 3)]
    assert [text for _, _, text in held(".pdf", drawn(*pages))] == [
        f"Section {at}. The rent is due on day {at}." for at in (1, 2, 3)
    ]


def test_a_stamp_across_every_page_is_read_once() -> None:
    def page(canvas: Canvas) -> None:
        lines(*PROSE)(canvas)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "DRAFT COPY")

    assert [text.split("\n\n")[1:] for _, _, text in held(".pdf", drawn(page, page))] == [["DRAFT COPY"], []]


def test_raised_digits_are_notes_or_powers_and_lowered_ones_part_of_the_word() -> None:
    text = "Built in 1898<super>3</super> of 10<super>6</super> bricks on 20 m<super>2</super>; H<sub>2</sub>O."
    assert extract(".pdf", marked(text)).text == "Built in 1898 [3] of 10^6 bricks on 20 m²; H2O."


def test_space_between_lines_parts_paragraphs() -> None:
    page = together(lines("The fee", top=740), lines(*PROSE))
    assert _paragraphs(drawn(page)) == ["The fee", " ".join(PROSE)]


@pytest.mark.skipif(not HEBREW.exists(), reason="no font with Hebrew letters is installed")
def test_lines_that_run_to_the_left_are_read_from_the_right() -> None:
    def page(canvas: Canvas) -> None:
        pdfmetrics.registerFont(TTFont("Hebrew", str(HEBREW)))
        canvas.setFont("Hebrew", 11)
        for at, line in enumerate(("הנמל נפתח בשנת הזאת על ידי", "האחים סער והוא פתוח כל השנה")):
            canvas.drawRightString(500, 700 - 14 * at, line[::-1])

    assert extract(".pdf", drawn(page)).text == "הנמל נפתח בשנת הזאת על ידי האחים סער והוא פתוח כל השנה"


def test_a_remark_along_the_edge_does_not_turn_what_is_written_after_it() -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Printed in Orra")
        canvas.restoreState()
        lines(*PROSE)(canvas)

    assert _paragraphs(drawn(page)) == [" ".join(PROSE), "Printed in Orra"]


def test_the_words_of_a_line_that_was_stretched_are_no_cells() -> None:
    def page(canvas: Canvas) -> None:
        lines(*PROSE[:2])(canvas)
        cells(("since", "then", "nobody"), top=672, places=(72, 230, 384))(canvas)
        lines(*PROSE[2:], top=658)(canvas)

    assert _paragraphs(drawn(page)) == [" ".join([*PROSE[:2], "since then nobody", *PROSE[2:]])]


def test_a_table_goes_on_under_its_headings_on_the_next_page() -> None:
    more = (("Derry", "12", "1.1"), ("Elba", "9", "0.4"), ("Faro", "31", "2.9"))
    assert _rows(drawn(cells(*PORTS), cells(*more)))[3] == "Port: Derry; Ships: 12; Tonnes: 1.1"


def test_a_table_in_a_column_of_text_is_a_table() -> None:
    def page(canvas: Canvas) -> None:
        for left in (50, 320):
            lines(*[line[:38] for line in PROSE * 3], left=left)(canvas)
        cells(*PORTS, top=520, places=(50, 130, 190))(canvas)
        lines(*[line[:38] for line in PROSE], left=320, top=520, step=16)(canvas)

    assert _rows(drawn(page))[:2] == LABELLED


def test_the_line_above_a_table_is_what_it_is_called() -> None:
    data = drawn(
        together(lines("Traffic of the ports", top=730), cells(*PORTS)), together(lines(*PROSE, top=760), cells(*PORTS))
    )
    assert [table.caption for table in extract(".pdf", data).tables] == ["Traffic of the ports", ""]


@given(
    st.lists(st.tuples(st.integers(3, 50), st.integers(3, 80), st.sampled_from((7, 10, 16))), max_size=40),
    st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_wherever_words_stand_each_is_read(places: list[tuple[int, int, int]], ruled: bool) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(20, 820, "begin")
        for at, (x, y, size) in enumerate(places):
            canvas.setFont("Helvetica", size)
            canvas.drawString(10 * x, 10 * y, f"word{at:03d}")
        if ruled:
            canvas.grid([20, 120, 300, 560], [30, 200, 410, 600, 790])

    found = re.findall(r"word\d{3}", extract(".pdf", drawn(page)).text)
    assert set(found) == {f"word{at:03d}" for at in range(len(places))}


def test_columns_of_text_that_were_written_from_the_right_are_read_from_the_left() -> None:
    texts = [[f"column {column} has a line {line} here" for line in range(8)] for column in range(2)]
    data = drawn(together(lines(*texts[1], left=320), lines(*texts[0], left=60)))
    assert extract(".pdf", data).text.replace("\n\n", " ") == " ".join(" ".join(column) for column in texts)


def test_a_sentence_goes_on_over_the_notes_at_the_foot_of_its_page() -> None:
    def first(canvas: Canvas) -> None:
        lines("The ferry is run by the county and")(canvas)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(72, 104, "1")
        canvas.setFont("Helvetica", 9)
        canvas.drawString(79, 100, "Since 1921.")

    text = extract(".pdf", drawn(first, lines("calls at nine harbours. It is old."))).text
    assert text.split("\n\n") == [
        "The ferry is run by the county and calls at nine harbours. It is old.",
        "[1] Since 1921.",
    ]


def test_a_strip_of_labels_has_its_values_below_them() -> None:
    strip = cells(("Order", "Date", "Sent by"), ("88-2", "4 May 2031", "Boat 7"))
    assert _rows(drawn(strip)) == ["Order: 88-2; Date: 4 May 2031; Sent by: Boat 7"]


def test_headings_that_stand_upright_are_those_of_the_columns_below_them() -> None:
    def page(canvas: Canvas) -> None:
        for left, name in ((200, "Old mill"), (320, "Bridge"), (440, "Harbour")):
            canvas.saveState()
            canvas.translate(left + 12, 716)
            canvas.rotate(90)
            canvas.drawString(0, 0, name)
            canvas.restoreState()
        cells(("7", "06:05", "06:19", "06:31"), ("9", "07:40", "", "08:09"), ("11", "09:10", "09:26", "09:39"))(canvas)

    assert _rows(drawn(page))[1] == "9; Old mill: 07:40; Harbour: 08:09"


def test_entries_whose_dots_lead_to_numbers_beside_each_other_are_columns() -> None:
    fish, meat = (
        (("Herring", "9.80"), ("Perch", "24.00"), ("Cod", "17.00")),
        (("Lamb", "26.90"), ("Ox", "29.00"), ("Hare", "31.00")),
    )
    rows = [[f"{name} {'.' * 20} {price}" for name, price in row] for row in zip(fish, meat, strict=True)]
    page = together(lines("The house by the quay", left=210, top=760), cells(("Fish", "Meat"), *rows, places=(72, 320)))
    assert re.findall(r"[A-Z]\w+|\d+\.\d+", extract(".pdf", drawn(page)).text) == [
        "The", "Fish", *(word for one in fish for word in one), "Meat", *(word for one in meat for word in one),
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 2])
def test_labels_in_small_type_stand_above_what_is_filled_into_their_boxes(rows: int) -> None:
    said = [("Sender", "Orra Mill"), ("Weight", "118 kg"), ("Remarks", ""), ("Carrier", "Tarn Boats")]

    def waybill(canvas: Canvas) -> None:
        for at, (label, value) in enumerate(said * rows):
            left, bottom = 72 + 110 * (at % 4), 640 - 40 * (at // 4)
            canvas.rect(left, bottom, 110, 40)
            canvas.setFont("Helvetica", 7)
            canvas.drawString(left + 4, bottom + 30, label)
            canvas.setFont("Helvetica", 11)
            canvas.drawString(left + 4, bottom + 10, value)

    shown = ["Sender: Orra Mill", "Weight: 118 kg", "Remarks", "Carrier: Tarn Boats"]
    assert extract(".pdf", drawn(waybill)).text.split() == " ".join(shown * rows).split()
