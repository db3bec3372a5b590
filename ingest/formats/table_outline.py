"""Rows that leave out what those above them say, as pivot tables and reports do -> the same rows with it.

A blank cell may as well be one that nobody has filled in. So it counts only where something shows what it means: rows
that sum up a group, and name it below it ("North Total") or head it; the same rows in every group; a day before times.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose

from ingest.cells import number, typed
from ingest.formats.grid import GridRow, RawCell
from ingest.formats.table_shapes import calendar_names, is_moment
from ingest.tables import Column

_ROUNDED = 2e-3  # how far the sum of rounded numbers may be off, as a share of it
_ALIKE = 2 / 3  # of the rows: how many come again in other groups
_TIME = re.compile(r"(\d{1,2})[:.h](\d\d)\b.*")
_YEAR = 4  # digits of a number that tells rows apart
_Groups = Mapping[int, Sequence[int]]  # the rows that are about a group, and those that it has


@dataclass(frozen=True, slots=True)
class _Line:
    """A row: its cells, one a column, and which is the first of them that is not blank."""

    cells: Sequence[str]
    columns: Sequence[Column]
    lead: int

    @property
    def label(self) -> str:
        return self.cells[self.lead]

    @property
    def numbers(self) -> dict[int, float]:
        """The numbers after the first cell, by column."""
        values = {at: typed(self.cells[at], self.columns[at]).value for at in self._after()}
        return {at: value for at, value in values.items() if isinstance(value, float)}

    @property
    def alone(self) -> bool:
        """Whether the first cell has words, and nothing but numbers follows it."""
        return any(map(str.isalpha, self.label)) and 0 < len(self.numbers) == len(self._after())

    def _after(self) -> list[int]:
        return [at for at in range(self.lead + 1, len(self.cells)) if self.cells[at]]


def outlined(
    rows: Sequence[GridRow], kept: Sequence[int], cells: Sequence[Sequence[str]], columns: Sequence[Column]
) -> Sequence[GridRow]:
    """The rows of a table with what they leave out; those that sum up a group are marked.

    Args:
        rows: of it.
        kept: the places of its columns.
        cells: of each row, one a column.
        columns: of the table.
    """
    if not cells[0][0] or all(row[0] for row in cells):
        return rows
    lines = [_Line(row, columns, next((at for at, text in enumerate(row) if text), 0)) for row in cells]
    groups, inner = _named(lines)
    sums = {at for at, inside in groups.items() if _sums_up(lines, at, inside)}
    while inner and lines[inner[-1]].lead == 0 and lines[inner[-1]].alone:  # what sums up all
        inner.pop()
    told = bool(sums) or _called(lines, groups)
    if not _nested(lines, inner) or not (told or _alike(lines, inner) or _timed(lines, inner)):
        groups = _headed(lines)
        sums = {at for at, inside in groups.items() if _sums_up(lines, at, inside)}
        if not sums or len(sums) < len(groups):
            return rows
    said: list[str] = []
    completed = []
    for at, (row, line) in enumerate(zip(rows, lines, strict=True)):
        completed.append(_completed(row, kept, said[: line.lead], sums=at in sums))
        if at not in groups or groups[at][0] > at:
            said = [*said[: line.lead], *line.cells[line.lead :]]
    return completed


def _named(lines: Sequence[_Line]) -> tuple[_Groups, list[int]]:
    """The rows that name or sum up a group above them, and hold nothing else, with its rows; and all others."""
    found: dict[int, Sequence[int]] = {}
    others: list[int] = []
    begun: dict[int, int] = {}  # by column, where in the others its group begins
    for at, line in enumerate(lines):
        inside = others[begun[line.lead] :] if line.lead in begun else []
        group = lines[inside[0]].cells[line.lead] if inside else ""
        named = bool(group) and line.label != group and (line.label.startswith(group) or line.label.endswith(group))
        if line.alone and (named or (len(inside) > 1 and _sums_up(lines, at, inside))):
            found[at] = inside
        else:
            begun |= dict.fromkeys(range(line.lead, len(line.cells)), len(others))
            others.append(at)
    return found, others


def _called(lines: Sequence[_Line], groups: _Groups) -> bool:
    """Whether rows call several groups the same: "North Average", "South Average"."""
    begun = ((lines[at], lines[inside[0]].cells[lines[at].lead]) for at, inside in groups.items())
    words = Counter(line.label.removeprefix(group).removesuffix(group) for line, group in begun)
    return any(count > 1 and " " in word for word, count in words.items())


def _headed(lines: Sequence[_Line]) -> _Groups:
    """The rows that stand above those of a group, one column to the left of these; none, if any row says more."""
    found: dict[int, list[int]] = {}
    above: list[int] = []  # the last row of each column
    for at, line in enumerate(lines):
        if line.lead > len(above) or not line.alone:
            return {}
        above = [*above[: line.lead], at]
        for parent in above[-2:-1]:
            found.setdefault(parent, []).append(at)
    return found


def _sums_up(lines: Sequence[_Line], at: int, inside: Sequence[int]) -> bool:
    """Whether most of the numbers of a row are the sums of those of other rows."""
    shown, sums = lines[at].numbers, defaultdict[int, float](float)
    for one in inside:
        for column, value in lines[one].numbers.items():
            sums[column] += value
    return 2 * sum(isclose(value, sums[column], rel_tol=_ROUNDED) for column, value in shown.items()) > len(shown)


def _nested(lines: Sequence[_Line], inner: Sequence[int]) -> bool:
    """Whether each row says all from its first cell on that tells rows apart: an outer group begins an inner one."""
    depth = max((lines[at].lead for at in inner), default=0)
    return depth > 0 and all(all(lines[at].cells[lines[at].lead : depth + 1]) for at in inner)


def _alike(lines: Sequence[_Line], inner: Sequence[int]) -> bool:
    """Whether the rows of a group are told apart by what comes again in other groups: "Q1, Q2" in each."""
    depth = max(lines[at].lead for at in inner)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    said: list[str] = []
    for at in inner:
        said = [*said[: lines[at].lead], *lines[at].cells[lines[at].lead : depth]]
        groups[tuple(said)].append(lines[at].cells[depth])
    again = Counter(label for labels in groups.values() for label in labels)
    words = all(number(label) is None or len(label) == _YEAR for label in again)
    apart = all(len(set(labels)) == len(labels) for labels in groups.values())
    several = sum(len(labels) > 1 for labels in groups.values()) > 1
    return words and apart and several and sum(n for n in again.values() if n > 1) >= _ALIKE * len(inner)


def _timed(lines: Sequence[_Line], inner: Sequence[int]) -> bool:
    """Whether the first column has days, and the next one times that go up until the next day."""
    days = [lines[at].cells[0] for at in inner if lines[at].lead == 0]
    times = [_TIME.fullmatch(lines[at].cells[1]) for at in inner]
    if not all(times) or not all(is_moment(day) or calendar_names([day]) for day in days):
        return False
    moments = [(int(found[1]), int(found[2])) for found in times if found]
    return all(a <= b for a, b, at in zip(moments, moments[1:], inner[1:], strict=False) if lines[at].lead)


def _completed(row: GridRow, kept: Sequence[int], said: Sequence[str], *, sums: bool) -> GridRow:
    """The row with these texts in its first columns; the next cell of one that `sums` up others is marked so."""
    if not said and not sums:
        return row
    texts = list(row.texts)
    looks = [RawCell(text) for text in texts] if row.looks is None else list(row.looks)
    for at, text in zip(kept, said, strict=False):
        texts[at], looks[at] = text, RawCell(text)
    own = kept[len(said)]
    looks[own] = replace(looks[own], sums=sums)
    return GridRow(texts, looks)
