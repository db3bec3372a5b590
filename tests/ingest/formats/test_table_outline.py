"""What a row leaves out since the one above it says so reaches it, where something shows that it is not just missing."""

from ingest.formats.blocks import assemble
from ingest.formats.grid import RawRow
from ingest.formats.tables import table_blocks


def laid_out(rows: list[RawRow]) -> list[tuple[str, bool]]:
    """The line of each row, and whether it is a total."""
    found = assemble(table_blocks(rows, sheet=True, named=True))
    return [(found.text[row.start : row.end], row.total) for table in found.tables for row in table.rows]


def test_rows_stand_in_the_group_that_a_line_below_them_sums_up() -> None:
    rows: list[RawRow] = [
        ["Yard", "Boat", "Part", "Cost"],
        ["Ketola", "Skua", "Mast", "210"],
        ["", "", "Sail", "95"],
        ["", "Tern", "Keel", "340"],
        ["Summe Ketola", "", "", "645"],
        [],
        ["Brekke", "Gull", "Rig", "120"],
        ["", "", "Pump", "35"],
        ["Summe Brekke", "", "", "155"],
        [],
        ["Gesamt", "", "", "800"],
    ]
    assert laid_out(rows) == [
        ("Yard: Ketola; Boat: Skua; Part: Mast; Cost: 210", False),
        ("Yard: Ketola; Boat: Skua; Part: Sail; Cost: 95", False),
        ("Yard: Ketola; Boat: Tern; Part: Keel; Cost: 340", False),
        ("Yard: Summe Ketola; Cost: 645", True),
        ("Yard: Brekke; Boat: Gull; Part: Rig; Cost: 120", False),
        ("Yard: Brekke; Boat: Gull; Part: Pump; Cost: 35", False),
        ("Yard: Summe Brekke; Cost: 155", True),
        ("Yard: Gesamt; Cost: 800", True),
    ]


def test_rows_stand_in_the_group_that_a_line_above_them_sums_up() -> None:
    rows: list[RawRow] = [
        ["Yard", "Boat", "Cost"],
        ["Ketola", "", "645"],
        ["", "Skua", "305"],
        ["", "Tern", "340"],
        ["Brekke", "", "120"],
        ["", "Gull", "120"],
    ]
    assert laid_out(rows) == [
        ("Yard: Ketola; Cost: 645", True),
        ("Yard: Ketola; Boat: Skua; Cost: 305", False),
        ("Yard: Ketola; Boat: Tern; Cost: 340", False),
        ("Yard: Brekke; Cost: 120", True),
        ("Yard: Brekke; Boat: Gull; Cost: 120", False),
    ]


def test_rows_stand_in_a_group_if_all_groups_have_the_same_rows() -> None:
    rows: list[RawRow] = [["Day", "Tide", "Guide"], ["Mon", "low", "Ann"], ["", "high", "Bo"], ["Tue", "low", "Bo"]]
    assert laid_out([*rows, ["", "high", "Cy"]])[1::2] == [
        ("Day: Mon; Tide: high; Guide: Bo", False),
        ("Day: Tue; Tide: high; Guide: Cy", False),
    ]


def test_times_are_those_of_the_day_above_them() -> None:
    rows: list[RawRow] = [["Day", "From", "What"], ["2 June", "9:00", "Rigging"], ["", "10:30", "Launch"]]
    assert laid_out([*rows, ["3 June", "8:15", "Race"], ["", "18:00", "Supper"]])[1::2] == [
        ("Day: 2 June; From: 10:30; What: Launch", False),
        ("Day: 3 June; From: 18:00; What: Supper", False),
    ]


def test_what_is_only_blank_stays_so() -> None:
    rows: list[RawRow] = [["Title", "Name", "Berth"], ["Dr", "Lee", "4"], ["", "Kim", "7"], ["Prof", "Poe", "9"]]
    assert laid_out([*rows, ["", "Roe", "11"]])[1::2] == [
        ("Name: Kim; Berth: 7", False),
        ("Name: Roe; Berth: 11", False),
    ]


def test_a_row_that_sums_up_those_above_it_ends_their_group_whatever_it_is_called() -> None:
    rows = [["Shed", "Tool", "Pieces"], ["East", "Saw", "4"], ["", "Axe", "6"], ["Subtotal", "", "10"]]
    rows += [["West", "Saw", "1"], ["", "Rake", "2"], ["Subtotal", "", "3"]]
    assert [block.text for block in table_blocks(rows, sheet=True)][1::3] == [
        "Shed: East; Tool: Axe; Pieces: 6",
        "Shed: West; Tool: Rake; Pieces: 2",
    ]
