"""The rules drawn on a page of a PDF -> the grids that they make."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.formats.pdf_words import turned

_OBJECTS, _SEGMENTS = 4000, 400  # of a page, and of one drawing: a chart has more
_THIN = 3.0  # points that a rule is wide at most
_TOUCH = 3.0  # points between two rules that meet
_SHORT = 5.0  # points: less is a dot or a dash
_MOST = 20_000  # strokes of a page, and pairs of rules that may meet: with more it is a drawing
Stroke = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis: `at` on the other one, from `begin` to `end`."""

    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Rules that meet: the places of the upright ones from the left, of the level ones from the top.

    `upright` and `level` are the rules themselves.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    upright: tuple[Rule, ...]
    level: tuple[Rule, ...]

    def is_parted(self, row: int, column: int) -> bool:
        """Whether a rule stands right of the cell."""
        x, y = self.xs[column + 1], (self.ys[row] + self.ys[row + 1]) / 2
        return column + 2 == len(self.xs) or any(
            abs(rule.at - x) <= _TOUCH and rule.begin <= y <= rule.end for rule in self.upright
        )

    def is_underlined(self, row: int, column: int) -> bool:
        """Whether a rule lies below the cell."""
        x, y = (self.xs[column] + self.xs[column + 1]) / 2, self.ys[row + 1]
        return row + 2 == len(self.ys) or any(
            abs(rule.at - y) <= _TOUCH and rule.begin <= x <= rule.end for rule in self.level
        )


def strokes_of(page: Any) -> list[Stroke]:  # noqa: ANN401 (pypdfium2 ships no types)
    """From where to where the straight lines on a page are drawn."""
    import pypdfium2.raw as pdfium

    found: list[Stroke] = []
    count = pdfium.FPDFPage_CountObjects(page)
    for at in range(count if count <= _OBJECTS else 0):
        one = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_PATH:
            found += _strokes(one)
    return found


def grids_of(strokes: Sequence[Stroke], turn: int) -> list[Grid]:
    """The grids that have two columns at least, on a page whose text is turned by so many quarters."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for begin, end in strokes if len(strokes) <= _MOST else ():
        (x, y), (x2, y2) = turned(*begin, turn), turned(*end, turn)
        if abs(y - y2) <= _THIN and abs(x - x2) >= _SHORT:
            level.append(Rule((y + y2) / 2, min(x, x2), max(x, x2)))
        elif abs(x - x2) <= _THIN and abs(y - y2) >= _SHORT:
            upright.append(Rule((x + x2) / 2, min(y, y2), max(y, y2)))
    level, upright = _merged(level), _merged(upright)
    if len(level) < 2 or not upright or len(level) * len(upright) > _MOST:
        return []
    return [grid for group in _groups(level, upright) if len((grid := _grid(*group)).xs) > 2 and len(grid.ys) > 1]


def _strokes(one: Any) -> Iterator[Stroke]:  # noqa: ANN401
    """From where to where the lines of a drawing go; a thin area is a line as well."""
    from ctypes import byref, c_float, c_int

    import pypdfium2.raw as pdfium

    fill, stroked = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(one, byref(fill), byref(stroked))
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdfium.FPDFPageObj_GetBounds(one, byref(left), byref(bottom), byref(right), byref(top))
    thin = min(right.value - left.value, top.value - bottom.value) <= _THIN
    if thin and (fill.value or stroked.value):
        yield (left.value, bottom.value), (right.value, top.value)
        return
    count = pdfium.FPDFPath_CountSegments(one)
    if not stroked.value or count > _SEGMENTS:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(one, matrix)
    x, y = c_float(), c_float()
    begin = last = (0.0, 0.0)
    for at in range(count):
        part = pdfium.FPDFPath_GetPathSegment(one, at)
        pdfium.FPDFPathSegment_GetPoint(part, byref(x), byref(y))
        place = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(part)
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, place
        elif kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = place
        last = place
        if pdfium.FPDFPathSegment_GetClose(part):
            yield last, begin
            last = begin


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules that go on in each other as one."""
    found: list[Rule] = []
    for places in _clusters(sorted(rules, key=lambda rule: rule.at)):
        for rule in sorted(places, key=lambda rule: rule.begin):
            last = found[-1] if found else None
            if last and last.at == places[0].at and rule.begin <= last.end + _TOUCH:
                found[-1] = Rule(last.at, last.begin, max(last.end, rule.end))
            else:
                found.append(Rule(places[0].at, rule.begin, rule.end))
    return found


def _clusters(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Rules, in order of their place, in groups that lie upon each other."""
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[0].at > _TOUCH:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The level and upright rules that meet each other, directly or by others."""
    group = list(range(len(level) + len(upright)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for i, one in enumerate(level):
        for k, other in enumerate(upright, len(level)):
            reaches = one.begin - _TOUCH <= other.at <= one.end + _TOUCH
            if reaches and other.begin - _TOUCH <= one.at <= other.end + _TOUCH:
                group[root(k)] = root(i)
    for name in {root(at) for at in range(len(group))}:
        yield (
            [rule for at, rule in enumerate(level) if root(at) == name],
            [rule for at, rule in enumerate(upright, len(level)) if root(at) == name],
        )


def _grid(level: Sequence[Rule], upright: Sequence[Rule]) -> Grid:
    """The grid of rules that meet; where its sides are open, the ends of the rules are its edges."""
    xs = _places([rule.at for rule in upright] + [end for rule in level for end in (rule.begin, rule.end)])
    ys = _places([rule.at for rule in level] + [end for rule in upright for end in (rule.begin, rule.end)])
    return Grid(tuple(xs), tuple(reversed(ys)), tuple(upright), tuple(level))


def _places(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 2 * _TOUCH:
            found.append(value)
    return found


def cell_at(grid: Grid, x: float, y: float) -> tuple[int, int] | None:
    """The row and the column of a place, None outside of the grid."""
    column = bisect_left(grid.xs, x) - 1
    row = bisect_left(grid.ys, -y, key=lambda place: -place) - 1
    inside = 0 <= column < len(grid.xs) - 1 and 0 <= row < len(grid.ys) - 1
    return (row, column) if inside else None
