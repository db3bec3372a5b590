"""What a search of the documents shows of a passage: the words that were searched for, and a little around them."""

import pytest

from bot.web.found import excerpt

LONG = "The hall is open. " * 20 + "Sick leaves are paid for six weeks by the fund. " + "The gate is shut. " * 20


@pytest.mark.parametrize(
    ("wanted", "marked"),
    [
        ("sick leave", ["Sick", "leaves"]),
        ("how is it pai", ["paid"]),  # as far as it is typed
        ("the fund", ["fund"]),
        ("zeppelin", []),
        ("six weeks of the sick", ["Sick", "six", "weeks"]),
    ],
)
def test_it_is_cut_around_the_words_and_these_are_marked(wanted: str, marked: list[str]) -> None:
    pieces = excerpt(LONG, wanted)
    assert [text for text, on in pieces if on] == marked
    text = "".join(text for text, _ in pieces)
    assert len(text) <= 230
    assert text.strip("… ") in LONG
    assert text.startswith("… ") is bool(marked)


def test_what_is_short_is_shown_whole_and_a_long_word_is_cut() -> None:
    assert excerpt("Open at nine.", "nine") == (("Open at ", False), ("nine", True), (".", False))
    assert len("".join(text for text, _ in excerpt("x" * 1000, "y"))) < 230
