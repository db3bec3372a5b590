"""Readings of a question agree where one sentence says what both want; only those that do not are weighed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answerers.tables.agreement import Reading, beside, readings, telling
from bot.answerers.tables.asked import asked
from bot.answerers.tables.features import candidates
from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.queries import Query
from bot.answerers.tables.wording import sentence
from bot.learning.tables.examples import tables_of
from ingest.embedding.models import token_model

ROUTES = "Route,Colour,Set on,Holds\nTea Break,pink,4 March,31\nSlip,pink,17 March,28\nKiln,blue,4 March,40\n"


def meant(question: str, *results: tuple[str, ...]) -> list[tuple[Indexed, Query]]:
    """The first computation with each of some results."""
    (table,) = tables_of("Routes", "Routes of spring", ROUTES)
    found = candidates(asked(question, token_model().encode_question(question)), table).queries
    return [(table, next(one for one in found if one.result == result)) for result in results]


def test_the_days_are_said_with_the_names_and_the_names_without_the_days() -> None:
    told = telling(meant("Which routes are pink?", ("Tea Break", "Slip"), ("4 March", "17 March"), ("Tea Break",)))
    assert told.tolist() == [[False, False, False], [True, False, False], [False, False, False]]


def test_what_is_wanted_comes_first_in_a_sentence_that_says_more() -> None:
    ((table, query),) = meant("Which routes are pink?", ("4 March", "17 March"))
    said, bold = sentence(table, query, ("Tea Break", "Slip"))
    assert said == "Tea Break and Slip (2 of 3 rows: Colour pink); Set on: 4 March and 17 March."
    assert bold == (0, len("Tea Break and Slip"))


def test_a_highest_number_and_what_has_it_are_each_said_with_the_other() -> None:
    told = telling(meant("Which is the highest number of holds of a route?", ("Kiln",), ("40",)))
    assert told.tolist() == [[False, True], [True, False]]


def test_part_of_a_number_is_not_that_number() -> None:
    (table,) = tables_of("Boats", "", "Boat,Length,Price\nHeron,4,1400\nTern,5,1500\n")
    question = "What is the price of the Heron?"
    found = candidates(asked(question, token_model().encode_question(question)), table).queries
    price, length = (next(one for one in found if one.result == (value,)) for value in ("1400", "4"))
    assert not telling([(table, price), (table, length)]).any()


PRICES = "Item,Members,Others\nKiln,34,54\nWheel,5,8\n"


def _prices(*results: tuple[str, ...]) -> list[tuple[Indexed, Query]]:
    (table,) = tables_of("Prices", "", PRICES)
    question = "What does the kiln cost?"
    found = candidates(asked(question, token_model().encode_question(question)), table).queries
    return [(table, next(one for one in found if one.result == result)) for result in results]


def test_cells_of_a_row_that_are_as_likely_are_shown_together() -> None:
    found, shares = beside(_prices(("34",), ("54",), ("88",)), np.array([0.4, 0.3, 0.2], dtype=np.float32))
    first = readings(shares, telling(found))[0]
    assert sentence(*found[first.said])[0] == "Kiln: Members: 34; Others: 54."
    assert first.share == pytest.approx(0.7)


def test_a_cell_that_is_likelier_is_shown_alone() -> None:
    meant_, shares = _prices(("34",), ("54",)), np.array([0.6, 0.2], dtype=np.float32)
    assert beside(meant_, shares) == (meant_, shares)


def test_a_sum_is_no_list_of_what_it_adds_up() -> None:
    assert not telling(_prices(("88",), ("34",)))[0, 1]


ONE_SAYS_MORE = np.array([[False, False], [True, False]])


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0.5, 0.4), [Reading(0, 1, 0.9)]),  # names are wanted, days nearly as likely: both are shown
        ((0.6, 0.1), [Reading(0, 0, 0.6), Reading(1, 1, 0.1)]),  # days are hardly wanted: they would be in the way
        ((0.2, 0.6), [Reading(1, 1, 0.8)]),
    ],
)
def test_what_says_more_is_shown_where_that_is_nearly_as_likely(
    shares: tuple[float, float], expected: list[Reading]
) -> None:
    found = readings(np.array(shares, dtype=np.float32), ONE_SAYS_MORE)
    assert [(one.meant, one.said) for one in found] == [(one.meant, one.said) for one in expected]
    assert [one.share for one in found] == pytest.approx([one.share for one in expected])


@given(st.integers(1, 7).flatmap(lambda n: st.tuples(st.lists(st.floats(0.01, 1), min_size=n, max_size=n), st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=n, max_size=n))))  # fmt: skip
def test_each_result_is_said_by_a_reading_and_none_is_weighed_twice(case: tuple[list[float], list[list[bool]]]) -> None:
    numbers, matrix = case
    shares, told = np.array(numbers, dtype=np.float32) / sum(numbers), np.array(matrix)
    np.fill_diagonal(told, val=False)
    found = readings(shares, told)
    said = {at for one in found for at in (one.said, *np.flatnonzero(told[one.said]))}
    assert said == set(range(len(numbers)))
    assert len({one.meant for one in found}) == len(found)
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)
    assert all(shares[one.meant] - 1e-6 <= one.share <= 1 + 1e-5 for one in found)
