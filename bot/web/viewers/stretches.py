"""Where in a text its tables stand that are laid out in it as they are: rows, and what names and parts them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from bot.web.viewers.marks import Seen, Span
from ingest.tables import Table
from ingest.text.words import words

_LINE = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Rows of a table that follow each other, with the lines that are drawn around them or name the columns.

    Attributes:
        start, end: offsets into the text.
        number: of the table, its place in `Document.tables`, from 0.
        first, last: the rows, the second one exclusive.
    """

    start: int
    end: int
    number: int
    first: int
    last: int


def stretches(seen: Seen) -> list[Stretch]:
    """The rows of all tables, from the top; a line between rows that is none, such as a heading of some, parts them."""
    found = sorted(one for number, table in enumerate(seen.document.tables) for one in _of(seen.bare, number, table))
    ends = [0, *(one.end for one in found)]  # what parts two tables belongs to the one above
    return [replace(one, start=max(one.start, end)) for one, end in zip(found, ends, strict=False)]


def cut(known: Sequence[Stretch], start: int, end: int) -> Iterator[tuple[int, int, Stretch | None]]:
    """A text from `start` to `end` in parts, each with the stretch that it belongs to."""
    for one in known[bisect_right(known, start, key=attrgetter("end")) :]:
        if one.start >= end:
            break
        if start < one.start:
            yield start, one.start, None
        yield max(start, one.start), min(end, one.end), one
        start = one.end
    if start < end:
        yield start, end, None


def _of(bare: str, number: int, table: Table) -> Iterator[Stretch]:
    """The stretches of one table."""
    places = table.places
    first = 0
    for at, (_, end) in enumerate(places):
        if at + 1 < len(places) and not words(bare[end : places[at + 1][0]]):
            continue
        start = _begin(bare, table, places[first][0]) if first == 0 else places[first][0]
        yield Stretch(start, _end(bare, end), number, first, at + 1)
        first = at + 1


def _begin(bare: str, table: Table, start: int) -> int:
    """Where the lines begin that name the columns, above the first row; where that begins if they do not name all."""
    lacking = {word for column in table.columns for word in words(column.name)}
    names, begin = frozenset(lacking), start
    for line, end in _lines_above(bare, start):
        said, blank = set(words(bare[line:end])), not bare[line:end].strip()
        if not said <= names or (not lacking and (said or (blank and end < start))):
            break
        lacking -= said
        begin = begin if blank and end < start else line
    return start if lacking else begin


def _lines_above(bare: str, start: int) -> Iterator[Span]:
    """The beginning of the line that `start` is on, and the lines above it, upwards."""
    end = start
    while True:
        line = bare.rfind("\n", 0, end) + 1
        yield line, end
        if not line:
            return
        end = line - 1


def _end(bare: str, row: int) -> int:
    """Where the line that a row ends on ends, and what is drawn below it."""
    end = row
    for line in _LINE.finditer(bare, row):
        if words(line[0]) or (line.start() > row and not line[0].strip()):
            break
        end = line.end()
    return end
