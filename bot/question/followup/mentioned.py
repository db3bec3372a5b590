"""What a pronoun may point back to: the things and persons that a conversation has just spoken of."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.question.followup.beside import Labels
from bot.question.followup.tokens import telling
from bot.question.names import OPENERS, names, people

_PHRASE = re.compile(r"\b(?:the|an?)\s+(?=((?:[\w.’'%-]+\s+){0,5}[\w.’'%-]+))", re.I)
_DOES = re.compile(r"\b(?:do|does|did|will|would|can|could|shall|should|must|may|might)\s+$", re.I)  # a verb follows
_OWNED = re.compile(r"\b[A-Z][\w-]*[’']s\s+[a-z][\w-]+")  # "Hartley's pool"
_SEVERAL = re.compile(
    r"\b(?:how many|which|what|many|most|some|all|the)\s+(?:of\s+)?"
    r"((?:[A-Z][\w.]*\s+|\w+\s+)?\w+[^\Ws]s(?:\s+of\s+\w+s)?)\b",
    re.I,
)
_MATTER = re.compile(
    r"\b(?:say|said|think|ask(?:ed)?|know|tell|told|mention(?:ed)?)\b.{0,200}?\b(?:about|of|on)\s+([^?]+)"
)
_ARTICLE = re.compile(r"(?:the|an?)\s", re.I)
_IS = re.compile(r"\W*who\s+(?:is|was)\s+[A-Z][\w.’'-]*+(?:\s+[A-Z][\w.’'-]*+)*\W*", re.I)
_MOST = 3  # phrases of an answer
_LONGEST = 4  # words of one
_SHORT = 8  # words of what was asked for
_CLAUSE = re.compile(r"[,;:]\s|\.\s")
WHO = re.compile(r"^\W*(?:(?:and|so)\s+)?(?:who|whom)\b", re.I)


@dataclass(frozen=True, slots=True)
class Context:
    """What a question may take from.

    Attributes:
        before: the question before it, in its stand-alone form; "" if there is none.
        answer: the answer to that.
        runs: the words that the model carries over, as they stand in the conversation, the surest first.
        earlier: the messages before these, the last first.
        weigh: the probability, 0 to 1, that a phrase is what the question leaves out.
        barred: what is not to be put in.
        stressed: the words that the answer shows in bold: what was asked for.
        series: labels that stand beside each other in the tables that the answer was taken from.
    """

    before: str
    answer: str = ""
    runs: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    weigh: Callable[[str], float] = lambda _phrase: 0.0
    barred: str = ""
    stressed: tuple[str, ...] = ()
    series: Sequence[Labels] = ()

    @property
    def short(self) -> str:
        """What was asked for, in a few words: what the answer shows in bold, or begins with; else ""."""
        said = [*self.stressed[:1], _CLAUSE.split(self.answer.rstrip(". "))[0]]
        return next((one for one in said if 0 < len(one.split()) <= _SHORT), "")


def asked_last(before: str) -> str:
    """A question without what was asked about it and put before it: "Since when: …"."""
    return before[before.rfind(": ") + 2 :] if ": " in before else before


def things(before: str) -> list[str]:
    """What "it" may mean after the last question: what was said something about, a phrase with an article, a name."""
    matter = [found.rstrip(" ?!.") for found in _MATTER.findall(before)]
    asked = sorted(phrases(before), key=lambda phrase: not names(phrase))
    named, persons = names(before), frozenset(people(before))
    return [*matter, *asked, *_OWNED.findall(before), *[name for name in named if name not in persons], *named]


def several(before: str) -> list[str]:
    """What "they" may mean: what was counted, or asked for as several."""
    return [found for found in _SEVERAL.findall(before) if telling(found)]


def rest_of(before: str) -> str:
    """What a question says besides what asks, where nothing better is known of it."""
    return " ".join(
        word for word in before.rstrip("?!. ").split() if word.lower() not in OPENERS and not word.isdigit()
    )


def phrases(text: str) -> list[str]:
    """What follows an article, as far as it goes on; without the verb after "does the …"."""
    found = []
    for match in _PHRASE.finditer(text):
        kept: list[str] = []
        for word in match.group(1).rstrip("?!. ").split():
            if kept and word.lower() in OPENERS and word.lower() != "of" and kept[-1] != "of":
                break
            kept.append(word)
        if kept[-1:] == ["of"] or (len(kept) > 1 and "of" not in kept and _DOES.search(text[: match.start()])):
            kept.pop()
        found.append("the " + " ".join(kept))
    return found


def told_things(context: Context) -> list[str]:
    """The things that the answer stresses: names, and phrases after an article."""
    if WHO.match(context.before):
        return []
    named = [
        f"the {one}"
        for one in context.stressed
        if re.search(rf"\b(?:the|an?)\s+{re.escape(one)}", context.answer, re.I)
    ]
    return [*named, *(one for one in context.stressed if _ARTICLE.match(one) or names(one) == [one])]


def answer_phrases(answer: str) -> list[str]:
    """The first short phrases after an article of an answer: "an internal audit"."""
    return [phrase for phrase in phrases(answer) if len(phrase.split()) <= _LONGEST and telling(phrase)][:_MOST]


def persons(context: Context) -> list[str]:
    """Who "he" or "she" may be. Who was asked for comes first: the next question is mostly about the answer."""
    asked, told = people(context.before), people(context.answer)
    new = [name for name in told if not any(name in other or other in name for other in asked)]
    rest = [name for text in context.earlier for name in people(text)]
    sought = WHO.match(context.before) and not (asked and _IS.fullmatch(context.before))
    return [*(new if sought else ()), *asked, *told, *rest]
