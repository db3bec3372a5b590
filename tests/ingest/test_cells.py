"""A cell is read as its column lets it be read."""

import pytest

from ingest.cells import typed
from ingest.formats.blocks import assemble
from ingest.formats.tables import table_blocks
from ingest.tables import Cell, Column


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", ("empty", None, "")),
        ("–", ("empty", None, "")),
        ("1,234.50", ("number", 1234.5, "")),
        ("1.234,50", ("number", 1234.5, "")),
        ("1 234,50", ("number", 1234.5, "")),
        ("1'234.50", ("number", 1234.5, "")),
        ("12,34,567", ("number", 1234567.0, "")),
        ("-5", ("number", -5.0, "")),
        ("(310)", ("number", -310.0, "")),
        ("$1,234.50", ("currency", 1234.5, "$")),
        ("14 EUR", ("currency", 14.0, "EUR")),
        ("US$ 9", ("currency", 9.0, "US$")),
        ("4 %", ("percent", 4.0, "%")),
        ("75 kg", ("number", 75.0, "kg")),
        ("2025-06-05", ("date", "2025-06-05", "")),
        ("5 June 2025", ("date", "2025-06-05", "")),
        ("June 5, 2025", ("date", "2025-06-05", "")),
        ("5. Juni 2025", ("date", "2025-06-05", "")),
        ("13/02/2025", ("date", "2025-02-13", "")),
        ("03/04/2025", ("date", None, "")),  # which of them is the month?
        ("5 June", ("date", None, "")),  # of which year? no number of a unit "June"
        ("Sept. 12", ("date", None, "")),
        ("00501", ("text", None, "")),
        ("555-0101", ("text", None, "")),
        ("Oslo", ("text", None, "")),
        ("1898 [3]", ("number", 1898.0, "")),
        ("1,204²", ("number", 1204.0, "")),
        ("10^6", ("text", None, "")),
        ("10⁶", ("text", None, "")),
    ],
)
def test_numbers_money_shares_and_dates_are_read(text: str, cell: tuple[str, float | str | None, str]) -> None:
    found = typed(text, Column("x"))
    assert (found.text, found.kind, found.value, found.unit) == (text, *cell)


def test_the_column_decides_what_a_mark_and_an_order_mean() -> None:
    def columns(*texts: str) -> Column:
        rows = [["Item", "Value"], *(["a", text] for text in texts)]
        (table,) = assemble(table_blocks(rows)).tables
        return table.columns[1]

    comma = columns("1.234", "2.500,75", "3")
    assert typed("1.234", comma) == Cell("1.234", "number", 1234.0)
    assert typed("1.234", columns("1.234", "2.5")) == Cell("1.234", "number", 1.234)
    assert typed("03/04/2025", columns("03/04/2025", "25/04/2025")).value == "2025-04-03"
    assert typed("03/04/2025", columns("03/04/2025", "04/25/2025")).value == "2025-03-04"
    assert typed("12", Column("Length (km)", "km")).unit == "km"
