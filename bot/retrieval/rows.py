"""Which rows of tables a question names: the salary of Ann Lee stands in her row, and not in her neighbours'."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bot.question.names import weak_stems
from ingest.documents import Hit
from ingest.tables import Row, Table
from ingest.text.words import stem, words
from ingest.view import View

Place = tuple[str, int]  # the source of a row, and where it starts
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


def passed_over(view: View, question: str, hits: Sequence[Hit]) -> frozenset[Place]:
    """The rows in the passages that a question does not name, where it names others.

    A cell is named if its words stand in the question as they stand in it. Of several rows those are meant whose label,
    the first cell that is filled, is named, and of these those of whose cells most words are.
    """
    asked, tables = _stems(question), _tables(view, hits)
    rows = {place: _named(row, asked) for hit in hits for place, row in _rows(tables, hit)}
    best = max(rows.values(), default=(False, 0))
    return frozenset(place for place, named in rows.items() if named < best)


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


def _rows(tables: Mapping[str, Sequence[Table]], hit: Hit) -> Iterator[tuple[Place, Row]]:
    """The rows of tables among the sentences of a passage."""
    source = hit.passage.source
    for start, _ in hit.passage.sentences if tables[source] else ():
        row = next((row for table in tables[source] if (row := table.row(start))), None)
        if row is not None:
            yield (source, start), row


def _named(row: Row, asked: Sequence[str]) -> tuple[bool, int]:
    """Whether a row's label is named, and how many words of its cells are."""
    cells = [_stems(cell) for cell in dict.fromkeys(row.cells)]
    filled = [cell for cell in cells if cell]
    named = [len(cell) if _within(cell, asked) else 0 for cell in filled]
    return bool(named and named[0]), sum(named)


def _within(cell: Sequence[str], asked: Sequence[str]) -> bool:
    size = len(cell)
    return any(asked[at : at + size] == cell for at in range(len(asked) - size + 1))
