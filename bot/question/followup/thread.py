"""Which part of a conversation a question belongs to, and what was shown there last."""

import re
from collections.abc import Mapping, Sequence

from bot.question.followup.coreference import unexplained
from bot.question.followup.gate import LEANS, leans
from bot.question.followup.mentioned import things
from bot.question.followup.tokens import cleaned, messages_of, telling
from bot.question.names import names

_OPENS = re.compile(r"(?P<named>[^:,]*)(?P<sign>[:,]?)(?P<rest>.*)", re.S)
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


def returned(question: str, pairs: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]], bool]:
    """Where a question first names what it comes back to ("Back to the lift: …"): the rest of it, after that talk.

    Returns:
        The rest, the conversation with what it comes back to at its end, and whether its last question only names that:
        where a pronoun stands for it, or nothing was said of it. The question and the conversation as they are, if it
        does not come back to anything.
    """
    named, sign, rest = _OPENS.match(question).group("named", "sign", "rest")  # type: ignore[union-attr]
    points = unexplained(rest)
    said = telling(" ".join(text for pair in pairs for text in pair))
    topic = [one for one in things(named) if telling(one)]
    known = [one for one in topic if telling(one) <= said]
    if not (known if sign == "," else topic) or not (points or sign == ":"):
        return question, pairs, False
    at = next((at for at in range(len(pairs) - 1, -1, -1) if telling(named) & telling(" ".join(pairs[at]))), -1)
    if points:
        thing = (known or topic)[0]
        return rest.strip(), [*pairs, (thing, pairs[at][1] if at >= 0 else "")], True
    return (rest.strip(), [*pairs[at + 1 :], *pairs[: at + 1]], False) if at >= 0 else (question, pairs, False)


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
