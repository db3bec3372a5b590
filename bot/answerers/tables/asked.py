"""A question about a table, taken apart word by word: what tells, what is a number or a rank, and what is asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.proof.grid import shortened
from bot.proof.quantities import SCALES
from bot.question.names import weak_stems
from bot.question.spellings import DIGITS
from ingest.cells import is_money
from ingest.embedding.models import token_model
from ingest.text.words import stem, words

_SAID = {**DIGITS, **{name: f"{value:.0f}" for name, value in SCALES.items()}}  # "one" is seldom a number
RANKS = {word: at for at, word in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split(), 2)}
_RANKED = frozenset(map(str, RANKS.values()))
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_ENDINGS = frozenset("st nd rd th".split())
_FOCUS = frozenset(stem(word) for word in "which what whose many much name list who where when".split())


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, word by word.

    Attributes:
        text: as it was asked.
        words, stems: of it, in order.
        telling: which of them tell something.
        vectors: of the words, shape (words, dimension).
        capital: the places of words with a capital letter, after the first.
        numbers: the places of its numbers, and each as digits: of "three hundred" that of "hundred", and 300.
        ranks: the places of "second", "3rd" and the like, and each as a number.
        focus: the place of the first telling word after "which", "how many" and the like; -1 where there is none.
        meaning: the embedding of the whole, shape (384,).
    """

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    telling: tuple[bool, ...]
    vectors: NDArray[np.float32]
    capital: frozenset[int]
    numbers: dict[int, str]
    ranks: dict[int, int]
    focus: int
    meaning: NDArray[np.float32]


def asked(text: str, meaning: NDArray[np.float32]) -> Asked:
    """Take a question apart."""
    found = words(text)
    stems = tuple(shortened(stem(word)) for word in found)
    weak = weak_stems()
    numbers, scaled = _numbers(found)
    telling = tuple(one not in weak and one[0].isalnum() and at not in scaled for at, one in enumerate(stems))
    ranks = {at: RANKS[word] for at, word in enumerate(found) if word in RANKS}
    ranks |= {at: int(found[at]) for at in numbers if found[at] in _RANKED and (*found, "")[at + 1] in _ENDINGS}
    numbers = {at: digits for at, digits in numbers.items() if at not in ranks}
    large = {word for part in text.split()[1:] if part[0].isupper() for word in words(part)}
    capital = frozenset(at for at, word in enumerate(found) if word in large)
    opens = next((at for at, one in enumerate(stems) if one in _FOCUS), None)
    after = range(opens + 1, len(stems)) if opens is not None else range(0)
    focus = next((at for at in after if telling[at] and at not in numbers), -1)
    return Asked(
        text, tuple(found), stems, telling, token_model().word_vectors(found), capital, numbers, ranks, focus, meaning
    )


def _numbers(said: Sequence[str]) -> tuple[dict[int, str], frozenset[int]]:
    """The places of numbers, each as digits, and those of numbers that the scale after them goes on with."""
    found = {
        at: _SAID.get(word, word)
        for at, word in enumerate(said)
        if word in _SAID or (word[0].isdigit() and word.count(".") < 2)
    }
    digits = [at for at in found if said[at] not in SCALES and _DIGITS.fullmatch(found[at])]
    scaled = [at for at in digits if (*said, "")[at + 1] in SCALES]
    for at in scaled:
        found[at + 1] = f"{float(found.pop(at)) * SCALES[said[at + 1]]:.15g}"
    return found, frozenset(scaled)


def unit_of(question: Asked, place: int) -> str:
    """What a number counts: "currency", "percent", or the stem of the word after it."""
    before, after = (["", *question.words, ""][at] for at in (place, place + 2))
    if is_money(before) or is_money(after) or after in money_words():
        return "currency"
    return "percent" if after in ("%", "percent") else stem(after)


def signs(question: Asked) -> frozenset[int]:
    """The places of what marks a number as an amount of money or a share: "£", "pounds", "%"."""
    beside = (at for place in question.numbers for at in (place - 1, place + 1) if 0 <= at < len(question.words))
    marks = (at for at in beside if question.words[at] in money_words() | {"%"} or is_money(question.words[at]))
    return frozenset(marks)


@cache
def money_words() -> frozenset[str]:
    """What amounts of money are called: "pounds"."""
    from babel import Locale
    from babel.numbers import get_currency_name

    codes = [
        code for code in map(str, Locale("en").currencies) if not code.startswith("X")
    ]  # gold, and units of account
    return frozenset(get_currency_name(code, count=2, locale="en").split()[-1].lower() for code in codes)
