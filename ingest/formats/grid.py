"""A table as a format writes it: rows of cells, some of which span several rows and columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell, and what of its looks tells what it is.

    Attributes:
        text: its words; white space counts as one space.
        heading: whether the format itself calls it a heading ("th").
        bold: whether it is set apart from the others: bold, filled.
        across, down: how many columns and rows it spans.
    """

    text: str
    heading: bool = False
    bold: bool = False
    across: int = 1
    down: int = 1


RawRow = Sequence[RawCell | str]  # a text is a cell without looks; places that a cell from above reaches are left out


def unfolded(rows: Iterable[RawRow]) -> Iterator[list[RawCell]]:
    """The rows with every cell in each place that it spans."""
    for row in rows:
        yield [RawCell(" ".join(cell.split())) if isinstance(cell, str) else cell for cell in row]
