"""A workbook gives rows that name their columns."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import NumData, NumVal
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Picture
from openpyxl.styles import Alignment, Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.xml.constants import SHEET_MAIN_NS
from PIL import Image

from ingest.formats import extract
from ingest.formats.tables import table_blocks
from tests.helpers.extracting import held
from tests.helpers.making import saved, workbook, zipped
from tests.helpers.office import strict


def test_xlsx_sheets_are_numbered_under_their_names_and_show_what_the_sheet_shows() -> None:
    assert held(".xlsx", workbook()) == [
        ("Members", 1, "Country: Poland; Members: 310; Share: 4.0%\nCountry: Spain; Members: 95.5; Share: 1.2%"),
        ("Fees 2025", 2, "Kind: Pensioner; Fee: 12 euros"),
    ]


def test_comments_on_cells_are_read_with_their_place_and_author() -> None:
    book = Workbook()
    for row in (("Boat", "Built"), ("Skua", 1961), ("Tern", 1974)):
        book.active.append(row)
    book.active["B2"].comment = Comment("Jo Hale:\nThe yard's book says 1962.", "Jo Hale")
    book.active["A3"].comment = Comment("Sold.", "Ada")
    assert [text for _, _, text in held(".xlsx", saved(book))][1:] == [
        "Comment on B2 by Jo Hale: The yard's book says 1962.\n\nComment on A3 by Ada: Sold."
    ]


def test_comments_in_threads_are_read_themselves_and_not_what_old_programs_show_of_them() -> None:
    book = Workbook()
    book.active.append(("Boat", "Built"))
    book.active.append(("Skua", 1961))
    book.active["B2"].comment = Comment("[Threaded comment] Get a newer program.", "tc={7}")
    space = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
    said = ('id="{7}" personId="{1}"', "The register says 1962."), ('id="{8}" parentId="{7}"', "So does the yard.")
    thread = "".join(
        f'<threadedComment ref="B2" {about}><text>{words}</text></threadedComment>' for about, words in said
    )
    files = _files(saved(book))
    files["xl/persons/person.xml"] = f'<personList {space}><person displayName="Jo Hale" id="{{1}}"/></personList>'
    files["xl/threadedComments/one.xml"] = f"<ThreadedComments {space}>{thread}</ThreadedComments>"
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    link = f'<Relationship Id="t" Type="{kind}" Target="../threadedComments/one.xml"/></Relationships>'
    files[links] = bytes(files[links]).decode().replace("</Relationships>", link)
    assert extract(".xlsx", zipped(files)).text.split("\n\n")[2:] == [
        "Comment on B2 by Jo Hale: The register says 1962.",
        "Reply on B2: So does the yard.",
    ]


def test_what_stands_at_the_edges_of_printed_pages_is_read_without_numbers_and_dates() -> None:
    book = Workbook()
    book.active.append(("Boat", "Rent"))
    book.active.append(("Skua", 61))
    book.active.oddHeader.left.text = "Rents of 2031"
    book.active.oddHeader.right.text = "Page &P of &N"
    book.active.oddFooter.center.text = "&BIn crowns, tax && berth included\n&D"
    assert extract(".xlsx", saved(book)).text.split("\n\n") == [
        "Sheet",
        "Rents of 2031",
        "Boat: Skua; Rent: 61",
        "In crowns, tax & berth included",
    ]


def test_a_cell_alone_below_a_row_goes_on_with_its_words() -> None:
    rows = [
        ["Paid", "For", "Sum"],
        ["5.6.2031", "Direct order", "17.35"],
        ["", "Sund bakery", ""],
        ["7.6.2031", "Refund from the", "260.00"],
        ["", "chess circle", ""],
    ]
    assert [block.text for block in table_blocks(rows, sheet=True)] == [
        "Paid: 5.6.2031; For: Direct order, Sund bakery; Sum: 17.35",
        "Paid: 7.6.2031; For: Refund from the chess circle; Sum: 260.00",
    ]


def test_names_of_cells_and_constants_are_read_with_what_they_stand_for() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Rates"
    for row in (("Rate", "Value"), ("Tariff", 0.07), ("Berth", 12)):
        sheet.append(row)
    sheet["B2"].number_format = "0 %"
    hidden = book.create_sheet("Old")
    hidden.append(("secret", 3))
    hidden.sheet_state = "hidden"
    names = {"Harbour_tariff": "Rates!$B$2", "Berths": "Rates!$A$2:$B$3", "Old": "Old!$B$1", "Nights.max": "14"}
    for name, stands_for in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=stands_for)
    sheet.defined_names["Own"] = DefinedName("Own", attr_text="Rates!$B$3")
    book.defined_names["Unseen"] = DefinedName("Unseen", attr_text="Rates!$B$3", hidden=True)
    assert [text for _, _, text in held(".xlsx", saved(book))][1:] == [
        (
            "Harbour tariff (Harbour_tariff): 7 % (cell B2)\n\nBerths: cells A2:B3\n\nOwn: 12 (cell B3)\n\n"
            "Nights max (Nights.max): 14"
        )
    ]


def test_a_table_without_names_of_columns_stands_as_it_is() -> None:
    def lines(rows: list[list[str]]) -> list[str]:
        return [block.text for block in table_blocks(rows)]

    assert lines([["a", "1"], ["b", "2"]]) == ["a; 1", "b; 2"]
    assert lines([["Table 3"], ["Town", "Votes"], ["Kiel", "12"]]) == ["Table 3", "Town: Kiel; Votes: 12"]
    assert lines([["Land", "2019", "2020"], ["Oman", "3", "5"]]) == ["Land: Oman; 2019: 3; 2020: 5"]
    assert lines([["Oman", "2019"], ["Peru", "2020"]]) == ["Oman; 2019", "Peru; 2020"]


def test_merged_cells_headings_in_two_rows_and_what_is_hidden() -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ("Team", 2023, None, 2024),
        (None, "Q1", "Q2", "Q1"),
        ("Red", 10, 11, 12),
        (None, 20, 21, 22),
        ("x", 1, 2, 3),
    ):
        sheet.append(row)
    for span in ("A1:A2", "B1:C1", "A3:A4"):
        sheet.merge_cells(span)
    sheet.row_dimensions[5].hidden = True
    book.create_sheet("Secret").append(("Password", "swordfish"))
    book["Secret"].sheet_state = "hidden"
    found = extract(".xlsx", saved(book))
    assert found.text.splitlines()[2:] == [
        "Team: Red; 2023 Q1: 10; 2023 Q2: 11; 2024 Q1: 12",
        "Team: Red; 2023 Q1: 20; 2023 Q2: 21; 2024 Q1: 22",
    ]
    assert found.notes == ("sheet 'Sheet': 1 hidden row left out", "1 hidden sheet left out")


def test_hidden_columns_are_left_out() -> None:
    book = Workbook()
    for row in (("Name", "Salary", "Office", "Floor"), ("Ann", 5, "Oslo", 2), ("Bo", 6, "Alta", 3)):
        book.active.append(row)
    book.active.column_dimensions["B"].hidden = True
    found = extract(".xlsx", saved(book))
    assert found.text.splitlines()[2] == "Name: Ann; Office: Oslo; Floor: 2"
    assert found.notes == ("sheet 'Sheet': 1 hidden column left out",)


def test_what_is_hidden_parts_no_table() -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ("Code", "Item", "Account", "Supplier", "Price"),
        ("F1", "Oats", "x", "Hatch", 3.5),
        ("F2", "Hay", "x", "Tapp", 4),
        ("F3", "Straw", "x", "Tapp", 2),
        ("F4", "Bran", "x", "Moor", 6),
    ):
        sheet.append(row)
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    assert extract(".xlsx", saved(book)).text.splitlines()[2:] == [
        "Code: F1; Item: Oats; Supplier: Hatch; Price: 3.5",
        "Code: F3; Item: Straw; Supplier: Tapp; Price: 2",
        "Code: F4; Item: Bran; Supplier: Moor; Price: 6",
    ]


def test_a_0_that_a_program_has_left_to_be_computed_is_no_value() -> None:
    rows = (("Item", "Cost"), ("Oar", 40), ("Rope", 25), ("Paint", 12), ("Sum", "=SUBTOTAL(109,[Cost])"))
    book = Workbook()
    for row in rows:
        book.active.append(row)
    with ZipFile(BytesIO(saved(book))) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    sheet = re.sub(rb"(</f>)<v ?/>|(</f>)<v></v>", b"</f><v>0</v>", bytes(files["xl/worksheets/sheet1.xml"]))
    left = extract(".xlsx", zipped({**files, "xl/worksheets/sheet1.xml": sheet}))
    assert "Item: Sum; Cost: =SUBTOTAL(109,[Cost])" in left.text
    assert "1 formula without a saved value (B5)" in left.notes[0]
    assert [row.total for row in left.tables[0].rows] == [False, False, False, True]
    done = bytes(files["xl/workbook.xml"]).replace(b'fullCalcOnLoad="1"', b"")
    computed = extract(".xlsx", zipped({**files, "xl/worksheets/sheet1.xml": sheet, "xl/workbook.xml": done}))
    assert "Item: Sum; Cost: 0" in computed.text


def test_a_table_of_codes_beside_another_is_one_of_its_own() -> None:
    book = Workbook()
    for row in (("Route", "Adult", None, None, "Berth", "Boat"), ("North", 12, None, None, "A1", "Tern")):
        book.active.append(row)
    book.active.append(("South", 15, None, None, "A2", "Gull"))
    assert [[column.name for column in table.columns] for table in extract(".xlsx", saved(book)).tables] == [
        ["Route", "Adult"],
        ["Berth", "Boat"],
    ]


def test_a_formula_without_a_saved_value_is_noted_and_its_sum_is_a_total() -> None:
    book = Workbook()
    for row in (("Item", "Cost"), ("Rent", 1000), ("Power", 250), ("Both", "=SUM(B2:B3)")):
        book.active.append(row)
    found = extract(".xlsx", saved(book))
    assert found.text.splitlines()[-1] == "Item: Both; Cost: =SUM(B2:B3)"
    assert found.notes == (
        "sheet 'Sheet': 1 formula without a saved value (B4). Open and save it in a spreadsheet program",
    )
    assert [row.total for row in found.tables[0].rows] == [False, False, True]


def test_raised_signs_within_a_cell_do_not_glue_to_what_they_follow() -> None:
    raised, book = TextBlock(InlineFont(vertAlign="superscript"), "3"), Workbook()
    book.active.append(("Mill", "Year"))
    book.active.append(("old", CellRichText("1898", raised, " or 1899")))
    book.active.append(("new", "1911⁴"))
    data = saved(book)
    assert held(".xlsx", data)[0][2] == "Mill: old; Year: 1898 [3] or 1899\nMill: new; Year: 1911 [4]"
    with ZipFile(BytesIO(data)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet, types = files["xl/worksheets/sheet1.xml"], files["[Content_Types].xml"]
    text = re.findall(r"<is>(<r>.*?)</is>", sheet)[0]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    shared: dict[str, str | bytes] = {
        **files,
        "xl/worksheets/sheet1.xml": sheet.replace(f't="inlineStr"><is>{text}</is>', 't="s"><v>0</v>'),
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET_MAIN_NS}"><si>{text}</si></sst>',
        "[Content_Types].xml": types.replace("</Types>", part),
    }
    assert "Year: 1898 [3] or 1899" in extract(".xlsx", zipped(shared)).text


def _files(data: bytes) -> dict[str, str | bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_workbook_in_the_strict_form_is_read_with_the_dates_that_are_written_out_in_it() -> None:
    book = Workbook()
    for row in (
        ("Book", "Who", "Due"),
        ("Knots", "Ann", 1),
        ("Charts", "Bo", 2),
        ("Tides", "Cy", 3),
        ("Rigs", "Di", 4),
    ):
        book.active.append(row)
    for at, code in enumerate(("d mmm yyyy", "mm-dd-yy", "[h]:mm", "General"), 2):
        book.active.cell(at, 3).number_format = code
    files = _files(strict(saved(book)))
    sheet = bytes(files["xl/worksheets/sheet1.xml"]).decode()
    days = ("2027-06-18", "2027-06-18T00:00:00", "1900-01-01T06:15:00", "soon")
    for at, day in enumerate(days, 1):
        sheet = re.sub(rf'( t="n")?><v>{at}</v>', f' t="d"><v>{day}</v>', sheet)
    assert extract(".xlsx", zipped({**files, "xl/worksheets/sheet1.xml": sheet})).text.splitlines()[2:] == [
        "Book: Knots; Who: Ann; Due: 18 Jun 2027",
        "Book: Charts; Who: Bo; Due: 2027-06-18",
        "Book: Tides; Who: Cy; Due: 30:15",
        "Book: Rigs; Who: Di; Due: soon",
    ]


def test_control_characters_that_are_written_as_codes_are_no_text() -> None:
    book = Workbook()
    for row in (("Boat", "Price_x000D_\n(EUR)"), ("Dory", 12), ("a_x005F_x000D_", 14)):
        book.active.append(row)
    assert extract(".xlsx", saved(book)).text.splitlines()[2:] == [
        "Boat: Dory; Price (EUR): 12",
        "Boat: a_x000D_; Price (EUR): 14",
    ]


def test_a_tick_in_a_font_of_pictures_is_one() -> None:
    book = Workbook()
    for row in (("Task", "Hours", "Done"), ("Sand", 2, "ü"), ("Oil", 3, "û")):
        book.active.append(row)
    book.active["C2"].font = book.active["C3"].font = Font(name="Wingdings")
    assert extract(".xlsx", saved(book)).text.splitlines()[2:] == [
        "Task: Sand; Hours: 2; Done: ✓",
        "Task: Oil; Hours: 3; Done: ✗",
    ]


def _drawing(files: dict[str, str | bytes], inside: str) -> bytes:
    """A workbook whose first sheet's drawing is this one."""
    spaces = " ".join(
        f'xmlns:{name}="http://schemas.openxmlformats.org/drawingml/2006/{kind}"'
        for name, kind in (("xdr", "spreadsheetDrawing"), ("a", "main"))
    )
    return zipped({**files, "xl/drawings/drawing1.xml": f"<xdr:wsDr {spaces}>{inside}</xdr:wsDr>"})


