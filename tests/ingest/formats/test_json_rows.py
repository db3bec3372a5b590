"""JSON gives a row for each object, and its long values as text."""

import json

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


def test_values_that_a_database_gives_with_their_types_are_read_without() -> None:
    said = (
        b'[{"_id": {"$oid": "65aa"}, "fee": {"$numberDecimal": "3.50"}, "paid": {"$date": {"$numberLong": "86400000"}}},'
        b' {"_id": {"$oid": "65ab"}, "fee": {"$numberInt": "4"}, "paid": {"$date": "2025-05-01T08:00:00Z"}}]'
    )
    assert extract(".json", said).text.splitlines() == [
        "_id: 65aa; fee: 3.50; paid: 1970-01-02T00:00:00Z",
        "_id: 65ab; fee: 4; paid: 2025-05-01T08:00:00Z",
    ]
    assert extract(".json", b'{"a": {"$date": "soon"}, "price": {"$eur": "4"}}').text == "a: soon; price $eur: 4"


def node(kind: str, *inside: object, **more: object) -> dict[str, object]:
    return {
        "type": kind,
        "content": [{"type": "text", "text": one} if isinstance(one, str) else one for one in inside],
    } | more


def test_a_document_of_an_editor_is_its_headings_paragraphs_lists_and_tables() -> None:
    rows = [
        node("tableRow", *(node(kind, node("paragraph", text)) for text in texts))
        for kind, texts in (
            ("tableHeader", ("Boat", "Seats")),
            ("tableCell", ("Tern", "4")),
            ("tableCell", ("Skua", "6")),
        )
    ]
    mention = {"type": "mention", "attrs": {"id": "u1", "label": "Ann"}}
    items = [node("listItem", node("paragraph", text)) for text in ("Rope", "Oars")]
    body = node(
        "doc",
        node("heading", "Boa", "ts", attrs={"level": 2}),
        node("paragraph", "Ask ", mention, " fir", "st."),
        node("orderedList", *items),
        node("table", *rows),
    )
    found = extract(".json", json.dumps({"title": "Quay", "body": body}).encode())
    lines = found.text.split("\n\n")
    assert lines[:5] == ["Quay", "title: Quay", "Boats", "Ask Ann first.", "Rope"]
    assert lines[-1].splitlines() == ["Boat: Tern; Seats: 4", "Boat: Skua; Seats: 6"]
    assert [one.items for one in found.sections if one.items] == [((0, 0), (1, 1), (1, 2))]
    assert [row.cells for row in found.tables[0].rows] == [("Tern", "4"), ("Skua", "6")]


@pytest.mark.parametrize(
    "value",
    [
        {
            "root": {
                "type": "root",
                "children": [{"type": "paragraph", "children": [{"text": "Two "}, {"text": "oars."}]}],
            }
        },
        [{"type": "paragraph", "children": [{"text": "Two "}, {"type": "link", "children": [{"text": "oars."}]}]}],
        [{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": "Two oars."}]}],
        {
            "nodeType": "document",
            "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "Two oars."}]}],
        },
        {"ops": [{"insert": "Two "}, {"insert": "oars.", "attributes": {"bold": True}}, {"insert": "\n"}]},
    ],
)
def test_other_editors_documents_are_read_as_well(value: object) -> None:
    assert extract(".json", json.dumps(value).encode()).text == "Two oars."


def test_objects_with_a_type_and_children_are_no_document_without_texts() -> None:
    tree = b'[{"type": "dept", "name": "Sails", "children": [{"type": "team", "name": "Repairs", "value": "3"}]}]'
    assert "name: Sails" in extract(".json", tree).text
    assert "name: Repairs" in extract(".json", tree).text


def test_rows_below_their_names_may_lack_their_blank_ends() -> None:
    rows = [["Boat", "Crew", "Fee"], ["Tern", "Ann", "12"], ["Skua", ""], ["Gull"]]
    assert extract(".json", json.dumps({"values": rows}).encode()).text.splitlines() == [
        "Boat: Tern; Crew: Ann; Fee: 12",
        "Boat: Skua",
        "Boat: Gull",
    ]
    plain = extract(".json", b'{"words": [["boat", "ship", "vessel"], ["oar", "paddle"]]}')
    assert plain.tables == ()


def test_html_in_a_text_is_read_as_a_page_shows_it() -> None:
    table = "<table><tr><th>Boat<th>Fee</tr><tr><td>Tern<td>12</tr><tr><td>Skua &amp; Gull<td>9</tr></table>"
    post = {
        "title": {"rendered": "Ice&#8217;s here"},
        "content": {"rendered": f"<p>Do <b>not</b><br>skate.</p>{table}"},
    }
    found = extract(".json", json.dumps([post, {"note": "An <i>old</i> oar", "rule": "a < b and c > d"}]).encode())
    assert [(one.heading, found.text[one.start : one.end].split("\n")) for one in found.sections][1:] == [
        ("Ice\u2019s here", ["content rendered: Do not", "", "skate."]),
        ("Ice\u2019s here", ["Boat: Tern; Fee: 12", "Boat: Skua & Gull; Fee: 9"]),
        ("", ["note: An old oar; rule: a < b and c > d"]),
    ]
