"""Which cells of a table are headings: told by what stands below and beside them, not by where they stand."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.grid import GridRow
from ingest.formats.table_facts import are_facts, best_as_facts
from ingest.formats.table_shapes import WORD, calendar_names, is_moment, reach, shape, spread
from ingest.formats.table_words import is_one_of

_PAIR = 2  # cells: a label and what it labels
_SAMPLE = 60  # rows that show what a column holds
_DEEPEST = 6  # rows of headings
_MOST = 0.6  # of the cells of a column: what makes a shape its own
_MARKED, _SET_APART, _REPEATS = 6.0, 2.0, 4.0  # what marks, bold type and repetition count; one column counts 1
_CALENDAR = 2.0  # and days or months, as those of a roster: "Mon 16", "Tue 17"
_YEAR = re.compile(r"\D{0,9}((?:1[5-9]|20)\d\d)(?:\s?[/–-]\s?\d{2}(?:\d{2})?)?\D{0,9}")
_ORDINAL = re.compile(r"(\d{1,9})(?:\.|[^\W\d_]{2})?")


@dataclass(frozen=True, slots=True)
class Headed:
    """What is heading in a table.

    Attributes:
        first, last: the rows of headings, end exclusive; equal where there are none. Those above stand for themselves.
        sure: whether something shows it; else it is taken for so because most tables have headings.
        facts: whether every row is a label and what it labels, and no row is a heading.
    """

    first: int
    last: int
    sure: bool
    facts: bool = False


def headed(rows: Sequence[GridRow], width: int, above: int = 0, *, named: bool = False, aside: bool = False) -> Headed:
    """Find the headings of a table whose rows have at most `width` places; none of its rows is blank.

    Args:
        rows: from the top.
        width: how many places the widest has.
        above: how many of them a blank row parts from the others, which stand for themselves if those have headings.
        named: whether the first row of such a table names its columns, where nothing speaks for or against it.
        aside: whether a wider table stands on the same sheet, so that two rows may be facts about that.
    """
    if above and rows[above - 1].texts[0]:
        below = headed(rows[above:], width)
        if below.sure and not below.facts:
            return Headed(above + below.first, above + below.last, sure=True)
    first = _first(rows, width)
    rest = rows[first : first + _SAMPLE]
    if len(rest) > 2 and _completes(*rest[:2]):
        return Headed(first, first + 2, sure=True)
    if width == 2 and are_facts(rest, marks_only=True):
        return Headed(first, first, sure=True, facts=True)
    deep, score = _depth(rest, width)
    if deep == 1 and score == 0 and is_one_of(rest[0].texts, [row.texts for row in rest[1:]]):
        deep = 0
    if width == 2 and (are_facts(rest, even=score <= 0) or (score <= 0 and not named and best_as_facts(rest))):
        return Headed(first, first, sure=False, facts=True)
    if aside and width == len(rest) == _PAIR and score <= 1:
        return Headed(first, first, sure=False, facts=True)
    return Headed(first, first + deep, sure=score > 0)


def _depth(rows: Sequence[GridRow], width: int) -> tuple[int, float]:
    """How many rows from the first on are headings, and how much speaks for it."""
    deep, score = 0, 0.0
    for at, row in enumerate(rows[: min(_DEEPEST, len(rows) - 1)]):
        if at and not _goes_down(rows[at - 1], row, rows[at + 1 :], width):
            break
        found = [evidence(heading, rows[at + 1 :]) for heading in rows[: at + 1]]
        if min(found) >= 0 and (at == 0 or found[-1] > 0 or _completes(rows[at - 1], row)):
            deep, score = at + 1, max(found)
    return deep, score


def evidence(row: GridRow, below: Sequence[GridRow]) -> float:
    """How much speaks for a row being the heading of those below: more than 0 for it, less than 0 against it."""
    filled = [column for column, text in enumerate(row.texts) if text]
    others = [other for other in below if other.texts != row.texts]
    if not filled or not others:
        return -1.0
    score = 0.0
    if _marked(row) and not all(map(_marked, others)):
        score += _MARKED
    if _bold(row) and 2 * sum(map(_bold, others)) < len(others):
        score += _SET_APART
    if len(calendar_names(row.texts)) > _PAIR and not any(calendar_names(other.texts) for other in others):
        score += _CALENDAR
    counts = _counts_up([row.texts[column] for column in filled])
    for column in filled:
        cells = [other.texts[column] for other in others if column < len(other.texts)]
        text, said = row.texts[column], set(filter(None, cells))
        chosen = not row.texts[0] and said == {text}  # what was chosen or not in a survey
        score += 1.0 if chosen else _vote(text, cells, counts=counts)
    # A row of values may occur again too: repetition speaks only where the values below do not speak against it.
    repeated = len(others) < len(below) and below[0].texts != row.texts and len(filled) > 1
    return score + _REPEATS if repeated and score >= 0 else score


def _vote(text: str, cells: Sequence[str], *, counts: bool) -> float:
    """What a column says: 1 if the cells below are of another kind than the text, -1 if it is one of them."""
    shapes = Counter(kind for kind in map(shape, cells) if kind)
    own = shape(text)
    if not shapes or not own:
        return 0.0
    kind, many = shapes.most_common(1)[0]
    if own == "#" and kind == "#" and any(len(word) > 3 for word in WORD.findall(text)):
        return 0.0 if 2 * sum(bool(WORD.search(cell)) for cell in cells) > len(cells) else 1.0
    if own == "#" and is_moment(text) and 2 * sum(map(is_moment, cells)) < len(cells):
        return 0.5 if kind == "#" else 0.0
    year = _YEAR.fullmatch(text)
    if own == "#" and (counts or year):
        years = sum(_YEAR.fullmatch(cell) is not None for cell in cells)
        pure = sum(kind == "#" for kind in map(shape, cells)) and not any(WORD.search(cell) for cell in cells)
        if not (year and 2 * years > sum(shapes.values())):
            return 0.5 if counts or pure else 0.0
    if many < _MOST * sum(shapes.values()):
        return -0.5 if own == "#" else 0.0
    if kind != own:
        return 1.0 if kind == "#" else -1.0 if own == "#" else 0.0
    return -1.0 if kind == "#" or text.casefold() in {cell.casefold() for cell in cells} else 0.0


def _counts_up(texts: Sequence[str]) -> bool:
    """Whether the numbers of a row are years or steps in order: 2021, 2022, 2023 or 0, 10, 20."""
    numbers = [int(match[1]) for match in _numbers(texts)]
    steps = {b - a for a, b in pairwise(numbers)}
    return len(numbers) > 2 and len(steps) == 1 and 0 not in steps


def _numbers(texts: Sequence[str]) -> Iterator[re.Match[str]]:
    for text in texts:
        if match := _YEAR.fullmatch(text) or _ORDINAL.fullmatch(text):
            yield match


def _marked(row: GridRow) -> bool:
    return _every(row, "heading")


def _bold(row: GridRow) -> bool:
    return _every(row, "bold")


def _every(row: GridRow, look: str) -> bool:
    """Whether all cells of a row that are not blank have a look, and there are several or one that spans several."""
    filled = [cell for cell in row.looks or () if cell.text]
    return len(filled) > 1 and all(getattr(cell, look) for cell in filled)


def _first(rows: Sequence[GridRow], width: int) -> int:
    """The first row that can be a heading: those above it are a title, or facts about the table."""
    first = 0
    while first < len(rows) - 1 and rows[first].texts[0]:
        row = rows[first]
        if len(spread(row)) > 1 and (first == len(rows) - 2 or not _plain(row, rows[first + 1 :], width)):
            break
        first += 1
    return first


def _plain(row: GridRow, below: Sequence[GridRow], width: int) -> bool:
    """Whether a row ends before the table's full width, while most of those below reach it, and heads none of them."""
    own = reach(row)
    following = next((other for other in below if len(spread(other)) > _PAIR or reach(other) == width), row)
    wide = [reach(other) == width for other in below[:_SAMPLE] if len(spread(other)) > 1]
    if own == width or reach(following) < width or 2 * sum(wide) <= len(wide):
        return False
    return not _layered(row, following, width)


