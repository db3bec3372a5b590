"""A presentation gives its slides, each under its title."""

from pptx import Presentation

from tests.helpers.extracting import held
from tests.helpers.making import saved, slides


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


def test_merged_cells_of_a_slide_reach_their_rows() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    table = slide.shapes.add_table(3, 3, 0, 0, 3_000_000, 900_000).table
    for at, text in enumerate(("Unit", "Role", "Heads", "Sales", "Lead", "2", "", "Clerk", "5")):
        table.cell(at // 3, at % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    ((_, _, text),) = held(".pptx", saved(presentation))
    assert text == "Unit: Sales; Role: Lead; Heads: 2\nUnit: Sales; Role: Clerk; Heads: 5"
