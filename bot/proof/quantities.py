"""Numbers as a reader compares them: a value, its scale and its unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.question.spellings import DIGITS
from ingest.text.words import words

_ORDINALS = {
    name: str(value)
    for value, name in enumerate("third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 3)
}
# Parts and times as numbers. "Third" is the number 3 whether it is a part or a place.
_PARTS = {"half": "0.5", "quarter": "0.25", "quarters": "0.25", "twice": "2", "thrice": "3", "dozen": "12"} | {
    f"{name}s": value for name, value in _ORDINALS.items()
}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
MONEY = {"dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "pound": "£", "pounds": "£"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text.

    Attributes:
        value: its digits ("1300"), a number word among them.
        scale: "million" and the like, or "".
        unit: "%" or a currency sign, or "".
    """

    value: str
    scale: str
    unit: str


def figures(text: str) -> list[Figure]:
    """The numbers in `text`, in order; "one" is as good as never meant as one."""
    found = [MONEY.get(word, DIGITS.get(word, _ORDINALS.get(word, _PARTS.get(word, word)))) for word in words(text)]
    return list(_figures(found))


def _figures(found: Sequence[str]) -> Iterator[Figure]:
    for at, word in enumerate(found):
        if not word[0].isdigit():
            continue
        behind = list(found[at + 1 : at + 3])
        scale = behind.pop(0) if behind and behind[0] in SCALES else ""
        unit = behind[0] if behind and behind[0] in "%$€£" else ""
        if at and found[at - 1] in "$€£":
            unit = found[at - 1]
        yield Figure(word, scale, unit)


def misquoted(said: str, there: str) -> bool:
    """Whether `said` holds a number, with its unit, that `there` does not."""
    known = figures(there)
    return not all(_held(figure, known) for figure in figures(said))


def _held(figure: Figure, known: Sequence[Figure]) -> bool:
    units = {other.unit for other in known if (other.value, other.scale) == (figure.value, figure.scale)}
    # "3 to 4 %" gives its unit once.
    spread = "" in units and any(other.unit == figure.unit for other in known)
    return bool(units) and (not figure.unit or figure.unit in units or spread)
