"""The tables of a page whose cells only white space sets apart."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest.formats.columns import Run, is_prose, lines_of, same_size, united
from ingest.formats.grid import RawCell
from ingest.formats.pdf_words import Word
from ingest.formats.pdf_wraps import EDGE, column, rest_below, rows_of, text_of
from ingest.text.lines import is_list_item

_ROWS = 3  # with two cells at least: fewer are a line that was set apart by chance
_GAP = 0.4  # of the height: the least space between two columns
_PAIR = 2  # columns
_CLOSE = 2.5  # heights between two columns of words at most, where nothing else tells that they belong together
_NEAR = 2.3  # heights from one row to the next at most
_LOOSE = 1.4  # times the usual distance of two rows: more ends a table before a line that is one cell
_NUMBER = re.compile(r"\W*\d[\d.,' /:–-]*\W*(?:[^\W\d]{1,8}\W*)?|[–—-]")  # with a unit, if there is one
Bold = Callable[[int], bool]
_Columns = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table where it stands on its page.

    Attributes:
        rows: its cells from the top, as `ingest.formats.tables.table_blocks` takes them.
        place: all of it, as one run without words.
        columns: from where to where each of them reaches.
        told: whether it is a table for sure; else its rows are lines, and nothing in it names a column.
    """

    rows: tuple[tuple[RawCell, ...], ...]
    place: Run
    columns: tuple[tuple[float, float], ...]
    told: bool = True

    def goes_on_in(self, other: "PageTable") -> bool:
        """Whether another table, at the top of the next page, has the same columns."""
        alike = len(self.columns) == len(other.columns)
        return alike and all(a < d and c < b for (a, b), (c, d) in zip(self.columns, other.columns, strict=True))

    def headings(self) -> tuple[tuple[RawCell, ...], ...]:
        """The first row, if it names columns: it alone is bold, or it alone has no number over numbers."""
        first, *rest = self.rows
        bold = all(cell.bold for cell in first if cell.text) and not any(all(c.bold for c in row) for row in rest)
        numbers = any(_NUMBER.fullmatch(cell.text) for row in rest for cell in row[1:])
        plain = numbers and not any(_NUMBER.fullmatch(cell.text) for cell in first)
        return (first,) if rest and (bold or plain) else ()


def around(runs: Sequence[Run] | Sequence[Word]) -> Run:
    """The place of all of them, as one run without words."""
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    bottom, top = min(run.bottom for run in runs), max(run.top for run in runs)
    return Run(left, bottom, right, top, "", runs[0].height, min(run.at for run in runs))


