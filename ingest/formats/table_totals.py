"""Which rows of a table sum up others, above or below them: told by adding up, so in any language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.cells import typed
from ingest.formats.grid import GridRow
from ingest.tables import Column

_SAMPLE = 20  # cells that show whether a column holds numbers
_LEAST = 3  # numbers in one column whose sum is no chance; two do in several columns
_BILL = 1000  # rows of a table with sums of two numbers
_DIGITS = 3  # of a sum of two numbers that is no chance
_MOST = 1.01  # how far a sum of rounded numbers may be off, in units of the last digit shown
_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d{1,2})?")
_SMALL = 1000  # a whole number below it was not rounded


@dataclass(slots=True)
class _Sum:
    """A running sum, of how many numbers, and the last of them."""

    value: float = 0.0
    count: int = 0
    last: float = 0.0

    def add(self, value: float) -> None:
        self.value += value
        self.count += 1
        self.last = value


@dataclass(frozen=True, slots=True)
class Sums:
    """What the numbers of a table come to, by column: since the last row that sums up, and of all rows that do not."""

    parts: Mapping[int, _Sum] = field(default_factory=dict)
    wholes: Mapping[int, _Sum] = field(default_factory=dict)


def totals(
    cells: Sequence[Sequence[str]], columns: Sequence[Column], rows: Sequence[GridRow], above: Sums | None = None
) -> tuple[frozenset[int], Sums]:
    """The numbers of the rows that are sums of the rows above them, of all or since the last sum.

    Args:
        cells: of each row, one a column.
        columns: of the table.
        rows: the same rows with their looks: a workbook says which cells it has summed up.
        above: what the rows of the same table above these come to, where a blank row parts them.

    Returns:
        They, and what all rows come to.
    """
    numeric = {at for at, column in enumerate(columns) if _is_numeric(cells, at, column)}
    numeric |= set(above.parts) if above else set()
    found, sums = _found(cells, columns, rows, _begun(numeric, above))
    if above is None and len(cells) <= _BILL and not found:
        found, sums = _of_two(cells, columns, rows, numeric) or (found, sums)
    if above is None and cells and 0 not in found and _heads(cells, columns, sums.wholes):
        found.add(0)
    return frozenset(found), sums


def _begun(numeric: Iterable[int], above: Sums | None = None) -> Sums:
    known = above or Sums()
    return Sums(*({at: replace(sums.get(at, _Sum())) for at in numeric} for sums in (known.parts, known.wholes)))


def _of_two(
    cells: Sequence[Sequence[str]], columns: Sequence[Column], rows: Sequence[GridRow], numeric: Iterable[int]
) -> tuple[set[int], Sums] | None:
    """The same where sums of two numbers count too, as in a bill: if the last of them sums up all that are no sums."""
    found, sums = _found(cells, columns, rows, _begun(numeric), bill=True)
    if len(found) < _LEAST or max(found) < max(at for at, row in enumerate(cells) if any(row)):
        return None
    there, values = _numbers(cells[max(found)], columns, sums.wholes)
    return (found, sums) if bool(values) and _adds_up(values, there, sums.wholes) else None


def _found(
    cells: Sequence[Sequence[str]],
    columns: Sequence[Column],
    rows: Sequence[GridRow],
    sums: Sums,
    *,
    bill: bool = False,
) -> tuple[set[int], Sums]:
    """The rows that sum up, and what the others come to; in a `bill` every sum of two numbers counts."""
    found: set[int] = set()
    rare = 2 * sum(map(_is_bold, rows)) < len(rows)
    for number, row in enumerate(cells):
        there, values = _numbers(row, columns, sums.wholes)
        said = any(cell.sums for cell in rows[number].looks or ())
        last = _ends(cells, number)
        apart = bill or (rare and _is_bold(rows[number])) or (last and _lacks(cells, number))
        look = {"apart": apart, "last": last}
        if said or (values and any(_adds_up(values, there, one, **look) for one in (sums.parts, sums.wholes))):
            found.add(number)
            sums = Sums(_begun(sums.parts).parts, sums.wholes)
            continue
        for at, value in values.items():
            sums.parts[at].add(value)
            sums.wholes[at].add(value)
    return found, sums


def _numbers(
    row: Sequence[str], columns: Sequence[Column], numeric: Iterable[int]
) -> tuple[dict[int, str], dict[int, float]]:
    """The cells of a row in columns of numbers that are not blank, and the values of those that are numbers."""
    there = {at: row[at] for at in numeric if row[at]}
    return there, {at: value for at, text in there.items() if (value := _value(text, columns[at])) is not None}


def _ends(cells: Sequence[Sequence[str]], number: int) -> bool:
    """Whether a row is the last one, or the last before a line of one cell."""
    return number + 1 == len(cells) or sum(map(bool, cells[number + 1])) == 1


def _lacks(cells: Sequence[Sequence[str]], number: int) -> bool:
    """Whether a row says nothing in a column where all those above it do: what they are of, a sum has not."""
    return any(not text and all(row[at] for row in cells[:number]) for at, text in enumerate(cells[number]))


def _heads(cells: Sequence[Sequence[str]], columns: Sequence[Column], wholes: Mapping[int, _Sum]) -> bool:
    """Whether the first row sums up those below it; the sums of all rows are given, with its own numbers in them."""
    there, values = _numbers(cells[0], columns, wholes)
    below = {at: _Sum(wholes[at].value - value, wholes[at].count - 1) for at, value in values.items()}
    return all(sums.count >= _LEAST for sums in below.values()) and bool(values) and _adds_up(values, there, below)


def _is_numeric(cells: Sequence[Sequence[str]], at: int, column: Column) -> bool:
    sample = [row[at] for row in cells[:_SAMPLE] if row[at]]
    kinds = [typed(text, column).kind for text in sample]
    return bool(kinds) and 2 * sum(kind in ("number", "currency", "empty") for kind in kinds) > len(kinds)


def _value(text: str, column: Column) -> float | None:
    if column.decimal != "," and _PLAIN.fullmatch(text):
        return float(text)  # as most are: reading them as cells takes ten times as long
    value = typed(text, column).value
    return value if isinstance(value, float) else None


def _is_bold(row: GridRow) -> bool:
    return bool(row.looks) and all(cell.bold for cell in row.looks or () if cell.text)


def _adds_up(
    values: Mapping[int, float],
    texts: Mapping[int, str],
    sums: Mapping[int, _Sum],
    *,
    apart: bool = False,
    last: bool = False,
) -> bool:
    """Whether most of the numbers of a row are the sums of those above, and more of them than chance would give.

    One sum of two numbers is enough where the row is set `apart` from the others by bold type, or is the `last` one and
    the sum has many digits.
    """
    counted = [at for at in values if sums[at].count > 1 and (values[at] or sums[at].value)]
    near = [at for at in counted if abs(values[at] - sums[at].value) <= _MOST]
    equal = [at for at in near if abs(values[at] - sums[at].value) <= _rounding(texts[at], values[at])]
    right = [at for at in equal if sums[at].count >= _LEAST or not _is_even(sums[at])]
    enough = (
        len(right) > 1
        or (apart and bool(right))
        or any(sums[at].count >= _LEAST or (last and _is_exact(texts[at])) for at in right)
    )
    return enough and 2 * len(equal) > len(values)


def _is_even(two: _Sum) -> bool:
    """Whether two numbers and their sum are steps of one size: 1, 2, 3 or 125, 250, 375."""
    return abs(3 * two.last - 2 * two.value) <= _MOST


def _is_exact(text: str) -> bool:
    """Whether a number has so many digits that two others do not give it by chance: 1,263 or 42.5, and not 2,000."""
    return len("".join(sign for sign in text if sign.isdigit()).strip("0")) >= _DIGITS


def _rounding(text: str, value: float) -> float:
    """How far a sum may be off because what was added up was rounded: one unit of the last digit shown."""
    if not value.is_integer():
        return _MOST * 10.0 ** -len(f"{value:.10f}".rstrip("0").partition(".")[2])
    return _MOST if abs(value) >= _SMALL and not text.endswith("000") else 1e-9
