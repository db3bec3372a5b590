"""Conversations -> turns that teach whether a question leans on what was said, stands alone or changes the topic.

People's rewrites tell (CANARD, Elgohary et al. 2019): what they left unchanged stands alone, what they had to complete
leans, and what they wrote stands alone. Conversations of our own, in `invented.txt`, tell how people ask of a folder.
Any question that stands alone, put after a conversation about something else, changes the topic.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bot.evaluation.splits import hashed
from bot.learning.followup.canard import DialogueQuestion
from bot.learning.kind.examples import slip
from bot.question.followup.gate import Turn
from bot.question.followup.tokens import telling
from ingest.text.words import words

_MANNERS = 2  # ways in which a question of our own is typed
_SHORT = 0.2  # of the questions that stand alone are typed as keywords
_MOST_KEYWORDS = 6
_ONE_WORD = 0.3  # of those typed as keywords are typed as one
_WEAK = 0.4  # how much it counts that what has no pronoun leans within its topic
_REWRITTEN = 0.5  # of CANARD's rewrites follow another dialogue, the others their own
_OPENINGS = ("and ", "And ", "ok, ", "Thanks. ", "so ", "please tell me: ")
_SIGNS = "+-~"


@dataclass(frozen=True, slots=True)
class Example:
    """A question after a conversation.

    Attributes:
        group: what it is about: groups are parted, to learn from and to measure with.
        turns: the messages before it, oldest first.
        question: as it is asked.
        turn: what it is to them.
        weight: how much it counts.
    """

    group: str
    turns: tuple[str, ...]
    question: str
    turn: Turn
    weight: float = 1.0


@dataclass(slots=True)
class Topic:
    """A topic of `invented.txt`.

    Attributes:
        name: of it.
        said: questions that stand alone and their answers.
        asked: by sign: "+" stands alone wherever it is asked, "-" leans, "~" leans within its topic.
    """

    name: str
    said: list[tuple[str, str]] = field(default_factory=list)
    asked: dict[str, list[str]] = field(default_factory=lambda: {sign: [] for sign in _SIGNS})


@cache
def invented() -> tuple[tuple[Topic, ...], tuple[str, ...], tuple[str, ...]]:
    """The topics; what leans whatever was said before it; what announces another topic."""
    topics: list[Topic] = []
    always, cuts = [], []
    for line in (files("bot.learning.followup") / "invented.txt").read_text(encoding="utf-8").splitlines():
        sign, _, text = line.partition(" ")
        if sign == "=":
            topics.append(Topic(text))
        elif sign == ">":
            question, _, answer = text.partition(" | ")
            topics[-1].said.append((question, answer))
        elif sign == "*":
            always.append(text)
        elif sign == ":":
            cuts.append(text)
        elif sign in topics[-1].asked:
            topics[-1].asked[sign].append(text)
    return tuple(topics), tuple(always), tuple(cuts)


def of_our_own(seed: int) -> Iterator[Example]:
    """The examples of `invented.txt`."""
    topics, always, cuts = invented()
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    for topic in topics:
        others = [other for other in topics if other is not topic]
        for sign, questions in topic.asked.items():
            for asked in questions:
                for question in manners(asked, chance):
                    inside = _history(topic, others, chance)
                    weight = _WEAK if sign == "~" else 1.0
                    yield Example(topic.name, inside, question, "alone" if sign == "+" else "leans", weight)
                    away = _history(chance.choice(others), others, chance)
                    yield Example(topic.name, away, question, "leans" if sign == "-" else "changes")
                if sign == "+":
                    away = _history(chance.choice(others), others, chance)
                    yield Example(topic.name, away, _keywords(asked, chance) or asked, "changes")
                    away = _history(chance.choice(others), others, chance)
                    yield Example(topic.name, away, f"{chance.choice(cuts)} {asked}", "changes")
        for question in manners(topic.said[0][0], chance):
            yield Example(topic.name, _history(chance.choice(others), others, chance), question, "changes")
    for asked in always:
        for question in manners(asked, chance):
            topic = chance.choice(topics)
            yield Example(asked, _history(topic, topics, chance), question, "leans")


def of_canard(asked: Sequence[DialogueQuestion], seed: int) -> Iterator[Example]:
    """The examples of CANARD's questions, with their titles and without."""
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    for one in asked:
        turns = one.turns if chance.random() < 0.5 or len(one.turns) < 4 else one.turns[2:]
        same = words(one.question) == words(one.rewrite)
        yield Example(one.dialogue, turns, one.question, "alone" if same else "leans", 0.5)
        other = chance.choice(asked)
        if other.dialogue != one.dialogue and chance.random() < _REWRITTEN:
            yield Example(one.dialogue, other.turns, typed(one.rewrite, chance), "changes", 0.5)
        elif not same:
            yield Example(one.dialogue, turns, typed(one.rewrite, chance), "alone", 0.5)


def standing_alone(questions: Sequence[tuple[str, str]], seed: int, weight: float) -> Iterator[Example]:
    """Questions that stand alone, each with its group, after conversations about something else."""
    topics, _, _ = invented()
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    for group, question in questions:
        history = _history(chance.choice(topics), topics, chance)
        short = _keywords(question, chance) if chance.random() < _SHORT else ""
        yield Example(group, history, short or question, "changes", weight)


def _keywords(question: str, chance: random.Random) -> str:
    """The question as it is typed into a search box, now and then as one word; "" where it has too few of them."""
    kept = [word for word in words(question) if telling(word)]
    if not 1 < len(kept) < _MOST_KEYWORDS:
        return ""
    if chance.random() < _ONE_WORD:
        kept = [max(kept, key=len)]
    return " ".join(kept) + chance.choice(("", "?"))


def apart(examples: Sequence[Example], share: int) -> tuple[list[Example], list[Example]]:
    """Examples to learn from, and of one group in `share` to measure with."""
    measured: Callable[[Example], bool] = lambda one: hashed(one.group) % share == 0  # noqa: E731 (two uses)
    return [one for one in examples if not measured(one)], [one for one in examples if measured(one)]


def _history(topic: Topic, others: Sequence[Topic], chance: random.Random) -> tuple[str, ...]:
    """One to three questions with their answers, the last about the topic."""
    said = chance.sample(topic.said, chance.randint(1, min(2, len(topic.said))))
    if chance.random() < 0.25:
        said = [*chance.sample(chance.choice(others).said, 1), *said]
    return tuple(text for pair in said for text in pair)


def manners(asked: str, chance: random.Random) -> list[str]:
    """A question of our own as it is typed: as it was written, and as others may."""
    return [asked, *{typed(asked, chance) for _ in range(_MANNERS - 1)}]


def typed(asked: str, chance: random.Random) -> str:
    """The question as somebody else may type it."""
    if chance.random() < 0.2:
        asked = chance.choice(_OPENINGS) + asked[0].lower() + asked[1:]
    if chance.random() < 0.5:
        asked = asked.lower()
    if chance.random() < 0.5:
        asked = asked.rstrip("?!. ")
    return slip(asked, chance) if chance.random() < 0.1 else asked
