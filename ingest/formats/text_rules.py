"""Tables set with spaces whose columns a rule of several strokes shows, as "-----  ----" does -> their rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from ingest.formats.text_wraps import Cells, Line, together, wrapped
from ingest.text.table_lines import is_ruled

_STROKES = re.compile(r"\s*(?:-{2,}(?:\s+-{2,})+|={2,}(?:\s+={2,})+)\s*")
_STROKE = re.compile(r"-+|=+")
_CELL = re.compile(r"\S+(?: \S+)*")
_HIGHEST = 6  # lines of headings
_WIDEST = 60  # columns
_ALONE, _DEEPEST = 2, 20  # lines, one upon the other, with a cell in the first column alone, and in another
_PARTS = 1000  # that blank lines part, in a table
_Columns = Sequence[tuple[int, int]]


def stroked_rows(block: Sequence[tuple[int, str]], at: int) -> tuple[int, list[Line], int]:
    """How many lines from one on stand in the columns of a rule, the rows that they are, and how many it ends."""
    near = range(at, min(at + _HIGHEST + 1, len(block)))
    rule = next((place for place in near if _STROKES.fullmatch(block[place][1])), -1)
    stroke = block[rule][1].expandtabs().rstrip() if rule >= 0 else ""
    columns = [found.span() for found in _STROKE.finditer(stroke)]
    held = _held(block, at, rule, columns) if 0 < len(columns) <= _WIDEST else []
    # Under a rule at the top another like it ends the headings, as it does in reStructuredText.
    again = (place for place in near if place > at == rule and block[place][1].expandtabs().rstrip() == stroke)
    below = next(again, rule)
    above = [cells for place, cells in held if place < below]
    if len(above) == len(held):
        above = []
    left = min((cells[0][0] for cells in above), default=0)
    aside = bool(above) and rule > at and (len(above[0]) == 1 or left < columns[0][0])
    # Strokes under the names of several columns leave out the one that names the rows.
    outside = sum(bool(block[place][1].expandtabs()[: max(columns[0][0] - 1, 0)].strip()) for place, _ in held)
    aside = aside or 2 * outside > len(held)
    full = sum(len(cells) > 1 for _, cells in held[len(above) :])
    if aside or full < 1 + (not above):
        return 0, [], 0
    simple = rule == at and stroke.lstrip().startswith("=")
    return held[-1][0] + 1 - at, _rows(block, held, columns, len(above), simple=simple), len(above)


def _held(block: Sequence[tuple[int, str]], at: int, rule: int, columns: _Columns) -> list[tuple[int, Cells]]:
    """The lines from one on with their cells, up to the last that is not alone at the left; where they stand."""
    held: list[tuple[int, Cells]] = []
    last, kept, alone = rule, 0, False
    for place in range(at, len(block)):
        line = block[place][1].expandtabs()
        if line and not is_ruled(line):
            held.append((place, cells := _cells(line, columns)))
            alone = cells[0][0] < columns[1][0]
            last = max(last, place) if len(cells) > 1 else last
            kept = kept if alone and len(cells) == 1 else len(held)
        if place - last > (_ALONE if alone else _DEEPEST):
            break
    return held[:kept]


def _cells(line: str, columns: _Columns) -> Cells:
    """What stands on a line in each column, from where that begins; all as one, where a word reaches over two."""
    found: dict[int, list[tuple[int, int]]] = {}  # by column, from where to where
    for run in _CELL.finditer(line):
        left, end = run.span()
        over = [at for at, (begin, stop) in enumerate(columns) if left < stop and begin < end]
        for one, other in pairwise(over):
            gap = line.rfind(" ", columns[one][1], columns[other][0])
            if gap < left:
                return [(0, len(line), " ".join(line.split()))]
            found.setdefault(one, []).append((left, gap))
            left = gap + 1
        found.setdefault(over[-1] if over else _nearest(left, end, columns), []).append((left, end))
    begins = {at: places[0][0] if at == 0 else max(places[0][0], columns[at][0]) for at, places in found.items()}
    return [
        (begins[at], places[-1][1], " ".join(line[left:end] for left, end in places))
        for at, places in sorted(found.items())
    ]


def _nearest(left: int, right: int, columns: _Columns) -> int:
    return min(range(len(columns)), key=lambda at: max(columns[at][0] - right, left - columns[at][1]))


def _rows(
    block: Sequence[tuple[int, str]],
    held: Sequence[tuple[int, Cells]],
    columns: _Columns,
    headings: int,
    *,
    simple: bool,
) -> list[Line]:
    """The lines with cells, those together that are one row, as blank lines or words that had no room show it.

    In the `simple` tables of reStructuredText a row begins where its first column does.
    """
    lines = []
    for place, cells in held:
        start, line = block[place]
        placed = {sum(begin <= left for begin, _ in columns[1:]): text for left, _, text in cells}
        texts = tuple(placed.get(at, "") for at in range(len(columns)))
        own = texts[:1] if len(cells) == 1 and texts[0] else texts
        lines.append(Line(start + len(line) - len(line.lstrip()), start + len(line), own))
    body = held[headings:]
    blank = {place for place in range(body[0][0], body[-1][0]) if not block[place][1]}
    if simple:
        starts = [at for at, (_, cells) in enumerate(body) if at == 0 or cells[0][0] < columns[1][0]]
    elif blank:
        starts = [at for at, (place, _) in enumerate(body) if at == 0 or place - 1 in blank]
    else:
        starts = [0, *accumulate(wrapped([cells for _, cells in body], [(0, columns[0][1]), *columns[1:]]))][:-1]
    counts = [end - begin for begin, end in pairwise([*starts, len(body)])]
    return together(lines, [1] * headings + counts)


def together_in_rules(runs: Iterable[list[tuple[int, str]]]) -> Iterator[list[tuple[int, str]]]:
    """Runs of lines that blank ones part; as one, with those, where the first line comes again as the last.

    So pandoc writes tables whose cells have several lines: between two long rules, with blank lines between the rows.
    """
    held: list[list[tuple[int, str]]] = []
    for run in runs:
        held.append(run)
        (_, first), *others = held[0]
        begun = is_ruled(first) and any(_STROKES.fullmatch(line) for _, line in held[0][: _HIGHEST + 2])
        ends = begun and run[-1][1] == first and (len(held) > 1 or bool(others))
        if begun and not ends and len(held) < _PARTS:
            continue
        yield from [[line for one in held for line in ((one[0][0], ""), *one)][1:]] if ends else held
        held = []
    yield from held