def _pictured(book: Workbook) -> dict[str, str | bytes]:
    picture = BytesIO()
    Image.new("L", (20, 20)).save(picture, "PNG")
    book.active.add_image(Picture(picture), "B9")
    return _files(saved(book))


def test_words_in_boxes_over_a_sheet_are_read_from_the_top_unless_they_are_hidden() -> None:
    def box(row: int, words: str, more: str = "") -> str:
        place = f"<xdr:from><xdr:col>4</xdr:col><xdr:row>{row}</xdr:row></xdr:from>"
        looks = f'<xdr:nvSpPr><xdr:cNvPr id="{row}" name="Box"{more}/></xdr:nvSpPr>'
        text = "<xdr:txBody>" + "".join(f"<a:p><a:r><a:t>{one}</a:t></a:r></a:p>" for one in words.split("|"))
        shape = f"<xdr:grpSp><xdr:sp>{looks}{text}</xdr:txBody></xdr:sp></xdr:grpSp>"
        return f"<xdr:twoCellAnchor>{place}{shape}</xdr:twoCellAnchor>"

    book = Workbook()
    for row in (("Boat", "Day"), ("Dory", 12), ("Pram", 9)):
        book.active.append(row)
    boxes = box(7, "Closed in May.") + box(1, "Fuel is extra.|Pay in cash.") + box(3, "Button", ' hidden="1"')
    found = extract(".xlsx", _drawing(_pictured(book), boxes))
    assert found.text.split("\n\n")[2:] == ["Fuel is extra.", "Pay in cash.", "Closed in May."]
    assert found.notes == ()


