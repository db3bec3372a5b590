"""Which part of a conversation a question belongs to, and what was shown there last."""

import re
from collections.abc import Mapping, Sequence

from bot.question.followup.coreference import unexplained
from bot.question.followup.gate import LEANS, leans
from bot.question.followup.tokens import cleaned, messages_of, telling
from bot.question.names import names

_BOLD = re.compile(r"\*\*([^*]+)\*\*")


def returned(question: str, pairs: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """Where a question first names what it comes back to ("Back to the lift: …"): the rest of it, after that talk."""
    named, sign, rest = question.partition(":")
    topic = telling(named)
    if not sign or not topic or not rest.strip():
        return question, pairs
    for at in range(len(pairs) - 1, -1, -1):
        if topic & telling(" ".join(pairs[at])):
            return rest.strip(), [*pairs[at + 1 :], *pairs[: at + 1]]
    return (rest.strip(), [*pairs, (named, "")]) if unexplained(rest) else (question, pairs)


def thread(pairs: list[tuple[str, str]]) -> tuple[int, list[tuple[str, str]]]:
    """The part of a conversation that is about what was spoken of last, and where its last stand-alone question is.

    That question begins it, and what was said before belongs to it as far as the same names were said.
    """
    turns = messages_of(pairs)
    first = len(pairs) - 1
    while first > 0 and leans(pairs[first][0], turns[: 2 * first]) >= LEANS:
        first -= 1
    of_it = _named(pairs[first:])
    before = [pair for pair in pairs[:first] if of_it & _named([pair])]
    return len(before), [*before, *pairs[first:]]


def _named(pairs: Sequence[tuple[str, str]]) -> set[str]:
    """The stems of the names in questions and answers."""
    return {root for pair in pairs for text in pair for name in names(text) for root in telling(name)}


def stressed(history: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """What the last answer shows in bold."""
    last = history[-1]["content"] if history[-1]["role"] == "assistant" else ""
    return tuple(cleaned(found) for found in _BOLD.findall(last) if not found[:1].isdigit())
