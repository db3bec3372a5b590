"""Columns of text side by side, as programs print the pages of a PDF into a plain text -> one below the other."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ingest.text.lines import ends_sentence

_GAP = 2  # blanks between two columns at least
_WIDE = re.compile(r"\S {3,}\S")
_LINES = 4  # with words on both sides of a gap, at least
_NARROWEST = 18  # characters of a column
_WORDS = 3  # on a line of a column, on average
_FULL, _MOST, _NEARLY_ALL = 0.8, 0.6, 0.8  # of the width of a column, and of its lines: how many are full to there
# Of the lines: how many begin in the middle of a sentence, or end in it, if nearly all are full.
_AMID, _OPEN = 0.3, 0.5
_PAGE = 150  # lines of a page at most
_BANDS = 2  # stretches of lines, parted by blank ones over all columns: with more they are the rows of a table
_WORD = re.compile(r"(?<!\S)[\"“„«(]?[^\W\d_]+[-'’]?[^\W\d_]*[\"”“»).,;:!?]*(?!\S)")
_BORDER = re.compile(r"[^\W\d_]{3}[.!?](?:\s|$)")  # of two sentences
_Gap = tuple[int, int]


def in_one_column(text: str) -> str:
    """The text with columns of sentences below each other; tables and lists stay as they are."""
    if not _WIDE.search(text):
        return text
    written = text.split("\n")
    rows = [row.expandtabs().rstrip() for row in written]
    made: list[str] = []
    at = 0
    while at < len(rows):
        end, gaps = _reach(rows, at)
        columns = _columns(rows[at:end], gaps)
        flows = len(columns) > 1 and all(map(_flows, columns))
        if flows and _bands(rows[at:end]) <= _BANDS:
            made += [line for column in columns for line in (*column, "")]
        else:
            end = end if flows else next((place for place in range(at + 1, end) if not rows[place]), end)
            made += written[at:end]
        at = end
    return "\n".join(made)


def _reach(rows: Sequence[str], at: int) -> tuple[int, list[_Gap]]:
    """Up to which row, end exclusive, rows from one on leave the same gaps, and these."""
    gaps, end = _gaps(rows[at]), at + 1
    kept = gaps
    for place in range(at + 1, min(len(rows), at + _PAGE) if gaps else 0):
        row = rows[place]
        gaps = [gap for one in gaps for gap in _blank(row, *one)]
        if not gaps:
            break
        if row:
            kept, end = gaps, place + 1
    return end, kept


def _gaps(row: str) -> list[_Gap]:
    """The blanks between words that can part columns."""
    return [found.span() for found in re.finditer(r"(?<=\S) {2,}(?=\S)", row)]


def _blank(row: str, start: int, end: int) -> Iterator[_Gap]:
    """Where a row has blanks between two places, or nothing."""
    inside = row[start:end].ljust(end - start)
    return ((start + found.start(), start + found.end()) for found in re.finditer(r" {2,}", inside))


def _columns(rows: Sequence[str], gaps: Sequence[_Gap]) -> list[list[str]]:
    """What stands between the gaps that have words on both sides on several rows."""
    edges = [0]
    for start, end in gaps:
        both = sum(bool(row[edges[-1] : start].strip()) and bool(row[end:].strip()) for row in rows)
        if both >= _LINES:
            edges.append(end)
    found = [[row[begin:stop].strip() for row in rows] for begin, stop in pairwise([*edges, None])]
    return [_trimmed(column) for column in found]


def _trimmed(column: Sequence[str]) -> list[str]:
    filled = [at for at, line in enumerate(column) if line]
    return list(column[filled[0] : filled[-1] + 1]) if filled else []


def _bands(rows: Sequence[str]) -> int:
    return sum(filled for filled, _ in groupby(bool(row.strip()) for row in rows))


def _flows(column: Sequence[str]) -> bool:
    """Whether a column is sentences that go on from line to line because these were full."""
    lines = [line for line in column if line]
    width = max(map(len, lines), default=0)
    words = sum(len(_WORD.findall(line)) for line in lines)
    if len(lines) < _LINES or width < _NARROWEST or words < _WORDS * len(lines):
        return False
    if not _BORDER.search("\n".join(column)):
        return False
    pairs = [(one, other) for one, other in pairwise(column) if one and other]
    full = sum(len(one) + 1 + len(other.split()[0]) > _FULL * width for one, other in pairs)
    open_ = [other for one, other in pairs if not ends_sentence(one)]
    amid = sum(other[0].islower() for other in open_)
    # Where nouns have capitals, few lines seem to begin in the middle of a sentence.
    return (full >= _MOST * len(pairs) and amid >= _AMID * len(pairs)) or (
        full >= _NEARLY_ALL * len(pairs) and len(open_) >= _OPEN * len(pairs)
    )
