"""A sheet -> the stretches of it that can be tables: parted by blank rows, and by blank columns."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ingest.formats.grid import GridRow
from ingest.formats.table_headings import shape, spread

_LEAST = 2  # columns of a table


def regions(rows: Sequence[GridRow], *, beside: bool) -> Iterator[list[GridRow]]:
    """The runs of rows that are not blank; with `beside`, tables that stand next to each other one after the other.

    A row that stands alone goes with the run below it: it may be its heading.
    """
    kept: list[GridRow] = []
    for filled, run in groupby(rows, key=lambda row: any(row.texts)):
        if not filled:
            continue
        found = [*kept, *run]
        kept = found if len(found) == 1 and len(spread(found[0])) > 1 else []
        if not kept:
            yield from _beside(found) if beside else [found]
    if kept:
        yield kept


def _beside(rows: list[GridRow]) -> Iterator[list[GridRow]]:
    """The tables in a run of rows: each begins with a column of words, after a blank one."""
    width = max(len(row.texts) for row in rows)
    blank = [not any(at < len(row.texts) and row.texts[at] for row in rows) for at in range(width)]
    starts = [at for at in range(_LEAST, width - 1) if blank[at - 1] and not blank[at] and _words(rows, at)]
    edges = [0, *(at for at in starts if not blank[at + 1]), width]
    for start, end in pairwise(edges):
        cut = [row.part(start, end) for row in rows] if len(edges) > 2 else rows
        yield from ([row for row in cut if any(row.texts)],)


def _words(rows: Sequence[GridRow], column: int) -> bool:
    shapes = Counter(shape(row.texts[column]) for row in rows if column < len(row.texts) and row.texts[column])
    return shapes["x"] > 1 and 2 * shapes["x"] > sum(shapes.values())
