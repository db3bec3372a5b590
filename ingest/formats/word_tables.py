"""The rows of a table in Word: cells with their spans, marked headings and bold type."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ingest.formats.grid import RawCell, RawRow
from ingest.formats.table_sides import turned

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off")
_LINES, _SHORT = 3, 40  # lines of a cell, and signs of each, where lines of several cells belong together
_HEX = re.compile(r"[0-9A-Fa-f]{1,8}")
_LOOK = {"firstRow": 0x20, "firstColumn": 0x80}  # which bit of a number in hexadecimal older programs write instead


def word_rows(
    table: Any,  # noqa: ANN401 (lxml ships no types)
    rows: Sequence[Any],
    cells: Sequence[Sequence[Any]],
    text: Callable[[Any], str],
) -> Sequence[RawRow]:
    """The cells of a table, turned if it lies on its side; `text` gives the paragraphs of one, a line each."""
    made = [row for one in _rows(rows, cells, text) for row in _typed(one)]
    look = table.find(f"{_W}tblPr/{_W}tblLook")
    return turned(made) if _has(look, "firstColumn") and not _has(look, "firstRow") else made


def _has(look: Any, name: str) -> bool:  # noqa: ANN401
    """Whether a table is set to have a first row, or column, that differs from the others."""
    if look is None:
        return False
    told, bits = look.get(f"{_W}{name}"), look.get(f"{_W}val", "")
    if told is not None:
        return told not in _OFF
    return _HEX.fullmatch(bits) is not None and bool(int(bits, 16) & _LOOK[name])


def _rows(rows: Sequence[Any], cells: Sequence[Sequence[Any]], text: Callable[[Any], str]) -> Iterator[list[RawCell]]:
    """The cells of each row.

    A cell that goes on in the row below ("vMerge") is there once more, without words; here it becomes one that spans.
    """
    placed = [_placed(row, own) for row, own in zip(rows, cells, strict=True)]
    for at, row in enumerate(rows):
        heading = _is_on(row.find(f"{_W}trPr/{_W}tblHeader"))
        made = [RawCell("", across=_skipped(row, "gridBefore"))] if _skipped(row, "gridBefore") else []
        for column, (cell, across) in placed[at].items():
            if _merge(cell) != "continue" or not at or column not in placed[at - 1]:
                down = 1
                while at + down < len(rows) and _goes_on(placed[at + down], column):
                    down += 1
                made.append(RawCell(text(cell), heading, is_bold(cell), across, down))
        yield made


def _typed(row: list[RawCell]) -> list[list[RawCell]]:
    """The rows that a row is in whose cells were typed below each other: those of as many short lines each."""
    lines = [cell.text.split("\n") for cell in row]
    counts = {len(one) for one in lines if any(one)}
    short = all(len(text) <= _SHORT for one in lines for text in one)
    if len(row) < 2 or len(counts) != 1 or max(counts) < _LINES or not short or any(cell.down > 1 for cell in row):
        return [row]
    count = counts.pop()
    return [
        [replace(cell, text=one[at] if any(one) else "") for cell, one in zip(row, lines, strict=True)]
        for at in range(count)
    ]


def _placed(row: Any, cells: Sequence[Any]) -> dict[int, tuple[Any, int]]:  # noqa: ANN401
    """The cells of a row by the column that they begin in, each with how many columns it spans."""
    found, column = {}, _skipped(row, "gridBefore")
    for cell in cells:
        across = max(1, _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1))
        found[column] = cell, across
        column += across
    return found


def _skipped(row: Any, name: str) -> int:  # noqa: ANN401
    """How many columns are left out at the begin of a row."""
    return _number(row.find(f"{_W}trPr/{_W}{name}"), 0)


def _number(mark: Any, usual: int) -> int:  # noqa: ANN401
    """The number that an element holds; `usual`, if there is none."""
    value = "" if mark is None else mark.get(f"{_W}val", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else usual


def _merge(cell: Any) -> str:  # noqa: ANN401
    """What a cell is in one that spans rows: the first is "restart", those below it "continue"; else ""."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return "" if merge is None else str(merge.get(f"{_W}val", "continue"))


def _goes_on(row: dict[int, tuple[Any, int]], column: int) -> bool:
    return column in row and _merge(row[column][0]) == "continue"


def _is_on(mark: Any) -> bool:  # noqa: ANN401
    return mark is not None and mark.get(f"{_W}val", "1") not in _OFF


def is_bold(cell: Any) -> bool:  # noqa: ANN401
    """Whether all words of a cell are bold, or its ground is filled."""
    runs = [run for run in cell.iter(f"{_W}r") if "".join(run.itertext()).strip()]
    shading = cell.find(f"{_W}tcPr/{_W}shd")
    filled = shading is not None and shading.get(f"{_W}fill", "auto").lower() not in ("auto", "ffffff")
    return filled or (bool(runs) and all(_is_on(run.find(f"{_W}rPr/{_W}b")) for run in runs))
