"""A sheet whose cells are lines of a CSV, as a program leaves them that expects another separator."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from ingest.formats.blocks import MAX_CHARACTERS, Block
from ingest.formats.delimited import rows_of
from ingest.formats.grid import RawCell

_MARKS = ";,|"
_LEAST = 2  # rows


def unparted(rows: Sequence[Sequence[RawCell | str]], number: int) -> list[Block]:
    """The rows of such a sheet, with names of columns; none of any other. `number` is the sheet's, from 1."""
    if any(len(row) > 1 for row in rows):
        return []
    lines = [cell if isinstance(cell, str) else cell.text for row in rows for cell in row]
    csv.field_size_limit(MAX_CHARACTERS)  # a quotation mark that stands alone makes many lines one cell
    mark = next((one for one in _MARKS if _parts(one, lines)), "")
    return [replace(block, part=number) for block in rows_of("\n".join(lines), mark)] if mark else []


def _parts(mark: str, lines: Sequence[str]) -> bool:
    """Whether a sign parts cells: as many in each line, the first words; "Lee, Ann" is one cell, as a space shows."""
    rows = list(dropwhile(lambda row: len(row) < _LEAST, csv.reader(lines, delimiter=mark)))  # without titles
    if len(rows) < _LEAST or len({len(row) for row in rows}) > 1:
        return False
    return all(any(map(str.isalpha, cell)) for cell in rows[0]) and not any(
        cell[:1].isspace() for row in rows for cell in row
    )
