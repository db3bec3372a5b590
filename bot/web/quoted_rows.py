"""The rows of a table that a quote is of, with the ones above and below, from the document's tables."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from pathlib import Path

from bot.web.cited import QuotedRow, QuotedRows
from bot.web.viewers.marks import Seen, Span
from bot.web.viewers.tables import Line, lines
from ingest.documents import Document
from ingest.tables import Table
from ingest.text.words import stands_in, words

_ROWS, _COLUMNS = 6, 6  # that are shown
_KEPT = 8  # tables whose places stay known: an answer of several rows is of the same one
_CARDS = (".ics", ".vcf")  # each line of which is a row with names of its own
_NAME = r"[A-Z][\w-]*(?: \([\w, ]+\))?: "
_NAMED, _NEXT = re.compile(_NAME), re.compile(f"; (?={_NAME})")


def quoted_rows(document: Document, start: int, end: int, said: Sequence[str]) -> QuotedRows | None:
    """The rows that a quote is of; None where it has words outside of them, or is of no table.

    The cells are marked that say what the answer has `said` in so many words.
    """
    if document.source.lower().endswith(_CARDS):
        return _card(document.text, start, end, said)
    for table, first, stop in _found(document, start, end):
        places, _ = _placed(table)
        if words(document.text[start : places[first][0]]) or words(document.text[places[stop - 1][1] : end]):
            return None
        begin = max(first - 1, 0)
        return _chosen(table, _lines(document, table, begin, stop + 1, ((start, end),)), said)
    return None


def rows_beside(document: Document, start: int, end: int) -> tuple[QuotedRows, int, int] | None:
    """The first rows in a stretch of text that no quote has some of, and where all of its rows there start and end."""
    for table, first, stop in _found(document, start, end):
        places, _ = _placed(table)
        return _chosen(table, _lines(document, table, first, stop, ()), ()), places[first][0], places[stop - 1][1]
    return None


def _found(document: Document, start: int, end: int) -> Iterator[tuple[Table, int, int]]:
    """The tables that have rows in a stretch of text: each with the places of the first of them, and after the last."""
    for table in document.tables:
        places, _ = _placed(table)
        first, stop = bisect_right(places, start, key=itemgetter(1)), bisect_left(places, end, key=itemgetter(0))
        if first < stop:
            yield table, first, stop


@lru_cache(_KEPT)
def _placed(table: Table) -> tuple[Sequence[Span], Sequence[int]]:
    """Where the rows of a table stand in the text, and where each of them, and what follows the last, is packed."""
    packed = table.packed.split("\n")
    return table.places, list(accumulate((len(line) + 1 for line in packed), initial=0))


def _lines(document: Document, table: Table, first: int, stop: int, spans: Sequence[Span]) -> Sequence[Line]:
    """Some rows of a table, which may be of any length: no other is unpacked."""
    _, begins = _placed(table)
    stop = min(stop, first + _ROWS, len(begins) - 1)
    few = replace(table, packed=table.packed[begins[first] : begins[stop]])
    seen = Seen(replace(document, tables=(few,)), (), Path(document.source), spans, ())
    return lines(seen, 0, 0, stop - first)


def _chosen(table: Table, shown: Sequence[Line], said: Sequence[str]) -> QuotedRows:
    """Rows in the columns that there is room for: the first one, those with a mark, and others from the left."""
    names = [column.name for column in table.columns]
    texts = [["".join(piece.text for piece in cell) for cell in line.cells] for line in shown]
    marks = [_marked(line, cells, said) for line, cells in zip(shown, texts, strict=True)]
    wanted = sorted(range(len(names)), key=lambda at: (at > 0 and not any(at in one for one in marks), at))
    columns = sorted(wanted[:_COLUMNS])
    return QuotedRows(
        tuple(names[at] for at in columns),
        tuple(
            QuotedRow(
                tuple(cells[at] for at in columns),
                tuple(line.numbers[at] for at in columns),
                tuple(at in mark for at in columns),
                line.marked,
            )
            for line, cells, mark in zip(shown, texts, marks, strict=True)
        ),
        len(names) - len(columns),
    )


def _marked(line: Line, cells: Sequence[str], said: Sequence[str]) -> set[int]:
    """The cells of a row that say it: of a row that is quoted in part those, else the longest that is said."""
    quoted = {at for at, cell in enumerate(line.cells) if cells[at] and any(piece.mark >= 0 for piece in cell)}
    if quoted != {at for at, text in enumerate(cells) if text}:
        return quoted
    return _said(cells, said)


def _said(cells: Sequence[str], said: Sequence[str]) -> set[int]:
    """The longest of some cells that is said, or that says more than that."""
    told = [found for found in map(words, said) if found]
    texts = [words(cell) for cell in cells]
    fits = [at for at, cell in enumerate(texts) if cell and any(_overlap(cell, one) for one in told)]
    return {max(fits, key=lambda at: len(cells[at]))} if fits else set()


def _overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    return stands_in(one, other) or stands_in(other, one)


def _card(text: str, start: int, end: int, said: Sequence[str]) -> QuotedRows | None:
    """The line of an appointment or a contact as a row: "What: Class; When: Friday"."""
    line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
    if not _NAMED.match(line) or "\n" in text[start:end].strip():
        return None
    names, _, cells = zip(*(part.partition(": ") for part in _NEXT.split(line)), strict=True)
    marked = _said(cells, said)
    row = QuotedRow(cells, (False,) * len(cells), tuple(at in marked for at in range(len(cells))), quoted=True)
    return QuotedRows(names, (row,))
