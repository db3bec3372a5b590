"""How much, and when, in plain words."""

import pytest

from bot.proof.measures import OF_YEAR, measure_of, measures


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("48 hives", "hive", 48.0),
        ("£1,250", "£", 1250.0),
        ("820 euros", "€", 820.0),
        ("3.5 million", "", 3.5e6),
        ("£12k", "£", 12e3),
        ("62 %", "%", 62.0),
        ("4 per cent", "%", 4.0),
        ("ten years", "year", 10.0),
    ],
)
def test_a_number_has_its_unit(text: str, unit: str, value: float) -> None:
    measure = measure_of(text)
    assert measure
    assert (measure.unit, measure.value) == (unit, value)


def test_a_date_is_a_day_and_a_year_alone_is_one_too() -> None:
    day, year = measure_of("3 May 2024"), measure_of("1804")
    assert day
    assert year
    assert (day.unit, year.unit) == ("date", "date")
    assert day.value > year.value


def test_two_measures_are_not_one() -> None:
    assert measure_of("between 4 and 5 pounds") is None
    assert measure_of("nothing of the kind") is None


def test_the_measures_of_a_sentence_stand_where_they_are_written() -> None:
    text = "Old: £6.85 a box (12 May 2024), new: £5.40."
    assert [text[one.start : one.end] for one in measures(text)] == ["£6.85", "12 May 2024", "£5.40"]


def test_two_numbers_with_one_unit_both_have_it() -> None:
    assert [(one.value, one.unit) for one in measures("The toll rises from 60 to 80 pounds.")] == [(60, "£"), (80, "£")]


def test_a_day_without_a_year_is_one_of_any() -> None:
    first, second = measures("The fair was moved from 20 March to Friday 2 April.")
    assert first.unit == second.unit == OF_YEAR
    assert second.value - first.value == 13
    assert measures("In 2031 may 5 people come?")[-1].unit != OF_YEAR
