"""Lists in a text: what introduces them, and their items; lines that bear the same label."""

import pytest

from bot.answerers.reader.listings import Listing, heading_at, labelled, listings
from ingest.documents import Document, Section


def document(text: str, source: str = "a.txt", sections: tuple[Section, ...] = ()) -> Document:
    return Document(source, "", text, "", sections=sections)


def shown(text: str, found: Listing) -> tuple[str, list[str]]:
    return text[slice(*found.intro)], [text[start:end] for start, end in found.items]


@pytest.mark.parametrize(
    "text",
    [
        "Bring these:\n- a rope\n- two nets\n",
        "The sea is rough early in the year. Bring these:\n\n• a rope\n• two nets\n\nThe end.",
        "Bring these:\n1. a rope\n2. two nets",
        "Bring these:\na rope\ntwo nets\nThe boat leaves at six and does not wait for anybody who is late, whoever it is.",
    ],
)
def test_items_follow_the_line_that_introduces_them(text: str) -> None:
    (found,) = listings(document(text))
    assert shown(text, found) == ("Bring these:", ["a rope", "two nets"])


def test_short_lines_below_one_that_heads_them_are_a_list() -> None:
    text = "Plum cake\n\nIt feeds ten.\n\nYou need\n2 kg plums\nbutter\n3 eggs\n\nMethod\nStone the plums. Stir all else.\n"
    (found,) = listings(document(text))
    assert shown(text, found) == ("You need", ["2 kg plums", "butter", "3 eggs"])


def test_sentences_below_a_line_are_no_list() -> None:
    assert not listings(document("Notice\n\nThe hall\nThe roof leaks.\nThe door sticks.\nThe bell is mute.\n"))


def test_what_is_below_an_item_belongs_to_it() -> None:
    text = "Steps:\n1. Warm up\n   - voice\n   - body\n2. Sing"
    (found,) = listings(document(text))
    assert found.numbered
    assert shown(text, found)[1] == ["Warm up\n   - voice\n   - body", "Sing"]


def test_a_heading_ends_a_list_without_marks() -> None:
    text = "Bring these:\na rope\ntwo nets\nFood"
    sections = (Section(0, 28, "Trip"), Section(29, 33, "Food"))
    (found,) = listings(document(text, "a.html", sections))
    assert shown(text, found)[1] == ["a rope", "two nets"]


def test_lines_of_a_label_that_is_asked_for() -> None:
    text = (
        "## Task 1: Paint the door\nCost: 5 pounds. Who: Ann.\n\n## Task 2: Mend the roof\nCost: 90 pounds. Who: Bo.\n"
    )
    one = document(text, "a.md")
    found = {label: [text[a:b] for a, b in spans] for label, spans in labelled(one, frozenset({"task", "cost"}))}
    assert found == {
        "task": ["## Task 1: Paint the door", "## Task 2: Mend the roof"],
        "cost": ["Cost: 5 pounds.", "Cost: 90 pounds."],
    }
    assert heading_at(one, text.index("Bo")) == "Task 2: Mend the roof"
