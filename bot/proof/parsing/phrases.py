"""Noun phrases that begin or end at a place, and those that are joined to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.proof.parsing.tokens import DETERMINERS, PREPOSITIONS, Token, is_nominal, is_verb
from bot.question.names import weak_stems
from ingest.text.words import stem

# What a thing is not, or not all of it: said without such a word, the same is not so.
NARROWING = frozenset(
    "no not neither nor none nobody nothing never hardly barely few some several many most half third quarter part "
    "former formerly ex future alleged aspiring potential possible likely intended planned proposed other than only "
    "without except but instead rather nearly almost until".split()
)
_WHOLE = frozenset("all every each both entire whole".split())
_TRAILING = frozenset("alone himself herself itself themselves together only too also again other".split())
_OBJECTS = frozenset("it him them".split())
_YEAR = 4  # digits


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its words up to the first preposition, and those that hang on it."""

    core: tuple[Token, ...]
    rest: tuple[Token, ...] = ()

    @property
    def head(self) -> str:
        """The stem of what it is about: "mayor" of "the mayor of Leeds"."""
        core = [token for token in self.core if token.word not in _TRAILING and token.word != "'s"]
        return stem(core[-1].word) if core else ""

    @property
    def stems(self) -> frozenset[str]:
        """The stems of the words that tell something."""
        own = {stem(token.word) for token in (*self.core, *self.rest) if token.word[0].isalnum()}
        return frozenset(own) - weak_stems() - {stem(word) for word in (*DETERMINERS, *PREPOSITIONS)}

    @property
    def narrowed(self) -> frozenset[str]:
        """What in it says that not all of it is meant."""
        return NARROWING & {token.word for token in (*self.core, *self.rest)}

    @property
    def whole(self) -> frozenset[str]:
        """What in it says that all of it is meant."""
        return _WHOLE & {token.word for token in self.core}

    @property
    def nearest(self) -> "Phrase":
        """What of it stands last: "the group" of "a meeting of the group"."""
        at = max((place for place, token in enumerate(self.rest) if token.word in PREPOSITIONS), default=-1)
        return Phrase(self.rest[at + 1 :]) if self.rest[at + 1 :] else self

    def follows_from(self, other: "Phrase") -> bool:
        """Whether whatever is said of the other holds of this: of the same head, without a word more."""
        same = self.head == other.head and self.narrowed == other.narrowed and self.whole <= other.whole
        theirs, core = other._parts(), Phrase(other.core).stems
        owned = core.union(
            *(phrase.stems for word, phrase in theirs if word == "of")
        )  # "Ann's mill", "the mill of Ann"
        hung = all(
            (word == "of" and phrase.stems <= core)
            or any(word == one and phrase.head == each.head and phrase.stems <= each.stems for one, each in theirs)
            for word, phrase in self._parts()
        )
        return same and hung and Phrase(self.core).stems <= owned

    def _parts(self) -> list[tuple[str, "Phrase"]]:
        """What hangs on it, each with its preposition."""
        places = [at for at, token in enumerate(self.rest) if token.word in PREPOSITIONS]
        return [
            (self.rest[at].word, Phrase(self.rest[at + 1 : end]))
            for at, end in pairwise((*places, len(self.rest)))
            if at + 1 < end
        ]


Parties = tuple[Phrase, ...]


def phrase_before(found: Sequence[Token], end: int) -> tuple[int, Phrase] | None:
    """The noun phrase that ends before `end`, with what hangs on it, and where it begins; None if none does."""
    start = core_before(found, end)
    if start == end:
        return None
    at, core_end = start, end
    rest: tuple[Token, ...] = ()
    while at >= 2 and found[at - 1].word in PREPOSITIONS and is_nominal(found, at - 2):
        inner = core_before(found, at - 1)
        if inner == at - 1:
            break
        rest, core_end, at = (*found[at - 1 : core_end], *rest), at - 1, inner
    return at, Phrase(tuple(found[at:core_end]), rest)


def core_before(found: Sequence[Token], end: int) -> int:
    """Where the noun phrase begins that ends before `end`, without what hangs on it; `end`, where none does."""
    at = end
    while at > 0 and is_nominal(found, at - 1):
        if at < end and _is_year(found[at - 1]) and found[at].capital:
            break  # "in 1903 Ruth Fane designed"
        if found[at - 1].word == "that" and (at == 1 or found[at - 2].word not in PREPOSITIONS):
            break  # "the idea that Ann left"
        at -= 1
        if found[at].word in DETERMINERS:
            break
    return at


def phrase_after(found: Sequence[Token], start: int) -> tuple[Phrase, int] | None:
    """The noun phrase that begins at `start`, with every "of …", and where it ends; None if none does."""
    end = _core_after(found, start)
    if end == start < len(found) and found[start].word in _OBJECTS:
        return Phrase((found[start],)), start + 1
    if end == start:
        return None
    core, at = tuple(found[start:end]), end
    while at < len(found) and found[at].word == "of":
        inner = _core_after(found, at + 1)
        if inner == at + 1:
            break
        at = inner
    return Phrase(core, tuple(found[end:at])), at


def _core_after(found: Sequence[Token], start: int) -> int:
    at = start
    while at < len(found) and is_nominal(found, at) and not (at > start and _begins_anew(found, at)):
        at += 1
    return at


def _is_year(token: Token) -> bool:
    return token.word.isdecimal() and len(token.word) == _YEAR


def _begins_anew(found: Sequence[Token], at: int) -> bool:
    """Whether another noun phrase begins: "gave Esby the mill", "gave Esby 12 mills", "since 1903 Esby"."""
    number = found[at].word[0].isdigit() and at + 1 < len(found) and found[at + 1].word.isalpha()
    if (_is_year(found[at - 1]) and found[at].capital) or (number and found[at - 1].capital):
        return True
    return found[at].word in DETERMINERS and found[at - 1].word not in DETERMINERS


def alternatives(found: Sequence[Token], first: tuple[Phrase, int]) -> tuple[Parties, int]:
    """A phrase with its appositions and those that are joined to it by "and", and where they end."""
    named, at = [first[0]], first[1]
    if at < len(found) and found[at].word == "but" and (first[0].whole or first[0].narrowed):
        return (Phrase(first[0].core, (*first[0].rest, found[at])),), at + 1  # "nothing but the mill"
    while at < len(found) and (found[at].word == "," or found[at].word == "and"):
        comma = found[at].word == ","
        begins = at + 1 + (comma and at + 1 < len(found) and found[at + 1].word == "and")
        if begins >= len(found) or not (found[begins].capital or found[begins].word in DETERMINERS):
            break
        phrase = phrase_after(found, begins)
        if phrase is None or (phrase[1] < len(found) and is_verb(found, phrase[1])):
            break
        named.append(phrase[0])
        at = phrase[1]
    return tuple(named), at


def apposed(found: Sequence[Token], of: tuple[int, Phrase]) -> Parties:
    """A phrase, and what it is another name for: "a forum", and "the group" of "a meeting of the group, a forum"."""
    at, phrase = of
    if at > 1 and found[at - 1].word == "," and found[at].word in DETERMINERS:
        other = phrase_before(found, at - 1)
        return (phrase, other[1].nearest) if other else (phrase,)
    return (phrase,)
