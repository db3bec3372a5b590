"""The tables of Markdown are values whose rows are lines of the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.markdown_tables import markdown_tables
from ingest.load import load
from ingest.text.splitting import split
from ingest.text.table_lines import readable
from tests.conftest import Write

TEXT = """---
title: Boats
---

# Prices

| Item | **Price** | Share |
|------|------:|:-----:|
| Oar | 35 | 4 % |
| [Anchor](http://a) `x` | 80 | |
Text after it.

```
| no | table |
|----|-------|
| a | b |
```
"""


def test_rows_are_lines_of_the_file_and_columns_their_names(write: Write) -> None:
    folder = write({"a.md": TEXT})
    document = load(folder / "a.md", folder)
    assert document.text == TEXT
    (table,) = document.tables
    assert (table.heading, [column.name for column in table.columns]) == ("Prices", ["Item", "Price", "Share"])
    rows = list(table.rows)
    assert [row.cells for row in rows[:2]] == [("Oar", "35", "4 %"), ("Anchor x", "80", "")]
    assert document.text[rows[1].start : rows[1].end] == "| [Anchor](http://a) `x` | 80 | |"


def test_rows_are_read_under_the_names_of_their_columns(write: Write) -> None:
    folder = write({"a.md": TEXT})
    document = load(folder / "a.md", folder)
    passages = split(document)
    row = next(passage for passage in passages if "Oar" in passage.text)
    assert row.above == "Boats\nPrices\nItem | Price | Share"
    assert row.text.startswith("| Item |")
    assert [row.quote(*place) for place in row.sentences][2] == "| Oar | 35 | 4 % |"
    assert all(document.text[one.start : one.end] == one.text for one in passages)
    assert not any(one.columns for one in passages if "no | table" in one.text)


@given(st.text(st.sampled_from("|-+=: ab\n\r>#`\\"), max_size=60))
def test_rows_have_their_places_in_any_text(text: str) -> None:
    for table in markdown_tables(text, 0):
        for row in table.rows:
            line = text[row.start : row.end]
            assert line == line.strip()
            assert len(row.cells) == len(table.columns)


def rows(text: str) -> list[list[tuple[str, ...]]]:
    """The names of the columns of each table, and then its rows."""
    return [
        [tuple(one.name for one in table.columns), *(row.cells for row in table.rows)]
        for table in markdown_tables(text, 0)
    ]


def test_ends_of_lines_in_a_cell_are_spaces_and_other_tags_are_none() -> None:
    assert rows("| Who | Where |\n|---|---|\n| Ann<br>Lee<br/>jun. | H<sub>2</sub>O <b>plant</b> |\n") == [
        [("Who", "Where"), ("Ann Lee jun.", "H2O plant")]
    ]


GRID = """+--------+------------------+
| Ship   | Remarks          |
+========+==================+
| **Ra** | cook comes from  |
|        | `Halden`         |
+--------+------------------+
| Kon    | pilot on board   |
+--------+------------------+
"""
SIMPLE = """Grade      Hours
---------  -----
Deckhand      37
Mate          40
"""


@pytest.mark.parametrize(
    ("table", "seen"),
    [
        (GRID, [("Ship", "Remarks"), ("Ra", "cook comes from Halden"), ("Kon", "pilot on board")]),
        (f"```\n{GRID}```\n", [("Ship", "Remarks"), ("Ra", "cook comes from Halden"), ("Kon", "pilot on board")]),
        (SIMPLE, [("Grade", "Hours"), ("Deckhand", "37"), ("Mate", "40")]),
        ("| a | b |\n|---+---|\n| Oar | 3 |\n| Sail | 4 |\n", [("a", "b"), ("Oar", "3"), ("Sail", "4")]),
    ],
)
def test_tables_that_are_drawn_or_set_under_a_rule_of_strokes(table: str, seen: list[tuple[str, ...]]) -> None:
    text = f"# Crews\n\nText.\n\n{table}\nMore.\n"
    assert rows(text) == [seen]
    (found,) = markdown_tables(text, 0)
    assert found.heading == "Crews"
    assert [text[row.start : row.end].split()[-1 if "|" not in table else 1].strip("*") for row in found.rows] == [
        row[-1 if "|" not in table else 0] for row in seen[1:]
    ]


HTML = """<table>
<caption>Pressures</caption>
<tr><th rowspan="2">Pump</th><th colspan="2">Limits</th></tr>
<tr><th>low</th><th>high</th></tr>
<tr><td>P-1</td><td>2.1</td><td>6.4</td></tr>

<tr>
  <td>P-2</td><td>1.8</td>
  <td>5<br>to 6</td>
</tr>
</table>
"""


def test_a_table_in_html_has_rows_and_spans_and_is_read_under_its_names(write: Write) -> None:
    folder = write({"a.md": f"# Pumps\n\nSee below.\n\n{HTML}\nDone.\n"})
    document = load(folder / "a.md", folder)
    (table,) = document.tables
    assert (table.caption, [one.name for one in table.columns]) == ("Pressures", ["Pump", "Limits low", "Limits high"])
    last = list(table.rows)[1]
    assert last.cells == ("P-2", "1.8", "5 to 6")
    assert document.text[last.start : last.end].startswith("<tr>\n  <td>P-2")
    passage = next(one for one in split(document) if "P-2" in one.text)
    assert (last.start, last.end) in passage.sentences
    assert readable(passage.text, passage.columns)[0].endswith("\nPump: P-2; Limits low: 1.8; Limits high: 5 to 6")


def test_html_that_only_sets_pictures_side_by_side_and_comments_hold_no_tables() -> None:
    assert rows('<table><tr><td><img src="a"></td><td><img src="b"></td></tr></table>\n') == []
    assert rows(f"<!--\n{HTML}-->\n\n%%\n| a | b |\n|---|---|\n| 1 | 2 |\n%%\n") == []


def test_tables_in_boxes_and_tabs_are_tables_called_after_them() -> None:
    text = """# Ferry

=== "Summer"

    | Day | Leaves |
    |-----|--------|
    | Mon | 07:15 |

=== "Winter"

    !!! note

        | Day | Leaves |
        |-----|--------|
        | Mon | 08:40 |

    | code | block |

Text.
"""
    summer, winter = markdown_tables(text, 0)
    assert (summer.caption, [row.cells for row in summer.rows]) == ("Summer", [("Mon", "07:15")])
    assert [row.cells for row in winter.rows] == [("Mon", "08:40")]
    assert [text[row.start : row.end] for row in winter.rows] == ["| Mon | 08:40 |"]


def test_multimarkdown_has_names_over_several_columns_spans_and_a_caption() -> None:
    text = "|      | Weekday ||  Weekend ||\n| Who | Half | Day | Half | Day |\n|---|--:|--:|--:|--:|\n"
    text += "| **Adult** | 31 | 42 | 36 | 49 |\n| Child | free ||||\n[Passes][passes]\n\nText.\n"
    (table,) = markdown_tables(text, 0)
    names = ["Who", "Weekday Half", "Weekday Day", "Weekend Half", "Weekend Day"]
    assert (table.caption, [one.name for one in table.columns]) == ("Passes", names)
    assert [row.cells for row in table.rows] == [("Adult", "31", "42", "36", "49"), ("Child", *["free"] * 4)]
    (github,) = markdown_tables("| a | b | c |\n|---|---|---|\n| 1 || 3 |\n", 0)
    assert [row.cells for row in github.rows] == [("1", "", "3")]


def test_lines_with_bars_are_a_table_without_the_rule_too() -> None:
    (table,) = markdown_tables("# Fees\n\n| Boat | Fee |\n| **Tern** | 12 |\n| Skua | 9 |\n\nText | more\n", 0)
    assert ([one.name for one in table.columns], [row.cells for row in table.rows]) == (
        ["Boat", "Fee"],
        [("Tern", "12"), ("Skua", "9")],
    )
    (quoted,) = markdown_tables("> Boat | Fee\n> Tern | 12\n> Skua | 9\n", 0)
    assert [row.cells for row in quoted.rows] == [("Tern", "12"), ("Skua", "9")]
    assert markdown_tables("```\n| Boat | Fee |\n| Tern | 12 |\n| Skua | 9 |\n```\n", 0) == ()


def test_what_the_rows_are_called_may_stand_below_the_names_of_the_other_columns() -> None:
    head = "<tr><th></th><th>fee</th></tr><tr><th>boat</th><th></th></tr>"
    (table,) = markdown_tables(
        f"<table>{head}<tr><th>Tern</th><td>12</td></tr><tr><th>Skua</th><td>9</td></tr></table>\n", 0
    )
    assert [one.name for one in table.columns] == ["boat", "fee"]
