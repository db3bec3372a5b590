"""What a table holds: the rows of a short one; of a longer one its columns, its groups and what its numbers reach."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answerers.summary.units import Sheet
from bot.drafts import Computation
from ingest.cells import typed
from ingest.tables import Cell, Row, Table

_SHORT = 6  # rows that are told one by one
_GROUPS = 8  # values of a column that groups the rows
_SHOWN = 4  # examples of a group


@dataclass(frozen=True, slots=True)
class Told:
    """A line on a table, the rows that show it, and where it counts them, how."""

    text: str
    rows: tuple[Row, ...]
    computation: Computation | None = None


def told(sheet: Sheet, source: str) -> Iterator[Told]:
    """What is said of a table of a document, the most telling first."""
    table = sheet.table
    rows = [row for row in table.rows if not row.total]
    if not rows:
        return
    if len(rows) <= _SHORT:
        yield from (Told(_row(row), (row,)) for row in rows)
        return
    yield _counted(sheet, source, rows)
    label = _label(table, rows)
    groups = _groups(table, rows, label)
    for value, members in groups.items():
        yield Told(f"{value}: {_examples(members, label)}", tuple(members[:_SHOWN]))
    if not groups:
        yield Told(_examples(rows, label), tuple(rows[:_SHOWN]))
    yield from _ranges(table, rows, label)


def _counted(sheet: Sheet, source: str, rows: Sequence[Row]) -> Told:
    """How many rows it has, and its columns."""
    columns = [at for at, column in enumerate(sheet.table.columns) if column.name]
    places = tuple(row.start for row in rows)
    count = Computation(source, sheet.number, "count", tuple(columns), rows=places, result=(str(len(rows)),))
    named = ", ".join(sheet.table.columns[at].name for at in columns)
    return Told(f"{len(rows)} rows: {named}" if named else f"{len(rows)} rows", (rows[0],), count)


def _row(row: Row) -> str:
    """A row as a line: what its first cell names, and the others."""
    first, *others = [cell for cell in dict.fromkeys(row.cells) if cell]
    return f"{first}: {', '.join(others)}" if others else first


def _examples(rows: Sequence[Row], label: int) -> str:
    named = ", ".join(row.cells[label] for row in rows[:_SHOWN])
    return f"{named} …" if len(rows) > _SHOWN else named


def _label(table: Table, rows: Sequence[Row]) -> int:
    """The column that names the rows: of those of words the first whose values differ most; else the first."""
    best, most = 0, 0.0
    for at in range(len(table.columns)):
        values = [row.cells[at] for row in rows]
        worded = sum(any(map(str.isalpha, value)) and not any(map(str.isdigit, value[:3])) for value in values)
        share = len(set(values)) * worded / len(values) ** 2
        if share > most + 0.1:
            best, most = at, share
    return best


def _groups(table: Table, rows: Sequence[Row], label: int) -> dict[str, list[Row]]:
    """The rows by the values of the column that groups them best; none where no column does."""
    best: dict[str, list[Row]] = {}
    for at in range(len(table.columns)):
        found: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            found[row.cells[at]].append(row)
        words = all(any(map(str.isalpha, value)) for value in found)
        if at != label and words and 1 < len(found) <= min(_GROUPS, len(rows) // 2) and len(found) > len(best):
            best = dict(found)
    return best


def _ranges(table: Table, rows: Sequence[Row], label: int) -> Iterator[Told]:
    """What the numbers of a column reach, and in which rows; units are kept apart."""
    for at, column in enumerate(table.columns):
        cells: list[tuple[Cell, Row]] = [(typed(row.cells[at], column), row) for row in rows if row.cells[at]]
        numbers = [(cell.value, cell, row) for cell, row in cells if isinstance(cell.value, float)]
        units = {cell.unit for _, cell, _ in numbers}
        if at == label or len(numbers) < max(3, len(cells) // 2) or len(units) != 1 or not column.name:
            continue
        low, high = (pick(numbers, key=lambda one: one[0]) for pick in (min, max))
        if low[0] == high[0]:
            continue
        said = " to ".join(f"{cell.text} ({row.cells[label]})" for _, cell, row in (low, high))
        yield Told(f"{column.name}: {said}", (low[2], high[2]))
