"""A table is told by how many rows it has, its groups and what its numbers reach; a short one by its rows."""

from bot.answerers.summary.tables import told
from bot.answerers.summary.units import Sheet
from ingest.tables import Column, Row, Table, packed

ANIMALS = [
    ("Ada", "goat", "41"),
    ("Bert", "goat", "55"),
    ("Cleo", "sheep", "62"),
    ("Dora", "sheep", "70"),
    ("Emil", "goat", "38"),
    ("Fay", "sheep", "66"),
    ("Gus", "goat", "47"),
]


def table(count: int) -> Sheet:
    rows = [Row(10 * at, 10 * at + 9, cells) for at, cells in enumerate(ANIMALS[:count])]
    total = Row(900, 909, ("Total", "", "379"), total=True)
    return Sheet(
        2, Table("", "", None, (Column("Name"), Column("Kind"), Column("Weight", "kg")), packed([*rows, total]))
    )


def test_a_long_table_is_told_by_its_columns_groups_and_numbers() -> None:
    lines = {line.text: line for line in told(table(7), "farm.csv")}
    assert list(lines) == [
        "7 rows: Name, Kind, Weight",
        "goat: Ada, Bert, Emil, Gus",
        "sheep: Cleo, Dora, Fay",
        "Weight: 38 (Emil) to 70 (Dora)",
    ]
    count = lines["7 rows: Name, Kind, Weight"].computation
    assert count is not None
    assert (count.source, count.table, count.operation, count.result) == ("farm.csv", 2, "count", ("7",))
    assert [row.start for row in lines["Weight: 38 (Emil) to 70 (Dora)"].rows] == [40, 30]


def test_a_short_table_is_told_row_by_row() -> None:
    assert [line.text for line in told(table(2), "farm.csv")] == ["Ada: goat, 41", "Bert: goat, 55"]
