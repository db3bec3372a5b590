"""Which numbered lines are headings: those whose series goes up by one, with text under most of its members.

A list's items count up too, but nothing stands between them; so do the lines of a table of contents, which come again;
captions count on over the sections of a text and open none of them.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
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
_SPOKEN = 3  # series of one key word, most of them short: "Speaker 1:" again and again counts nothing
_HALF = 0.5
_LONGEST = 8  # series that may be the sections over which captions count on


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that bears a number.

    Attributes:
        at: the number of its paragraph.
        label: what it bears; `UNNUMBERED` where it is a heading by another sign.
        fits: whether it looks as a heading can.
        shape: how it stands: whether after a blank line, and how far from the margin.
        before, after: the running sum of what is said, without the line and with it: `TEXT` for a paragraph of text,
            one for a short line, nothing for a line that looks like a heading.
        text: its letters and digits without a page number, by which it is known again.
    """

    at: int
    label: Label
    fits: bool
    shape: tuple[bool, int]
    before: int
    after: int
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
            self.sums[-1] = line.before - self.members[-1].after
        self.members.append(line)
        self.numbers.append(number)
        self.sums.append(0)

    def nearness(self, line: Numbered, number: int) -> tuple[bool, bool, bool]:
        """How well the line goes on with it: by its number, by how it stands, by what is between."""
        filled = line.before - self.members[-1].after >= _FILLED
        alike = len(self.members) > 1 and filled == (self.sums[0] >= _FILLED)
        return (number == self.numbers[-1] + 1, self.members[-1].shape == line.shape, alike)

    def share(self, least: int) -> float:
        """How many of its members look like headings and have at least so much under them."""
        return _share(line.fits and said >= least for line, said in zip(self.members, self.sums, strict=True))

    @property
    def keyed(self) -> bool:
        """Whether a word says what is counted."""
        return self.members[0].label.keyed

    @property
    def counts(self) -> bool:
        """Whether its numbers go up as those of headings do."""
        begins = self.numbers[0] <= 1 or len(self.numbers) >= _FEW
        steps = [b - a == 1 for a, b in pairwise(self.numbers)]
        # "Appendix A, B, D": a word that says what is counted makes up for one that is left out.
        named = self.keyed and len(steps) > 1 and steps.count(False) == 1
        return begins and (named or _share(steps) >= _SHARE)


def counted(lines: Sequence[Numbered], marked: Sequence[Numbered], end: int) -> tuple[set[int], set[int]]:
    """The numbers of the paragraphs that are headings by their series, and of those that are none.

    Args:
        lines: those that bear a number, in order.
        marked: the headings that are told by another sign.
        end: the running sum of what is said, at the end of the text.
    """
    last = {line.text: line.at for line in lines}
    found: list[_Series] = []
    none: set[int] = set()
    for every in _forms(lines, end):
        long = [one for one in every if len(one.members) > 1]
        if _is_spoken(every):
            none.update(line.at for one in every for line in one.members)
            continue
        taken = [one for one in long if one.counts and one.share(_FILLED) >= _SHARE and not _listed(one, last)]
        # "4.1" alone in its chapter, where others have more, or each chapter has one.
        single = [one for one in every if len(one.members) == 1 and one.numbers[0] <= 1 and one.share(TEXT) == 1]
        if taken or len({one.kind for one in single}) > 1:
            taken += single
        refused = [one for one in long if one.share(_FILLED) < _SHARE or _listed(one, last)]
        none.update(line.at for one in refused for line in one.members)
        found += taken
    captions = _captions([*found, _Series(("", ""), list(marked))] if marked else found)
    kept = {line.at for one in found if id(one) not in captions for line in one.members if line.fits}
    none.update(line.at for one in found if id(one) in captions for line in one.members)
    return kept, none - kept


def _is_spoken(every: Sequence[_Series]) -> bool:
    """Whether the numbers go to and fro as those of speakers do: one key word, many series, most of them short."""
    again = max(Counter(one.kind for one in every).values())
    long = (len(one.members) >= _FEW for one in every for _ in one.members)
    return every[0].keyed and again > _SPOKEN and _share(long) < _HALF


def _forms(lines: Sequence[Numbered], end: int) -> Iterator[list[_Series]]:
    """The series of each form."""
    forms: dict[tuple[str, ...], list[Numbered]] = defaultdict(list)
    for line in lines:
        forms[line.label.form].append(line)
    for form in forms.values():
        every: list[_Series] = []
        going: list[_Series] = []
        last = {reading: line.at for line in form for reading in line.label.readings}
        for line, following in zip(form, [*form[1:], None], strict=True):
            one = _placed(line, going, last)
            one.sums[-1] = (following.before if following else end) - line.after
            if len(one.members) == 1:
                every.append(one)
        yield every


def _placed(line: Numbered, going: list[_Series], last: dict[tuple[str, str, int], int]) -> _Series:
    """The series that the line goes on with best, or a new one.

    Args:
        line: that bears a number.
        going: the series that go on, in the order of their last lines.
        last: where each number stands for the last time; one that is still to come is not skipped.
    """
    best: tuple[tuple[bool, bool, bool], int, _Series, int] | None = None
    for kind, before, number in line.label.readings:
        for place, one in enumerate(going):
            step = number - one.numbers[-1]
            if one.kind != (kind, before) or not 0 < step <= _SKIPPED:
                continue
            unlike = one.members[-1].fits and not line.fits and last[kind, before, number] > line.at
            if not unlike and (step == 1 or last.get((kind, before, number - 1), -1) < line.at):
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
    long = [_Heads.of(one) for one in sorted(found, key=lambda one: -len(one.members))[:_LONGEST]]
    keyed = [(id(one), _Heads.of(one)) for one in found if one.keyed and len(one.members) > 1]
    gone = {name for name, one in keyed for other in long if not other.keyed and _floats(one, other)}
    for name, one in keyed:
        earlier = (other for other in long if other.keyed and other.places[:1] < one.places[:1])
        if any(other.name not in gone and _floats(one, other) for other in earlier):
            gone.add(name)
    return gone


@dataclass(frozen=True, slots=True)
class _Heads:
    """The members of a series that look like headings, and the numbers of their paragraphs."""

    name: int
    keyed: bool
    lines: list[Numbered]
    places: list[int]

    @classmethod
    def of(cls, one: _Series) -> "_Heads":
        lines = [line for line in one.members if line.fits]
        return cls(id(one), one.keyed, lines, [line.at for line in lines])


def _floats(one: _Heads, over: _Heads) -> bool:
    """Whether `one` goes on over the sections of `over`, and neither opens those of the other."""
    if not one.places or not over.places:
        return False
    within = bisect_left(one.places, over.places[-1]) - bisect_left(one.places, over.places[0])
    return within >= _HALF * len(one.places) and _open(one, over) < _SHARE and _open(over, one) < _SHARE


def _open(inner: _Heads, outer: _Heads) -> float:
    """How many of the outer's sections the inner one opens, of those that it goes on over; 1 where it does not."""
    first, last = (bisect_left(outer.places, place) for place in (inner.places[0], inner.places[-1]))
    after = (inner.lines[bisect_left(inner.places, line.at)] for line in outer.lines[first:last])
    return _share(a.before - b.after < TEXT for a, b in zip(after, outer.lines[first:last], strict=True))


def _share(those: Iterable[bool]) -> float:
    every = list(those)
    return sum(every) / len(every) if every else 1.0
