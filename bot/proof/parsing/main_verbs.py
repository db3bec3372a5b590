"""The verb that a clause tells by."""

from collections.abc import Sequence

from bot.proof.parsing.tokens import (
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    Token,
    is_adverb,
    is_auxiliary,
    is_nominal,
    is_participle,
    is_verb,
)
from bot.proof.verbs import AUXILIARIES, UNCHANGED

_WITH_BASE = frozenset((*MODALS, "do", "does", "did"))


def main_verb(found: Sequence[Token], other: Sequence[Token]) -> int | None:
    """Where the verb of a clause stands, None if it has none; one that its form does not tell is known by another text.

    "Many view the war" has a verb if the other text has "view" where a verb can stand.
    """
    for at in range(len(found)):
        if is_verb(found, at) and found[at].word != "to" and (not at or found[at - 1].word != "to"):
            return _last_of_group(found, at) if is_auxiliary(found, at) else at
    theirs = {token.root for at, token in enumerate(other) if may_be_verb(other, at)}
    return next((at for at in range(1, len(found)) if found[at].root in theirs and may_be_verb(found, at)), None)


def _last_of_group(found: Sequence[Token], at: int) -> int:
    """The verb that the auxiliaries from a place on belong to; the last of them, where they are verbs themselves."""
    after, last = at + 1, at
    while after < len(found) and (
        is_adverb(found[after]) or (is_auxiliary(found, after) and found[after].word != "to")
    ):
        last = after if found[after].word in AUXILIARIES else last
        after += 1
    if after == len(found) or found[after].capital:
        return last  # "is the mayor"; "has 12 ferries"
    word, helper = found[after].word, found[last].word
    participle = is_participle(found[after]) or word.endswith("ing") or word in UNCHANGED
    base = helper in _WITH_BASE or helper.endswith("n't")
    return after if participle or (base and may_be_verb(found, after)) else last


def may_be_verb(found: Sequence[Token], at: int) -> bool:
    """Whether a token is a verb, or may be one by what stands before it."""
    token, before = found[at], found[at - 1].word if at else ""
    closed = before in DETERMINERS or before in PREPOSITIONS - {"to"} or before == "'s"
    gerund = before == "by" and token.word.endswith("ing")
    free = token.word.isalpha() and not token.capital and (not closed or gerund)
    return is_verb(found, at) or (free and is_nominal(found, at))


def further_verbs(found: Sequence[Token], at: int) -> bool:
    """Whether more is told than by the verb at a place and by what it governs, as "to build"."""
    governed = False
    for place in range(at + 1, len(found)):
        if is_verb(found, place) and found[place].word != "to" and not governed:
            return True
        governed = (governed or found[place].word == "to") and is_auxiliary(found, place)
    return False
