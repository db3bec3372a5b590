"""The length that is wished for is taken out of the request."""

import pytest

from bot.answerers.summary.wish import Wish, wish_of


@pytest.mark.parametrize(
    ("text", "wish", "rest"),
    [
        ("Summarise the diary in three sentences", Wish(3, flowing=True), "Summarise the diary"),
        ("the diary in at most 5 bullet points", Wish(5), "the diary"),
        ("Sum up the diary in a short paragraph", Wish(4, flowing=True), "Sum up the diary"),
        ("the diary in 60 words", Wish(3, 60), "the diary"),
        ("Sum up the diary in a few sentences", Wish(4, flowing=True), "Sum up the diary"),
        ("Sum up the diary in a few words", Wish(4, flowing=True), "Sum up the diary"),
        ("the 3 main points of the diary", Wish(3), "the of the diary"),
        ("Fasse das Tagebuch in zwei Sätzen zusammen", Wish(2, flowing=True), "Fasse das Tagebuch zusammen"),
        ("Summarise the lesson of two years", Wish(), "Summarise the lesson of two years"),
    ],
)
def test_a_wished_length_is_read(text: str, wish: Wish, rest: str) -> None:
    found, left = wish_of(text)
    assert found == wish
    assert " ".join(left.split()) == rest
