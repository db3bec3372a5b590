"""Words of a sentence with their classes.

Closed classes (articles, prepositions, auxiliaries, conjunctions) are listed, verbs told by their forms and neighbours;
all else counts as noun or adjective.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.proof.verbs import AUXILIARIES, BE, irregular, root
from ingest.text.words import words

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[’']s\b|[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+)*|[%$€£]|[,;:.!?()–—]"
)
_STOPS = {"(": ",", ")": ",", "–": ",", "—": ",", ":": ";", "!": ".", "?": "."}
DETERMINERS = frozenset(
    "the a an this that these those his her its their my our your some any all both each every no another such".split()
)
PREPOSITIONS = frozenset(
    "of in on at to for from with by under over into onto through during since until after before between among "
    "against about near as without within across along around behind beyond upon towards toward despite per "
    "than like unlike except including".split()
)
CONJUNCTIONS = frozenset("and or but nor yet".split())
CLAUSES = frozenset(  # what begins a clause
    "that which who whom whose what where when while whereas because if whether unless though although how why so lest "
    "then".split()
)
PRONOUNS = frozenset("he she it they we i you there him them me".split())
MODALS = {
    "will": "will", "would": "will", "shall": "will", "wo": "will", "can": "can", "could": "can", "may": "may",
    "might": "may", "should": "should", "must": "must",
}  # fmt: skip
_ADVERBS = frozenset("not never also still soon even already just only always often first later once ever yet".split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a stop: as it stands, made comparable, and the stem of its base form."""

    text: str
    word: str
    root: str

    @property
    def capital(self) -> bool:
        """Whether it is written with one."""
        return self.text[0].isupper()


@lru_cache(maxsize=2000)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and stops of a text in order; hyphens part words, brackets and dashes count as commas."""
    found = []
    for match in _TOKEN.finditer(text):
        sign = match.group()
        sign = _STOPS.get(sign, sign)
        word = "'s" if sign in ("'s", "’s") else next(iter(words(sign)), sign)
        found.append(Token(sign, word, _root(word)))
    return tuple(found)


def _root(word: str) -> str:
    if word in BE:
        return "be"
    return {"has": "have", "had": "have", "does": "do", "did": "do", "done": "do"}.get(word) or root(word)


def is_stop(token: Token) -> bool:
    """Whether it is no word."""
    return not token.word[0].isalnum() and token.word not in ("'s", "%", "$", "€", "£")


def is_adverb(token: Token) -> bool:
    """Whether it may stand between an auxiliary and its verb."""
    return token.word in _ADVERBS or (token.word.endswith("ly") and not token.capital and len(token.word) > 4)


def is_participle(token: Token) -> bool:
    """Whether it may be a participle, or a past."""
    return token.word.endswith("ed") or irregular(token.word)


def is_auxiliary(found: Sequence[Token], at: int) -> bool:
    """Whether a token helps a verb: not "May" within a sentence, nor "to" before a name or an article."""
    token = found[at]
    if token.word not in AUXILIARIES or (token.capital and at):
        return token.word.endswith("n't")
    if token.word != "to":
        return True
    after = found[at + 1] if at + 1 < len(found) else None
    return after is not None and after.word.isalpha() and not after.capital and not is_closed(after.word)


def is_verb(found: Sequence[Token], at: int) -> bool:
    """Whether a token is surely a verb, finite or a participle that goes with what stands before it."""
    token = found[at]
    word = token.word
    if is_auxiliary(found, at):
        return True
    if not word.isalpha() or (token.capital and at) or is_closed(word) or word in AUXILIARIES:
        return False
    before = found[at - 1] if at else None
    after = found[at + 1] if at + 1 < len(found) else None
    if before and (before.word in DETERMINERS or before.word == "'s") and before.word != "that":
        return False
    auxiliary = at - 1
    while auxiliary >= 0 and is_adverb(found[auxiliary]):
        auxiliary -= 1
    if auxiliary >= 0 and is_auxiliary(found, auxiliary) and found[auxiliary].word not in BE:
        return True
    if is_participle(token):
        # "in increased spending", "fiscally constrained times"
        noun = after is not None and not is_stop(after) and not is_closed(after.word) and not after.capital
        adverb = before is not None and before.word.endswith("ly")
        return not (noun and before and (before.word in PREPOSITIONS - {"to"} or adverb))
    opens = after is not None and (
        after.word in DETERMINERS or after.capital or after.word in PRONOUNS or after.word[0].isdigit()
    )
    if word.endswith("ing"):
        return opens and (before is None or before.word not in DETERMINERS)
    noun_before = before is not None and before.word.isalpha() and before.word not in PREPOSITIONS | CONJUNCTIONS
    return word.endswith("s") and not word.endswith("ss") and noun_before and (opens or after is None)


def is_closed(word: str) -> bool:
    """Whether a word is of a closed class, auxiliaries excepted."""
    return word in DETERMINERS or word in PREPOSITIONS or word in CONJUNCTIONS or word in CLAUSES or word in PRONOUNS


def is_nominal(found: Sequence[Token], at: int) -> bool:
    """Whether a token may be part of a noun phrase, its article excepted."""
    token = found[at]
    if token.word == "than" and 0 < at < len(found) - 1 and found[at - 1].word in ("more", "less", "fewer"):
        return not found[at + 1].word.isalpha()  # "more than $5 billion"
    if is_stop(token) or (is_closed(token.word) and token.word not in DETERMINERS):
        return False
    return not is_verb(found, at)
