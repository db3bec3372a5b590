"""What is heading in a table is told by evidence, and a table is kept as a value whose rows have their places."""

import csv
from io import StringIO

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cells import typed
from ingest.formats import extract
from ingest.formats.blocks import Extracted, assemble
from ingest.formats.grid import RawCell, RawRow, unfolded
from ingest.formats.markdown_tables import markdown_tables
from ingest.formats.table_columns import read_columns
from ingest.formats.tables import table_blocks
from ingest.tables import Table
from tests.helpers.making import saved


def made(rows: list[RawRow], *, sheet: bool = False) -> Extracted:
    return assemble(table_blocks(rows, sheet=sheet))


def lines(rows: list[RawRow], *, sheet: bool = False) -> list[str]:
    return made(rows, sheet=sheet).text.splitlines()


def table(rows: list[RawRow], *, sheet: bool = False) -> Table:
    (found,) = made(rows, sheet=sheet).tables
    return found


def names(rows: list[RawRow], *, sheet: bool = False) -> list[str]:
    return [column.name for column in table(rows, sheet=sheet).columns]


@pytest.mark.parametrize(
    "heading",
    [
        ["Item", "Price", "Price"],  # that repeats
        ["Item", "How happy are you with the price, the service, and the hours on weekdays and Sundays?", "Remark"],
        ["City", "2021", "2022"],
        ["Event", "1st leg", "2nd leg"],
    ],
)
def test_labels_are_kept(heading: list[str]) -> None:
    rows = [heading, ["Oar", "35", "30"], ["Anchor", "80", "75"], ["Rope", "22", "9"]]
    assert names(rows) == heading
    assert lines(rows)[1] == f"{heading[0]}: Anchor; {heading[1]}: 80; {heading[2]}: 75"


@pytest.mark.parametrize(
    "rows",
    [
        [["Ann", "Oslo", "555-0101"], ["Bo", "Bergen", "555-0102"], ["Cara", "Alta", "555-0103"]],
        [["Oman", "2019"], ["Peru", "2020"], ["Chad", "2021"]],
        [["Ann", "Oslo"], ["Bo", "Oslo"], ["Cara", "Alta"]],  # the first city again: it names none
    ],
)
def test_a_table_without_headings_has_none(rows: list[RawRow]) -> None:
    assert set(names(rows)) == {""}
    assert lines(rows) == ["; ".join(map(str, row)) for row in rows]


def test_numbers_that_count_up_are_headings() -> None:
    rows = [["Hour", "0", "6", "12"], ["Oar", "35", "30", "4"], ["Anchor", "80", "75", "9"]]
    assert lines(rows)[0] == "Hour: Oar; 0: 35; 6: 30; 12: 4"


def test_headings_that_occur_again_are_no_rows_and_rows_that_do_are_no_headings() -> None:
    head = ["Name", "Town"]
    assert lines([head, ["Ann", "Oslo"], ["Bo", "Alta"], head, ["Cara", "Oslo"]])[2:] == ["Name: Cara; Town: Oslo"]
    assert lines([["Ann", "5"], ["Bo", "6"], ["Ann", "5"]]) == ["Ann; 5", "Bo; 6", "Ann; 5"]
    assert lines([["1", "1"]] * 3) == ["1; 1"] * 3


def test_marked_headings_count_whatever_their_words_are() -> None:
    rows = [[RawCell("7", heading=True), RawCell("9", heading=True)], ["1", "2"], ["3", "4"]]
    assert lines(rows) == ["7: 1; 9: 2", "7: 3; 9: 4"]
    assert names([[RawCell("1985", bold=True), RawCell("x", bold=True)], ["1", "2"], ["3", "4"]]) == ["1985", "x"]


@pytest.mark.parametrize(
    "upper",
    [
        ["Lamp", "2023", "", "2024", ""],
        [RawCell("Lamp"), RawCell("2023", across=2), RawCell("2024", across=2)],
        ["Lamp", "2023", "2023", "2024", "2024"],
    ],
)
def test_headings_in_two_rows_are_one_name(upper: RawRow) -> None:
    rows = [upper, ["", "Q1", "Q2", "Q1", "Q2"], ["Red", "10", "11", "12", "13"], ["Blue", "20", "21", "22", "23"]]
    assert names(rows) == ["Lamp", "2023 Q1", "2023 Q2", "2024 Q1", "2024 Q2"]


