"""Headings of columns that stand upright, turned by a quarter: they are put level, each above its column."""

from collections.abc import Iterator, Sequence

from ingest.formats.columns import Run, runs_of
from ingest.formats.pdf_words import MIRRORED, Word, turned

_LEAST = 2  # headings beside each other, and words below each
_WIDE = 6  # times its height: a longer word is a line of text
_EVEN = 3.0  # points that their lower edges, or their upper ones, may differ
_Groups = Sequence[tuple[int, list[Word]]]


def with_heads(groups: _Groups) -> tuple[list[Word], _Groups]:
    """The words of a page's main direction with such headings among them, and those of others without.

    Args:
        groups: the words of each turn, the main one first; see `words_of`.
    """
    (turn, words), *others = groups
    heads: list[Word] = []
    rest: list[tuple[int, list[Word]]] = []
    for other, found in others:
        upright = {turn, other} <= set(range(MIRRORED)) and (other - turn) % 2 == 1
        placed = [_level(run, other, turn) for run in runs_of(found)] if upright else []
        if _are_heads(placed, words):
            low = min(one.bottom for one in placed)
            heads += [
                Word(one.left, low, one.right, low + one.height, one.text, spaced=True, at=one.at) for one in placed
            ]
        else:
            rest.append((other, found))
    return sorted([*words, *heads], key=lambda word: word.at) if heads else words, rest


def _level(run: Run, turn: int, main: int) -> Run:
    """A run of one turn where it stands on the page of another; its height is that of its letters still."""
    corners = ((run.left, run.bottom), (run.right, run.top))
    (x, y), (x2, y2) = (turned(*turned(*corner, -turn % 4), main) for corner in corners)
    return Run(min(x, x2), min(y, y2), max(x, x2), max(y, y2), run.text, run.height, run.at)


def _are_heads(runs: Sequence[Run], words: Sequence[Word]) -> bool:
    """Whether upright runs stand in a row, and words in columns below most of them."""
    edges = [[run.bottom for run in runs], [run.top for run in runs]]
    in_row = len(runs) >= _LEAST and any(max(edge) - min(edge) < _EVEN for edge in edges)
    return in_row and 2 * sum(len(list(_below(run, words))) >= _LEAST for run in runs) > len(runs)


def _below(run: Run, words: Sequence[Word]) -> Iterator[Word]:
    """The short words below an upright run, as those of a column."""
    for word in words:
        near = word.left < run.right and run.left < word.right and word.top <= run.bottom + _EVEN
        if near and word.right - word.left < _WIDE * word.height:
            yield word
