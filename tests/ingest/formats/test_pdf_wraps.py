"""What was wrapped in a table that only white space sets apart goes on with its row."""

import textwrap
from collections.abc import Sequence
from itertools import accumulate

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.formats import extract
from tests.helpers.pages import PROSE, drawn, lines

DRUGS = (
    ("Drug", "Use", "Warning"),
    ("Cardalin", "High blood pressure", "Not with grapefruit"),
    ("Sedapol", "Sleep", "Do not drive"),
    ("Ibrufen", "Pain and fever", "Take with food"),
    ("Veltran", "Allergy", "May cause drowsiness"),
)
FAULTS = (
    ("Error", "Cause", "Remedy"),
    ("Red light blinks", "Paper jam", "Open the rear door"),
    ("No light", "No power", "Check the cable"),
    ("Green light blinks", "Low toner", "Replace the cartridge"),
    ("Beeps twice", "Door open", "Close the front door"),
)
SHELVES = (
    ("Title", "Author", "Shelf"),
    ("The Long Tide", "Mara Quist", "North wall, beside the map of Harbour Street"),
    ("Nets", "Lea Frey", "East wall"),
    ("Salt and Iron", "Jon Berg", "South wall, in the reading room of Anna Holm"),
)


def _labelled(rows: Sequence[Sequence[str]]) -> list[str]:
    return ["; ".join(f"{a}: {b}" for a, b in zip(rows[0], row, strict=True)) for row in rows[1:]]


def _read(rows: Sequence[Sequence[str]], *, width: int, apart: float) -> list[str]:
    """The lines of a page on which cells of at most `width` signs a line stand, 12 points from line to line."""

    def page(canvas: Canvas) -> None:
        lines(*PROSE, top=780)(canvas)
        places = list(
            accumulate((min(max(map(len, column)), width) * 6 + 16 for column in zip(*rows, strict=True)), initial=72)
        )
        canvas.setFont("Helvetica", 10)
        y = 700.0
        for row in rows:
            cells = [textwrap.wrap(text, width) for text in row]
            for x, cell in zip(places, cells, strict=False):
                for at, line in enumerate(cell):
                    canvas.drawString(x, y - 12 * at, line)
            y -= 12 * (max(map(len, cells)) - 1) + apart
        lines(*PROSE, top=int(y) - 12)(canvas)

    return [line for line in extract(".pdf", drawn(page)).text.splitlines() if line and line != " ".join(PROSE)]


@pytest.mark.parametrize("apart", [12, 18])
@pytest.mark.parametrize(("rows", "width"), [(DRUGS, 14), (FAULTS, 16), (SHELVES, 22)])
def test_what_had_no_room_on_its_line_goes_on_with_its_row(
    rows: Sequence[Sequence[str]], width: int, apart: float
) -> None:
    assert _read(rows, width=width, apart=apart) == _labelled(rows)


def test_cells_that_had_room_above_are_rows_of_their_own() -> None:
    rows = (
        ("Port", "Depth", "Remark"),
        ("Bodo", "9.4", "open all year round"),
        ("", "", "Ice class"),
        ("Cork", "2.0", "tidal, so ask before you come"),
    )
    assert _read(rows, width=30, apart=12) == [
        "Port: Bodo; Depth: 9.4; Remark: open all year round",
        "Remark: Ice class",
        "Port: Cork; Depth: 2.0; Remark: tidal, so ask before you come",
    ]
    lower = (
        ("tool", "state", "owner"),
        ("hammer", "lent", "ann"),
        ("saw", "", ""),
        ("drill", "lent", "bo"),
        ("plane", "", "cara"),
    )
    assert _read(lower, width=30, apart=12)[-4:] == ["hammer; lent; ann", "saw", "drill; lent; bo", "plane; cara"]
