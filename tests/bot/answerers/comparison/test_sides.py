"""Two measures of a sentence, each with the words that say of what it is."""

import pytest

from bot.answerers.comparison.sides import sides_of
from ingest.text.words import stems, words


def sides(text: str, asked: str) -> list[tuple[str, str]]:
    numbers = frozenset(word for word in words(asked) if word[0].isdigit())
    found = sides_of(text, frozenset(stems(asked)), numbers)
    return [(text[one.first.start : one.first.end], text[one.second.start : one.second.end]) for one in found]


@pytest.mark.parametrize(
    ("text", "asked", "told"),
    [
        ("Two offers: Ardal at £6.85 a box and Brenn at £5.40.", "Ardal Brenn", ("Ardal at £6.85", "Brenn at £5.40")),
        ("Boys 71, girls 89, teachers 86.", "boys or teachers", ("Boys 71", "teachers 86")),
        (
            "The hire is £4.35 a day for a Luma 2 and £7.90 a day for a Luma 20, used or not.",
            "Luma 2 Luma 20",
            ("£4.35 a day for a Luma 2", "£7.90 a day for a Luma 20"),
        ),
        ("5.2 Over plan by £410 (planned £180, paid £546).", "planned and real", ("planned £180", "paid £546")),
        ("Readers; 2019: 1,874; 2020: 402; 2024: 1,702", "readers 2019 2024", ("2019: 1,874", "2024: 1,702")),
    ],
)
def test_what_the_question_names_is_set_against_each_other(text: str, asked: str, told: tuple[str, str]) -> None:
    assert sides(text, asked)[0] == told


@pytest.mark.parametrize(
    "text", ["Ardal asks £50, Brenn 50 days.", "Both ask £50: Ardal £50 and Brenn £50.", "Nothing."]
)
def test_units_that_differ_and_values_that_do_not_are_no_sides(text: str) -> None:
    assert sides(text, "Ardal Brenn") == []
