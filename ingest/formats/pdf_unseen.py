"""The signs of a page of a PDF that nobody sees: an area is painted over them, or they are white on white."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from ctypes import byref, c_float, c_int, c_uint, c_void_p, cast
from typing import Any

_OBJECTS = 4000  # of a page: a map or a drawing has more
_THIN = 3.0  # points: less is a rule
_SEGMENTS = 6  # of a rectangle at most, however it is drawn
_GROUND = 0.5  # of the page: what is larger is its ground, whenever it is drawn
_WHITE, _OPAQUE = 250, 255
_Box = tuple[float, float, float, float]  # left, bottom, right, top in points


def unseen(
    page: Any,  # noqa: ANN401 (pypdfium2 ships no types)
    words: Any,  # noqa: ANN401
    box_of: Callable[[int], _Box | None],
) -> list[int]:
    """The numbers of those signs; none on a page with too much on it to look at.

    Args:
        page: it.
        words: its text, as PDFium has it.
        box_of: gives the box of a sign, None for one that stands nowhere.
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page)
    things = [pdfium.FPDFPage_GetObject(page, at) for at in range(count if count <= _OBJECTS else 0)]
    kinds = [pdfium.FPDFPageObj_GetType(one) for one in things]
    texts = [at for at, kind in enumerate(kinds) if kind == pdfium.FPDF_PAGEOBJ_TEXT]
    if not texts:
        return []
    most = _GROUND * page.get_width() * page.get_height()
    paths = [at for at in range(texts[0], len(things)) if kinds[at] == pdfium.FPDF_PAGEOBJ_PATH]
    covers = {at: box for at in paths if (box := _cover(things[at], most))}
    over = _over([(at, _bounds(things[at])) for at in texts], covers) if covers else {}
    if white := {at: _bounds(things[at]) for at in texts if _is_white(things[at])}:
        grounds = [
            _bounds(one)
            for at, one in enumerate(things)
            if kinds[at] != pdfium.FPDF_PAGEOBJ_TEXT and not _is_white(one)
        ]
        over |= {at: [box] for at, box in white.items() if not any(_meets(box, ground) for ground in grounds)}
    named = {cast(things[at], c_void_p).value: areas for at, areas in over.items()}
    found = []
    for sign in range(words.count_chars() if named else 0):
        areas = named.get(cast(pdfium.FPDFText_GetTextObject(words, sign), c_void_p).value, ())
        box = box_of(sign) if areas else None
        if box and any(_lies_in(box, area) for area in areas):
            found.append(sign)
    return found


def _cover(path: Any, most: float) -> _Box | None:  # noqa: ANN401
    """The area that a path fills so that nothing shows through it; None for any but a rectangle smaller than `most`."""
    import pypdfium2.raw as pdfium

    fill, stroked = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path, byref(fill), byref(stroked))
    if not fill.value or pdfium.FPDFPath_CountSegments(path) > _SEGMENTS or pdfium.FPDFPageObj_HasTransparency(path):
        return None
    left, bottom, right, top = box = _bounds(path)
    if min(right - left, top - bottom) <= _THIN or (right - left) * (top - bottom) > most:
        return None
    color = _color(path)
    return box if color and color[3] == _OPAQUE and not _is_cut(path, box) else None


def _is_cut(thing: Any, box: _Box) -> bool:  # noqa: ANN401
    """Whether less of it shows than its box, as something it is drawn within ends before or has another form."""
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(thing)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    for at in range(max(count, 0)):
        points = []
        x, y = c_float(), c_float()
        for part in range(pdfium.FPDFClipPath_CountPathSegments(clip, at)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, at, part), byref(x), byref(y))
            points.append((x.value, y.value))
        if len(points) > _SEGMENTS or not points:
            return True
        (xs, ys) = zip(*points, strict=True)
        if not _lies_in(box, (min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1), whole=True):
            return True
    return False


def _over(texts: Sequence[tuple[int, _Box]], covers: dict[int, _Box]) -> dict[int, list[_Box]]:
    """What covers at least a part of each text that was drawn before it."""
    placed = sorted(((box[1] + box[3]) / 2, at, box) for at, box in texts)
    heights = [middle for middle, _, _ in placed]
    found: dict[int, list[_Box]] = {}
    for cover, area in covers.items():
        for _, at, box in placed[bisect_left(heights, area[1]) : bisect_left(heights, area[3])]:
            if at < cover and _meets(box, area):
                found.setdefault(at, []).append(area)
    return found


def _meets(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _lies_in(box: _Box, area: _Box, *, whole: bool = False) -> bool:
    """Whether the middle of a box lies in an area, or the whole of it."""
    if whole:
        return area[0] <= box[0] and area[1] <= box[1] and box[2] <= area[2] and box[3] <= area[3]
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _bounds(thing: Any) -> _Box:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdfium.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top))
    return left.value, bottom.value, right.value, top.value


def _color(thing: Any) -> tuple[int, int, int, int] | None:  # noqa: ANN401
    """What it is filled with: red, green, blue, and how opaque; None for a pattern."""
    import pypdfium2.raw as pdfium

    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    told = pdfium.FPDFPageObj_GetFillColor(thing, byref(red), byref(green), byref(blue), byref(alpha))
    return (red.value, green.value, blue.value, alpha.value) if told else None


def _is_white(thing: Any) -> bool:  # noqa: ANN401
    color = _color(thing)
    return color is not None and min(color[:3]) >= _WHITE