def _layered(upper: GridRow, lower: GridRow, width: int) -> bool:
    """Whether the cells of the upper row can head groups of the lower one's: they span, or leave room to the right."""
    cells = spread(upper)
    if any(end - start > 1 for start, end in cells):
        return True
    both = list(zip(upper.texts, lower.texts, strict=False))
    if any(a == b and shape(a) == "x" for a, b in both) and any(a != b and a and b for a, b in both):
        return True  # one of them was merged with the one below it
    if any(a == c and b != d and b and d for (a, b), (c, d) in pairwise(both) if shape(a)):
        return True  # one of them was merged with the one beside it
    starts = [start for start, _ in cells]
    gaps = [end - start for start, end in pairwise([*starts, width])]
    there = {at for at, text in enumerate(lower.texts) if text}
    if upper.looks is not None and lower.looks is not None and any(upper.look(at) is lower.look(at) for at in starts):
        return True  # one of them reaches down
    own = [(start, gap) for start, gap in zip(starts, gaps, strict=True) if start in there]
    grouping = [start for start, gap in own if any(at in there for at in range(start + 1, start + gap))]
    if 0 not in there and (grouping or not upper.texts[0]):
        return True  # what labels the rows has no name, or the lower one has the options of a survey's questions
    return bool(cells) and len(grouping) == len(own) and (bool(grouping) or not upper.texts[0] or 0 not in there)


def _completes(upper: GridRow, lower: GridRow) -> bool:
    """Whether two rows of nothing but marked cells, blank ones too, name different columns: what labels the rows."""
    both = zip(upper.texts, lower.texts, strict=False)
    marked = all(row.looks and all(cell.heading for cell in row.looks) for row in (upper, lower))
    return marked and not any(a and b for a, b in both)


def _goes_down(upper: GridRow, lower: GridRow, below: Sequence[GridRow], width: int) -> bool:
    """Whether a row goes on with the headings above it: as a layer, by marks, or with the units of numbers."""
    if spread(lower) == [(0, width)]:
        return False  # it heads the rows below it
    if _layered(upper, lower, width) or (_marked(lower) and _marked(upper)):
        return True
    filled = [at for at, text in enumerate(lower.texts) if text]
    votes = [
        _vote(lower.texts[at], [row.texts[at] for row in below if at < len(row.texts)], counts=False) for at in filled
    ]
    return len(filled) > 1 and not lower.texts[0] and min(votes) == 1 and all(at < len(upper.texts) for at in filled)
