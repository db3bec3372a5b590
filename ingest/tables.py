"""A table as a value: its columns, and its rows with their places in the text of the document."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

_PLACE = re.compile(r"^\[(\d+), (\d+)", re.MULTILINE)
Kind = Literal["text", "number", "date", "currency", "percent", "empty"]


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column have in common.

    Attributes:
        name: its heading, those of several rows with a space between; "" if it has none.
        unit: of its numbers, where the heading names it: "km" of "Length (km)", or "".
        decimal: "," or "." where its numbers show which of them is the decimal mark, else "".
        dates: "dmy" or "mdy" where its dates show their order, else "".
    """

    name: str
    unit: str = ""
    decimal: str = ""
    dates: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, read by what its column shows; see `ingest.cells.typed`.

    Attributes:
        text: as the document shows it, white space as one space.
        kind: what it is.
        value: the number (4.0 for "4 %"), or the date in ISO 8601 ("2025-06-05", "2025-06"); None for a text.
        unit: "%", the currency ("EUR", or the sign if several have it), or the unit; "" for none.
    """

    text: str
    kind: Kind
    value: float | str | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row and its place in the text.

    Attributes:
        start, end: offsets into `Document.text` of its line, end exclusive.
        cells: the texts of its cells, one a column; a merged cell stands in every row and column that it spans.
        total: whether it sums up other rows, and must not be added to them.
    """

    start: int
    end: int
    cells: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its rows are kept packed, in about the memory of their text.

    Attributes:
        caption: the line or element that names it, or "".
        heading: the headings that it stands under, from the highest below the title, with " › " between, or "".
        page: the page, slide or sheet of a paged format, counted from 1.
        columns: from left to right.
        packed: the rows, a line of JSON each.
    """

    caption: str
    heading: str
    page: int | None
    columns: tuple[Column, ...]
    packed: str

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, from the top, unpacked one at a time."""
        for line in filter(None, self.packed.split("\n")):
            yield _row(line)

    @property
    def places(self) -> list[tuple[int, int]]:
        """Start and end of every row, without unpacking any."""
        return [(int(found[1]), int(found[2])) for found in _PLACE.finditer(self.packed)]

    def window(self, first: int, count: int) -> list[Row]:
        """So many rows from the one at place `first` on, unpacked; fewer where the table ends."""
        return [_row(line) for line in islice(filter(None, self.packed.split("\n")), first, first + count)]

    def row(self, start: int) -> Row | None:
        """The row whose line starts there; None if there is none. Found by halves, for the rows are in order."""
        low, high = 0, len(self.packed)
        while low < high:
            begin = self.packed.rfind("\n", low, (low + high) // 2) + 1 or low
            end = self.packed.find("\n", begin, high)
            end = high if end < 0 else end
            row = _row(self.packed[begin:end])
            if row.start == start:
                return row
            low, high = (end + 1, high) if row.start < start else (low, begin)
        return None


def _row(line: str) -> Row:
    start, end, total, *cells = json.loads(line)
    return Row(start, end, tuple(cells), bool(total))


def packed(rows: Iterable[Row]) -> str:
    """Rows as `Table` keeps them."""
    return "\n".join(json.dumps([row.start, row.end, int(row.total), *row.cells]) for row in rows)
