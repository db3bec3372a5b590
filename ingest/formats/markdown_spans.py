"""MultiMarkdown's tables: several rows of headings, cells that span others ("| Total || 4 |"), a caption in brackets.

They are at https://fletcher.github.io/MultiMarkdown-6/syntax/tables.html.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.formats.grid import RawCell

_BAR = re.compile(r"(?<!\\)\|")
_CAPTION = re.compile(r"\[(?P<words>[^\[\]]+)\](?:\[[^\[\]]*\])?")


def headings_above(lines: Sequence[str], at: int) -> int:
    """How many lines above the one that names the columns head these too."""
    count = 0
    width = _width(lines[at])
    while (
        count < at and lines[at - 1 - count].lstrip(" \t>").startswith("|") and _width(lines[at - 1 - count]) == width
    ):
        count += 1
    return count


def caption_in(line: str) -> str:
    """What the last line of a table calls it; "" if that is a row."""
    found = _CAPTION.fullmatch(line.strip())
    return found["words"] if found else ""


def spans(line: str) -> bool:
    """Whether cells of a row span others: two bars without a space between."""
    return any(cell.across > 1 for cell in cells_of(line))


def cells_of(line: str, *, heading: bool = False) -> list[RawCell]:
    """The cells of a row, as they are written."""
    cells: list[RawCell] = []
    for part in _BAR.split(line.strip(" \t>\r\n").removeprefix("|").removesuffix("|")):
        if cells and not part:
            cells[-1] = replace(cells[-1], across=cells[-1].across + 1)
        else:
            cells.append(RawCell(part.strip(), heading=heading and bool(part.strip())))
    return cells


def _width(line: str) -> int:
    return sum(cell.across for cell in cells_of(line))
