"""The rows of a Markdown table as they are read in other formats: each cell after the name of its column."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_LINE = re.compile(r"[^\r\n]+")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")
_NOWHERE = -1


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
        if cells and all(_RULE.fullmatch(text[start:end]) for start, end in cells):
            del lines[-1:]
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
    """Where the cells of a line stand, without the space around them."""
    while start < end and text[start] in " \t>":
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    start += text.startswith("|", start, end)
    last = end - 1
    end -= last >= start and text[last] == "|" and not text.endswith("\\|", start, end)
    edges = [start, *(found.end() for found in _BAR.finditer(text, start, end)), end + 1]
    for begin, after in pairwise(edges):
        cell = text[begin : after - 1]
        left = begin + len(cell) - len(cell.lstrip())
        yield left, max(left, begin + len(cell.rstrip()))
