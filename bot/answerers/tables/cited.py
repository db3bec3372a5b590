"""The lines of rows that show what a result rests on, as passages hold them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.drafts import Quote
from bot.proof.grid import Grid
from ingest.documents import Hit, Passage
from ingest.view import View


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is cited.

    Attributes:
        grid: its table.
        row: its number.
        telling: the cells that a result comes from.
    """

    grid: Grid
    row: int
    telling: frozenset[str] = frozenset()


def quotes_of(hits: Sequence[Hit], line: Line) -> Iterator[Quote]:
    """What shows a row: its line, or where that is too long for one passage its beginning and the cells that tell."""
    parts = sorted((start, end, at) for at, hit in enumerate(hits) for start, end in _parts(hit.passage, line))
    needed = set(line.telling)
    for number, (start, end, at) in enumerate(parts):
        text = hits[at].passage.quote(start, end)
        there = {cell for cell in needed if cell in text}
        if number == 0 or there:
            needed -= there
            yield Quote(at, text)


def with_lines(view: View, hits: Sequence[Hit], lines: Sequence[Line]) -> tuple[Hit, ...]:
    """The hits, and the passages of rows that no hit holds."""
    held = {hit.passage for hit in hits}
    more: dict[Hit, None] = {}
    for source in dict.fromkeys(line.grid.source for line in lines):
        own = [line for line in lines if line.grid.source == source]
        score = max((hit.score for hit in hits if hit.passage.source == source), default=0.0)
        for passage in view.passages(source):
            if passage not in held and any(_shows(passage, line) for line in own):
                more[Hit(passage, score)] = None
    return (*hits, *more)


def _parts(passage: Passage, line: Line) -> list[tuple[int, int]]:
    """Where a passage holds parts of a row's line."""
    start, end = line.grid.starts[line.row], line.grid.ends[line.row]
    if passage.source != line.grid.source or passage.end <= start or passage.start >= end:
        return []
    whole = [(a, b) for a, b in passage.sentences if start <= a and b <= end]
    return whole or [(max(start, passage.start), min(end, passage.end))]


def _shows(passage: Passage, line: Line) -> bool:
    """Whether a passage holds the beginning of a row, or a cell of it that tells."""
    parts = _parts(passage, line)
    texts = [passage.quote(*part) for part in parts]
    begins = bool(parts) and parts[0][0] == line.grid.starts[line.row]
    return begins or any(cell in text for cell in line.telling for text in texts)
