"""Which rows of tables a question names: the salary of Ann Lee stands in her row, and not in her neighbours'."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bot.question.names import weak_stems
from ingest.documents import Hit, Passage
from ingest.tables import Row, Table
from ingest.text.words import stands_in, stem, words
from ingest.view import View

# For a row, by source and start, the places of its cells that may answer, as offsets into the document; None where
# other rows are asked about.
Rows = Mapping[tuple[str, int], tuple[tuple[int, int], ...] | None]
NO_ROWS: Rows = {}
_MANY = 10  # passages looked at for a phrase
_LONGEST = 5  # words of a phrase


def with_named_rows(view: View, question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """As many passages as were found, with those in front that hold the row of a table whose label the question names.

    In a long table the words of a label stand in many rows, side by side in few: by that they are looked for.
    """
    tables = _tables(view, hits)
    if not any(tables.values()):
        return tuple(hits)
    there = {hit.passage for hit in hits}
    more = {hit.passage: hit for phrase in _phrases(question) for hit in view.phrase(phrase, _MANY, sorted(tables))}
    found = (*hits, *(hit for passage, hit in more.items() if passage not in there))
    asked = _stems(question)
    rows = [[_named(row, asked) for _, row in _rows(tables, hit)] for hit in found]
    best = max((named for own in rows for named in own), default=(False, 0))
    if not best[0]:
        return tuple(hits)
    named = [Hit(hit.passage, hits[0].score, hit.also) for hit, own in zip(found, rows, strict=True) if best in own]
    first = {hit.passage for hit in named}
    return (*named, *(hit for hit in hits if hit.passage not in first))[: len(hits)]


def rows_of(view: View, question: str, hits: Sequence[Hit]) -> Rows:
    """What the rows in the passages have for a question.

    A cell is named if its words stand in the question as they stand in it. Of several rows those are meant whose label,
    the first cell that is filled, is named, and of these those of whose cells most words are. The others, and what the
    question names itself, are no answer.
    """
    asked, tables = _stems(question), _tables(view, hits)
    found = {
        (hit.passage.source, row.start): (_named(row, asked), _cells(table, row, hit.passage, asked))
        for hit in hits
        for table, row in _rows(tables, hit)
    }
    best = max((named for named, _ in found.values()), default=(False, 0))
    return {place: None if named < best else cells for place, (named, cells) in found.items()}


def _cells(table: Table, row: Row, passage: Passage, asked: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the cells of a row stand in a passage that the question does not name."""
    line, at = passage.quote(row.start, min(row.end, passage.end)), 0
    found = []
    for column, cell in zip(table.columns, row.cells, strict=False):
        name = f"{column.name}: "
        begin = line.find(f"{name}{cell}", at)
        begin = line.find(cell, at) if begin < 0 else begin + len(name)
        if cell and begin >= 0:
            at = begin + len(cell)
            if not stands_in(_stems(cell), asked):
                found.append((row.start + begin, row.start + at))
    return tuple(found)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def _phrases(question: str) -> Iterator[str]:
    """The runs of telling words of a question that may be a label of several words."""
    for weak, run in groupby(words(question), key=lambda word: stem(word) in weak_stems()):
        telling = [] if weak else list(run)
        for size in range(2, min(_LONGEST, len(telling)) + 1):
            yield from (" ".join(telling[at : at + size]) for at in range(len(telling) - size + 1))


def _tables(view: View, hits: Sequence[Hit]) -> dict[str, tuple[Table, ...]]:
    return {source: view.tables(source) for source in {hit.passage.source for hit in hits}}


def _rows(tables: Mapping[str, Sequence[Table]], hit: Hit) -> Iterator[tuple[Table, Row]]:
    """The rows of tables among the sentences of a passage."""
    own = tables[hit.passage.source]
    for start, _ in hit.passage.sentences if own else ():
        yield from ((table, row) for table in own if (row := table.row(start)))


def _named(row: Row, asked: Sequence[str]) -> tuple[bool, int]:
    """Whether a row's label is named, and how many words of its cells are."""
    cells = [_stems(cell) for cell in dict.fromkeys(row.cells)]
    filled = [cell for cell in cells if cell]
    named = [len(cell) if stands_in(cell, asked) else 0 for cell in filled]
    return bool(named and named[0]), sum(named)
