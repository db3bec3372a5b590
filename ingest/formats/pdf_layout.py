"""The words of a page -> its lines and tables in the order of reading, and the text that the lines make."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from ingest.formats.columns import Run, columns_of, reordered, runs_of, same_line
from ingest.formats.hyphens import is_parted
from ingest.formats.pdf_cells import written_tables
from ingest.formats.pdf_grids import ruled_table
from ingest.formats.pdf_rules import Grid
from ingest.formats.pdf_tables import Bold, PageTable, around, spaced_tables
from ingest.formats.pdf_words import Word

_CELLS = 1.5  # heights of a gap that sets parts of a line apart as cells
_EVEN = 0.15  # of the widest: how much the spaces of such a line may differ
_PITCH = 1.3  # times the usual distance of two lines: more parts paragraphs
_FAR = 2.2  # heights: the same, whatever is usual
_SIZE = 1.18  # times the height of the line before: another size is another paragraph
_LEADER = re.compile(r"(?:\. ?){4,}|_{4,}|…{2,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a table on it.

    Attributes:
        run: its words and where they stand.
        apart: whether it is a paragraph alone: cells of what may be a table, an entry of a list of contents.
        table: if it is one.
    """

    run: Run
    apart: bool = False
    table: PageTable | None = None


def lines_on(words: Sequence[Word], grids: Sequence[Grid], is_bold: Bold) -> list[Line]:
    """Words of one direction as lines and tables, in the order of reading."""
    rest, tables = list(words), []
    for grid in grids:
        table, rest = ruled_table(grid, rest, is_bold)
        if table:
            tables.append(table)
    runs = runs_of(rest)
    gone: set[Run] = set()
    for table, inside in written_tables(runs, is_bold):
        gone.update(inside)
        tables.append(table)
    runs = [run for run in runs if run not in gone]
    for column in columns_of(runs) if runs else ():
        for table, inside in spaced_tables(column, is_bold):
            gone.update(inside)
            tables.append(table)
    runs = [run for run in runs if run not in gone]
    places = {table.place: table for table in tables}
    written = sorted([*runs, *places], key=lambda run: run.at) if places else runs
    return list(_lines(reordered(written), places))


def _lines(runs: Sequence[Run], places: Mapping[Run, PageTable]) -> Iterator[Line]:
    line: list[Run] = []
    for run in runs:
        if line and (run in places or not same_line(line[0], run) or run.left < line[-1].left):
            yield _line(line)
            line = []
        if run in places:
            yield Line(run, True, places[run])
        else:
            line.append(run)
    if line:
        yield _line(line)


def _line(runs: Sequence[Run]) -> Line:
    if len(runs) == 1:
        return Line(runs[0], runs[0].filled or _LEADER.search(runs[0].text) is not None)
    gaps = [other.left - one.right for one, other in pairwise(runs)]
    # The words of a line that was stretched to the width of its column are all as far from each other.
    apart = max(gaps) > _CELLS * runs[0].height and (len(gaps) < 2 or max(gaps) - min(gaps) > _EVEN * max(gaps))
    text = " ".join(run.text for run in runs)
    whole = around(runs)
    widest = max(runs, key=lambda run: run.right - run.left)
    run = Run(whole.left, widest.bottom, whole.right, widest.top, text, widest.height, whole.at)
    return Line(run, apart or any(run.filled for run in runs) or _LEADER.search(text) is not None)


def pieces_of(lines: Sequence[Line]) -> Iterator[str | PageTable]:
    """Texts, with a blank line between paragraphs that space or size sets apart, and the tables between them."""
    pitches = _pitches(lines)
    for is_table, group in groupby(lines, key=lambda line: line.table is not None):
        inside = list(group)
        if is_table:
            yield from (line.table for line in inside if line.table)
            continue
        text = inside[0].run.text
        for above, line in pairwise(inside):
            text += ("\n\n" if _parted(above, line, pitches) else "\n") + line.run.text
        yield text


def _pitches(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance between two lines of each height, in points."""
    found: dict[int, list[float]] = {}
    for above, line in pairwise(lines):
        apart = above.run.middle - line.run.middle
        if 0 < apart < 3 * line.run.height and round(above.run.height) == round(line.run.height):
            found.setdefault(round(line.run.height), []).append(apart)
    return {height: median(values) for height, values in found.items() if len(values) > 2}


def _parted(above: Line, line: Line, pitches: Mapping[int, float]) -> bool:
    """Whether a new paragraph begins with the line."""
    one, other = above.run, line.run
    apart = one.middle - other.middle
    if above.apart or line.apart or not 1 / _SIZE < other.height / one.height < _SIZE:
        return True
    # At the top of the next column the text may go on; and it does behind a hyphen.
    if apart < 0 or (is_parted(f"{one.text}\n") and other.text[0].islower()):
        return False
    usual = pitches.get(round(other.height), 0.0)
    return apart > min(max(_PITCH * usual, 1.2 * other.height) if usual else _FAR * other.height, _FAR * other.height)
