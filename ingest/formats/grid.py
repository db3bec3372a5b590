"""A table as a format writes it: rows of cells, some of which span several rows and columns -> a grid of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_PLACES = 1_000_000  # that cells may take by spanning, in one table: a few bytes can claim millions
_REPEATED = 200  # characters of a text that is repeated in every row that it spans; a longer one stands in the first


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell, and what of its looks tells what it is.

    Attributes:
        text: its words; white space counts as one space.
        heading: whether the format itself calls it a heading ("th").
        bold: whether its looks set it apart: bold, filled.
        across, down: how many columns and rows it spans.
        sums: whether it is computed as the sum of others.
        indent: how far in its words stand, in steps that mean something beside those of the same column only.
    """

    text: str
    heading: bool = False
    bold: bool = False
    across: int = 1
    down: int = 1
    sums: bool = False
    indent: int = 0


RawRow = Sequence[RawCell | str]  # a text is a cell without looks; a place that a cell from above reaches is left out
BLANK = RawCell("")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid, a place for each column as far as it reaches.

    Attributes:
        texts: what each place shows; a merged cell is in each that it spans.
        looks: the cell of each place, the same one for all that it spans; None if all are texts without looks.
    """

    texts: list[str]
    looks: list[RawCell] | None = None

    def look(self, column: int) -> RawCell:
        """The cell at a place; a blank one where the row does not reach."""
        if self.looks is None or column >= len(self.looks):
            return BLANK
        return self.looks[column]

    def part(self, start: int, end: int) -> "GridRow":
        """The places from `start` to `end`."""
        return GridRow(self.texts[start:end], None if self.looks is None else self.looks[start:end])


def unfolded(rows: Iterable[RawRow]) -> list[GridRow]:
    """The rows with every cell in each place that it spans, as far as there are rows.

    Spans are kept up to a million places in one table; what would go beyond is in its first place only.
    """
    grid: list[GridRow] = []
    below: dict[int, tuple[int, RawCell]] = {}  # by column: for how many rows more a cell from above reaches down
    spare = _PLACES
    for row in rows:
        if not below and all(isinstance(cell, str) for cell in row):
            grid.append(GridRow([" ".join(str(cell).split()) for cell in row]))
            continue
        looks: list[RawCell] = []
        for given in row:
            _reach(looks, below)
            cell = _clean(given)
            across = min(max(cell.across, 1), 1 + spare)
            down = cell.down if across * (cell.down - 1) <= spare else 1
            spare -= across - 1 + across * (down - 1)
            for _ in range(across):
                if down > 1:
                    below[len(looks)] = (down - 1, cell if len(cell.text) <= _REPEATED else BLANK)
                looks.append(cell)
        _reach(looks, below, to_end=True)
        grid.append(GridRow([cell.text for cell in looks], looks))
    return grid


def _reach(looks: list[RawCell], below: dict[int, tuple[int, RawCell]], *, to_end: bool = False) -> None:
    """Add the cells that reach down into this row at its next place, or at all that are left."""
    last = max(below, default=-1) if to_end else -1
    while len(looks) in below or len(looks) <= last:
        left, cell = below.pop(len(looks), (0, BLANK))
        if left > 1:
            below[len(looks)] = (left - 1, cell)
        looks.append(cell)


def _clean(cell: RawCell | str) -> RawCell:
    if isinstance(cell, str):
        return RawCell(" ".join(cell.split()))
    text = " ".join(cell.text.split())
    return cell if text == cell.text else replace(cell, text=text)
