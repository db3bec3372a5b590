"""Numbers as a reader compares them: a value, its unit, and the words that stand next to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.names import weak_stems
from ingest.words import stem, words

_SPELLED = {
    name: str(value)
    for value, name in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        2,
    )
} | {name: str(value) for value, name in zip(range(30, 100, 10), "thirty forty fifty sixty seventy eighty ninety".split(), strict=True)}
_SCALES = frozenset("hundred thousand million billion trillion".split())
_MONEY = {"dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "pound": "£", "pounds": "£"}
_BEFORE, _AFTER = 3, 2  # words looked at on each side


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text.

    Attributes:
        value: its digits ("1300"), a number word among them.
        scale: "million" and the like, or "".
        unit: "%" or a currency sign, or "".
        before, after: the stem of the nearest telling word on that side, or "".
    """

    value: str
    scale: str
    unit: str
    before: str
    after: str


def figures(text: str) -> list[Figure]:
    """The numbers in `text`, in order; "one" is as good as never meant as one."""
    found = [_MONEY.get(word, _SPELLED.get(word, word)) for word in words(text)]
    return list(_figures(found))


def _figures(found: Sequence[str]) -> Iterator[Figure]:
    for at, word in enumerate(found):
        if not word[0].isdigit():
            continue
        after = at + 1
        scale = unit = ""
        if after < len(found) and found[after] in _SCALES:
            scale, after = found[after], after + 1
        if after < len(found) and found[after] in "%$€£":
            unit, after = found[after], after + 1
        if at and found[at - 1] in "$€£":
            unit = found[at - 1]
        yield Figure(
            word,
            scale,
            unit,
            _telling(reversed(found[max(0, at - _BEFORE) : at])),
            _telling(found[after : after + _AFTER]),
        )


def _telling(near: Iterator[str] | Sequence[str]) -> str:
    stems = (stem(word) for word in near if word.isalpha())
    return next((root for root in stems if root not in weak_stems()), "")


def misquoted(said: str, there: str) -> bool:
    """Whether `said` holds a number that `there` does not, or gives one to what `there` gives another."""
    known = figures(there)
    return any(not _held(figure, known) or _exchanged(figure, known) for figure in figures(said))


def _held(figure: Figure, known: Sequence[Figure]) -> bool:
    same = [other for other in known if other.value == figure.value and other.scale == figure.scale]
    units = {other.unit for other in same}
    # "3 to 4 %" gives its unit once.
    spread = "" in units and any(other.unit == figure.unit for other in known)
    return bool(same) and (not figure.unit or figure.unit in units or spread)


def _exchanged(figure: Figure, known: Sequence[Figure]) -> bool:
    """Whether the word beside a number stands beside another number in the source, and never beside this one."""
    own = [other for other in known if other.value == figure.value]
    rest = [other for other in known if other.value != figure.value]
    beside = {word for other in own for word in (other.before, other.after)}
    if figure.after and figure.after not in beside and all(other.after for other in own):
        if any(other.after == figure.after for other in rest):
            return True
    if figure.before and figure.before not in beside and all(other.before for other in own):
        return any(other.before == figure.before for other in rest)
    return False
