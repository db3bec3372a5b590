"""Whether a noun such as "invasion" tells of what happened, and not of what is feared, planned or prevented."""

from collections.abc import Sequence

from bot.proof.parsing.phrases import NARROWING, phrase_before
from bot.proof.parsing.subjects import UNSURE
from bot.proof.parsing.tokens import DETERMINERS, Token, is_nominal
from bot.proof.polarity import FAILS
from ingest.text.words import stem

# What may be of something that does not happen.
_THOUGHTS = frozenset(
    stem(word)
    for word in "threat fear possibility prospect idea plan risk hope danger talk rumour chance proposal".split()
)
_HAPPENED = frozenset("of after since during before at in by on from until upon".split())  # may stand before it


def is_event(found: Sequence[Token], start: int, at: int) -> bool:
    """Whether the noun at a place, with its adjectives from `start` on, tells of what happened.

    It is nothing that a verb has for its object: one may fear it.
    """
    first = max((place + 1 for place in range(at) if found[place].word in (";", ".")), default=0)
    last = next((place for place in range(at, len(found)) if found[place].word in (";", ".")), len(found))
    around = {token.word for token in found[first:last]}
    if around & FAILS or UNSURE & {token.word for token in found[first:at]}:
        return False
    if NARROWING & {token.word for token in found[start:at]}:
        return False
    begins = start
    while begins > first and (is_nominal(found, begins - 1) or found[begins - 1].word in (*DETERMINERS, "'s")):
        begins -= 1
    if begins == first or found[begins - 1].word == ",":
        return True
    head = phrase_before(found, begins - 1) if found[begins - 1].word == "of" else None
    return found[begins - 1].word in _HAPPENED and not (head and head[1].head in _THOUGHTS)
