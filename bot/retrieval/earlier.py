"""The document that an answer of a conversation was taken from, and what stands beside each other in its tables."""

from collections.abc import Sequence

from bot.question.names import weak_stems
from ingest.text.words import stems
from ingest.view import View

_MOST = 8  # passages looked at
_SHARE = 0.6  # of an answer's telling words that a passage must hold to be where it comes from
_WORDS = 5  # of a label
_LABELS = 300  # of a column
_FEW = 4  # telling words: so short an answer ("£74.", "The mother.") may stand in many places


def told_by(view: View, answer: str, question: str = "") -> str:
    """The source of the passage that holds most of an answer's words; "" where none holds enough of them.

    Args:
        view: one generation of the index.
        answer: as it was given.
        question: what it answers: of two passages that hold as much of a short answer, the one that holds more of this.
    """
    told, asked = (_telling(text) for text in (answer, question))
    if not told:
        return ""
    sought = (answer, f"{question} {answer}")[: 1 + (len(told) <= _FEW)]
    shares = [
        (len(told & there), len(asked & there), hit.passage.source)
        for hit in (hit for text in sought for hit in view.lexical(text, _MOST))
        for there in [set(stems(hit.passage.embedded))]
    ]
    most, _, source = max(shares, key=lambda one: one[:2], default=(0, 0, ""))
    return source if most >= _SHARE * len(told) else ""


def series_of(view: View, answer: str, question: str) -> tuple[Sequence[str], ...]:
    """Labels that stand beside each other in the tables of an answer's document: columns, and what each one holds.

    Args:
        view: one generation of the index.
        answer: as it was given.
        question: what it answers.
    """
    source = told_by(view, answer, question)
    found: list[Sequence[str]] = []
    for table in view.tables(source) if source else ():
        columns = zip(*(row.cells for row in table.rows), strict=False)
        found += [[column.name for column in table.columns], *(_labels(cells) for cells in columns)]
    return tuple(labels for labels in found if len(labels) > 1)


def _labels(cells: Sequence[str]) -> list[str]:
    """The short texts of a column, each once; none where there are many."""
    found = {cell: None for cell in cells if any(map(str.isalpha, cell)) and len(cell.split()) <= _WORDS}
    return [*found] if len(found) <= _LABELS else []


def _telling(text: str) -> set[str]:
    """The stems that tell something; a currency's sign does not, which some documents write before a sum."""
    return {root for root in stems(text) if root[0].isalnum()} - weak_stems()