def test_a_sheet_that_is_a_picture_is_named() -> None:
    book = Workbook()
    book.create_sheet("Rates").append(("Rate", 12))
    book.active.title = "Scan"
    found = extract(".xlsx", zipped(_pictured(book)))
    assert (found.text.split("\n\n")[0], found.notes) == ("Rates", ("sheet 'Scan' is a picture without text",))


@pytest.mark.parametrize("spaces", [False, True])
def test_rows_further_in_belong_to_the_row_above_them_which_sums_them_up(spaces: bool) -> None:
    rows = (("Row Labels", 0, "Pieces"), ("North", 0, 75), ("Rope", 1, 35), ("Paint", 1, 40), ("South", 0, 9))
    book = Workbook()
    for at, (name, step, pieces) in enumerate((*rows, ("Rope", 1, 9), ("All", 0, 84)), 1):
        book.active.append(("   " * step + name if spaces else name, pieces))
        if not spaces:
            book.active.cell(at, 1).alignment = Alignment(horizontal="left", indent=step)
    found = extract(".xlsx", saved(book))
    assert found.text.splitlines()[2:] == [
        "Row Labels: North; Pieces: 75",
        "North; Row Labels: Rope; Pieces: 35",
        "North; Row Labels: Paint; Pieces: 40",
        "Row Labels: South; Pieces: 9",
        "South; Row Labels: Rope; Pieces: 9",
        "Row Labels: All; Pieces: 84",
    ]
    assert [row.cells[0] for row in found.tables[0].rows] == ["", "North", "North", "", "South", ""]
    assert [row.total for row in found.tables[0].rows] == [True, False, False, True, False, True]


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_a_chart_is_read_where_no_cell_that_shows_has_its_numbers(state: str) -> None:
    book = Workbook()
    book.active.append(("For the board",))
    data = book.create_sheet("Data")
    data.sheet_state = state
    for row in (("Boat", "Trips"), ("Skua", 61), ("Tern", 7)):
        data.append(row)
    chart = BarChart()
    chart.add_data(Reference(data, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    chart.set_categories(Reference(data, min_col=1, min_row=2, max_row=3))
    for one, points in ((chart.series[0].val.numRef, ("61", "7")), (chart.series[0].cat.numRef, ("1", "2"))):
        one.numCache = NumData(pt=[NumVal(idx=at, v=value) for at, value in enumerate(points)])
    book.active.add_chart(chart, "B3")
    assert ("1; 61" in extract(".xlsx", saved(book)).text) == (state == "hidden")


def test_false_is_a_value_and_the_words_of_a_link_need_no_computing() -> None:
    book = Workbook()
    for row in (("Boat", "Paid", "Paper"), ("Gull", "=A2=0", '=HYPERLINK("https://x.example/7","No. 7")')):
        book.active.append(row)
    files = _files(saved(book))
    sheet = re.sub(
        rb'<c r="B2"><f>(.*?)</f><v ?/?>(</v>)?',
        rb'<c r="B2" t="b"><f>\1</f><v>0</v>',
        bytes(files["xl/worksheets/sheet1.xml"]),
    )
    found = extract(".xlsx", zipped({**files, "xl/worksheets/sheet1.xml": sheet}))
    assert found.text.splitlines()[-1] == "Boat: Gull; Paid: FALSE; Paper: No. 7"
    assert found.notes == ()


@pytest.mark.parametrize("lines", [["Lee, Ann", "Dahl, Bo", "Ek, Cyd"], ["Fees", "12,50", "13,00"]])
def test_a_sheet_of_one_column_is_read_as_csv_only_if_its_cells_are_rows_of_it(lines: list[str]) -> None:
    def text(*cells: str) -> str:
        book = Workbook()
        for cell in cells:
            book.active.append([cell])
        return extract(".xlsx", saved(book)).text

    assert text("Fees of May", "Boat;Fee", "Gull;12,5", '"Tern; new";13').splitlines()[2:] == [
        "Fees of May", "Boat: Gull; Fee: 12,5", "Boat: Tern; new; Fee: 13",
    ]  # fmt: skip
    assert text(*lines).splitlines()[2:] == lines


def test_a_cell_has_the_address_that_it_links_to_and_nothing_that_is_struck_out_beside_other_words() -> None:
    struck, book = TextBlock(InlineFont(strike=True), "40"), Workbook()
    for row in (("Who", "Fee"), ("Ann", CellRichText(struck, " 55")), ("Bo", 60)):
        book.active.append(row)
    book.active["A2"].hyperlink = "mailto:ann@x.example"
    book.active["A2"].value = "Ann"
    assert held(".xlsx", saved(book))[0][2] == "Who: Ann (ann@x.example); Fee: 55\nWho: Bo; Fee: 60"
