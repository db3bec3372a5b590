"""A sheet -> the stretches of it that can be tables: parted by blank rows, and by blank columns."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ingest.formats.grid import GridRow
from ingest.formats.table_shapes import shape, spread

_LEAST = 2  # columns of a table
_FEW = 3  # rows of headings with a blank row below them


def regions(rows: Sequence[GridRow], *, sheet: bool) -> Iterator[tuple[list[GridRow], int, int]]:
    """The stretches of rows that can be tables, without blank rows: all, unless it is a sheet.

    There, blank rows and blank columns part tables. A few rows of words alone go with what stands below them: they may
    be its headings. How many they are is given too, and in which column of the sheet a stretch begins.
    """
    if not sheet:
        yield [row for row in rows if any(row.texts)], 0, 0
        return
    kept: list[GridRow] = []
    for filled, run in groupby(rows, key=lambda row: any(row.texts)):
        if filled:
            above, found = len(kept), [*kept, *run]
            kept = found if not kept and _can_head(found) else []
            if not kept:
                yield from _beside(found, above)
    if kept:
        yield kept, 0, 0


def _can_head(rows: Sequence[GridRow]) -> bool:
    cells = [text for row in rows for text in row.texts]
    words = not rows[-1].texts[0] or not any(shape(text) == "#" for text in cells)
    return len(rows) <= _FEW and len(spread(rows[-1])) > 1 and words


def _beside(rows: list[GridRow], above: int) -> Iterator[tuple[list[GridRow], int, int]]:
    """The tables in a run of rows: each begins with a column of words, after a blank one."""
    width = max(len(row.texts) for row in rows)
    blank = [not any(at < len(row.texts) and row.texts[at] for row in rows) for at in range(width)]
    starts = [at for at in range(_LEAST, width - 1) if blank[at - 1] and not blank[at] and _words(rows, at)]
    edges = [0, *(at for at in starts if not blank[at + 1]), width]
    for start, end in pairwise(edges):
        stop = end if end == width else end - 1  # what parts it from the next one is no column of it
        cut = [row.part(start, stop) for row in rows] if len(edges) > 2 else rows
        yield [row for row in cut if any(row.texts)], sum(any(row.texts) for row in cut[:above]), start


def _words(rows: Sequence[GridRow], column: int) -> bool:
    shapes = Counter(shape(row.texts[column]) for row in rows if column < len(row.texts) and row.texts[column])
    said = shapes["x"] + shapes["x1"]
    return said > 1 and 2 * said > sum(shapes.values())
