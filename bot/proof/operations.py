"""What can be done with the rows of a table: which of them meet conditions, and what comes of them."""

import re
from collections import Counter
from collections.abc import Sequence
from math import inf, nextafter
from typing import Any

from bot.drafts import Computation, Condition, Operation
from bot.proof.grid import Amount, Grid, amount, stemmed
from ingest.cells import number, typed
from ingest.tables import Column
from ingest.text.words import stands_in

Result = tuple[tuple[int, ...], tuple[str, ...]]  # the numbers of the rows that it rests on, and what came out

_ADDED = ("sum", "average", "range", "difference", "change", "times")
_LOW = re.compile(r"\b(?:from|at least|ab|mindestens|à partir de|dès|desde|a partir de)\b|≥", re.I)
_HIGH = re.compile(r"\b(?:up to|at most|bis|höchstens|jusqu['’]à|hasta)\b|≤", re.I)
_ANY = re.compile(r"\d+(?:[,’' ]\d{3})*(?:\.\d+)?")


def matching(grid: Grid, conditions: Sequence[Condition]) -> list[int]:
    """The numbers of the rows that meet all conditions."""
    rows = range(len(grid.cells))
    for condition in conditions:
        rows = [row for row in rows if _meets(grid, row, condition)]  # type: ignore[assignment]  # a list from now on
    return list(rows)


def items(grid: Grid, rows: Sequence[int]) -> list[int]:
    """Those of some rows that are items, where not all of them are totals."""
    return [row for row in rows if not grid.totals[row]] or list(rows)


def computed(grid: Grid, asked: Computation) -> Result | None:
    """What comes of a computation; None if it cannot be done."""
    rows = matching(grid, asked.conditions)
    return operate(grid, asked.operation, rows, asked.columns, asked.by, asked.factor)


def operate(
    grid: Grid,
    operation: Operation,
    rows: Sequence[int],
    columns: Sequence[int],
    by: int | None = None,
    factor: float = 1.0,
) -> Result | None:
    """What comes of an operation on rows; None if it cannot be done: units differ, or a cell is no number.

    Total rows are no items: they count only where nothing else was asked for.
    """
    rows = items(grid, rows)
    if not rows:
        return ((), ("0",)) if operation == "count" else None
    if operation == "count":
        return tuple(rows), (str(len(rows)),)
    if operation in ("most", "least") and by is not None:
        return _extreme(grid, rows, columns, by, round(factor), highest=operation == "most")
    if operation in ("column most", "column least"):
        return _extreme_column(grid, rows, columns, highest=operation == "column most")
    if operation in ("first", "last", "next", "previous"):
        return _placed(grid, operation, rows, columns)
    if operation == "frequent":
        return _frequent(grid, rows, columns[0])
    if operation in ("list", "distinct"):
        used = [row for row in rows if together(grid, row, columns)]
        shown = tuple(dict.fromkeys(together(grid, row, columns) for row in used))
        return (tuple(used), shown if operation == "list" else (str(len(shown)),)) if shown else None
    return _arithmetic(grid, operation, [(row, at) for row in rows for at in columns], factor)


def together(grid: Grid, row: int, columns: Sequence[int]) -> str:
    """What stands in some columns of a row: "Ann Lee" of first name and surname."""
    return " ".join(filter(None, (grid.cells[row][at].text for at in columns)))


def _meets(grid: Grid, row: int, condition: Condition) -> bool:
    at = condition.column
    if condition.relation in ("empty", "filled"):
        return (grid.cells[row][at].kind == "empty") == (condition.relation == "empty")
    if condition.relation == "not":
        return not any(stands_in(stemmed(value), grid.stems[row][at]) for value in condition.values)
    if condition.relation == "is":
        return any(grid.stems[row][at] == stemmed(value) for value in condition.values) or _same_date(
            grid, row, condition
        )
    if condition.relation == "holds":
        return any(stands_in(stemmed(value), grid.stems[row][at]) for value in condition.values)
    if condition.relation == "spans":
        low, high = bands(grid, at).get(row, (1.0, 0.0))
        return low <= float(condition.values[0]) <= high
    there, limit = grid.amounts[row][at], amount(typed(condition.values[0], grid.columns[at]))
    if there is None or limit is None:
        return False
    return compared(there, limit, condition.relation)


def _same_date(grid: Grid, row: int, condition: Condition) -> bool:
    there = grid.amounts[row][condition.column]
    if there is None or there.unit != "date":
        return False
    limits = [amount(typed(value, grid.columns[condition.column])) for value in condition.values]
    return any(
        limit is not None
        and limit.unit == "date"
        and compared(there, limit, "at least")
        and compared(there, limit, "at most")
        for limit in limits
    )


