"""Headings of odd kinds, forms and groups: what a table's cells show of them, and nothing where they do not."""

import pytest

from ingest.formats import extract
from ingest.formats.blocks import Extracted, assemble
from ingest.formats.grid import RawCell, RawRow
from ingest.formats.tables import table_blocks


def made(rows: list[RawRow], *, sheet: bool = False) -> Extracted:
    return assemble(table_blocks(rows, sheet=sheet))


def lines(rows: list[RawRow], *, sheet: bool = False) -> list[str]:
    return made(rows, sheet=sheet).text.splitlines()


@pytest.mark.parametrize(
    "months",
    [["Jan-24", "Feb-24"], ["2024-01-31", "2024-02-29"], ["31.01.2024", "29.02.2024"], ["2024-01", "2024-02"]],
)
def test_dates_and_months_over_other_numbers_are_headings(months: list[str]) -> None:
    rows = [["Product", *months], ["Lamp", "10", "20"], ["Chair", "40", "50"]]
    assert lines(rows)[0] == f"Product: Lamp; {months[0]}: 10; {months[1]}: 20"


def test_dates_over_dates_are_none() -> None:
    assert lines([["2024-01-31", "Lamp", "10"], ["2024-02-29", "Chair", "40"]])[0] == "2024-01-31; Lamp; 10"


def test_names_of_groups_in_the_middle_of_their_columns_reach_over_all_of_them() -> None:
    quarters = ["Q1", "Q2", "Q3"]
    rows = [["", "", "2023", "", "", "2024", ""], ["Product", *quarters, *quarters], ["Lamp", *"123456"]]
    assert lines([*rows, ["Chair", *"789123"]])[0] == (
        "Product: Lamp; 2023 Q1: 1; 2023 Q2: 2; 2023 Q3: 3; 2024 Q1: 4; 2024 Q2: 5; 2024 Q3: 6"
    )


def test_units_below_the_headings_are_part_of_them() -> None:
    rows = [["Sample", "Depth", "Heat"], ["", "m", "°C"], ["S1", "5", "8.2"], ["S2", "10", "7.9"]]
    assert lines(rows) == ["Sample: S1; Depth m: 5; Heat °C: 8.2", "Sample: S2; Depth m: 10; Heat °C: 7.9"]


@pytest.mark.parametrize("gap", [[], [[]]])
def test_facts_above_a_table_of_any_width_stand_for_themselves(gap: list[RawRow]) -> None:
    facts: list[RawRow] = [["Owner", "Anna Weiss", "", ""], ["Branch", "Kiel North", "", ""]]
    table: list[RawRow] = [
        ["Day", "What", "Sum", "Coin"],
        ["3 May", "Rent", "-850", "EUR"],
        ["4 May", "Pay", "90", "EUR"],
    ]
    assert lines([*facts, *gap, *table], sheet=True)[:3] == [
        "Owner: Anna Weiss",
        "Branch: Kiel North",
        "Day: 3 May; What: Rent; Sum: -850; Coin: EUR",
    ]


def test_facts_over_a_table_of_two_columns_do_not_name_them() -> None:
    rows: list[RawRow] = [["Prepared by", "Liis Kask"], [], ["Item", "Amount"], ["Rent", "900"], ["Power", "300"]]
    assert lines(rows, sheet=True) == ["Prepared by: Liis Kask", "Item: Rent; Amount: 900", "Item: Power; Amount: 300"]


def test_rows_with_a_cell_too_many_leave_the_headings_where_they_are() -> None:
    rows: list[RawRow] = [["Name", "Phone"], ["Ann", "555", "home"], ["Bo"], ["Cara", "777"]]
    assert lines(rows, sheet=True) == ["Name: Ann; Phone: 555; home", "Name: Bo", "Name: Cara; Phone: 777"]


def test_a_row_that_was_not_filled_in_heads_none_of_those_below_it() -> None:
    rows = [["Name", "Phone", "Town"], ["Ann", "1", "Oslo"], ["Bo", "", ""], ["Cara", "2", "Alta"]]
    assert lines(rows)[1:] == ["Name: Bo", "Name: Cara; Phone: 2; Town: Alta"]
    bold = [[RawCell(text, bold=len(row[1]) == 0) for text in row] for row in rows]
    assert lines(bold)[2] == "Bo; Name: Cara; Phone: 2; Town: Alta"


def _label(text: str, marked: bool) -> RawCell:
    return RawCell(text, heading=True) if marked or not text else RawCell(f"{text}:")


@pytest.mark.parametrize("marked", [True, False])
def test_the_labels_of_a_form_stand_beside_each_other(marked: bool) -> None:
    rows = [["Name", "Ida Holm", "Born", "1990"], ["Town", "Bodo", "Phone", "555 0199"], ["Ship", "Tern", "", ""]]
    form = [[_label(text, marked) if at % 2 == 0 else RawCell(text) for at, text in enumerate(row)] for row in rows]
    assert lines(form) == ["Name: Ida Holm", "Born: 1990", "Town: Bodo", "Phone: 555 0199", "Ship: Tern"]


def test_values_of_several_kinds_show_a_form_without_marks() -> None:
    rows = [["Ship", "Tern", "Cook", "Bo"], ["Built", "4 May 1990", "Crew", "12"], ["Home", "Bodo", "Berth", "9 m"]]
    assert lines(rows) == ["Ship: Tern", "Cook: Bo", "Built: 4 May 1990", "Crew: 12", "Home: Bodo", "Berth: 9 m"]
    crew = [["Name", "Ship", "Cook", "Crew"], ["Ann", "Tern", "Bo", "12"], ["Ida", "Gull", "none", "9"]]
    assert lines(crew)[0] == "Name: Ann; Ship: Tern; Cook: Bo; Crew: 12"


