"""The lines of a table in a plain text -> its rows, of which some go on in the next line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from ingest.formats.columns import Run
from ingest.formats.pdf_wraps import rows_of

_WIDTH, _HEIGHT = 6.0, 10.0  # points of a sign in type whose signs are all as wide, as `rows_of` measures
_ROWS = 3  # that rules part from each other at least
_DEEPEST = 6  # lines of a row between two rules
Cells = list[tuple[int, int, str]]  # from where to where, in signs from the left, and what they say


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table.

    Attributes:
        start, end: offsets into the text, without the space around it.
        cells: what stands in each column; where some span others, each cell once.
        spans: over how many columns and rows each of them reaches; none where all reach over one.
    """

    start: int
    end: int
    cells: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] = ()


def wrapped(lines: Sequence[Cells], columns: Sequence[tuple[int, int]]) -> list[int]:
    """How many lines each row has, told by words that had no room on the line above."""
    filled = [sum(begin <= left for begin, _ in columns) - 1 for line in lines for left, _, _ in line]
    edges = [(begin * _WIDTH, end * _WIDTH) for at, (begin, end) in enumerate(columns) if at in filled]
    counts = [len(row) for row in rows_of([list(_runs(line, at)) for at, line in enumerate(lines)], edges)]
    begins = list(accumulate(counts, initial=0))
    blank = [at for at, line in enumerate(lines) if line[0][0] >= columns[0][1]]
    if 2 * len(blank) > len(lines) or set(blank) <= set(begins):
        return counts
    # Where lines without a first cell go on, so do those that begin amid a sentence.
    amid = [at > 0 and at in blank and all(text[0].islower() for *_, text in lines[at]) for at in begins[:-1]]
    starts = [at for at, on in zip(begins, amid, strict=False) if not on]
    return [end - start for start, end in pairwise([*starts, len(lines)])]


def ruled(lines: Sequence[Line], above: Sequence[int]) -> list[int] | None:
    """How many lines each row has where rules part all rows; None where they do not.

    Args:
        lines: of the table.
        above: how many rules stand above each.
    """
    rows = [[lines[at] for at in group] for _, group in groupby(range(len(lines)), key=above.__getitem__)]
    deep = max(map(len, rows), default=1)
    whole = all("" in line.cells for row in rows for line in row[1:])
    return [len(row) for row in rows] if len(rows) >= _ROWS and 1 < deep <= _DEEPEST and whole else None


def together(lines: Sequence[Line], counts: Sequence[int]) -> list[Line]:
    """The rows: of each so many of the lines."""
    found, at = [], 0
    for count in counts:
        row, at = lines[at : at + count], at + count
        columns = range(max(len(line.cells) for line in row))
        texts = (" ".join(filter(None, (line.cells[c] for line in row if c < len(line.cells)))) for c in columns)
        found.append(row[0] if count == 1 else Line(row[0].start, row[-1].end, tuple(texts)))
    return found


def _runs(line: Cells, at: int) -> Iterator[Run]:
    low = -at * 1.2 * _HEIGHT
    for left, right, text in line:
        yield Run(left * _WIDTH, low, right * _WIDTH, low + _HEIGHT, text, _HEIGHT)
