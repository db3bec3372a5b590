"""A CSV or TSV file gives rows that name their columns, whatever program wrote it."""

import pytest

from ingest.formats import extract
from tests.helpers.making import CSV


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


def test_tabs_part_the_cells_of_tsv_whatever_else_is_in_them() -> None:
    assert extract(".tsv", b"Boat\tNote\nSkua\told, slow\nTern\tnew, fast\n").text.splitlines() == [
        "Boat: Skua; Note: old, slow",
        "Boat: Tern; Note: new, fast",
    ]
    assert extract(".tsv", b"Boat,Built\nSkua,1961\n").text == "Boat: Skua; Built: 1961"


@pytest.mark.parametrize(("suffix", "mark"), [(".tsv", "\t"), (".csv", ";")])
def test_quotation_marks_that_quote_nothing_are_signs(suffix: str, mark: str) -> None:
    rows = [
        ["Hose", "Width", "Stock"],
        ["Old", '"A" 2"', "7"],
        ["New", '"', "4"],
        ["Best", '5/8"', "2"],
        ["Last", '"', "1"],
    ]
    assert extract(suffix, "\n".join(map(mark.join, rows)).encode()).text.splitlines() == [
        'Hose: Old; Width: "A" 2"; Stock: 7',
        'Hose: New; Width: "; Stock: 4',
        'Hose: Best; Width: 5/8"; Stock: 2',
        'Hose: Last; Width: "; Stock: 1',
    ]


def test_lines_that_a_cell_holds_part_no_rows() -> None:
    quoted = b'Who,Says,Age\nAnn,"so, so,\nor not, at all",31\nBo,"one, two, three",40\n'
    assert extract(".csv", quoted).text.splitlines() == [
        "Who: Ann; Says: so, so, or not, at all; Age: 31",
        "Who: Bo; Says: one, two, three; Age: 40",
    ]


def test_what_databases_write_with_a_backslash_is_read_as_it_was_kept() -> None:
    exported = rb"""id,boat,note
"1","The \"Skua\", blue","in C:\\boats"
"2",\N,"one\nline"
"""
    assert extract(".csv", exported).text.splitlines() == [
        'id: 1; boat: The "Skua", blue; note: in C:\\boats',
        "id: 2; note: one line",
    ]
    assert extract(".csv", rb"Boat,Rig\nSkua\, blue,sloop\nTern,ketch\n".replace(rb"\n", b"\n")).text.splitlines() == [
        "Boat: Skua, blue; Rig: sloop",
        "Boat: Tern; Rig: ketch",
    ]
    assert (
        extract(".csv", rb"""Boat,Kept""" + b"\n" + rb'"Skua","C:\old\"' + b"\n").text == "Boat: Skua; Kept: C:\\old\\"
    )


def test_a_formula_that_only_shows_a_text_is_that_text() -> None:
    exported = b'Part,Leaf\n="0071","=HYPERLINK(""https://example.org"",""Leaf 4"")"\n="0072",none\n'
    assert extract(".csv", exported).text.splitlines() == ["Part: 0071; Leaf: Leaf 4", "Part: 0072; Leaf: none"]


def test_names_that_a_survey_program_keeps_for_itself_are_no_answers() -> None:
    own = ",".join(f'"{{""ImportId"":""{name}""}}"' for name in ("QID1", "QID2"))
    exported = f"Q1,Q2\nWhat do you row?,Where?\n{own}\nA skiff,Oslo\nA raft,Bergen\n"
    assert extract(".csv", exported.encode()).text.splitlines() == [
        "Q1 What do you row?: A skiff; Q2 Where?: Oslo",
        "Q1 What do you row?: A raft; Q2 Where?: Bergen",
    ]
    kept = b'id,one,two\n1,"{""a"":1}","{""b"":2}"\n2,"{""a"":3}","{""b"":4}"\n'
    assert extract(".csv", kept).text.splitlines()[0] == 'id: 1; one: {"a":1}; two: {"b":2}'


def test_options_below_a_question_are_part_of_its_name() -> None:
    rows = ["Id,Name,Which boats?,,", ",Open answer,Skiff,Raft,Punt", "71,Ann,Skiff,,Punt", "72,Bo,,Raft,"]
    assert extract(".csv", "\n".join(rows).encode()).text.splitlines() == [
        "Id: 71; Name Open answer: Ann; Which boats? Skiff: Skiff; Which boats? Punt: Punt",
        "Id: 72; Name Open answer: Bo; Which boats? Raft: Raft",
    ]


def test_lines_that_were_quoted_whole_are_read_as_they_were_before() -> None:
    once = 'Boat,Owner,Berth\n"Tern, red","Ann ""Oar"" Lee",4\nSkua,Bo,7\n'
    quoted = "\n".join('"' + line.replace('"', '""') + '"' if '"' in line else line for line in once.splitlines())
    assert extract(".csv", quoted.encode()).text == extract(".csv", once.encode()).text
    assert extract(".csv", once.encode()).text.splitlines()[0] == 'Boat: Tern, red; Owner: Ann "Oar" Lee; Berth: 4'
    names = b'Name,Note\n"Falk, Bo",\n"Lee, Ann",rows\n'
    assert extract(".csv", names).text.splitlines() == ["Name: Falk, Bo", "Name: Lee, Ann; Note: rows"]


def test_drawn_lines_part_a_table_from_what_stands_around_it() -> None:
    rows = [
        "Account: [1]",
        "-------- Payments --------",
        "Day,Shop,Sum",
        "2 May,Bakery,3.50",
        "4 May,Ferry,9.00",
        "-" * 30,
    ]
    found = extract(".csv", "\n".join([*rows, "2 payments", "Spent,12.50"]).encode())
    assert found.text.splitlines()[2:] == [
        "Day: 2 May; Shop: Bakery; Sum: 3.50",
        "Day: 4 May; Shop: Ferry; Sum: 9.00",
        "2 payments",
        "Spent: 12.50",
    ]
    assert found.tables[0].caption == "Payments"
    assert extract(".csv", b"Day,Sum\n----------\nMon,4\nTue,5\n").text == "Day: Mon; Sum: 4\nDay: Tue; Sum: 5"


def test_blanks_behind_the_marks_are_no_part_of_cells() -> None:
    text = 'Boat, Crew, Fee\n"Tern", "Lee, Ann", 12\nSkua, "Ek, Bo; Dahl, Cyd", 9\n'
    assert extract(".csv", text.encode()).text.splitlines() == [
        "Boat: Tern; Crew: Lee, Ann; Fee: 12",
        "Boat: Skua; Crew: Ek, Bo; Dahl, Cyd; Fee: 9",
    ]
