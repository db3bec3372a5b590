"""The tables of a page: cells between rules, and cells that only white space sets apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.formats.columns import Run, lines_of
from ingest.text.lines import is_list_item

_ROWS = 3  # with two cells at least: fewer are a line that was set apart by chance
_GAP = 0.4  # of the height: the least space between two columns
_NEAR = 2.3  # heights from one row to the next at most
_LOOSE = 1.4  # times the usual distance of two rows: more ends a table before a line that is one cell
_PROSE = 25, 4  # signs and words of a cell on average: columns of these are columns of text


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, and the runs that they were made from.

    Attributes:
        rows: the words of each cell, "" for none; every row has as many.
        runs: what stands in it.
    """

    rows: tuple[tuple[str, ...], ...]
    runs: frozenset[Run] = field(repr=False)


def spaced_tables(runs: Sequence[Run]) -> list[Table]:
    """Tables whose columns are told from each other by the space between them, from the top."""
    lines = lines_of(runs)
    found: list[Table] = []
    at = 0
    while at < len(lines):
        count, columns = _reach(lines, at)
        region = lines[at : at + count]
        if _is_table(region, columns):
            found.append(Table(_rows(region, columns), frozenset(run for line in region for run in line)))
            at += count
        else:
            at += 1
    return found


def _reach(lines: Sequence[Sequence[Run]], at: int) -> tuple[int, list[tuple[float, float]]]:
    """How many lines from `at` on share gaps between columns, and the columns' edges."""
    columns = _merged([], lines[at])
    count = full = 1 if len(lines[at]) > 1 else 0
    pitch = 0.0
    for above, line in pairwise(lines[at:]):
        if not count:
            break
        apart = above[0].middle - line[0].middle
        height = line[0].height
        if apart > _NEAR * height or not 0.75 < height / above[0].height < 1.33:
            break
        wider = _merged(columns, line)
        if len(wider) < max(len(columns), 2 if count > 1 else len(line)):
            break
        if len(line) == 1 and (count == 1 or apart > _LOOSE * pitch):
            break
        columns, count = wider, count + 1
        pitch = apart if not pitch else min(pitch, apart)
        full = count if len(line) > 1 else full
    return full, columns


def _merged(columns: Sequence[tuple[float, float]], line: Sequence[Run]) -> list[tuple[float, float]]:
    """The columns when a line's cells are among them: those that they reach over are one."""
    least = _GAP * line[0].height
    merged: list[tuple[float, float]] = []
    for left, right in sorted([*columns, *((run.left, run.right) for run in line)]):
        if merged and left - merged[-1][1] < least:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _is_table(lines: Sequence[Sequence[Run]], columns: Sequence[tuple[float, float]]) -> bool:
    if len(columns) < 2 or sum(len(line) > 1 for line in lines) < _ROWS:
        return False
    cells = [[cell for cell in column if cell] for column in zip(*_rows(lines, columns), strict=True)]
    signs, words = _PROSE
    prose = [
        sum(map(len, column)) >= signs * len(column) and sum(len(cell.split()) for cell in column) >= words * len(column)
        for column in cells
        if column
    ]
    listed = all(is_list_item(f"{cell} ") or len(cell) == 1 for cell in cells[0])
    return sum(prose) < 2 and not (listed and len(columns) == 2)


def _rows(lines: Sequence[Sequence[Run]], columns: Sequence[tuple[float, float]]) -> tuple[tuple[str, ...], ...]:
    rows: list[list[str]] = []
    for line in lines:
        cells = [""] * len(columns)
        for run in line:
            at = sum(left <= run.left for left, _ in columns) - 1
            cells[at] = f"{cells[at]} {run.text}".strip()
        filled = [at for at, cell in enumerate(cells) if cell]
        if rows and len(filled) == 1 and _continues(rows[-1][filled[0]], cells[filled[0]]):
            rows[-1][filled[0]] += " " + cells[filled[0]]
        else:
            rows.append(cells)
    return tuple(tuple(row) for row in rows)


def _continues(above: str, cell: str) -> bool:
    """Whether a cell that stands alone is the rest of the one above it."""
    return bool(above) and (cell[0].islower() or cell[0] in "()&/" or above.endswith((",", "-", "(", "&", "/")))