def bands(grid: Grid, at: int) -> dict[int, tuple[float, float]]:
    """The ranges that the cells of a column name, where they are ranges that follow each other: "1 - 9", "from 10".

    Of a cell with one number, in whatever words, the first of all names the end and the last one the beginning. Where
    all cells have one number, and they or the column's name say which end it is ("from", "up to"), each goes on to the
    next.
    """
    numbers = {row: _numbers(cells[at].text) for row, cells in enumerate(grid.cells) if cells[at].kind != "empty"}
    places = sorted(numbers)
    if len(places) < 2:
        return {}
    if all(len(found) == 1 for found in numbers.values()):
        return _steps([(row, numbers[row][0]) for row in places], _end_of(grid, at))
    found: dict[int, tuple[float, float]] = {}
    last = -inf
    for row in places:
        if not 1 <= len(numbers[row]) <= 2 or numbers[row][0] < last:
            return {}
        low, high = numbers[row][0], numbers[row][-1]
        if len(numbers[row]) == 1:
            low = -inf if row == places[0] else low
            high = inf if row == places[-1] else high
        found[row], last = (low, high), numbers[row][-1]
    return found


def _steps(numbers: Sequence[tuple[int, float]], end: str) -> dict[int, tuple[float, float]]:
    """The ranges of rows with one number each that rise, and are the lower or the upper end of their range."""
    values = [value for _, value in numbers]
    if not end or values != sorted(set(values)):
        return {}
    lows = values if end == "low" else [-inf, *(nextafter(value, inf) for value in values)]
    highs = values if end == "high" else [*(nextafter(value, -inf) for value in values[1:]), inf]
    return {row: both for (row, _), both in zip(numbers, zip(lows, highs, strict=False), strict=True)}


def _end_of(grid: Grid, at: int) -> str:
    """Which end of a range the numbers of a column are: "low", "high", or "" where neither name nor all cells say."""
    texts = [cells[at].text for cells in grid.cells if cells[at].text]
    ends = ((_LOW, "low"), (_HIGH, "high"))
    return next((end for said, end in ends if said.search(grid.columns[at].name) or all(map(said.search, texts))), "")


def _numbers(text: str) -> list[float]:
    found = (re.sub(r"[,’' ](?=\d{3})", "", one.group()) for one in _ANY.finditer(text))
    return [float(one) for one in found]


def compared(there: Amount, limit: Amount, relation: str) -> bool:
    """Whether one amount is "over", "under", "at least" or "at most" another one."""
    if limit.unit and there.unit != limit.unit and "date" not in (there.unit, limit.unit):
        return False
    one, other = there.value, limit.value
    if isinstance(one, str) or isinstance(other, str):
        one, other = (f"{part:.0f}" if isinstance(part, float) else part for part in (one, other))
        size = min(len(one), len(other))
        one, other = one[:size], other[:size]  # a year holds all its days
    if relation in ("over", "at least"):
        return one > other or (relation == "at least" and one == other)  # type: ignore[operator]  # both are of a kind
    return one < other or (relation == "at most" and one == other)  # type: ignore[operator]  # as above


def _extreme(
    grid: Grid, rows: Sequence[int], shown: Sequence[int], by: int, rank: int, *, highest: bool
) -> Result | None:
    there = [(row, found) for row in rows if (found := grid.amounts[row][by]) is not None]
    if not there or not _alike([found for _, found in there]):
        return None
    values: list[Any] = sorted({found.value for _, found in there}, reverse=highest)
    if rank > len(values):
        return None
    used = [row for row, found in there if found.value == values[rank - 1] and together(grid, row, shown)]
    texts = tuple(dict.fromkeys(together(grid, row, shown) for row in used))
    return (tuple(used), texts) if texts else None


def _extreme_column(grid: Grid, rows: Sequence[int], columns: Sequence[int], *, highest: bool) -> Result | None:
    if len(rows) != 1:
        return None
    there = [(at, found) for at in columns if (found := grid.amounts[rows[0]][at]) is not None]
    if len(there) < 2 or not _alike([found for _, found in there]):
        return None
    values = [found.value for _, found in there]
    best = max(values) if highest else min(values)
    return tuple(rows), tuple(grid.columns[at].name for at, found in there if found.value == best)


def _placed(grid: Grid, operation: Operation, rows: Sequence[int], shown: Sequence[int]) -> Result | None:
    if operation in ("next", "previous") and len(rows) != 1:
        return None
    at = {"first": rows[0], "last": rows[-1], "next": rows[-1] + 1, "previous": rows[0] - 1}[operation]
    if not 0 <= at < len(grid.cells) or grid.totals[at] or not together(grid, at, shown):
        return None
    used = (at,) if operation in ("first", "last") else tuple(sorted((rows[0], at)))
    return used, (together(grid, at, shown),)


