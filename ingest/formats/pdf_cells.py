"""The tables of a page whose cells fill several lines each, told by the order in which they were written.

Programs write such a table cell by cell: the lines of one go down, then the next begins to the right of it, and the
first of the next row to the left again, below all of them. Text in columns, and one beside a picture, goes otherwise.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from ingest.formats.columns import Run, is_prose, same_size
from ingest.formats.grid import RawCell
from ingest.formats.pdf_tables import Bold, PageTable, around, merged
from ingest.formats.pdf_wraps import APART, EDGE, column, has_room
from ingest.text.lines import is_list_item

_ROWS = 3  # of two cells at least
_LINE = 1.6  # heights from one line of a cell to the next at most
_NEAR = 2.3  # heights between two rows at most
_LONGEST = 1000  # characters of a cell: more is text beside a heading
_NUMBERED = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[ivxIVX]+)\W*")
Cell = list[Run]  # its lines from the top


def written_tables(runs: Sequence[Run], is_bold: Bold) -> list[tuple[PageTable, list[Run]]]:
    """Tables that were written cell by cell, some of them over several lines; and what is in each."""
    rows = _rows(runs)
    found: list[tuple[PageTable, list[Run]]] = []
    at = 0
    while at < len(rows):
        count, columns = _reach(rows, at)
        region = _parted(rows[at : at + count], columns)
        laid = tuple(_laid_out(row, columns, is_bold) for row in region)
        if _is_table(region, laid, columns):
            inside = [run for row in region for run in _all(row)]
            found.append((PageTable(laid, around(inside), tuple(columns)), inside))
        at += max(1, count)
    return found


def _rows(runs: Sequence[Run]) -> list[list[Cell]]:
    """The cells in the order in which they were written, those beside each other together."""
    rows: list[list[Cell]] = []
    for cell in _cells(runs):
        if rows and _is_beside(rows[-1], cell):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return rows


def _cells(runs: Sequence[Run]) -> Iterator[Cell]:
    cell: Cell = []
    for run in runs:
        if cell and not _goes_on(cell[-1], run):
            yield cell
            cell = []
        cell.append(run)
    if cell:
        yield cell


def _goes_on(above: Run, run: Run) -> bool:
    """Whether a run is the next line of a cell: right below, and set to the same edge or middle."""
    apart = above.middle - run.middle
    if above.at < 0 or run.at < 0 or not 0.5 * run.height < apart < _LINE * run.height:
        return False
    left, right = run.left - above.left, run.right - above.right
    return min(abs(left), abs(right), abs(left + right) / 2) < EDGE and same_size(run, above)


def _is_beside(row: Sequence[Cell], cell: Cell) -> bool:
    """Whether a cell stands to the right of all those of a row, on the lines of one of them."""
    whole, others = around(cell), [around(one) for one in row]
    right = max(one.right for one in others)
    return whole.left > right and any(min(one.top, whole.top) > max(one.bottom, whole.bottom) for one in others)


def _reach(rows: Sequence[Sequence[Cell]], at: int) -> tuple[int, list[tuple[float, float]]]:
    """How many rows from `at` on share columns, the last of them with several cells, and the columns' edges."""
    reached: list[tuple[float, float]] = []
    columns, full = reached, 0
    for count, row in enumerate(rows[at:]):
        wholes = [around(cell) for cell in row]
        wider = merged(reached, wholes)
        if len(wider) < max(len(reached), len(row)) or (count and not _is_below(rows[at + count - 1], row)):
            break
        if not count and len(row) == 1:
            break
        reached = wider
        if len(row) > 1:
            full, columns = count + 1, reached
    return full, columns


def _parted(rows: Sequence[list[Cell]], columns: Sequence[tuple[float, float]]) -> list[list[Cell]]:
    """The rows, those in two whose lines stand as far apart as rows do and that only an empty cell made one."""
    pitch = min((above.middle - run.middle for row in rows for cell in row for above, run in pairwise(cell)), default=0)
    apart = min((around(_all(a)).bottom - around(_all(b)).top + b[0][0].height for a, b in pairwise(rows)), default=0)
    if apart > APART * pitch:
        return list(rows)
    found: list[list[Cell]] = []
    for row in rows:
        rest = row
        while cut := next((cut for at in range(len(rest)) if (cut := _cut(rest, at, columns))), None):
            found.append(cut[0])
            rest = cut[1]
        found.append(rest)
    return found


def _cut(row: list[Cell], at: int, columns: Sequence[tuple[float, float]]) -> tuple[list[Cell], list[Cell]] | None:
    """What stands above and below a line of a cell that had room on the line above, if it may be a row of its own."""
    cell, others = row[at], [around(one) for place, one in enumerate(row) if place != at]
    right = columns[column(around(cell), columns)][1]
    for line, (above, run) in enumerate(pairwise(cell), start=1):
        if not has_room(above, run, right) or (run.text[0].islower() and not cell[0].text[0].islower()):
            continue
        if all(other.top < above.bottom for other in others):
            return [cell[:line]], [*row[:at], cell[line:], *row[at + 1 :]]
        if at == len(row) - 1 and all(other.bottom > run.top for other in others):
            return [*row[:at], cell[:line]], [cell[line:]]
    return None


def _all(row: Sequence[Cell]) -> list[Run]:
    return list(chain.from_iterable(row))


def _is_below(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    upper, lower = around(_all(above)), around(_all(row))
    return -0.5 * lower.height < upper.bottom - lower.top < _NEAR * lower.height


def _laid_out(row: Sequence[Cell], columns: Sequence[tuple[float, float]], is_bold: Bold) -> tuple[RawCell, ...]:
    cells = {column(around(cell), columns): cell for cell in row}
    return tuple(_raw(cells.get(at, []), is_bold) for at in range(len(columns)))


def _raw(cell: Cell, is_bold: Bold) -> RawCell:
    return RawCell("\n".join(run.text for run in cell), bold=bool(cell) and is_bold(cell[0].at))


def _is_table(
    rows: Sequence[Sequence[Cell]], laid: Sequence[Sequence[RawCell]], columns: Sequence[tuple[float, float]]
) -> bool:
    """Whether rows are a table: not a list with its marks, nor texts beside each other without headings."""
    full = [row for row in rows if len(row) > 1]
    wrapped = any(len(cell) > 1 for row in rows for cell in row)
    if len(full) < _ROWS or 2 * len(full) < len(rows) or not wrapped:
        return False
    texts = [[" ".join(cell.text.split()) for cell in one if cell.text] for one in zip(*laid, strict=True)]
    marks = sum(_NUMBERED.fullmatch(text) is not None or is_list_item(f"{text} ") for text in texts[0])
    listed = len(columns) == 2 and 2 * marks > len(texts[0])
    headed = all(cell.bold for cell in laid[0] if cell.text) and not any(cell.bold for row in laid[1:] for cell in row)
    prose = all(map(is_prose, texts)) and not headed
    return not listed and not prose and max(len(text) for one in texts for text in one) <= _LONGEST
