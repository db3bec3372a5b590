"""An answer as content blocks of Claude's API."""

from bot.blocks import blocks
from bot.chat import Bot
from tests.helpers.replies import QUESTION


def test_each_block_carries_the_places_that_prove_it_with_offsets_and_ends_exclusive(bot: Bot) -> None:
    answer = bot.ask(QUESTION)
    found = answer.to_blocks()
    assert "".join(block["text"] for block in found) == answer.plain
    (cited,) = found[0]["citations"]
    first = answer.citations[0]
    assert bot.document(first.source).text[cited["start_char_index"] : cited["end_char_index"]] == cited["cited_text"]
    assert (cited["type"], cited["document_index"], cited["document_title"]) == ("char_location", 0, first.title)
    declined = bot.ask("Who won the chess match in Zanzibar?")
    assert declined.to_blocks() == [{"type": "text", "text": declined.plain}]


def test_what_stands_on_a_page_is_cited_by_it_and_documents_are_counted_as_they_come() -> None:
    from bot.answers import Citation

    one = Citation(1, "b.pdf", "B", "", 3, "tea", 5, 8, 1.0)
    two = Citation(2, "a.txt", "", "", None, "cup", 0, 3, 1.0)
    first, second = blocks("**Tea** is hot. [1] [2]\nSee [1](x) here. [2] ", (one, two))[:2]
    assert first["text"] == "Tea is hot."
    assert first["citations"] == [
        {
            "type": "page_location",
            "cited_text": "tea",
            "document_index": 0,
            "document_title": "B",
            "start_page_number": 3,
            "end_page_number": 4,
        },
        {
            "type": "char_location",
            "cited_text": "cup",
            "document_index": 1,
            "document_title": "a.txt",
            "start_char_index": 0,
            "end_char_index": 3,
        },
    ]
    assert second["text"] == "\nSee [1](x) here."
