"""The lines of a table that only white space sets apart -> its rows: which line begins one, and which goes on with it.

A word that was wrapped had no room on the line above: that is seen from where the words stand.
"""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from ingest.formats.columns import Run

_DIGIT, _LETTERS = re.compile(r"\d"), re.compile(r"[^\W\d_]+")
_WIDE = 3  # words on a column's longest line: where so many have room, a line is not full by chance
APART = 1.2  # times the distance of two lines of a row: that of two rows where rows are set apart
_SPACE = 0.2  # of the height
EDGE = 2.0  # points from the edge of a column to what begins at it
Edges = Sequence[tuple[float, float]]
Line = dict[int, list[Run]]  # what stands in each column


def rows_of(lines: Sequence[Sequence[Run]], columns: Edges) -> list[list[Line]]:
    """The lines of each row, from the top."""
    placed = [{at: list(cell) for at, cell in groupby(line, key=lambda run: column(run, columns))} for line in lines]
    amid = _amid(placed)
    rights = {at: max(line[at][-1].right for line in placed if at in line) for at in range(len(columns))}
    wide = {at for line in placed for at, cell in line.items() if len(text_of(cell).split()) >= _WIDE}
    wrapped = [_is_wrapped(above, line, rights) for above, line in pairwise(placed)]
    near = _near([one[0].middle - other[0].middle for one, other in pairwise(lines)])
    spaced = any(near) and all(
        full and (len(line) < len(columns) or _says_on(above, line, amid))
        for (above, line), full, close in zip(pairwise(placed), wrapped, near, strict=True)
        if close
    )
    rows = [placed[:1]]
    for (above, line), full, close in zip(pairwise(placed), wrapped, near, strict=True):
        if close if spaced else _is_rest(rows[-1], line, amid) or (full and _goes_on(above, line, wide, amid)):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def rest_below(lines: Sequence[Sequence[Run]], below: Sequence[Sequence[Run]], columns: Edges) -> int:
    """How many of the lines below a table, a cell each, are the rest of what stands in its last row."""
    least = min((one[0].middle - other[0].middle for one, other in pairwise(lines)), default=0.0)
    count = 0
    for line in below:
        region = [*lines, *below[: count + 1]]
        (one, *more), above = line, region[-2][0]
        left, right = columns[max(column(one, columns), 0)]
        near = above.middle - one.middle < APART * least
        if more or not near or abs(one.left - left) > EDGE or one.right > right + EDGE:
            break
        if len(rows_of(region, columns)) > len(rows_of(region[:-1], columns)):
            break
        count += 1
    return count


def column(run: Run, columns: Edges) -> int:
    """The column that a run begins in."""
    return sum(left <= run.left for left, _ in columns) - 1


def text_of(cell: Sequence[Run]) -> str:
    """What a cell says on one line."""
    return " ".join(run.text for run in cell)


def _is_wrapped(above: Line, line: Line, rights: dict[int, float]) -> bool:
    """Whether the first word of each cell would have had no room after what stands above it."""
    return all(at in above and not has_room(above[at][-1], cell[0], rights[at]) for at, cell in line.items())


def has_room(above: Run, run: Run, right: float) -> bool:
    """Whether the first word of a run has room after the one above it, in a column that ends at `right`."""
    return above.right + _SPACE * run.height + _first_word(run) <= right


def _first_word(run: Run) -> float:
    """About how wide it is."""
    return (run.right - run.left) * len(run.text.split()[0]) / len(run.text)


def _near(apart: Sequence[float]) -> list[bool]:
    """Which lines are nearer to those above them than the others are; none where that cannot be told."""
    least = min(apart, default=0.0)
    near = [one < APART * least for one in apart]
    nearest_other = min((one for one, close in zip(apart, near, strict=True) if not close), default=0.0)
    farthest = max((one for one, close in zip(apart, near, strict=True) if close), default=0.0)
    return near if nearest_other >= APART * farthest else [False] * len(near)


def _is_rest(row: Sequence[Line], line: Line, amid: set[int]) -> bool:
    """Whether a cell that stands alone goes on in the middle of what stands above it in its row."""
    ((at, cell), *more) = line.items()
    above = next((text_of(one[at]) for one in reversed(row) if at in one), "")
    return not more and _continues(above, text_of(cell), at in amid)


def _goes_on(above: Line, line: Line, wide: set[int], amid: set[int]) -> bool:
    """Whether cells which may have been wrapped, and of which one at least is wide or amid a sentence, were so."""
    if any(text_of(cell)[0].isdigit() and at not in wide for at, cell in line.items()):
        return False
    if any(at in above and _is_value(text_of(cell), text_of(above[at])) for at, cell in line.items()):
        return False
    if 0 in line:
        return len(line) < len(above) and _says_on(above, {0: line[0]}, amid)
    return not wide.isdisjoint(line) or _says_on(above, line, amid)


def _is_value(cell: str, above: str) -> bool:
    """Whether a cell is another value of the kind above it, such as a date: the same but for its digits and letters."""
    one, other = (_LETTERS.sub("x", _DIGIT.sub("0", text)) for text in (cell, above))
    return "0" in one and one == other


def _says_on(above: Line, line: Line, amid: set[int]) -> bool:
    return any(_continues(text_of(above[at]), text_of(cell), at in amid) for at, cell in line.items())


def _amid(lines: Sequence[Line]) -> set[int]:
    """The columns whose cells begin with a small letter: there it shows nothing."""
    most = max(map(len, lines))
    full = [line for line in lines if len(line) == most]
    small = {at: sum(text_of(line[at])[0].islower() for line in full if at in line) for at in set().union(*full)}
    return {at for at, count in small.items() if 2 * count > len(full)}


def _continues(above: str, cell: str, amid: bool) -> bool:
    """Whether a text is the rest of the one above it."""
    small = cell[0].islower() and not amid
    return bool(above) and (small or cell[0] in "()&/" or above.endswith((",", "-", "(", "&", "/")))
