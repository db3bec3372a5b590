"""The groups of a table: rows under a line of one cell, and rows further in than the one that they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.formats.grid import GridRow
from ingest.formats.table_shapes import spread

_NOTE = 120  # characters from which on a line of its own within a table is a remark, and heads no group
_INNER = 2  # rows that stand further in: one alone may be a slip


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a table, by the numbers of its rows.

    Attributes:
        heads: lines of one cell, which are no rows themselves, and what they say of those below them.
        above: what rows belong to by how far in they stand.
        sums: rows with values to which others belong so: they sum these up.
    """

    heads: Mapping[int, str] = field(default_factory=dict)
    above: Mapping[int, str] = field(default_factory=dict)
    sums: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.heads or self.above)


NO_GROUPS = Groups()


def groups_in(rows: Sequence[GridRow], width: int, *, named: bool) -> Groups:
    """The groups of a table's rows, none of them blank; see `_heads`."""
    heads = _heads(rows, width, named=named)
    outline = _outline(rows)
    parents = {at for above in outline.values() for at in above}
    lines = {at for at in parents if len(spread(rows[at])) == 1}
    above = {at: "; ".join(_label(rows[one]) for one in found) for at, found in outline.items()}
    return Groups(heads | dict.fromkeys(lines, ""), above, frozenset(parents - lines))


def summing(row: GridRow) -> GridRow:
    """The row with its cells marked as sums of others."""
    return GridRow(row.texts, [replace(row.look(at), text=text, sums=True) for at, text in enumerate(row.texts)])


def _label(row: GridRow) -> str:
    return next(text for text in row.texts if text)


def _outline(rows: Sequence[GridRow]) -> dict[int, list[int]]:
    """The rows that each row belongs to, the highest first: those before it whose names do not stand so far in."""
    if not any(cell.indent for row in rows for cell in row.looks or ()):
        return {}
    first = min((cells[0][0] for row in rows if (cells := spread(row))), default=0)
    steps = {at: row.look(first).indent for at, row in enumerate(rows) if first < len(row.texts) and row.texts[first]}
    found: dict[int, list[int]] = {}
    begun: list[int] = []
    for at, step in steps.items():
        while begun and steps[begun[-1]] >= step:
            begun.pop()
        if begun:
            found[at] = list(begun)
        if len(_label(rows[at])) < _NOTE:
            begun.append(at)
    filled = sum(len(spread(rows[at])) > 1 for at in found)
    return found if filled >= _INNER and 2 * filled > len(found) else {}


def _heads(rows: Sequence[GridRow], width: int, *, named: bool) -> dict[int, str]:
    """The rows that head those below them, by number, and what they say: with what the one right above them says.

    Where the first column is `named`, a cell alone in it may be one whose row was not filled in: unless it is set
    apart, it heads what is below only if the first row does so too.
    """
    found: dict[int, str] = {}
    below = 0
    for at in range(len(rows) - 1, -1, -1):
        if _is_group(rows[at], width) and at < len(rows) - 1 and (below or len(spread(rows[at + 1])) > 1):
            found[at] = next(text for text in rows[at].texts if text)
            below = at
        else:
            below = 0
    if named and 0 not in found:
        found = {at: said for at, said in found.items() if _is_apart(rows[at], width)}
    for at in sorted(found):
        if at - 1 in found and len(found[at - 1]) + len(found[at]) < _NOTE:
            found[at] = f"{found[at - 1]}; {found[at]}"
    return found


def _is_group(row: GridRow, width: int) -> bool:
    """Whether a row can head those below it: one cell at the left, or one over all columns."""
    cells = spread(row)
    if len(cells) != 1 or len(row.texts[cells[0][0]]) > _NOTE:
        return False
    return _is_apart(row, width) or (cells[0][0] == 0 and width > 2)


def _is_apart(row: GridRow, width: int) -> bool:
    """Whether its one cell spans all columns, is marked or bold, or ends with a colon."""
    start, end = spread(row)[0]
    return end - start == width or (
        start == 0 and (row.texts[0].endswith(":") or row.look(0).bold or row.look(0).heading)
    )
