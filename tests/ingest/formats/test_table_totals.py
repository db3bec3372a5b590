"""Which rows sum up others, where they are parted from these, or sum up two numbers only."""

from ingest.formats import extract
from ingest.formats.blocks import assemble
from ingest.formats.grid import RawRow
from ingest.formats.tables import table_blocks


def totals(rows: list[RawRow]) -> list[bool]:
    (table,) = assemble(table_blocks(rows, sheet=True)).tables
    return [row.total for row in table.rows]


def test_a_total_below_a_blank_row_is_one() -> None:
    rows: list[RawRow] = [["Who", "Jan", "Feb"], ["Ann", "10", "12"], ["Bo", "9", "7"], [], ["Both", "19", "19"]]
    assert totals([*rows, ["Average", "9.5", "9.5"]]) == [False, False, True, False]


def test_the_sums_of_a_bill_are_told_by_the_last_one() -> None:
    bill: list[RawRow] = [
        ["No.", "What", "Sum"],
        ["1.", "Ground", ""],
        ["1.1", "Concrete", "1440"],
        ["1.2", "Steel", "960"],
        ["", "Sum of 1", "2400"],
        ["2.", "Walls", ""],
        ["2.1", "Bricks", "3200"],
        ["2.2", "Mortar", "300"],
        ["", "Sum of 2", "3500"],
    ]
    assert totals([*bill, ["", "All", "5900"]]) == [False] * 3 + [True, False, False, False, True, True]
    assert not any(totals([*bill, ["", "All", "5800"]]))


def test_sums_that_look_like_steps_count_where_others_do_not() -> None:
    rows: list[RawRow] = [["Area", "a", "b", "c", "d"], ["N", "10", "12", "14", "13"], ["S", "20", "19", "21", "25"]]
    assert totals([*rows, ["Sum", "30", "31", "35", "38"]]) == [False, False, True]


def test_the_foot_of_a_table_sums_up_two_numbers() -> None:
    body = "".join(f"<tr><td>{what}</td><td>{cost}</td></tr>" for what, cost in (("Rent", 400), ("Power", 90)))
    page = f"<table><thead><tr><th>Item</th><th>Cost</th></tr></thead><tbody>{body}</tbody>"
    (table,) = extract(".html", f"{page}<tfoot><tr><td>Sum</td><td>490</td></tr></tfoot></table>".encode()).tables
    assert [row.total for row in table.rows] == [False, False, True]


def test_a_last_row_that_lacks_what_all_above_it_have_sums_up_two_numbers() -> None:
    rows: list[RawRow] = [["No.", "What", "Count"], ["A-1", "Hinge", "40"], ["A-2", "Bolt", "300"]]
    assert totals([*rows, ["", "All", "340"]]) == [False, False, True]
    assert totals([*rows, ["A-3", "Nut", "340"]]) == [False, False, False]
