"""Which rows of a table sum up others: told by adding up, so in any language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.cells import typed
from ingest.formats.grid import GridRow
from ingest.tables import Column

_SAMPLE = 20  # cells that show whether a column holds numbers
_LEAST = 3  # numbers in one column whose sum is no chance; two do in several columns
_MOST = 1.01  # how far a sum of rounded numbers may be off, in units of the last digit shown
_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d{1,2})?")
_SMALL = 1000  # a whole number below it was not rounded


@dataclass(slots=True)
class _Sum:
    """A running sum and of how many numbers."""

    value: float = 0.0
    count: int = 0


def totals(cells: Sequence[Sequence[str]], columns: Sequence[Column], rows: Sequence[GridRow]) -> frozenset[int]:
    """The numbers of the rows that are sums of the rows above them, of all or since the last sum.

    Args:
        cells: of each row, one a column.
        columns: of the table.
        rows: the same rows with their looks: a workbook says which cells it has summed up.
    """
    numeric = [at for at, column in enumerate(columns) if _is_numeric(cells, at, column)]
    found: set[int] = set()
    parts = {at: _Sum() for at in numeric}  # since the last sum
    wholes = {at: _Sum() for at in numeric}  # of all rows that are no sums
    for number, row in enumerate(cells):
        there = {at: row[at] for at in numeric if row[at]}
        values = {at: value for at, text in there.items() if (value := _value(text, columns[at])) is not None}
        said = any(cell.sums for cell in rows[number].looks or ())
        if said or (values and any(_adds_up(values, there, sums) for sums in (parts, wholes))):
            found.add(number)
            parts = {at: _Sum() for at in numeric}
            continue
        for at, value in values.items():
            for sums in (parts[at], wholes[at]):
                sums.value += value
                sums.count += 1
    return frozenset(found)


def _is_numeric(cells: Sequence[Sequence[str]], at: int, column: Column) -> bool:
    sample = [row[at] for row in cells[:_SAMPLE] if row[at]]
    kinds = [typed(text, column).kind for text in sample]
    return bool(kinds) and 2 * sum(kind in ("number", "currency", "empty") for kind in kinds) > len(kinds)


def _value(text: str, column: Column) -> float | None:
    if column.decimal != "," and _PLAIN.fullmatch(text):
        return float(text)  # as most are: reading them as cells takes ten times as long
    value = typed(text, column).value
    return value if isinstance(value, float) else None


def _adds_up(values: Mapping[int, float], texts: Mapping[int, str], sums: Mapping[int, _Sum]) -> bool:
    """Whether most of the numbers of a row are the sums of those above, and more of them than chance would give."""
    counted = [at for at in values if sums[at].count > 1 and (values[at] or sums[at].value)]
    near = [at for at in counted if abs(values[at] - sums[at].value) <= _MOST]
    right = [at for at in near if abs(values[at] - sums[at].value) <= _rounding(texts[at], values[at])]
    enough = len(right) > 1 or any(sums[at].count >= _LEAST for at in right)
    return enough and 2 * len(right) > len(values)


def _rounding(text: str, value: float) -> float:
    """How far a sum may be off because what was added up was rounded: one unit of the last digit shown."""
    if not value.is_integer():
        return _MOST * 10.0 ** -len(f"{value:.10f}".rstrip("0").partition(".")[2])
    return _MOST if abs(value) >= _SMALL and not text.endswith("000") else 1e-9