def test_a_value_of_a_form_may_reach_over_the_next_label() -> None:
    rows: list[RawRow] = [
        [RawCell("Name:"), RawCell("Ida"), RawCell("Born:"), RawCell("1990")],
        [RawCell("Address:"), RawCell("Strandgata 4", across=3)],
    ]
    assert lines(rows) == ["Name: Ida", "Born: 1990", "Address: Strandgata 4"]


def test_rows_of_two_texts_that_nothing_tells_are_facts() -> None:
    facts = [["Client", "Fjord AS"], ["Contact", "Nils Berg"], ["Place", "Bodo"]]
    assert lines(facts) == ["Client: Fjord AS", "Contact: Nils Berg", "Place: Bodo"]
    people = [["Name", "Role"], ["Ann Lee", "Chair"], ["Bo Berg", "Treasurer"]]
    assert lines(people) == ["Name: Ann Lee; Role: Chair", "Name: Bo Berg; Role: Treasurer"]
    assert extract(".csv", b"Country,Capital\nNorway,Oslo").text == "Country: Norway; Capital: Oslo"
    page = "<table><tr><th>Room</th><th>Use</th></tr><tr><td>Blue</td><td><table><tr><td>Mon</td><td>Ann</td></tr>"
    page += "<tr><td>Tue</td><td>Bo</td></tr></table></td></tr></table>"
    assert extract(".html", page.encode()).text.replace(" ;", ";") == "Room: Blue; Use: Mon: Ann; Tue: Bo"


def totals(*amounts: str, bold: int = -1) -> list[bool]:
    body = [[RawCell(f"row {at}", bold=at == bold), RawCell(text, bold=at == bold)] for at, text in enumerate(amounts)]
    (table,) = made([["Item", "Amount"], *body]).tables
    return [row.total for row in table.rows]


def test_a_total_of_two_numbers_is_told_where_it_is_no_chance() -> None:
    assert totals("1,013", "250", "1,263") == [False, False, True]
    assert totals("1,200", "800", "2,000") == [False] * 3
    assert totals("164", "178", "342", "139") == [False] * 4  # not at the end
    assert totals("1,200", "800", "2,000", bold=2) == [False, False, True]
    assert totals("125", "250", "375") == [False] * 3  # steps


def test_a_total_may_stand_above() -> None:
    assert totals("255", "120", "95", "40") == [True, False, False, False]
    assert totals("1,263", "1,013", "250") == [False] * 3  # as what was earned stands above what was spent and kept


WORDS = (
    ["issue", "owner", "state"],
    ["login fails", "ann", "open"],
    ["page is slow", "bo", "closed"],
    ["export broken", "cara", "waiting"],
    ["wrong logo", "dan", "open"],
)
TERMS = (
    ["Term", "Meaning", "See also"],
    ["Bow", "The front end of a boat", "Stern"],
    ["Stern", "The rear end of a boat", "Bow"],
    ["Port", "The left side when facing forward", "Starboard"],
    ["Starboard", "The right side when facing forward", "Port"],
)
CONTACTS = (
    ["Kontakt", "Adresse", "Thema"],
    ["Ann Lee", "ann@orra.example", "Liegeplatz im Winter"],
    ["Bo Dahl", "bo@orra.example", "Beitrag für Gäste"],
    ["Cara Diaz", "cara@orra.example", "Regatta im Mai"],
    ["Dan Roe", "dan@orra.example", "Schlüssel zum Haus"],
)


@pytest.mark.parametrize("rows", [TERMS, CONTACTS])
def test_a_row_of_words_like_those_below_it_is_no_heading(rows: tuple[list[str], ...]) -> None:
    def sheet(part: tuple[list[str], ...]) -> list[str]:
        return extract(".csv", "\n".join(map(",".join, part)).encode()).text.splitlines()

    assert sheet(rows)[0] == "; ".join(f"{a}: {b}" for a, b in zip(*rows[:2], strict=True))
    assert sheet(rows[1:]) == ["; ".join(row) for row in rows[1:]]
    assert lines(list(rows[1:])) == ["; ".join(row) for row in rows[1:]]


def test_a_row_of_words_that_nothing_tells_is_a_heading() -> None:
    assert lines(list(WORDS))[0] == "issue: login fails; owner: ann; state: open"
    fruit = [
        ["品名", "産地", "担当"],
        ["りんご", "青森", "佐藤"],
        ["みかん", "愛媛", "鈴木"],
        ["ぶどう", "山梨", "中村"],
    ]
    assert lines(list(fruit))[0] == "品名: りんご; 産地: 青森; 担当: 佐藤"


@pytest.mark.parametrize("days", [["Mon 16", "Tue 17", "Wed 18"], ["Montag", "Dienstag", "Mittwoch"]])
def test_days_over_the_hours_of_a_roster_are_headings(days: list[str]) -> None:
    rows: list[RawRow] = [["Name", *days], ["Ida", "N 8-5", "off", "N 8-5"], ["Tom", "leave", "N 9-6", "off"]]
    assert lines(rows, sheet=True)[0] == f"Name: Ida; {days[0]}: N 8-5; {days[1]}: off; {days[2]}: N 8-5"
