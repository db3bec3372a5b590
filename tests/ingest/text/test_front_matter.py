"""Front matter tells what it tells of a document; what a program keeps in it is in no passage.

What only looks like it is text.
"""

from pathlib import Path

import pytest

from ingest.text.splitting import split
from tests.helpers.extracting import about, read
from tests.helpers.making import BODY, FRONT


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_front_matter_says_it_and_is_in_no_passage(name: str, tmp_path: Path) -> None:
    document = read(tmp_path, name, FRONT + BODY)
    assert (document.title, *about(document)) == ("Winter of bees", "Ann Lee, Bo Dahl", "2024-03")
    assert document.text == FRONT + BODY
    passages = split(document)
    assert passages
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert "hive" not in passage.text
        assert passage.start >= len(FRONT)
    assert "The willows flower." in passages[-1].text
    assert {passage.heading for passage in passages} <= {"Bees", "Spring"}


@pytest.mark.parametrize(
    "header",
    [
        "---\nlayout: page\nowner: Bo Dahl\ndue: 2024-09-30\ntags: [hive]\nasked:\n  - Ann Lee\nnav_order: 3\n---\n",
        '+++\nweight = 3\nowner = "Bo Dahl"\ndue = 2024-09-30\n\ntags = ["hive"]\nasked = ["Ann Lee"]\n+++\n',
    ],
    ids=["YAML", "TOML"],
)
def test_who_owns_a_document_and_when_it_is_due_is_a_passage(header: str, tmp_path: Path) -> None:
    passages = split(read(tmp_path, "a.md", header + BODY))
    assert passages[0].text.startswith("owner")
    said = "\n".join(passage.text for passage in passages)
    for fact in ("Bo Dahl", "2024-09-30", "Ann Lee", "The willows flower."):
        assert fact in said
    assert not any(word in said for word in ("page", "hive", "weight", "nav_order", "+++"))


def test_toml_says_title_author_and_date_too(tmp_path: Path) -> None:
    document = read(
        tmp_path, "a.md", '+++\r\ntitle = "Winter of bees"\r\nauthor = "Ann Lee"\r\ndate = 2024-03-01\r\n+++\r\n' + BODY
    )
    assert (document.title, *about(document)) == ("Winter of bees", "Ann Lee", "2024-03-01")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "---\nNote: this is what the letter said\n---\nThe rest of it.\n"),
        ("a.md", "---\nJust a rule above and below.\n---\nThe rest of it.\n"),
        ("a.md", "---\ntitle: [never closed\n---\nThe rest of it.\n"),
        ("a.md", "+++\nNo TOML, between plus signs.\n+++\nThe rest of it.\n"),
        ("a.md", "---\ntitle: never ended\nThe rest of it.\n"),
        ("a.md", "---\ntitle: " + "[" * 5000 + "\n---\nThe rest of it.\n"),
        ("a.md", "---\ntitle: " + "[a, " * 20 + "]" * 20 + "\n---\nThe rest of it.\n"),
        ("a.md", "---\ntitle: a header without end\n" + "tag: a\n" * 1200 + "---\nThe rest of it.\n"),
    ],
)
def test_what_is_no_front_matter_stays_text(name: str, text: str, tmp_path: Path) -> None:
    document = read(tmp_path, name, text)
    assert about(document) == ("", "")
    said = "".join(passage.embedded for passage in split(document))
    assert text.split("\n")[1][:20].strip() in said


def test_a_file_of_front_matter_alone_is_still_found(tmp_path: Path) -> None:
    assert "Winter of bees" in split(read(tmp_path, "a.md", FRONT))[0].text


def test_aliases_that_would_swell_are_not_followed(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)
    ]
    document = read(tmp_path, "a.md", "---\n" + "\n".join(lines) + "\nauthor: *a8\ntitle: *a8\n---\n" + BODY)
    assert (document.author, document.title) == ("", "Bees")


@pytest.mark.parametrize("named", ["(anonymous)", "Untitled", "notes.docx", '""'])
def test_a_title_that_says_nothing_gives_way_to_the_heading(named: str, tmp_path: Path) -> None:
    document = read(tmp_path, "a.md", f"---\ntitle: {named}\n---\n# Bees\n\nThey fly.\n")
    assert document.title == "Bees"
