"""Executable computations: what a claim computes is computed again from the characters of its document."""

from bot.drafts import Computation
from bot.proof.grid import Grid, grid_read
from bot.proof.operations import computed, items, matching
from ingest.documents import Document

# What a sentence may call an operation; these say nothing of the documents.
_CALLED = "sum average highest lowest latest earliest difference first last row rows times most least different values"


def recomputed(said: Computation, document: Document) -> str | None:
    """What a computation says in words, if it comes out the same from the text as it stands.

    Args:
        said: what an answerer has computed.
        document: its cells are read from the characters of each row, and typed again.

    Returns:
        The result, how many rows it rests on, of how many, the conditions and the names of the columns: what a sentence
        about it may say without quoting it. None if something else comes out.
    """
    grid = grid_read(document, said.table)
    if grid is None or document.source != said.source or not _whole(grid, document, said):
        return None
    found = computed(grid, said)
    if found is None:
        return None
    rows, result = found
    if result != said.result or tuple(grid.starts[row] for row in rows) != said.rows:
        return None
    return "; ".join(dict.fromkeys(_words(grid, said, rows)))


def _whole(grid: Grid, document: Document, said: Computation) -> bool:
    """Whether every cell that counts stands in the text: one that was changed there would only be missed."""
    used = {*said.columns, *(one.column for one in said.conditions)} | ({said.by} if said.by is not None else set())
    return all(
        grid.cells[number][at].text == row.cells[at]
        for number, row in enumerate(document.tables[said.table].rows)
        for at in used
    )


def _words(grid: Grid, said: Computation, rows: tuple[int, ...]) -> list[str]:
    met = items(grid, matching(grid, said.conditions))
    columns = [*said.columns, *(one.column for one in said.conditions), *([] if said.by is None else [said.by])]
    counts = [f"{count} rows" for count in (len(rows), len(met), sum(not total for total in grid.totals))]
    values = [value for one in said.conditions for value in one.values]
    return [_CALLED, *said.result, *counts, *values, f"{said.factor:g}", *(grid.columns[at].name for at in columns)]
