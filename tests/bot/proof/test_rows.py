"""A row of a table says a sentence if the value stands in the column that is named."""

from pathlib import Path

import pytest

from bot.proof.rows import read_rows
from ingest.load import load

TABLE = "hall,half day,whole day,warden\nHolt,45,70,Ann Lee\nEsby,30,55,Tom Roe\n"


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("A whole day in Holt costs 70.", True),
        ("Half day for Esby: 30", True),
        ("The warden of Holt is Ann Lee.", True),
        ("A whole day in Holt costs 45.", False),
        ("A half day in Esby costs 45.", False),
        ("Holt costs 70.", None),  # which column is not said
        ("A whole day costs 70.", None),  # nor is the row
        ("A whole day in Holt costs more than 50.", None),
        ("A whole day in Holt does not cost 45.", None),
        ("A whole day in Holt costs 70 crowns.", None),  # of what, the table does not say
        ("The warden of Holt is Tom Roe.", None),
    ],
)
def test_the_value_must_stand_in_the_row_and_column_that_are_named(
    said: str, holds: bool | None, tmp_path: Path
) -> None:
    (tmp_path / "halls.csv").write_text(TABLE, encoding="utf-8")
    document = load(tmp_path / "halls.csv", tmp_path)
    read = read_rows(said, {document.source: document}, {document.source: [(0, len(document.text))]})
    assert (read and read.holds) == holds
    if read:
        assert ("Holt" in said) == ("Holt" in document.text[read.start : read.end])
