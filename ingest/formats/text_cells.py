"""Lines of a plain text -> the rows of a table whose cells bars, tabs or space alone set apart."""

import re
from collections.abc import Sequence
from itertools import accumulate, islice

from ingest.formats.columns import united
from ingest.formats.grid import GridRow
from ingest.formats.table_headings import evidence
from ingest.formats.text_columns import are_aligned, are_labels, are_listed, are_prose
from ingest.formats.text_grids import drawn_rows
from ingest.formats.text_rules import stroked_rows
from ingest.formats.text_spans import names_over
from ingest.formats.text_wraps import Cells, Line, ruled, together, wrapped
from ingest.text.table_lines import has_cells, is_ruled

Columns = list[tuple[int, int]]  # from where to where each reaches
_SIGNS = ("|", "\t")  # that set cells apart
_CELL = re.compile(r"\S+(?: \S+)*")
_WIDEST = 60  # columns
_ROWS = 3  # of cells, where no rule shows that it is a table
_GAP = 2  # spaces between two columns at least
ALONE = 2  # lines of one cell, one upon the other, within a table at most; and lines after a blank one that go on


def rows_from(block: Sequence[tuple[int, str]], at: int, *, drawn: bool = False) -> tuple[int, list[Line], int]:
    """How many lines from one on share columns, the rows that they are, if they are any, and how many a rule ends.

    With `drawn`, only what is drawn shows columns.
    """
    for read in (drawn_rows, stroked_rows):
        if (found := read(block, at))[1]:
            return found
    first = block[at][1]
    if drawn or is_ruled(first):
        return 1, [], 0
    if not set(_SIGNS) & set(first) and (found := _under_names(block, at))[1]:
        return found
    if not has_cells(first):
        return 1, [], 0
    for mark in _SIGNS:
        if mark in first.strip() and (found := _marked(block, at, mark))[1]:
            return found
    return _spaced(block, at)[:3]


def _under_names(block: Sequence[tuple[int, str]], at: int) -> tuple[int, list[Line], int]:
    """Lines in columns below one that names several of them at once; see `rows_from`."""
    cells = _cells(block[at][1])
    below = at + 1 + (at + 1 < len(block) and is_ruled(block[at + 1][1]))
    if below >= len(block) or not has_cells(block[below][1]) or len(cells) >= len(_cells(block[below][1])):
        return 0, [], 0
    reach, lines, headings, edges = _spaced(block, below)
    names, *rows = (GridRow(list(line.cells)) for line in lines or [Line(0, 0, ())])
    told = lines and (headings or evidence(names, rows) >= 0)
    row = names_over(*block[at], cells, edges) if told else None
    return (below - at + reach, [row, *lines], headings + bool(headings)) if row else (0, [], 0)


def _marked(block: Sequence[tuple[int, str]], at: int, mark: str) -> tuple[int, list[Line], int]:
    """Lines whose cells a sign sets apart, as many in each or fewer; see `rows_from`."""
    lines: list[Line] = []
    placed: list[Cells] = []
    above: list[int] = []  # how many rules stand above each
    framed = block[at][1].strip().startswith("|")
    rules, width, reach = 0, 0, 0
    for place in range(at, len(block)):
        start, line = block[place]
        if is_ruled(line):
            rules += 1
        elif mark in line.strip():
            bare = line.strip().removeprefix(mark).removesuffix(mark) if framed else line.rstrip()
            cells = tuple(" ".join(cell.split()) for cell in bare.split(mark))
            width = width or len(cells)
            if len(cells) > min(width, _WIDEST) or len(cells) < 2:
                break
            lines.append(Line(start + len(line) - len(line.lstrip()), start + len(line), cells))
            placed.append(_between(line, mark, framed=framed))
            above.append(rules)
        else:
            break
        reach += 1
    headings = above.count(0) if rules and above[-1] else 0
    counts = [1] * len(lines)
    if mark == "|":
        counts = ruled(lines, above) or _whole(placed, counts)
    headings = sum(end <= headings for end in accumulate(counts))
    lines = together(lines, counts)
    told = len(lines) >= (2 if headings else _ROWS) and not are_prose(lines)
    return reach, lines if told else [], headings


