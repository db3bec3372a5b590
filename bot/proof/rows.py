"""Whether the row of a table says a sentence: the value must stand in the column whose heading is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.proof.polarity import is_denial
from bot.proof.quantities import figures
from bot.proof.relations import sides
from bot.proof.support import telling_stems
from bot.proof.verbs import AUXILIARIES
from ingest.documents import Document
from ingest.tables import Row, Table
from ingest.text.words import stem, words

# Verbs that say no more than that a value is a thing's; those that tell nothing at all are known elsewhere.
_SAYS = frozenset(map(stem, ("cost", "contain", "amount", "total", "number", *AUXILIARIES)))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row says of a sentence.

    Attributes:
        source: path of the document.
        start, end: offsets of the row's line in its text, end exclusive.
        holds: whether the row says it; else it has another value in that column.
    """

    source: str
    start: int
    end: int
    holds: bool


def read_rows(
    said: str, documents: Mapping[str, Document], found: Mapping[str, Sequence[tuple[int, int]]]
) -> Reading | None:
    """What the one row that a sentence is about says of it; None if none is, or several, or it says more than a value.

    Args:
        said: a sentence.
        documents: those of the passages, by source.
        found: the stretches of each in which rows are looked for.
    """
    if any(side for _, side in sides(said)) or any(map(is_denial, words(said))):
        return None
    readings = [
        reading
        for source, stretches in found.items()
        for table in documents[source].tables
        for row in _within(table, stretches)
        if (reading := _read(said, row, table, documents[source]))
    ]
    return readings[0] if len(readings) == 1 else None


def _within(table: Table, stretches: Sequence[tuple[int, int]]) -> Iterator[Row]:
    for start, _ in table.places:
        if any(first <= start < last for first, last in stretches) and (row := table.row(start)):
            yield row


def _read(said: str, row: Row, table: Table, document: Document) -> Reading | None:
    ours = telling_stems(said)
    names = [telling_stems(column.name) for column in table.columns]
    cells = [telling_stems(cell) for cell in row.cells]
    labels = [at for at, cell in enumerate(cells) if cell and cell <= ours and not figures(row.cells[at])]
    meant = [at for at, name in enumerate(names) if at not in labels[:1] and name and name <= ours]
    meant = [at for at in meant if not any(names[at] < names[other] for other in meant)]
    if not labels or len(meant) != 1:
        return None
    (at,) = meant
    around = telling_stems(f"{document.name} {table.caption} {table.heading} {table.columns[at].unit}")
    told = ours.difference(names[at], *(cells[label] | names[label] for label in labels if label != at))
    value = told - around - _SAYS | told & cells[at]
    if value and value <= cells[at]:
        return Reading(document.source, row.start, row.end, holds=True)
    if len(value) == len(cells[at]) == 1 and all(figures(one) for one in (*value, row.cells[at])):
        return Reading(document.source, row.start, row.end, holds=False)
    return None
