"""The rows of a table in Markdown or plain text as they are read elsewhere: each cell after the name of its column."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_LINE = re.compile(r"[^\r\n]+")
_BAR = re.compile(r"(?<!\\)\|")
_GAP = re.compile(r"\t| {2,}")  # between two cells where no bar is
_RULE = re.compile(r":?-+:?")
_CELLS = re.compile(r"\S(?:\t| {2,}| ?\| ?)\S")  # two of them on a line
_DRAWN = re.compile(r"[|+ ]*[-=]{2,}[-=+|: ]*")
_NOWHERE = -1


def is_ruled(line: str) -> bool:
    """Whether a line is drawn between the rows of a table."""
    return _DRAWN.fullmatch(line.strip()) is not None


def has_cells(text: str) -> bool:
    """Whether any line of a text is set in cells: by bars, by tabs, or by space alone."""
    return _CELLS.search(text) is not None


def is_laid_out(line: str) -> bool:
    """Whether a line may be of a table: set in cells, or drawn between its rows."""
    return is_ruled(line) or has_cells(line)


def readable(text: str, columns: str) -> tuple[str, tuple[int, ...]]:
    """The rows of a table with their labels: "Country: Poland; Share: 4 %" for "| Poland | 4 % |".

    Args:
        text: its lines, as they stand.
        columns: the names of its columns, see `ingest.documents.Section`.

    Returns:
        The lines, without those that name the columns and part them from the rows, and for each character the place in
        `text` where it stands, or -1. A line with more or fewer cells than there are columns stays as it is.
    """
    names = columns.split(" | ")
    lines: list[list[tuple[str, int]]] = []
    for line in _LINE.finditer(text):
        cells = list(_cells(text, *line.span()))
        if cells and all(_RULE.fullmatch(text[start:end]) for start, end in cells) and "|" in line[0]:
            del lines[-1:]
        elif is_ruled(line[0]) or [text[start:end] for start, end in cells] == names:
            continue
        elif len(cells) == len(names):
            lines.append(list(_labelled(text, names, cells)))
        else:
            lines.append([(sign, line.start() + at) for at, sign in enumerate(line.group())])
    signs = [sign for at, line in enumerate(lines) for sign in ([("\n", _NOWHERE)] if at else []) + line]
    return "".join(sign for sign, _ in signs), tuple(place for _, place in signs)


def _labelled(text: str, names: Sequence[str], cells: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    begun = False
    for name, (start, end) in zip(names, cells, strict=True):
        if start < end:
            before = ("; " if begun else "") + (f"{name.strip()}: " if name.strip() else "")
            yield from ((sign, _NOWHERE) for sign in before)
            yield from ((text[at], at) for at in range(start, end))
            begun = True


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the cells of a line stand, without the space around them: bars part them, or else wide gaps."""
    mark = _BAR if _BAR.search(text, start, end) else _GAP
    while start < end and text[start] in " \t>":
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    start += text.startswith("|", start, end)
    last = end - 1
    end -= last >= start and text[last] == "|" and not text.endswith("\\|", start, end)
    borders = [(start, start), *(found.span() for found in mark.finditer(text, start, end)), (end, end)]
    for (_, begin), (after, _) in pairwise(borders):
        cell = text[begin:after]
        left = begin + len(cell) - len(cell.lstrip())
        yield left, max(left, begin + len(cell.rstrip()))