def test_a_heading_over_all_columns_is_part_of_their_names() -> None:
    rows = [
        ["", "Year ended June 30,", ""],
        ["", "2024", "2023"],
        ["Sales", "$ 5,120", "$ 4,870"],
        ["Costs", "90", "80"],
    ]
    assert lines(rows)[0] == "Sales; Year ended June 30, 2024: $ 5,120; Year ended June 30, 2023: $ 4,870"


def test_what_stands_above_and_below_a_table_is_no_part_of_it() -> None:
    rows = [
        ["Acme Oy - Sales report"],
        ["Prepared by", "Liis Kask"],
        [],
        ["Month", "Revenue (EUR)", "Margin %"],
        ["January", "5000", "12"],
        ["February", "7000", "15"],
        [],
        ["Note: February includes a refund"],
    ]
    assert lines(rows, sheet=True) == [
        "Acme Oy - Sales report",
        "Prepared by: Liis Kask",
        "Month: January; Revenue (EUR): 5000; Margin %: 12",
        "Month: February; Revenue (EUR): 7000; Margin %: 15",
        "Note: February includes a refund",
    ]
    assert [(column.name, column.unit) for column in table(rows, sheet=True).columns] == [
        ("Month", ""),
        ("Revenue (EUR)", "EUR"),
        ("Margin %", "%"),
    ]
    exported = table([["code", "price_gbp", "weight_kg", "rate_pct", "stock_in"], ["A", "5", "2", "3", "4"]])
    assert [column.unit for column in exported.columns] == ["", "GBP", "kg", "%", ""]
    titled = table([["Fees of 2025"], ["Kind", "Fee"], ["Pensioner", "12"], ["Child", "6"]])
    assert titled.caption == "Fees of 2025"


def test_two_tables_on_a_sheet_one_below_and_one_beside_the_other() -> None:
    below = [["Town", "Votes"], ["Kiel", "12"], ["Bonn", "9"], [], ["Boat", "Length"], ["Heron", "11"], ["Tern", "7"]]
    assert [[c.name for c in one.columns] for one in made(below, sheet=True).tables] == [
        ["Town", "Votes"],
        ["Boat", "Length"],
    ]
    beside = [
        ["Town", "Votes", "", "Boat", "Length"],
        ["Kiel", "12", "", "Heron", "11"],
        ["Bonn", "9", "", "Tern", "7"],
    ]
    assert lines(beside, sheet=True)[2:] == ["Boat: Heron; Length: 11", "Boat: Tern; Length: 7"]


def test_blank_rows_do_not_end_a_table() -> None:
    rows = [["Town", "Votes"], ["Kiel", "12"], ["", ""], ["Bonn", "9"]]
    for sheet in (True, False):
        assert lines(rows, sheet=sheet) == ["Town: Kiel; Votes: 12", "Town: Bonn; Votes: 9"]


def test_facts_in_two_pairs_beside_each_other_are_told_by_values_of_all_kinds() -> None:
    form: list[RawRow] = [
        ["Plot", "12A", "Tenant", "Ama Tetteh"],
        ["Size", "210 m²", "Since", "4 May 2019"],
        ["Shed", "none", "Rent", "88 EUR"],
    ]
    assert lines(form)[2:] == ["Size: 210 m²", "Since: 4 May 2019", "Shed: none", "Rent: 88 EUR"]
    columns: list[RawRow] = [["Plot", "Size", "Tenant", "Rent"], ["East", "210 m²", "Ama", "88 EUR"]]
    columns.append(["West", "190 m²", "Bo", "71 EUR"])
    assert lines(columns)[0] == "Plot: East; Size: 210 m²; Tenant: Ama; Rent: 88 EUR"


