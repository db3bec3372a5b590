"""Raised signs never glue to the number before them."""

import pytest

from ingest.formats.superscripts import raised, spelled


@pytest.mark.parametrize(
    ("before", "mark", "shown"),
    [
        ("in 1898", "3", " [3]"),
        ("it ended.", "4,5", " [4,5]"),
        ("10", "6", "^6"),
        ("10", "−3", "^-3"),
        ("x", "2", "^2"),
        ("20 m", "2", "²"),
        ("the 19", "th", "th"),
        ("the profit", "a", " [a]"),
        ("the profit", "*", "*"),
        ("e", "x", "^x"),
        ("sold 1,200", "b", " [b]"),
        ("in 2019", "a", " [a]"),
        ("the 2", "e", "e"),
        ("about 2", "n", "^n"),
    ],
)
def test_what_a_raised_sign_means_shows_in_what_it_follows(before: str, mark: str, shown: str) -> None:
    assert raised(before, mark) == shown


def test_the_raised_digits_of_unicode_are_written_alike() -> None:
    assert spelled("In 1898³ it had 10⁶ bricks on 20 m².") == "In 1898 [3] it had 10^6 bricks on 20 m²."
    assert spelled("plain") == "plain"
