"""Lines that are drawn, of + - | or of the signs for boxes -> the words between them, by the columns of a table."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.text.table_lines import as_drawn, is_ruled

_HIGHEST = 6  # lines above the first rule that crosses the columns
_WIDEST = 60  # columns
_CROSSED = re.compile(r" *[+|]?[-=:]+(?:[+|][-=:]+)+[+|]?")
_CORNER = re.compile(r"(?<=[-=:])\+|\+(?=[-=:])")
_MORE = "+↵"  # by which psql shows that a cell goes on in the next line


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line.

    Attributes:
        start, end: offsets into the text, without the space around it.
        shown: what stands in each place, from a blank one on; a wide sign takes two, a mark that is put on one none.
        signs: one for each place, what is drawn as + - = and |.
    """

    start: int
    end: int
    shown: tuple[str, ...]
    signs: str


@dataclass(frozen=True, slots=True)
class Part:
    """The words of a line in the columns from `first` to `last`, end exclusive, and the place where they begin."""

    first: int
    last: int
    left: int
    text: str
    more: bool = False  # whether a sign shows that the cell goes on in the next line


Parts = list[Part]


@dataclass(frozen=True, slots=True)
class Band:
    """The lines between two rules, and of the rule above which columns it leaves open, and whether it is double."""

    lines: list[tuple[Drawn, Parts]]
    open: frozenset[int]
    double: bool


def bands_of(lines: Sequence[tuple[int, str]]) -> tuple[list[Band], list[int]]:
    """The bands of drawn lines, and the places of the lines that part their columns; none where they are no table."""
    placed = [_placed(*line) for line in lines]
    crossed = next((line.signs for line in placed[: _HIGHEST + 1] if _CROSSED.fullmatch(line.signs)), "")
    framed = crossed.lstrip().startswith(("+", "|"))
    cuts = _cuts(placed, crossed, framed=framed) if "+" in crossed else []
    return (list(_bands(placed, cuts, framed=framed)), cuts) if 2 < len(cuts) <= _WIDEST + 1 else ([], [])


def is_drawn(line: str) -> bool:
    """Whether a line may be of a drawn table: one of cells between bars, or a rule that crosses them."""
    drawn = as_drawn(line.strip())
    return "|" in drawn or (drawn.startswith("+") and drawn.endswith("+")) or ("+" in drawn and is_ruled(line))


def _placed(start: int, line: str) -> Drawn:
    shown = [" "]
    for sign in line.expandtabs():
        if not sign.isascii() and (unicodedata.combining(sign) or sign in "\u200d\ufe0f"):
            shown[-1] += sign
        else:
            shown += [sign, ""] if unicodedata.east_asian_width(sign) in "WF" else [sign]
    signs = as_drawn("".join(one[:1] or "_" for one in shown))
    return Drawn(start + len(line) - len(line.lstrip()), start + len(line), tuple(shown), signs)


def _cuts(lines: Sequence[Drawn], crossed: str, *, framed: bool) -> list[int]:
    """The places of the lines that part the columns, with those at the left and at the right."""
    begin = len(crossed) - len(crossed.lstrip())
    left, right = (begin, len(crossed) - 1) if framed else (begin - 1, len(crossed))
    found = {corner.start() for line in lines for corner in _CORNER.finditer(line.signs)}
    inner = {at for at in found if any(line.signs[at : at + 1] == "|" for line in lines)}
    return [left, *sorted(at for at in inner if left < at < right), right]


def _bands(lines: Sequence[Drawn], cuts: Sequence[int], *, framed: bool) -> Iterator[Band]:
    """The lines with words, parted by rules, up to one that is not set in these columns."""
    band = Band([], frozenset(), double=False)
    columns = frozenset(range(len(cuts) - 1))
    for line in lines:
        ruled = frozenset(at for at in columns if _is_ruled(line.signs, cuts[at], cuts[at + 1], framed=framed))
        parts = _parts(line, cuts, framed=framed)
        if ruled:
            there = [part for part in parts if part.first not in ruled and part.text]
            if band.lines:
                band.lines.extend([(line, there)] if there else [])
                yield band
            through = columns - ruled if band.lines else frozenset[int]()
            band = Band([], through, double=line.signs.count("=") > line.signs.count("-"))
        elif not parts:
            break
        elif any(part.text for part in parts):
            band.lines.append((line, parts))
    if band.lines:
        yield band


def _is_ruled(signs: str, left: int, right: int, *, framed: bool) -> bool:
    """Whether a rule reaches over a column: no dashes that stand between two bars."""
    ends = signs[left : left + 1] + signs[right : right + 1]
    inside = signs[left + 1 : right]
    crosses = ends != "||" and not ends.strip("+|-=:" if framed else "+|-=: ")
    return crosses and bool(inside) and not inside.strip("-=:+")


def _parts(line: Drawn, cuts: Sequence[int], *, framed: bool) -> Parts:
    """The words of a line in its columns; none if it is not set in them."""
    last = len(cuts) - 1
    edges = [0, *(at for at in range(1, last) if line.signs[cuts[at] : cuts[at] + 1] in ("|", "+")), last]
    places = [cuts[at] for at in edges]
    bars = [at for at, sign in enumerate(line.signs) if sign == "|"]
    whole = len(edges) > last
    if not whole and len(bars) == (last + 1 if framed else last - 1):
        # Its signs are of other widths than was thought when the table was drawn.
        edges, places = list(range(last + 1)), bars if framed else [cuts[0], *bars, cuts[-1]]
    elif any(line.signs[at : at + 1] not in ("|", "+") for at in (cuts[0], cuts[-1])) if framed else not whole:
        return []
    places[-1] = places[-1] if framed else max(places[-1], len(line.signs))
    return [
        _part(line, *columns, *between, framed=framed)
        for columns, between in zip(pairwise(edges), pairwise(places), strict=True)
    ]


def _part(line: Drawn, first: int, last: int, begin: int, end: int, *, framed: bool) -> Part:
    inside = line.shown[begin + 1 : end]
    text = "".join(inside)
    more = not framed and bool(text) and text[-1] in _MORE
    words = " ".join((text[:-1] if more else text).split())
    left = next((at for at, sign in enumerate(inside, begin + 1) if sign.strip()), end)
    return Part(first, last, left, words, more)