@pytest.mark.parametrize(
    "rows",
    [
        [["Client", "Fjord AS"], ["Contact", "Nils Berg"], ["Start", "1 July 2025"]],
        [["Invoice no.", "2025-118"], ["Customer", "Fjord AS"], ["Due date", "2025-07-01"], ["Total", "840 EUR"]],
        [[RawCell("Location", heading=True), "Sumba"], [RawCell("Keeper", heading=True), "Jogvan Dam"]],
        [["Ward:", "Seven"], ["Doctor:", "Ann Lee"], ["Nurse:", "Bo Dahl"]],
    ],
)
def test_a_list_of_facts_has_a_label_in_every_row(rows: list[RawRow]) -> None:
    texts = [[cell if isinstance(cell, str) else cell.text for cell in row] for row in rows]
    assert lines(rows) == [f"{label.rstrip(':')}: {value}" for label, value in texts]


def test_merged_cells_reach_every_row_and_column_that_they_span() -> None:
    rows: list[RawRow] = [
        ["Country", "Parcel", "Standard", "Express"],
        [RawCell("Iceland", across=2), RawCell("14", down=2), "29"],
        ["Malta", "Large", "44"],
    ]
    assert lines(rows) == [
        "Country, Parcel: Iceland; Standard: 14; Express: 29",
        "Country: Malta; Parcel: Large; Standard: 14; Express: 44",
    ]
    assert next(row.cells for row in table(rows).rows) == ("Iceland", "Iceland", "14", "29")


def test_a_label_that_is_merged_up_to_the_total_is_no_number_of_the_columns_below_it() -> None:
    rows: list[RawRow] = [
        ["Item", "Count", "Price", "Amount"],
        ["Oar", "2", "40.00", "80.00"],
        ["Rope", "3", "5.00", "15.00"],
        [RawCell("VAT 10 %", across=3), "9.50"],
        ["Hull", RawCell("on request", across=3)],
    ]
    assert lines(rows)[-2:] == ["Item: VAT 10 %; Amount: 9.50", "Item: Hull; Count, Price, Amount: on request"]


def test_a_few_bytes_cannot_claim_a_million_cells() -> None:
    bomb: list[RawRow] = [[RawCell("x", across=1000, down=60_000)] * 20 for _ in range(200)]
    assert sum(len(row.texts) for row in unfolded(bomb)) < 1_100_000
    long = unfolded([[RawCell("word " * 100, down=1000), "a"], *[["b"]] * 999])
    assert sum(len(text) for row in long for text in row.texts) < 3000


def test_signs_in_cells_of_their_own_belong_to_their_numbers() -> None:
    rows: list[RawRow] = [
        ["", "", RawCell("2024", across=2), "", RawCell("2023", across=2)],
        ["Revenue", "", "$", "5,120", "", "$", "4,870"],
        ["Net income (loss)", "", "", "(310", ")", "", "95"],
    ]
    assert lines(rows) == ["Revenue; 2024: $5,120; 2023: $4,870", "Net income (loss); 2024: (310); 2023: 95"]


def test_rows_stand_under_the_line_that_heads_them() -> None:
    rows = [["", "2024", "2023"], ["Current assets", "", ""], ["Cash", "10", "20"], ["Stock", "30", "40"]]
    assert lines(rows) == [
        "Current assets",
        "Current assets; Cash; 2024: 10; 2023: 20",
        "Current assets; Stock; 2024: 30; 2023: 40",
    ]
    assert [row.cells[0] for row in table(rows).rows] == ["Current assets"] * 2


def test_totals_are_marked_in_any_language() -> None:
    rows = [
        ["Ort", "Stimmen", "Sitze"],
        ["Kiel", "120", "3"],
        ["Bonn", "95", "2"],
        ["Ulm", "40", "1"],
        ["Alle", "255", "6"],
    ]
    assert [row.total for row in table(rows).rows] == [False, False, False, True]
    ranks = [["Rank", "Boat"], ["1", "Heron"], ["2", "Tern"], ["3", "Gull"]]
    assert not any(row.total for row in table(ranks).rows)


def test_a_row_that_only_occurs_twice_is_no_heading_of_itself() -> None:
    assert lines([["Ann", "Ulm", "1"], ["Ann", "Ulm", "1"], ["remark"]]) == ["Ann; Ulm; 1", "Ann; Ulm; 1", "remark"]


