"""The short answer: it cuts nothing that is one thing, and has both marks of a pair or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answerers.reader.short import short_span

UNITS = [
    "https://docs.kivi.net/find?id=7&page=2",
    "www.kivi.net/a_b",
    "ann.lee@mail.kivi.net",
    "mx2.kivi.net",
    "10.20.30.40:8080",
    "/srv/kivi/data.json",
    "$2,499.50",
    "7 654 321",
    "020 7946 0123",
    "06:45",
    "2031-02-28",
    "4.11.2-rc3",
    "QX-1183/D",
    "12.5%",
    "0x80070005",
]
WORDS = st.lists(st.sampled_from(["a", "fund", "3%", "U.S.", "so-called", "plan,", "it’s"]), max_size=4)
MARKS = ["“”", "()", "[]", "«»", "„“", '""']


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("after", [".", ", and then it stops.", " for all."])
def test_no_number_and_no_address_is_cut(unit: str, after: str) -> None:
    text = f"It is at {unit}{after}"
    here, there = text.index(unit), text.index(unit) + len(unit)
    for start in range(here, there):
        for end in range(start + 1, there + 1):
            a, b = short_span(text, start, end)
            assert text[a:b] in (unit, unit.strip("$"))


@pytest.mark.parametrize(
    ("likeliest", "short"),
    [
        ("three days", "three days"),
        ("12", "12"),
        ("state-of-the-art", "state-of-the-art"),
        ("2019", "2019"),
        ("the U.S.", "the U.S."),
        ("in May.", "in May"),
    ],
)
def test_words_stay_as_they_are(likeliest: str, short: str) -> None:
    text = "Within three days a 12-year-old saw state-of-the-art work from 2019–2021 of the U.S. and others in May."
    start = text.index(likeliest)
    assert text[slice(*short_span(text, start, start + len(likeliest)))] == short


@given(WORDS, WORDS, WORDS, WORDS, st.sampled_from(MARKS), st.sampled_from(MARKS), st.data())
def test_no_mark_stands_without_its_other(
    before: list[str], outer: list[str], inner: list[str], after: list[str], one: str, two: str, data: st.DataObject
) -> None:
    inside = f"{two[0]}{' '.join(inner) or 'b'}{two[1]}" if one != two else " ".join(inner)
    text = " ".join([*before, one[0] + " ".join([*outer, inside]) + one[1], *after]) + "."
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    a, b = short_span(text, start, end)
    assert 0 <= a <= b <= len(text)
    short = text[a:b]
    assert short == short.strip(" ,;:")
    for opening, closing in {one, two}:
        if opening == closing:
            assert short.count(opening) % 2 == 0
        elif "“" not in {opening, closing} or one == two:
            assert short.count(opening) == short.count(closing)


@given(st.text(alphabet="ab1.,:/@-()“”\"' ", min_size=1, max_size=40), st.data())
def test_any_sentence_has_a_short_one(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    a, b = short_span(text, start, data.draw(st.integers(start, len(text))))
    assert 0 <= a <= b <= len(text)
