"""Which document is from which time, and which time a question asks about."""

import pytest

from bot.retrieval.versions import asked_times, era_of, is_of, older
from ingest.formats.metadata import written


@pytest.mark.parametrize(
    ("source", "title", "date", "told"),
    [
        ("Prices 2024.xlsx", "", "2025-02-03", "2024"),
        ("prices_2024.csv", "", "", "2024"),
        ("lists/prices-2024.csv", "prices-2024", "", "2024"),
        ("review-of-courses-2021-2024.md", "", "", ""),
        ("Prices 2024.xlsx", "", "2024-02-03", "2024-02-03"),
        ("report.pdf", "Annual report 2023", "2024-03-01", "2023"),
        ("report.pdf", "Report 2023 and 2024", "2025-03-01", "2025-03-01"),
        ("2024-03-05 minutes.md", "Minutes", "2024-03-09", "2024-03-05"),
        ("a.txt", "", "", ""),
    ],
)
def test_the_time_in_a_name_counts_more_than_when_it_was_saved(source: str, title: str, date: str, told: str) -> None:
    assert written(source, title, date) == told


@pytest.mark.parametrize(
    ("question", "era"),
    [
        ("What does the hall cost now?", "now"),
        ("Which firm did we choose in the end?", "now"),
        ("When is the concert, after the change?", "now"),
        ("Was kostet der Saal derzeit?", "now"),
        ("What did the hall cost last year?", "before"),
        ("How much was a ticket before it went up?", "before"),
        ("What was a ticket before the increase?", "before"),
        ("What is the price on the old list?", "before"),
        ("What does the hall cost?", ""),
        ("Who knows the way?", ""),
        ("Who was present when it was decided?", ""),
        ("What must be checked before the boat leaves?", ""),
        ("What did mending the old press finally cost?", "now"),
    ],
)
def test_what_counts_now_and_what_counted_before_are_told_apart(question: str, era: str) -> None:
    assert era_of(question) == era


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2024", "2025", True),
        ("2024-12-31", "2025", True),
        ("2025", "2025-06-05", False),
        ("2025-06-05", "2025", False),
        ("2025-01", "2025-02-11", True),
        ("", "2025", False),
    ],
)
def test_what_is_older_is_so_for_sure(one: str, other: str, before: bool) -> None:
    assert older(one, other) is before


@pytest.mark.parametrize(
    ("question", "times"),
    [
        ("What did it cost in 2023?", {"2023"}),
        ("What was decided on 5 March 2024?", {"2024-03-05"}),
        ("What was decided at the January meeting?", {"-01"}),
        ("What may I do?", set()),
        ("What costs 2,024 pounds or £2000.50?", set()),
    ],
)
def test_the_times_that_a_question_names(question: str, times: set[str]) -> None:
    assert asked_times(question) == times


def test_a_time_may_be_a_month_of_any_year() -> None:
    assert is_of("2025-01-14", {"-01"})
    assert is_of("2025-01-14", {"2025"})
    assert not is_of("2025-01-14", {"2024", "-02"})
    assert not is_of("", {"2024", "-02"})
