"""The tables of a page whose cells stand between rules."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.formats.columns import Run, lines_of, runs_of
from ingest.formats.grid import RawCell
from ingest.formats.pdf_rules import Grid, cell_at
from ingest.formats.pdf_tables import Bold, PageTable, around
from ingest.formats.pdf_words import Word

_CELLS = 3  # with words that a table has at least
_SMALL = 0.85  # of the height of a value: that of a label above it
_LINES = 3  # that cells have at least which hold a column of rows rather than a paragraph


def ruled_table(grid: Grid, words: Sequence[Word], is_bold: Bold) -> tuple[PageTable | None, list[Word]]:
    """The table in a grid, None if there is none, and the words outside of it."""
    inside: dict[tuple[int, int], list[Word]] = {}
    outside: list[Word] = []
    owners = _owners(grid)
    for word in words:
        place = cell_at(grid, (word.left + word.right) / 2, (word.bottom + word.top) / 2)
        if place is None:
            outside.append(word)
        else:
            inside.setdefault(owners[place][0], []).append(word)
    if len(inside) < _CELLS:
        return None, list(words)
    whole = around([word for found in inside.values() for word in found])
    if boxes := _boxes([lines_of(runs_of(found)) for _, found in sorted(inside.items())]):
        return PageTable(boxes, whole, ((grid.xs[0], grid.xs[-1]),)), outside
    if len(set(owners.values())) <= _CELLS or not _is_filled(inside):
        return None, list(words)
    texts = {place: [_run_on(line) for line in lines_of(runs_of(found))] for place, found in inside.items()}
    bold = {place: is_bold(found[0].at) for place, found in inside.items() if found[0].at >= 0}
    columns = tuple(pairwise(grid.xs))
    rows: list[tuple[RawCell, ...]] = []
    for row in range(len(grid.ys) - 1):
        places = [(row, column) for column in range(len(columns))]
        cells = [(place, owners[place][1]) for place in places if owners[place][0] == place]
        rows += _ruled_row([(texts.get(place, []), bold.get(place, False), span) for place, span in cells])
    return PageTable(tuple(rows), whole, columns), outside


def _boxes(cells: Sequence[Sequence[Sequence[Run]]]) -> tuple[tuple[RawCell, ...], ...]:
    """The rows of a form whose labels stand in small type above what is filled in; none where not all cells do so."""
    found = [[_run_on(line) for line in lines] for lines in cells]
    told = [one for one in found if len(one) > 1]
    highest = max((label.height for label, *_ in told), default=0.0)
    small = all(label.height <= _SMALL * min(line.height for line in value) for label, *value in told)
    named = all(lines[0].height <= highest and not any(map(str.isdigit, lines[0].text)) for lines in found)
    if len(told) < _CELLS or not small or not named:
        return ()
    return tuple(
        (RawCell(label.text, heading=True), RawCell("\n".join(line.text for line in value))) for label, *value in found
    )


def _is_filled(inside: dict[tuple[int, int], list[Word]]) -> bool:
    """Whether words stand in more than one row and more than one column."""
    return len({row for row, _ in inside}) > 1 and len({column for _, column in inside}) > 1


def _owners(grid: Grid) -> dict[tuple[int, int], tuple[tuple[int, int], tuple[int, int]]]:
    """For each place of a grid, the first place of its cell, and how many columns and rows that spans."""
    owners: dict[tuple[int, int], tuple[tuple[int, int], tuple[int, int]]] = {}
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    for row in range(rows):
        for column in range(columns):
            if (row, column) in owners:
                continue
            across = down = 1
            while not grid.is_parted(row, column + across - 1) and (row, column + across) not in owners:
                across += 1
            while not any(grid.is_underlined(row + down - 1, column + at) for at in range(across)):
                down += 1
            for i in range(down):
                for k in range(across):
                    owners.setdefault((row + i, column + k), ((row, column), (across, down)))
    return owners


def _ruled_row(cells: Sequence[tuple[list[Run], bool, tuple[int, int]]]) -> list[tuple[RawCell, ...]]:
    """The row of a grid; as many rows as there are lines, where all cells have as many, at the same heights."""
    filled = [lines for lines, _, _ in cells if lines]
    counts = {len(lines) for lines in filled}
    plain = all(span == (1, 1) for _, _, span in cells)
    if plain and len(filled) > 1 and len(counts) == 1 and counts.pop() >= _LINES and _level(filled):
        return [
            tuple(RawCell(lines[at].text if lines else "", bold=bold) for lines, bold, _ in cells)
            for at in range(len(filled[0]))
        ]
    return [
        tuple(
            RawCell("\n".join(line.text for line in lines), bold=bold, across=across, down=down)
            for lines, bold, (across, down) in cells
        )
    ]


def _level(columns: Sequence[Sequence[Run]]) -> bool:
    return all(
        max(run.middle for run in line) - min(run.middle for run in line) < 2 for line in zip(*columns, strict=True)
    )


def _run_on(line: Sequence[Run]) -> Run:
    """The runs of a line as one."""
    place = around(line)
    text = " ".join(run.text for run in line)
    return Run(place.left, line[0].bottom, place.right, line[0].top, text, line[0].height)