def _between(line: str, mark: str, *, framed: bool) -> Cells:
    """Where the cells of a line stand that a sign sets apart, the blank ones left out."""
    found: Cells = []
    begin = line.index(mark) + 1 if framed else 0
    for part in line[begin:].split(mark):
        if text := part.strip():
            left = begin + len(part) - len(part.lstrip())
            found.append((left, left + len(text), text))
        begin += len(part) + 1
    return found


def _whole(placed: Sequence[Cells], single: list[int]) -> list[int]:
    """How many lines each row has; one, where not all cells of a column stand below each other."""
    edges = _merged([], [cell for cells in placed for cell in cells])
    if not edges or len(edges) != max(map(len, placed)) or not all(placed):
        return single
    return wrapped(placed, edges)


def _spaced(block: Sequence[tuple[int, str]], at: int) -> tuple[int, list[Line], int, Columns]:
    """Lines between whose cells the same strips are blank, and the columns; a cell alone may stand among them."""
    columns: list[tuple[int, int]] = []
    held: list[tuple[int, Cells]] = []  # where in the block, and the cells
    lefts: set[int] = set()
    headings, kept = 0, 0
    for place in range(at, len(block)):
        line = block[place][1]
        if is_ruled(line):
            # A rule under the numbers alone is drawn above their sum.
            whole = bool(held) and len(line) - len(line.lstrip()) <= min(cells[0][0] for _, cells in held)
            headings = headings or (len(held) if whole else 0)
            continue
        cells = _cells(line)
        if not cells:
            break
        merged = _merged(columns, cells)
        few = len(merged) < max(len(columns), len(cells)) or len(held) - kept > ALONE
        if few or len(merged) > _WIDEST or (len(cells) == 1 and held and not _is_at(cells[0][0], lefts)):
            break
        lefts |= {left for left, _, _ in cells}
        columns = merged
        held.append((place, cells))
        kept = len(held) if len(cells) > 1 else kept
    return _rows(block, at, held, headings) if kept else (0, [], 0, [])


def _cells(line: str) -> Cells:
    """What stands on a line between gaps."""
    return [(*found.span(), found[0]) for found in islice(_CELL.finditer(line.expandtabs()), _WIDEST + 1)]


def _is_at(left: int, lefts: set[int]) -> bool:
    """Whether a cell begins where others do, or right behind a sign that begins them."""
    return not lefts.isdisjoint(range(left - _GAP, left + 1))


def _rows(
    block: Sequence[tuple[int, str]], at: int, held: Sequence[tuple[int, Cells]], headings: int
) -> tuple[int, list[Line], int, Columns]:
    """The rows of lines with cells, up to the last one with several, and their columns; see `rows_from`."""
    edges = _merged([], [cell for _, cells in held for cell in cells])
    counts = wrapped([cells for _, cells in held], edges)
    first = held[0][1][0][0]
    rows: list[Sequence[tuple[int, Cells]]] = []
    for begin, count in zip(accumulate(counts, initial=0), counts, strict=False):
        row = held[begin : begin + count]
        if len(row[0][1]) == 1 and row[0][1][0][0] != first:
            break
        rows.append(row)
    while rows and len(rows[-1][0][1]) == 1:
        rows.pop()
    inside = [one for row in rows for one in row]
    edges = _merged([], [cell for _, cells in inside for cell in cells])
    lines = together([_line(*block[place], cells, edges) for place, cells in inside], [len(row) for row in rows])
    full = sum(len(row[0][1]) > 1 for row in rows)
    placed = [cells for _, cells in inside]
    told = full >= (2 if headings or are_labels(placed) else _ROWS) and are_aligned(placed, edges)
    reach = inside[-1][0] + 1 - at if inside else 0
    headings = sum(row[-1][0] < held[headings][0] for row in rows) if 0 < headings < len(held) else 0
    return reach, lines if told and not are_prose(lines) and not are_listed(lines) else [], headings, edges


def _merged(columns: Sequence[tuple[int, int]], cells: Cells) -> list[tuple[int, int]]:
    """The columns when these cells are among them: those that they reach over are one."""
    return united([*columns, *((left, right) for left, right, _ in cells)], _GAP)


def _line(start: int, line: str, cells: Cells, columns: Sequence[tuple[int, int]]) -> Line:
    texts = ("; ".join(text for left, _, text in cells if begin <= left < end) for begin, end in columns)
    own = tuple(texts) if len(cells) > 1 or cells[0][0] >= columns[0][1] else (cells[0][2],)
    return Line(start + len(line) - len(line.lstrip()), start + len(line), own)
