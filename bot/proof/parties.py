"""Whether who does it, to whom, when and where are the same in two sentences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.proof.parsing.antecedents import antecedents
from bot.proof.parsing.complements import Complement
from bot.proof.parsing.phrases import Parties, Phrase
from bot.proof.parsing.tokens import Token
from ingest.text.calendar_names import months
from ingest.text.words import stem, stems, words

_AT_A_TIME = frozenset(("in", "on", "at", ""))


@dataclass(frozen=True, slots=True)
class Source:
    """What a sentence is compared with.

    Attributes:
        found: a sentence of the source.
        before: the one before it: what "he" and "it" point back to.
        known: the passage: where else a name is written out.
        denying: whether it is asked if the source denies what is said.
    """

    found: tuple[Token, ...]
    before: tuple[Token, ...]
    known: str
    denying: bool = False


def meant(ours: Parties, theirs: Parties, source: Source) -> bool:
    """Whether one of the phrases of the source means one of ours; so does none at all where there is none of ours."""
    there = [phrase for one in theirs for phrase in antecedents(one, source.found, source.before)]
    return not ours or any(_same(one, other, source) for one in ours for other in there)


def complemented(ours: Iterable[Complement], theirs: Iterable[Complement], source: Source) -> bool:
    """Whether the source has each of our complements."""
    there = list(theirs)
    return all(any(_complement(one, other, source) for other in there) for one in ours)


def _complement(one: Complement, other: Complement, source: Source) -> bool:
    if _is_date(one[1]) and {one[0], other[0]} <= _AT_A_TIME:
        return any(_is_date((phrase,)) and one[1][0].stems <= phrase.stems for phrase in other[1])
    return one[0] == other[0] and meant(one[1], other[1], source)


def _is_date(parties: Parties) -> bool:
    found = [token.word for phrase in parties for token in phrase.core]
    return any(map(str.isdecimal, found)) and all(word.isdecimal() or stem(word) in _months() for word in found)


@cache
def _months() -> frozenset[str]:
    return frozenset(stem(word) for pair in months() for name in pair for word in words(name))


def _same(ours: Phrase, theirs: Phrase, source: Source) -> bool:
    if ours.follows_from(theirs):
        return True
    ends = ours.core[-1].capital and theirs.core[-1].capital and ours.head == theirs.head
    if not ends or ours.rest or theirs.narrowed:
        return False
    # "Hegseth" is "Pete Hegseth", where no other one is known.
    first = re.findall(rf"([^\W\d_][\w’'-]*)\s+{re.escape(theirs.core[-1].text)}\b", source.known)
    own = [token.text for token in ours.core if token.capital]
    alone = len(own) > 1 and {name for name in first if name[0].isupper()} == {own[-2]}
    return alone and ours.stems - theirs.stems <= {*stems(source.known)}