def spaced_tables(runs: Sequence[Run], is_bold: Bold) -> list[tuple[PageTable, list[Run]]]:
    """Tables whose columns are told from each other by the space between them, from the top, and what is in them."""
    lines = lines_of(runs)
    found: list[tuple[PageTable, list[Run]]] = []
    at = 0
    while at < len(lines):
        count, columns = _reach(lines, at)
        region = lines[at : at + count]
        strip = _is_strip(region)
        if strip or _is_table(region, columns):
            count += 0 if strip else rest_below(region, lines[at + count :], columns)
            region = lines[at : at + count]
            inside = [run for line in region for run in line]
            rows = _strip(region) if strip else _rows(region, columns, is_bold)
            told = strip or _is_told(rows) or _are_pairs(region, columns, above=at)
            found.append((PageTable(rows, around(inside), tuple(columns), told=told), inside))
            at += count
        else:
            at += max(1, count // 2)  # a table may begin within what is none as a whole
    return found


def _reach(lines: Sequence[Sequence[Run]], at: int) -> tuple[int, _Columns]:
    """How many lines from `at` on share gaps between columns, and the columns' edges."""
    reached = merged([], lines[at])
    count = full = 1 if len(lines[at]) > 1 else 0
    columns, pitch = reached, 0.0
    for above, line in pairwise(lines[at:]):
        apart = above[0].middle - line[0].middle
        if not count or apart > _NEAR * line[0].height or not same_size(line[0], above[0]):
            break
        wider = merged(reached, line)
        if len(wider) < max(len(reached), len(line)):
            break
        if len(line) == 1 and (apart > _LOOSE * pitch if pitch else not _is_below(line[0], above)):
            break
        reached, count = wider, count + 1
        pitch = min(pitch or apart, apart)
        if len(line) > 1:
            full, columns = count, reached
    return full, columns


def _is_below(run: Run, line: Sequence[Run]) -> bool:
    """Whether a run begins where one of a line does, its first one apart."""
    return any(abs(run.left - other.left) < EDGE for other in line[1:])


def merged(columns: Sequence[tuple[float, float]], line: Sequence[Run]) -> _Columns:
    """The columns when a line's cells are among them: those that they reach over are one."""
    return united([*columns, *((run.left, run.right) for run in line)], _GAP * line[0].height)


def _is_table(lines: Sequence[Sequence[Run]], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether these lines are no columns of text, no list, and no accident."""
    if len(columns) < 2 or sum(len(line) > 1 for line in lines) < _ROWS:
        return False
    placed = sorted(((column(run, columns), run.text) for line in lines for run in line), key=lambda one: one[0])
    cells = [[text for _, text in group] for _, group in groupby(placed, key=lambda one: one[0])]
    listed = all(is_list_item(f"{cell} ") or len(cell) == 1 for cell in cells[0])
    return not all(map(is_prose, cells)) and not (listed and len(columns) == 2)


def _is_strip(lines: Sequence[Sequence[Run]]) -> bool:
    """Whether two lines are a strip of labels with a value below each, most with digits: "Invoice no.", "Date"."""
    if len(lines) != _PAIR or len(lines[0]) != len(lines[1]) or len(lines[0]) < _ROWS:
        return False
    even = all(min(abs(a.left - b.left), abs(a.right - b.right)) < EDGE for a, b in zip(*lines, strict=True))
    labels, values = ([_has_digit(run.text) for run in line] for line in lines)
    return even and not any(labels) and 2 * sum(values) > len(values)


def _strip(lines: Sequence[Sequence[Run]]) -> tuple[tuple[RawCell, ...], ...]:
    return tuple(tuple(RawCell(run.text, heading=at == 0) for run in line) for at, line in enumerate(lines))


def _is_told(rows: Sequence[Sequence[RawCell]]) -> bool:
    """Whether cells show a table: a column of numbers or of facts, three that are filled, or headings in bold type.

    Two blocks of lines beside each other, as at the top of a letter, look like a table of two columns.
    """
    columns = list(zip(*rows, strict=True))
    numbers = any(2 * sum(_NUMBER.fullmatch(cell.text) is not None for cell in one) >= len(one) for one in columns[1:])
    full = sum(all(cell.text for cell in row) for row in rows)
    bold = [all(cell.bold for cell in row if cell.text) for row in rows]
    facts = (
        len(columns) == 2
        and not any(_has_digit(cell.text) for cell in columns[0])
        and any(_has_digit(cell.text) for cell in columns[1])
    )
    return facts or numbers or (len(columns) > 2 and 4 * full >= 3 * len(rows)) or (bold[0] and not any(bold[1:]))


def _are_pairs(lines: Sequence[Sequence[Run]], columns: _Columns, *, above: int) -> bool:
    """Whether words in two columns are pairs: written row by row, nothing missing, and close together, or below lines.

    The blocks of a letter's head stand wide apart and with nothing above them; a list in columns is written otherwise.
    """
    if len(columns) != _PAIR or any(len(line) != _PAIR for line in lines):
        return False
    written = [run.at for line in lines for run in line]
    close = columns[1][0] - columns[0][1] < _CLOSE * lines[0][0].height
    return written == sorted(written) and (close or (above > 0 and len(lines) > _ROWS))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _rows(
    lines: Sequence[Sequence[Run]], columns: Sequence[tuple[float, float]], is_bold: Bold
) -> tuple[tuple[RawCell, ...], ...]:
    """The cells of each row, of as many lines as it has."""
    return tuple(
        tuple(_cell([line[at] for line in row if at in line], is_bold) for at in range(len(columns)))
        for row in rows_of(lines, columns)
    )


def _cell(parts: Sequence[Sequence[Run]], is_bold: Bold) -> RawCell:
    at = parts[0][0].at if parts else -1
    return RawCell("\n".join(map(text_of, parts)), bold=at >= 0 and is_bold(at))
