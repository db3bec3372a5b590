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


def _read(rows: Sequence[Sequence[str]], *, width: int, apart: float, place: float = 0) -> list[str]:
    """The lines of a page on which cells of at most `width` signs a line stand, 12 points from line to line.

    `place` is where a cell stands in its row: 0 at the top, 0.5 in the middle.
    """

    def page(canvas: Canvas) -> None:
        lines(*PROSE, top=780)(canvas)
        places = list(
            accumulate((min(max(map(len, column)), width) * 6 + 16 for column in zip(*rows, strict=True)), initial=72)
        )
        canvas.setFont("Helvetica", 10)
        y = 700.0
        for row in rows:
            cells = [textwrap.wrap(text, width) for text in row]
            most = max(map(len, cells))
            for x, cell in zip(places, cells, strict=False):
                for at, line in enumerate(cell):
                    canvas.drawString(x, y - 12 * (at + place * (most - len(cell))), line)
            y -= 12 * (most - 1) + apart
        lines(*PROSE, top=int(y) - 12)(canvas)

    return [line for line in extract(".pdf", drawn(page)).text.splitlines() if line and line != " ".join(PROSE)]


@pytest.mark.parametrize("apart", [12, 18])
@pytest.mark.parametrize(("rows", "width"), [(DRUGS, 14), (FAULTS, 16), (SHELVES, 22)])
def test_what_had_no_room_on_its_line_goes_on_with_its_row(
    rows: Sequence[Sequence[str]], width: int, apart: float
) -> None:
    assert _read(rows, width=width, apart=apart) == _labelled(rows)


PLANTS = (
    ("Plant", "Where it grows", "What it needs"),
    ("Bog myrtle", "on wet ground by the lake and along the old ditches of the peat", "sour soil and much light"),
    ("Juniper", "on the dry slope", "no manure at all, and shelter from the sheep in its first years"),
    ("Sea holly", "in the dunes", "sand"),
)
RULES = (
    ("Deposit", "Paid back within two weeks after the keys have been returned, less what was broken"),
    ("Noise", "None after ten in the evening; the neighbours on the second floor have small children"),
    ("Pets", "Dogs are welcome"),
)


@pytest.mark.parametrize("place", [0, 0.5])
@pytest.mark.parametrize("apart", [12, 20])
@pytest.mark.parametrize("rows", [PLANTS, RULES])
def test_a_table_that_was_written_cell_by_cell_has_its_rows(
    rows: Sequence[Sequence[str]], apart: float, place: float
) -> None:
    read = _read(rows, width=24, apart=apart, place=place)
    assert read == (_labelled(rows) if rows is PLANTS else [f"{a}: {b}" for a, b in rows])


def test_numbered_clauses_and_texts_beside_each_other_are_no_tables() -> None:
    clauses = tuple(
        (f"{at}.1", f"The tenant of house {at} pays the rent on the third day of each month") for at in (1, 2, 3)
    )
    assert len([line for line in _read(clauses, width=30, apart=16) if "; " in line]) == 0
    both = tuple((text, "Der Mieter zahlt die Miete am dritten Tag des Monats") for _, text in clauses)
    assert not any("month; Der" in line for line in _read(both, width=30, apart=16))


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
