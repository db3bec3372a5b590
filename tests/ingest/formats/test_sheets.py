"""A workbook and a CSV file give rows that name their columns."""

import pytest

from ingest.formats import extract
from ingest.formats.tables import table_blocks
from tests.helpers.extracting import held
from tests.helpers.making import CSV, workbook


def test_xlsx_sheets_are_numbered_under_their_names_and_show_what_the_sheet_shows() -> None:
    assert held(".xlsx", workbook()) == [
        ("Members", 1, "Country: Poland; Members: 310; Share: 4.0%\nCountry: Spain; Members: 95.5; Share: 1.2%"),
        ("Fees 2025", 2, "Kind: Pensioner; Fee: 12 euros"),
    ]


def test_csv_rows_name_their_columns() -> None:
    assert extract(".csv", CSV.encode()).text.splitlines()[0] == "river: Elbe; length: 1094 km; mouth: Cuxhaven"
    semicolons = 'Land;Anteil\nPolen;4,5 %\nSpanien;"1;2"\n'.encode("latin-1")
    assert extract(".csv", semicolons).text == "Land: Polen; Anteil: 4,5 %\nLand: Spanien; Anteil: 1;2"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_what_parts_the_cells_of_csv_is_seen(mark: str) -> None:
    text = "\n".join(mark.join(row) for row in (("name", "note"), ("Ann", "x"), ("Bo", f'"so {mark} so"')))
    assert (
        extract(".csv", text.encode()).text
        == f"name: Ann; note: x\nname: Bo; note: {' '.join(f'so {mark} so'.split())}"
    )


def test_csv_of_nothing_but_quotes_is_read_at_once() -> None:
    assert len(extract(".csv", b'",' * 30_000).text) > 30_000  # guessing took a minute


def test_a_table_without_names_of_columns_stands_as_it_is() -> None:
    def lines(rows: list[list[str]]) -> list[str]:
        return [block.text for block in table_blocks(rows)]

    assert lines([["a", "1"], ["b", "2"]]) == ["a; 1", "b; 2"]
    assert lines([["Table 3"], ["Town", "Votes"], ["Kiel", "12"]]) == ["Table 3", "Town: Kiel; Votes: 12"]
    assert lines([["Land", "2019", "2020"], ["Oman", "3", "5"]]) == ["Land: Oman; 2019: 3; 2020: 5"]
    assert lines([["Oman", "2019"], ["Peru", "2020"]]) == ["Oman; 2019", "Peru; 2020"]
