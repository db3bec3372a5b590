"""Blocks become one text with its sections, whatever they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.formats import extract
from ingest.formats.blocks import Block, assemble
from tests.helpers.extracting import check, refusal

blocks = st.lists(
    st.builds(
        Block,
        st.text(max_size=90),
        st.sampled_from(["text", "text", "row", "heading"]),
        st.sampled_from([1, 1, 2, 3]),
    ),
    max_size=30,
).map(lambda found: sorted(found, key=lambda block: block.part or 0))


@given(blocks, st.booleans(), st.booleans())
@settings(max_examples=150)
def test_no_passage_crosses_a_page_or_a_heading_whatever_the_blocks_are(
    found: list[Block], paged: bool, carry: bool
) -> None:
    made = assemble(found, "", paged=paged, carry=carry)
    made.text.encode()
    check(Document("a.pdf", made.title, made.text, "", sections=made.sections))
    for section in made.sections:
        words = made.text[section.start : section.end].split()
        parts = {block.part for block in found if block.text.split() and set(block.text.split()) <= set(words)}
        assert not paged or not parts or section.page in parts


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.formats.blocks.MAX_CHARACTERS", 100)
    assert "Split it" in refusal(".csv", b"a,b\n" + b"1,2\n" * 50)


def test_characters_that_are_no_text_are_left_out() -> None:
    text = extract(".json", b'{"a": "x\\ud800y\\u0000z"}').text
    assert text.encode() == b"a: x y z"


@pytest.mark.parametrize(
    "title",
    (
        "(anonymous)|untitled|[Untitled-1]|Report final.docx|scan 12.tiff|(unspecified)||Mappe1|IMG_2034|scan0042"
        "|Untitled Document|Présentation PowerPoint|PowerPoint-Präsentation|-"
    ).split("|"),
)
def test_what_a_program_puts_in_for_a_title_gives_way_to_the_first_heading(title: str) -> None:
    assert assemble([Block("Of kilns", "heading"), Block("They burn.")], title).title == "Of kilns"


@pytest.mark.parametrize(
    "title",
    ["The untitled kiln", "Guide to Node.js", "Document of the year", "Anonymous letters", "Budget 2025", "COVID-19"],
)
def test_a_title_that_says_something_stays(title: str) -> None:
    assert assemble([Block("Of kilns", "heading"), Block("They burn.")], title).title == title
