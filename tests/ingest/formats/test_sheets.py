"""A workbook and a CSV file give rows that name their columns."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.xml.constants import SHEET_MAIN_NS

from ingest.formats import extract
from ingest.formats.tables import table_blocks
from tests.helpers.extracting import held
from tests.helpers.making import CSV, saved, workbook, zipped


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


def test_csv_rows_name_their_columns() -> None:
    assert extract(".csv", CSV.encode()).text.splitlines()[0] == "river: Elbe; length: 1094 km; mouth: Cuxhaven"
    semicolons = 'Land;Anteil\nPolen;4,5 %\nSpanien;"1;2"\n'.encode("latin-1")
    assert extract(".csv", semicolons).text == "Land: Polen; Anteil: 4,5 %\nLand: Spanien; Anteil: 1;2"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_what_parts_the_cells_of_csv_is_seen(mark: str) -> None:
    text = "\n".join(mark.join(row) for row in (("name", "note"), ("Ann", "x"), ("Bo", f'"so {mark} so"')))
    assert (
        extract(".csv", text.encode()).text
        == f"name: Ann; note: x\nname: Bo; note: {' '.join(f'so {mark} so'.split())}"
    )


def test_csv_of_nothing_but_quotes_is_read_at_once() -> None:
    assert len(extract(".csv", b'",' * 30_000).text) > 30_000  # guessing took a minute


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
