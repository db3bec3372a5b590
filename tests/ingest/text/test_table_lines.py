"""The rows of a Markdown table, each cell after the name of its column, and where each character stands."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from ingest.text.table_lines import readable

TABLE = "| Kiln | Heat (°C) |\n|------|-----------|\n| North | 1,280 |\n| South | 940 |"


def test_each_cell_stands_after_the_name_of_its_column() -> None:
    assert readable(TABLE, "Kiln | Heat (°C)")[0] == "Kiln: North; Heat (°C): 1,280\nKiln: South; Heat (°C): 940"


@pytest.mark.parametrize(
    ("row", "columns", "line"),
    [
        ("| | 4 |", "Kiln | Day", "Day: 4"),
        ("> a | b", "Kiln | Day", "Kiln: a; Day: b"),
        (r"| a \| b | 2 |", "Kiln | Day", r"Kiln: a \| b; Day: 2"),
        ("| North | 4 |", " | Day", "North; Day: 4"),
        ("| cut off", "Kiln | Day", "| cut off"),
        ("│ North │ 4 │", "Kiln | Day", "Kiln: North; Day: 4"),
        ("| **North**<br>yard | `4` |", "Kiln | Day", "Kiln: **North** yard; Day: 4"),
        ("| ***North*** | **4** to **5** |", "Kiln | Day", "Kiln: North; Day: **4** to **5**"),
        ("<tr><td>North<br>yard</td>\n<td><b>4</b></td></tr>", "Kiln | Day", "Kiln: North yard; Day: 4"),
        ('<tr><th>Kiln</th><th>Day</th></tr>\n<tr><td colspan="2">None</td></tr>', "Kiln | Day", "None"),
    ],
)
def test_blank_cells_signs_in_cells_and_broken_rows(row: str, columns: str, line: str) -> None:
    assert readable(row, columns)[0] == line


@given(st.text("ab1 |\\->:*`<tdr/>│\n\r", max_size=60), st.text("xy |", max_size=12))
def test_what_has_a_place_stands_there_in_order(text: str, columns: str) -> None:
    shown, places = readable(text, columns)
    there = [(sign, place) for sign, place in zip(shown, places, strict=True) if place >= 0]
    assert all(text[place] == sign for sign, place in there)
    assert [place for _, place in there] == sorted({place for _, place in there})
