"""JSON gives a row for each object, and its long values as text."""

import pytest

from ingest.errors import UnreadableFileError
from ingest.formats import extract
from tests.helpers.extracting import held
from tests.helpers.making import EVERY


def test_json_objects_are_rows_with_numbers_as_they_are_written() -> None:
    assert extract(".json", EVERY["trees.json"]).text.splitlines() == [
        "title: Lime; height: 30.50; uses: honey, carving; care water: weekly",
        "title: Yew; height: 12; poisonous: yes",
    ]


def test_a_long_value_of_json_is_text_under_the_title_of_its_object() -> None:
    line = b'{"title": "Moss", "year": 2020, "text": "Moss has no roots.\\nIt drinks with its leaves."}\n{"fern": 1}\n'
    assert held(".jsonl", line) == [
        ("Moss", None, "title: Moss; year: 2020"),
        ("Moss", None, "text: Moss has no roots.\n\nIt drinks with its leaves."),
        ("", None, "fern: 1"),
    ]


def test_lists_of_objects_and_objects_by_name_are_tables() -> None:
    found = extract(".json", b'{"crew": [{"name": "Ann", "age": 31}, {"name": "Bo", "home": {"city": "Alta"}}]}')
    (table,) = found.tables
    assert (table.caption, [column.name for column in table.columns]) == ("crew", ["name", "age", "home city"])
    assert [row.cells for row in table.rows] == [("Ann", "31", ""), ("Bo", "", "Alta")]
    assert [found.text[row.start : row.end] for row in table.rows] == [
        "name: Ann; age: 31",
        "name: Bo; home city: Alta",
    ]
    named = extract(".json", b'{"Kiel": {"votes": 12}, "Bonn": {"votes": 9}}')
    assert named.text == "Kiel; votes: 12\nBonn; votes: 9"


def test_cells_are_what_their_lines_show() -> None:
    found = extract(".json", b'[{"a": "x\\ud800y"}, {"a": " two   words\\t"}]')
    assert [row.cells for row in found.tables[0].rows] == [("x y",), ("two words",)]
    assert found.text == "a: x y\na: two words"


def test_json_lines_are_read_under_the_name_of_json_too() -> None:
    lines = b'{"boat": "Petrel", "berth": 3}\n{"boat": "Curlew", "berth": 4}\n'
    assert extract(".json", lines).text == extract(".jsonl", lines).text
    with pytest.raises(UnreadableFileError, match="in line 2"):
        extract(".json", b'{"boat": "Petrel"}\n{"boat"')
    with pytest.raises(UnreadableFileError, match="Extra data"):
        extract(".json", b'{"boat": "Petrel"} {"boat": "Curlew"}')


def test_lists_of_lists_are_tables_and_columns_may_be_named_beside_them() -> None:
    rows = b'[["Town", "Votes"], ["Kiel", 12], ["Bonn", 9]]'
    beside = b'{"columns": ["Town", "Votes"], "data": [["Kiel", 12], ["Bonn", 9]]}'
    assert extract(".json", rows).text == extract(".json", beside).text == "Town: Kiel; Votes: 12\nTown: Bonn; Votes: 9"
    assert [column.name for column in extract(".json", beside).tables[0].columns] == ["Town", "Votes"]
    pairs = b'{"pairs": [["a", "b"], ["c", "d"]], "colours": ["red", "blue"]}'
    assert extract(".json", pairs).text == "colours: red, blue\na: b\nc: d"


def test_texts_are_read_as_a_chat_shows_them() -> None:
    said = b'[{"text": "Rope &amp; tar: <https://example.org/a|the list>, <#C07|quay> &gt; 5 &#8364;"}, {"text": "<b|c> & d;"}]'
    assert extract(".json", said).text.splitlines() == ["text: Rope & tar: the list, #quay > 5 €", "text: <b|c> & d;"]
    pieces = b'{"from": "Ann", "text": ["Bring ", {"type": "bold", "text": "two"}, " oars"]}'
    assert extract(".json", pieces).text == "from: Ann; text: Bring two oars"
