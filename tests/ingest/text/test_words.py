"""The words of a text: an amount is the same however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.words import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$126bn", "$126 billion"),
        ("$5m", "$5 million"),
        ("5mn", "5 million"),
        ("£3.5b", "£3.5 billion"),
        ("2k", "2,000"),
        ("2.5 thousand", "2500"),
        ("24-hour", "24 hour"),
        ("24,000", "24\u202f000"),
        ("Twenty-three", "23"),
        ("3 per cent", "3%"),
        ("U.S. allies", "US allies"),
    ],
)
def test_amounts_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_what_only_looks_like_an_amount_is_left_alone() -> None:
    assert words("5m of rope") == ["5", "m", "of", "rope"]
    assert words("the twenty-first of $5 more") == ["the", "twenty", "first", "of", "$", "5", "more"]
    assert words("3.3%") != words("3%")


def test_a_raised_digit_is_none_of_the_number_before_it() -> None:
    assert words("built in 1898³ of 10⁶ bricks") == ["built", "in", "1898", "3", "of", "10", "6", "bricks"]
    assert words("5 m²") == words("5 m 2")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_has_words_and_they_stay_what_they_are(text: str) -> None:
    found = words(text)
    assert all(found)
    assert [part for word in found if word.isalpha() for part in words(word)] == [
        word for word in found if word.isalpha()
    ]
