"""Which numbered lines are headings: those whose series goes up by one, with text under most of its members.

A list's items count up too, but nothing stands between them; so do the lines of a table of contents, which come again;
captions count on over the sections of a text and open none of them.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.text.labels import Label

TEXT = 1000  # what a paragraph of text adds to `Numbered.said`; a short line adds one
_FILLED = 3  # short lines that are as good as text: a table, an address
_OPEN = 8  # series of one form that can go on at a time: a list within a section, sections within chapters
_SKIPPED = 2  # by how much a number may be higher than the one before: a heading between them was not seen
_SHARE = 0.6  # of a series: how much of it must be as a heading's series is
_FEW = 3  # members from which on a series need not begin with its first number
_SPOKEN = 3  # series of one key word, shorter than `_FEW` on average: "Speaker 1:" again and again counts nothing
_LONGEST = 8  # series that may be the sections over which captions count on


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that bears a number.

    Attributes:
        at: the number of its paragraph.
        label: what it bears.
        fits: whether it looks as a heading can.
        shape: how it stands: whether after a blank line, and how far from the margin.
        said: the running sum of what stands before it, `TEXT` for a paragraph of text and one for a short line.
        text: its letters and digits without a page number, by which it is known again.
    """

    at: int
    label: Label
    fits: bool
    shape: tuple[bool, int]
    said: int
    text: str


@dataclass(slots=True)
class _Series:
    """Lines whose numbers go up.

    Attributes:
        kind: of its numbers, and what stands before their last part.
        members: the lines.
        numbers: theirs.
        sums: for each member what is said under it.
    """

    kind: tuple[str, str]
    members: list[Numbered] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)

    def add(self, line: Numbered, number: int) -> None:
        if self.members:
            self.sums[-1] = line.said - self.members[-1].said
        self.members.append(line)
        self.numbers.append(number)
        self.sums.append(0)

    def nearness(self, line: Numbered, number: int) -> tuple[bool, bool, bool]:
        """How well the line goes on with it: by its number, by how it stands, by what is between."""
        filled = line.said - self.members[-1].said >= _FILLED
        alike = len(self.members) > 1 and filled == (self.sums[0] >= _FILLED)
        return (number == self.numbers[-1] + 1, self.members[-1].shape == line.shape, alike)

    def share(self, least: int) -> float:
        """How many of its members look like headings and have at least so much under them."""
        return _share(line.fits and said >= least for line, said in zip(self.members, self.sums, strict=True))

    @property
    def counts(self) -> bool:
        """Whether its numbers go up as those of headings do."""
        begins = self.numbers[0] <= 1 or len(self.numbers) >= _FEW
        return begins and _share(b - a == 1 for a, b in pairwise(self.numbers)) >= _SHARE


def counted(lines: Sequence[Numbered], end: int) -> tuple[set[int], set[int]]:
    """The numbers of the paragraphs that are headings by their series, and of those that are none.

    Args:
        lines: those that bear a number, in order.
        end: the running sum of what is said, at the end of the text.
    """
    last = {line.text: line.at for line in lines}
    found: list[_Series] = []
    none: set[int] = set()
    for every in _forms(lines, end):
        long = [one for one in every if len(one.members) > 1]
        spoken = every[0].members[0].label.keyed and len(every) > _SPOKEN
        if spoken and sum(len(one.members) for one in every) < _FEW * len(every):
            none.update(line.at for one in every for line in one.members)
            continue
        taken = [one for one in long if one.counts and one.share(_FILLED) >= _SHARE and not _listed(one, last)]
        if taken:
            taken += [one for one in every if len(one.members) == 1 and one.numbers[0] <= 1 and one.share(TEXT) == 1]
        refused = [one for one in long if one.share(_FILLED) < _SHARE or _listed(one, last)]
        none.update(line.at for one in refused for line in one.members)
        found += taken
    captions = _captions(found)
    kept = {line.at for one in found if id(one) not in captions for line in one.members if line.fits}
    none.update(line.at for one in found if id(one) in captions for line in one.members)
    return kept, none - kept


def _forms(lines: Sequence[Numbered], end: int) -> Iterator[list[_Series]]:
    """The series of each form."""
    forms: dict[tuple[str, ...], list[Numbered]] = defaultdict(list)
    for line in lines:
        forms[line.label.form].append(line)
    for form in forms.values():
        every: list[_Series] = []
        going: list[_Series] = []
        for line, following in zip(form, [*form[1:], None], strict=True):
            one = _placed(line, going)
            one.sums[-1] = (following.said if following else end) - line.said
            if len(one.members) == 1:
                every.append(one)
        yield every


def _placed(line: Numbered, going: list[_Series]) -> _Series:
    """The series that the line goes on with best, or a new one; `going` has them in the order of their last lines."""
    best: tuple[tuple[bool, bool, bool], int, _Series, int] | None = None
    for kind, before, number in line.label.readings:
        for place, one in enumerate(going):
            if one.kind == (kind, before) and 0 < number - one.numbers[-1] <= _SKIPPED:
                rank = one.nearness(line, number)
                if best is None or (rank, place) > best[:2]:
                    best = (rank, place, one, number)
    if best:
        _, place, one, number = best
        del going[place]
    else:
        kind, before, number = line.label.readings[0]
        one = _Series((kind, before))
        del going[: max(0, len(going) - _OPEN + 1)]
    one.add(line, number)
    going.append(one)
    return one


def _listed(one: _Series, last: dict[str, int]) -> bool:
    """Whether it is a table of contents: most of its lines come again, and no text is under them."""
    return _share(last[line.text] > line.at for line in one.members) >= _SHARE and one.share(TEXT) < _SHARE


def _captions(found: Sequence[_Series]) -> set[int]:
    """The ids of the series that are captions: they go on over the members of another one, and open none of them."""
    long = sorted(found, key=lambda one: -len(one.members))[:_LONGEST]
    keyed = [one for one in found if one.members[0].label.keyed and len(one.members) > 1]
    return {id(one) for one in keyed for other in long if one is not other and _floats(one, other)}


def _floats(one: _Series, over: _Series) -> bool:
    """Whether `one` goes on over the sections of `over`, and neither opens those of the other."""
    if over.members[0].label.keyed and over.members[0].at > one.members[0].at:
        return False
    return _open(one, over) < _SHARE and _open(over, one) < _SHARE


def _open(inner: _Series, outer: _Series) -> float:
    """How many of the outer's sections the inner one opens, of those that it goes on over; 1 where it does not."""
    places = [line.at for line in inner.members]
    opened = []
    for line in outer.members:
        at = bisect_left(places, line.at)
        if 0 < at < len(places):
            opened.append(inner.members[at].said - line.said < TEXT)
    return _share(opened) if opened else 1.0


def _share(those: Iterable[bool]) -> float:
    every = list(those)
    return sum(every) / len(every) if every else 1.0
