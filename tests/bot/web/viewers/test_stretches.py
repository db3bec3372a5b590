"""Tables that are drawn in a text or written in it as HTML are shown as tables, and nothing around them is lost."""

import re
from pathlib import Path

import pytest

from bot.web.viewers import markdown, paragraphs
from bot.web.viewers.marks import Seen
from ingest.load import File, parsed

DRAWN = """# Cabins

Here they are:
+---------+------+
| Cabin   | Beds |
+=========+======+
| Seagull | 2    |
+---------+------+
| Penguin | 4    |
| suite   |      |
+---------+------+
All with a window.
"""
HTML = """# Crew

<table>
<tr><th>Name</th><th colspan="1">Decks</th></tr>
<tr><td>Ida Holm</td><td colspan="1">1</td></tr>

<tr><td>Bell &amp; son</td><td>2</td></tr>
</table>

They are <b>kind</b>.
"""
RULED = """# Meals

  Meal     Price
--------  ------
Lunch         18
Dinner        25

Bon appetit.
"""
TEXT = """The depot

They are counted by hand.

Item         Pieces
----------   ------
Life vests       75
Flares           12

Ask for the key.
"""


def shown(name: str, text: str, quote: str) -> tuple[list[list[str]], list[str], str]:
    """The cells of each row that is shown, what of them is marked, and the words outside of tables."""
    document = parsed(File(name, text.encode(), 0.0))
    at = text.index(quote)
    html = (markdown.view if name.endswith(".md") else paragraphs.view)(
        Seen(document, (), Path(name), [(at, at + len(quote))], [])
    )
    assert html is not None
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", html)]
    cells = [[" ".join(re.sub(r"<[^<>]*>", "", cell).split()) for cell in row] for row in rows]
    marks = [" ".join(mark.split()) for mark in re.findall(r"<mark[^>]*>([^<]*)</mark>", html)]
    rest = re.sub(r"<[^<>]*>", " ", re.sub(r"<table.*?</table>", " ", html, flags=re.DOTALL))
    return cells, marks, " ".join(rest.split())


@pytest.mark.parametrize(
    ("name", "text", "quote", "cells", "marks", "rest"),
    [
        (
            "a.md",
            DRAWN,
            "Penguin",
            [["Cabin", "Beds"], ["Seagull", "2"], ["Penguin suite", "4"]],
            ["Penguin suite", "4"],
            "Cabins Here they are: All with a window.",
        ),
        (
            "a.md",
            HTML,
            "<tr><td>Bell &amp; son</td><td>2</td></tr>",
            [["Name", "Decks"], ["Ida Holm", "1"], ["Bell &amp; son", "2"]],
            ["Bell &amp; son", "2"],
            "Crew They are kind .",
        ),
        (
            "a.md",
            HTML,
            '"1">1',
            [["Name", "Decks"], ["Ida Holm", "1"], ["Bell &amp; son", "2"]],
            ["1"],
            "Crew They are kind .",
        ),
        (
            "a.md",
            RULED,
            "Dinner        25",
            [["Meal", "Price"], ["Lunch", "18"], ["Dinner", "25"]],
            ["Dinner", "25"],
            "Meals Bon appetit.",
        ),
        (
            "a.txt",
            TEXT,
            "Life vests       75",
            [["Item", "Pieces"], ["Life vests", "75"], ["Flares", "12"]],
            ["Life vests", "75"],
            "The depot They are counted by hand. Ask for the key.",
        ),
    ],
)
def test_a_table_is_shown_in_its_place_with_its_row_marked(
    name: str, text: str, quote: str, cells: list[list[str]], marks: list[str], rest: str
) -> None:
    assert shown(name, text, quote) == (cells, marks, rest)


def test_no_word_beside_or_within_a_table_is_lost() -> None:
    above = TEXT.replace("They are counted by hand.\n", "Item of the month:").replace(
        "Flares", "** of metal **\nFlares"
    )
    for name, text in (("a.txt", above), ("a.md", DRAWN.replace("Here they are:", "Here a cabin has\nbeds:"))):
        cells, _, rest = shown(name, text, text.split()[-1])
        said = " ".join([*(cell for row in cells for cell in row), rest]).lower()
        assert not [word for word in re.findall(r"\w+", text.lower()) if word not in said]


def test_a_quote_outside_of_tables_is_marked_where_it_stands() -> None:
    assert shown("a.md", DRAWN, "All with a window.")[1] == ["All with a window."]
    assert shown("a.md", HTML, "<b>kind</b>")[1] == ["kind"]
    assert shown("a.txt", TEXT, "Ask for")[1] == ["Ask for"]


def test_a_text_is_read_as_headings_paragraphs_and_items_with_its_own_lines_and_spaces() -> None:
    said = "The depot\n\nOPENING UP\n1. Unlock both\n   padlocks.\n2. Switch on.\n\nIt is shut on\n  Sundays.\n"
    start = said.index("padlocks.")
    document = parsed(File("a.txt", said.encode(), 0.0))
    html = paragraphs.view(Seen(document, (), Path("a.txt"), [(start, start + 9)], []))
    assert html is not None
    blocks = re.findall(r"<(h3|p)\b[^>]*>(.*?)</\1>", html, re.DOTALL)
    assert [(tag, re.sub(r"<[^<>]*>", "", words)) for tag, words in blocks] == [
        ("h3", "The depot"),
        ("h3", "OPENING UP"),
        ("p", "1. Unlock both\n   padlocks."),
        ("p", "2. Switch on."),
        ("p", "It is shut on\n  Sundays."),
    ]
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", html) == ["padlocks."]
