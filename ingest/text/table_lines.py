"""The rows of a table in Markdown or plain text as they are read elsewhere: each cell after the name of its column."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_LINE = re.compile(r"[^\r\n]+")
_BARS = "|│┃┆┇┊┋╎╏║"
_BAR = re.compile(rf"(?<!\\)[{_BARS}]")
_GAP = re.compile(r"\t| {2,}")  # between two cells where no bar is
_RULE = re.compile(r":?-+:?")
_CELLS = re.compile(rf"\S(?:\t| {{2,}}| ?[{_BARS}] ?)\S")  # two of them on a line
_DRAWN = re.compile(r"[|+: ]*[-=]{2}[-=+|: ]*|\.{8,}")
# Signs for boxes (https://www.unicode.org/charts/PDF/U2500.pdf) as those that are drawn with on a typewriter.
_SIGNS = {
    **dict.fromkeys(range(0x2500, 0x2580), "+"),
    **dict.fromkeys(map(ord, _BARS), "|"),
    **dict.fromkeys(map(ord, "─┄┈╌╴╶"), "-"),
    **dict.fromkeys(map(ord, "━═┅┉╍╸╺"), "="),
}
_TAGGED = re.compile(r"<tr\b.*?(?=<tr\b|</t(?:able|body|head|foot)\b|\Z)", re.IGNORECASE | re.DOTALL)
_TAGGED_CELL = re.compile(r"<(?P<tag>t[dh])\b[^<>]*>(?P<words>.*?)(?=</?t[dhr]\b|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|</?(?P<line>(?:br|p|div|li|ul|ol)\b)?[^<>]*>", re.IGNORECASE | re.DOTALL)
_LINE_END = re.compile(r"<(?P<line>br\b)[^<>]*>", re.IGNORECASE)
_AROUND = re.compile(r"(?P<mark>\*{1,3}|`)(?P<words>(?:(?!(?P=mark)).)+)(?P=mark)")
_NOWHERE = -1
_Signs = list[tuple[str, int]]  # each with the place where it stands in a text, or -1


def as_drawn(line: str) -> str:
    """A line of as many signs, those for boxes as + - = and |."""
    return line if line.isascii() else line.translate(_SIGNS)


def is_ruled(line: str) -> bool:
    """Whether a line is drawn between the rows of a table."""
    return _DRAWN.fullmatch(as_drawn(line.strip())) is not None


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
    lines = list(_tagged(text, names)) or _lined(text, names)
    signs = [sign for at, line in enumerate(lines) for sign in ([("\n", _NOWHERE)] if at else []) + line]
    return "".join(sign for sign, _ in signs), tuple(place for _, place in signs)


def _lined(text: str, names: Sequence[str]) -> list[_Signs]:
    """The rows of a table whose cells bars or gaps part."""
    lines: list[_Signs] = []
    for line in _LINE.finditer(text):
        cells = list(_cells(text, *line.span()))
        if cells and all(_RULE.fullmatch(text[start:end]) for start, end in cells) and "|" in line[0]:
            del lines[-1:]
            continue
        bare = [_bare(text, *cell) for cell in cells]
        if is_ruled(line[0]) or ["".join(sign for sign, _ in cell) for cell in bare] == names:
            continue
        if len(cells) == len(names):
            lines.append(_labelled(names, bare))
        else:
            lines.append([(sign, line.start() + at) for at, sign in enumerate(line.group())])
    return lines


def _tagged(text: str, names: Sequence[str]) -> Iterator[_Signs]:
    """The rows of a table in HTML, those of headings left out."""
    for row in _TAGGED.finditer(text):
        cells = list(_TAGGED_CELL.finditer(text, *row.span()))
        if any(cell["tag"].lower() == "td" for cell in cells):
            labels = names if len(cells) == len(names) else [""] * len(cells)
            yield _labelled(labels, [_untagged(text, *cell.span("words"), _TAG) for cell in cells])


def _labelled(names: Sequence[str], cells: Sequence[_Signs]) -> _Signs:
    """A row, from the signs of its cells."""
    line: _Signs = []
    for name, cell in zip(names, cells, strict=True):
        if cell:
            before = ("; " if line else "") + (f"{name.strip()}: " if name.strip() else "")
            line += [*((sign, _NOWHERE) for sign in before), *cell]
    return line


def _bare(text: str, start: int, end: int) -> _Signs:
    """The signs of a cell without the marks around it, for bold type or code."""
    while mark := _AROUND.fullmatch(text, start, end):
        start, end = mark.span("words")
    return _untagged(text, start, end, _LINE_END)


def _untagged(text: str, start: int, end: int, tags: re.Pattern[str]) -> _Signs:
    """The signs between two offsets without tags; white space, and each tag that ends a line, as one space."""
    signs: _Signs = [(" ", _NOWHERE)]
    at = start
    while at < end:
        tag = tags.match(text, at, end) if text[at] == "<" else None
        sign, place = (" " if tag["line"] else "", _NOWHERE) if tag else (text[at], at)
        at = tag.end() if tag else at + 1
        if sign and not sign.isspace():
            signs.append((sign, place))
        elif sign and signs[-1][0] != " ":
            signs.append((" ", place if sign == " " else _NOWHERE))
    return signs[1 : len(signs) - (signs[-1][0] == " ")]


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the cells of a line stand, without the space around them: bars part them, or else wide gaps."""
    mark = _BAR if _BAR.search(text, start, end) else _GAP
    while start < end and text[start] in " \t>":
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    start += start < end and text[start] in _BARS
    end -= start < end and text[end - 1] in _BARS and not text.endswith("\\|", start, end)
    borders = [(start, start), *(found.span() for found in mark.finditer(text, start, end)), (end, end)]
    for (_, begin), (after, _) in pairwise(borders):
        cell = text[begin:after]
        left = begin + len(cell) - len(cell.lstrip())
        yield left, max(left, begin + len(cell.rstrip()))
