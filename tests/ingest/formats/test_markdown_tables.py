"""The tables of Markdown are values whose rows are lines of the file."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.markdown_tables import markdown_tables
from ingest.load import load
from ingest.text.splitting import split
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


@given(st.text(st.sampled_from("|-: ab\n\r>#`\\"), max_size=60))
def test_rows_have_their_places_in_any_text(text: str) -> None:
    for table in markdown_tables(text, 0):
        for row in table.rows:
            line = text[row.start : row.end]
            assert "\n" not in line
            assert line == line.strip()
            assert len(row.cells) == len(table.columns)
