"""Running heads and page numbers: what stands at the top or the bottom of page after page is no part of the text."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.pdf_layout import Line

_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_OUTERMOST = re.compile(r"^[0-9]{1,5}\b|\b[0-9]{1,5}$")
_OUTER = 3  # lines at the top and the bottom of a page that may be repeated on others
_ZONE = 0.15  # of the height that the text of all pages takes: how far down or up they stand
_MARGIN = 0.2  # of the height of the page, likewise: a text may end far above its foot, page after page
_SHARE = 0.4  # of the pages: on how many a head stands, if the left and the right ones differ
_CLOSE = 4  # pages from the first to the third on which a chapter's own head stands
_APART = 1.6  # heights to the text, at least
_BIN = 4  # points that the place of a head may differ from page to page


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at the top or the bottom of a page: what it says without its numbers, and how high it stands."""

    words: str
    height: int


def without_running(
    pages: Sequence[Sequence[Line]], edges: Sequence[tuple[float, float]]
) -> tuple[list[list[Line]], list[list[str]]]:
    """Each page without what runs along at the top or the bottom of several; and what ran there, where it is new.

    A line is one of those if it stands near the edge of its page and apart from the text, on several pages at one
    height, and says the same but for numbers. It is kept once; so is every one that has another number which is not the
    page's.

    Args:
        pages: their lines.
        edges: where each page ends, at the bottom and at the top.
    """
    heights = [line.run.middle for lines in pages for line in lines] or [0.0]
    text = _inner(min(heights), max(heights), _ZONE)
    places: dict[_Edge, list[int]] = {}
    for at, (lines, ends) in enumerate(zip(pages, edges, strict=True)):
        low, high = _inner(*ends, _MARGIN)
        low, high = min(low, text[0]), max(high, text[1])
        outer = [line for line in lines if not low < line.run.middle < high]
        for edge in {edge for line in outer for edge in _edges(line, at)}:
            places.setdefault(edge, []).append(at)
    least = max(2, _SHARE * sum(map(bool, pages)))
    running = {edge for edge, on in places.items() if len(on) >= least or _is_close(on)}
    bodies: list[list[Line]] = []
    heads: list[list[str]] = []
    seen: dict[_Edge, set[tuple[int, int, bool]]] = {}
    for at, lines in enumerate(pages):
        found = _running(lines, at, running)
        gone = {id(line) for line in found}
        bodies.append([line for line in lines if id(line) not in gone])
        heads.append([line.run.text for line in found if _is_new(line, at, seen)])
    return bodies, heads


def _inner(low: float, high: float, share: float) -> tuple[float, float]:
    return low + share * (high - low), high - share * (high - low)


def _is_close(pages: Sequence[int]) -> bool:
    return any(third - first <= _CLOSE for first, third in zip(pages, pages[2:], strict=False))


def _running(lines: Sequence[Line], page: int, running: AbstractSet[_Edge]) -> list[Line]:
    """The lines of a page that run along, from the top and the bottom up to where the text stands apart from them."""
    order = sorted(lines, key=lambda line: -line.run.middle)
    top, bottom = _apart(order, page, running), _apart(order[::-1], page, running)
    return [*order[:top], *order[len(order) - bottom :]] if top + bottom < len(order) else []


def _apart(order: Sequence[Line], page: int, running: AbstractSet[_Edge]) -> int:
    """How many lines at the beginning run along and stand apart from the next one."""
    apart = 0
    for at, (one, other) in enumerate(pairwise(order), 1):
        if at > _OUTER or one.table or running.isdisjoint(_edges(one, page)):
            break
        sized = not 0.9 < one.run.height / other.run.height < 1.1
        if sized or abs(one.run.middle - other.run.middle) > _APART * max(one.run.height, other.run.height):
            apart = at
    return apart


def _edges(line: Line, page: int) -> set[_Edge]:
    """What a line may have in common with others: its words, or that it begins or ends with the number of its page."""
    numbers = _OUTERMOST.findall(line.run.text)
    return {_edge(line), *(_Edge(f"#{int(number) - page}", round(line.run.middle / _BIN)) for number in numbers)}


def _edge(line: Line) -> _Edge:
    return _Edge(_NUMBER.sub("#", line.run.text.casefold()), round(line.run.middle / _BIN))


def _is_new(line: Line, at: int, seen: dict[_Edge, set[tuple[int, int, bool]]]) -> bool:
    """Whether a running line has words, and says what none before it said, but for the number of the page."""
    edge = _edge(line)
    first = edge not in seen
    known = seen.setdefault(edge, set())
    numbers = [int(number[:9]) for number in re.findall(r"[0-9]+", line.run.text)]
    old = all({(place, number, True), (place, number - at, False)} & known for place, number in enumerate(numbers))
    known |= {(place, number, True) for place, number in enumerate(numbers)}
    known |= {(place, number - at, False) for place, number in enumerate(numbers)}
    return (first or not old) and any(map(str.isalpha, _NUMBER.sub("", line.run.text)))
