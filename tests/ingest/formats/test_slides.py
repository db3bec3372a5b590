"""A presentation gives its slides, each under its title."""

from tests.helpers.extracting import held
from tests.helpers.making import slides


def test_pptx_slides_are_numbered_under_their_titles_with_tables_and_notes() -> None:
    assert held(".pptx", slides()) == [
        ("Solar roof", 1, "We ask for money to put panels on the roof."),
        ("Solar roof", 1, "Side: South; Area: 120 m²"),
        (
            "What it costs",
            2,
            "The panels cost 48,000 euros and pay for themselves in 9 years.\n\nThe roof faces south-west.",
        ),
        ("", 3, "Thank you"),
    ]