cells = st.text(st.sampled_from("ab 1,.%-()$\n;"), max_size=6)


@given(st.lists(st.lists(cells, max_size=5), min_size=1, max_size=12), st.booleans())
def test_every_word_of_a_table_is_laid_out_and_every_row_is_its_line(rows: list[list[str]], sheet: bool) -> None:
    found = made(list(rows), sheet=sheet)
    named = " ".join(column.name for one in found.tables for column in one.columns)
    assert all(
        word.strip("$()%;-. ") in f"{found.text} {named}" for row in rows for cell in row for word in cell.split()
    )
    for one in found.tables:
        for row in one.rows:
            assert len(row.cells) == len(one.columns)
            assert "\n" not in found.text[row.start : row.end]
            assert all(" ".join(cell.split()) in found.text[row.start : row.end] for cell in row.cells if cell)


@given(st.lists(st.lists(st.text("abc1,;\t\"'\r\n|=", max_size=8), min_size=1, max_size=4), min_size=1, max_size=8))
def test_any_csv_is_read(rows: list[list[str]]) -> None:
    out = StringIO(newline="")
    csv.writer(out).writerows(rows)
    extract(".csv", ("x," + out.getvalue()).encode("utf-8", "replace"))


def test_the_separator_that_excel_writes_first_is_obeyed() -> None:
    assert (
        extract(".csv", b"sep=;\r\nItem;Price\r\nOar;35,50\r\nRope;8,20\r\n").text
        == "Item: Oar; Price: 35,50\nItem: Rope; Price: 8,20"
    )


_LEVELS = [(1, "Harbour rules"), (1, "Fees"), (2, "Visitors"), (3, "Winter"), (2, "Members")]


def _word() -> bytes:
    document = docx.Document()
    for level, text in _LEVELS:
        document.add_heading(text, level)
    table = document.add_table(2, 2)
    for at, text in enumerate(("Berth", "Fee", "North", "12")):
        table.cell(at // 2, at % 2).text = text
    return saved(document)


def test_a_table_knows_all_headings_that_it_stands_under() -> None:
    rows = "<table><tr><th>Berth</th><th>Fee</th></tr><tr><td>North</td><td>12</td></tr></table>"
    page = "".join(f"<h{level}>{text}</h{level}>" for level, text in _LEVELS)
    marked = "\n\n".join(f"{'#' * level} {text}" for level, text in _LEVELS)
    found = [
        extract(".html", f"<body>{page}{rows}</body>".encode()).tables,
        extract(".docx", _word()).tables,
        markdown_tables(f"{marked}\n\n| Berth | Fee |\n|---|---|\n| North | 12 |\n", 0),
    ]
    assert [[table.heading for table in tables] for tables in found] == [["Fees › Members"]] * 3


@pytest.mark.parametrize(
    ("cells", "counted", "values"),
    [
        (("1.204", "310", "1.310", "299"), False, [1204, 310, 1310, 299]),
        (("1.200", "480"), False, [1200, 480]),
        (("1.125", "2.375", "3", "4"), False, [1.125, 2.375, 3, 4]),
        (("1.125", "2.375", "310"), True, [1.125, 2.375, 310]),
        (("1.204", "310", "2.5", "1.310"), False, [1.204, 310, 2.5, 1.31]),
    ],
)
def test_a_mark_before_three_digits_parts_thousands_where_that_makes_numbers_alike(
    cells: tuple[str, ...], counted: bool, values: list[float]
) -> None:
    (column,) = read_columns(["Menge"], [[text] for text in cells], counted=counted)
    assert [typed(text, column).value for text in cells] == values


def test_rows_at_the_end_that_are_a_label_with_a_colon_and_its_value_are_no_rows_of_the_table() -> None:
    rows: list[RawRow] = [["Item", "Price"], ["Oar", "80.00"], ["Rope", "15.50"], ["Total:", "95.50 (VAT 19.10)"]]
    assert lines(rows)[-2:] == ["Item: Rope; Price: 15.50", "Total: 95.50 (VAT 19.10)"]
    assert [row.cells[0] for row in table(rows).rows] == ["Oar", "Rope"]