def _frequent(grid: Grid, rows: Sequence[int], shown: int) -> Result | None:
    counts = Counter(grid.cells[row][shown].text for row in rows if grid.cells[row][shown].text)
    if not counts or max(counts.values()) < 2:
        return None
    best = max(counts.values())
    texts = tuple(text for text, count in counts.items() if count == best)
    return tuple(row for row in rows if grid.cells[row][shown].text in texts), texts


def _arithmetic(grid: Grid, operation: Operation, places: Sequence[tuple[int, int]], factor: float) -> Result | None:
    filled = [(row, at) for row, at in places if grid.cells[row][at].kind != "empty"]
    there = [grid.amounts[row][at] for row, at in filled]
    found = [one for one in there if one is not None]
    if not found or len(found) < len(there) or not _alike(found):
        return None
    rows = tuple(dict.fromkeys(row for row, _ in filled))
    if operation in ("highest", "lowest"):
        values = [one.value for one in found]
        best = max(values) if operation == "highest" else min(values)
        at = values.index(best)
        return (filled[at][0],), (grid.cells[filled[at][0]][filled[at][1]].text,)
    numbers = [one.value for one in found if isinstance(one.value, float)]
    if operation not in _ADDED or len(numbers) < len(found) or found[0].unit == ":":
        return None
    value = _total(operation, numbers, factor)
    if value is None or (operation in ("sum", "times") and found[0].unit == "%"):
        return None
    if operation == "change":
        return rows, (f"{value:.2f}".rstrip("0").rstrip(".") + " %",)
    texts = [grid.cells[row][at].text for row, at in filled]
    return rows, (like(texts, value, grid.columns[filled[0][1]], finer=operation == "average"),)


def _total(operation: Operation, numbers: Sequence[float], factor: float) -> float | None:
    if operation in ("difference", "change"):
        if len(numbers) != 2 or (operation == "change" and not numbers[1]):
            return None
        gap = numbers[0] - numbers[1]
        return gap if operation == "difference" else 100 * gap / abs(numbers[1])
    if operation == "times":
        return numbers[0] * factor if len(numbers) == 1 else None
    if len(numbers) < 2:
        return None
    if operation == "range":
        return max(numbers) - min(numbers)
    return sum(numbers) / (len(numbers) if operation == "average" else 1)


def _alike(amounts: Sequence[Amount]) -> bool:
    """Whether amounts can be compared or added: of one unit, and dates with dates only."""
    return len({one.unit for one in amounts}) == 1 and len({type(one.value) for one in amounts}) == 1


def like(texts: Sequence[str], value: float, column: Column, *, finer: bool = False) -> str:
    """A number written as those that it comes from: with their unit, marks and decimals, a whole one without.

    Args:
        texts: cells, one of which at least is a number.
        value: the number.
        column: theirs.
        finer: whether it may have two decimals more than they have.
    """
    mark = "," if column.decimal == "," else "."
    places = max((len(text.rpartition(mark)[2].rstrip("% )")) for text in texts if _has(text, mark)), default=0)
    shown = f"{value:,.{places + 2 * finer}f}"
    if set(shown.partition(".")[2]) <= {"0"}:
        shown = shown.partition(".")[0]
    elif finer:
        whole, _, rest = shown.partition(".")
        shown = f"{whole}.{rest[:places]}{rest[places:].rstrip('0')}"
    grouped = any(re.search(r"\d[.,'’ \u00a0]\d{3}(?!\d)", text) for text in texts)
    large = any(re.search(r"\d{4}", text) for text in texts)
    if large and not grouped:
        shown = shown.replace(",", "")
    if mark == ",":
        shown = shown.translate({ord(","): ".", ord("."): ","})
    pattern = next((found for text in texts if (found := number(text)) and "(" not in text), None)
    if pattern is None:
        return shown
    sign, digits = ("-", shown[1:]) if shown.startswith("-") else ("", shown)
    start, end = pattern.span("digits")
    before = re.sub(r"[-+−–]", "", pattern.string[:start])
    return f"{sign}{before}{digits}{pattern.string[end:]}"


def _has(text: str, mark: str) -> bool:
    found = number(text)
    digits = found["digits"] if found else ""
    head, sign, tail = digits.rpartition(mark)
    return bool(sign) and not (len(tail) == 3 and mark != "." and head) and tail.isdigit()
