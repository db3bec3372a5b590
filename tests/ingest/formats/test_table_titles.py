"""Tables that stand below each other, each under its title, without a blank row between them."""

from ingest.formats import extract
from ingest.formats.blocks import Extracted, assemble
from ingest.formats.grid import RawCell, RawRow
from ingest.formats.tables import table_blocks

FEES: list[RawRow] = [["Fees of 2025"], ["Kind", "Fee"], ["Adult", "120"], ["Child", "60"]]


def made(rows: list[RawRow]) -> Extracted:
    return assemble(table_blocks(rows, sheet=True))


def test_a_title_heads_its_rows_where_the_same_headings_come_again() -> None:
    older: list[RawRow] = [["Fees of 2024"], ["Kind", "Fee"], ["Adult", "110"], ["Child", "55"]]
    assert made([*FEES, *older]).text.splitlines() == [
        "Fees of 2025",
        "Fees of 2025; Kind: Adult; Fee: 120",
        "Fees of 2025; Kind: Child; Fee: 60",
        "Fees of 2024",
        "Fees of 2024; Kind: Adult; Fee: 110",
        "Fees of 2024; Kind: Child; Fee: 55",
    ]


def test_a_title_over_other_headings_begins_another_table() -> None:
    boats: list[RawRow] = [["Boats"], ["Boat", "Length", "Built"], ["Heron", "11", "1998"], ["Tern", "7", "2003"]]
    found = made([*FEES, *boats])
    assert [(table.caption, [column.name for column in table.columns]) for table in found.tables] == [
        ("Fees of 2025", ["Kind", "Fee"]),
        ("Boats", ["Boat", "Length", "Built"]),
    ]
    assert found.text.endswith("Boat: Tern; Length: 7; Built: 2003")


def test_a_line_over_all_columns_right_below_the_headings_heads_rows_and_is_no_heading() -> None:
    head = [RawCell("Kind", heading=True), RawCell("Fee", heading=True)]
    rows: list[RawRow] = [head, [RawCell("Summer", heading=True, across=2)], ["Adult", "3"]]
    rows += [[RawCell("Winter", heading=True, across=2)], ["Adult", "2"]]
    assert made(rows).text.splitlines()[1::2] == ["Summer; Kind: Adult; Fee: 3", "Winter; Kind: Adult; Fee: 2"]


def test_questions_with_numbers_beside_another_block_are_facts() -> None:
    rows: list[RawRow] = [
        ["1. Name", "Ann Lee", "", "Date", "4 May 2025"],
        ["2. Age", "44", "", "Clerk", "Bo Dahl"],
        ["3. Happy?", "Yes", "", "", ""],
    ]
    assert made(rows).text.splitlines()[:3] == ["1. Name: Ann Lee", "2. Age: 44", "3. Happy?: Yes"]


def test_a_heading_that_says_nothing_is_no_title() -> None:
    page = b"<html><body><h1>Untitled</h1><p>It opens at nine.</p><h2>Rules of the pool</h2><p>Walk.</p></body></html>"
    assert extract(".html", page).title == "Rules of the pool"


def test_two_facts_above_a_wider_table_are_facts_in_csv_too() -> None:
    sheet = "Konto;DE00 1234\nZeitraum;01.01.2025 - 31.01.2025\n\nTag;Text;Betrag\n02.01.2025;Miete;-850,00\n"
    found = extract(".csv", f"{sheet}15.01.2025;Lohn;2.100,00\n".encode("cp1252"))
    assert found.text.splitlines()[:2] == ["Konto: DE00 1234", "Zeitraum: 01.01.2025 - 31.01.2025"]
    assert [column.name for column in found.tables[-1].columns] == ["Tag", "Text", "Betrag"]


def test_a_title_heads_its_rows_below_a_blank_row_too() -> None:
    older: list[RawRow] = [["Fees of 2024"], ["Kind", "Fee"], ["Adult", "110"], ["Child", "55"]]
    lines = made([*FEES, [], *older]).text.splitlines()
    assert "Fees of 2025; Kind: Adult; Fee: 120" in lines
    assert "Fees of 2024; Kind: Adult; Fee: 110" in lines
