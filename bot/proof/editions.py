"""Two editions of one table, as the price lists of two years: which rows are new, gone, dearer, cheaper or the same.

It is told from the cells as they stand in both documents, and told again from their characters by the proof.
"""

from collections.abc import Mapping, Sequence

from bot.drafts import Change
from bot.proof.grid import Grid, grid_read
from ingest.documents import Document

SHOWN = 12  # rows that a claim names; the others are counted
Key = tuple[str, ...]


def keys_of(grid: Grid, columns: Sequence[int]) -> list[Key]:
    """What each row is called by some columns, in small letters."""
    return [tuple(row[at].text.casefold() for at in columns) for row in grid.cells]


def aligned(newer: Grid, older: Grid, keys: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Which row of the older edition each row of the newer one goes on from: that of the same name.

    Empty if two rows of an edition have one name.
    """
    named, before = (keys_of(grid, [pair[side] for pair in keys]) for side, grid in enumerate((newer, older)))
    if len({*named}) < len(named) or len({*before}) < len(before):
        return {}
    there = {key: row for row, key in enumerate(before)}
    return {row: there[key] for row, key in enumerate(named) if any(key) and key in there}


def changed(newer: Grid, older: Grid, asked: Change) -> list[tuple[int | None, int | None]]:
    """The rows that are asked for, of the newer edition and of the older one; None where an edition has it not."""
    pairs = aligned(newer, older, asked.keys)
    if asked.wanted == "new":
        return [(row, None) for row in _items(newer, asked) if pairs and row not in pairs]
    if asked.wanted == "gone":
        return [(None, row) for row in _items(older, asked) if pairs and row not in {*pairs.values()}]
    by: dict[tuple[int, int], float] = {}
    for row in {*pairs} & {*_items(newer, asked)}:
        before = pairs[row]
        one, other = newer.amounts[row][asked.column[0]], older.amounts[before][asked.column[1]]
        if one and other and isinstance(one.value, float) and isinstance(other.value, float):
            by[row, before] = round(one.value - other.value, 9)
    sign = {"raised": 1, "lowered": -1, "same": 0}[asked.wanted]
    meant = [pair for pair, gap in sorted(by.items()) if (gap > 0) - (gap < 0) == sign]
    most = max((abs(by[pair]) for pair in meant), default=0.0)
    return [pair for pair in meant if not asked.most or abs(by[pair]) == most]


def _items(grid: Grid, asked: Change) -> list[int]:
    """The rows that hold what is asked about, and sum nothing up."""
    rows = [row for row, total in enumerate(grid.totals) if not total]
    return [row for row in rows if {*asked.said} <= {one for cell in grid.stems[row] for one in cell}]


def told_again(said: Change, documents: Mapping[str, Document]) -> str | None:
    """What a change says in words, if the same comes out of the characters of both documents; else None."""
    there = [documents.get(source) for source, _ in said.tables]
    if there[0] is None or there[1] is None:
        return None
    newer, older = (grid_read(one, at) for one, (_, at) in zip((there[0], there[1]), said.tables, strict=True))
    if newer is None or older is None:
        return None
    rows = changed(newer, older, said)
    if rows_of(newer, older, rows) != said.rows:
        return None
    counts = f"{len(rows)} {max(0, len(rows) - SHOWN)} {len(newer.cells)} {len(older.cells)} rows"
    files = " ".join(source for source, _ in said.tables)
    return f"New In not higher lower same than {counts} {files} {newer.columns[said.column[0]].name}"


def rows_of(newer: Grid, older: Grid, rows: Sequence[tuple[int | None, int | None]]) -> tuple[tuple[int, int], ...]:
    """The same rows as a claim names them: which edition, 0 the newer, and where the row's line starts."""
    pairs = (((0, newer, row), (1, older, before)) for row, before in rows)
    return tuple((side, grid.starts[row]) for pair in pairs for side, grid, row in pair if row is not None)
