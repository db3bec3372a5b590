"""Wordings -> examples: each wording about several things, in small letters too, and with slips of typing."""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.question.classifier import FILE, THING, tokens

_SLOT = re.compile(r"{(=?)(\w+)}")
_FILLED = 6  # examples of a wording that is about something
_OPENINGS = ("", "", "", "", "please ", "can you tell me ", "I would like to know: ", "and ", "so ", "ok, ")


@dataclass(frozen=True, slots=True)
class Family:
    """Wordings of one wish, a line of examples.jsonl or of messages.jsonl.

    Attributes:
        kind: one of `bot.question.kind.Kind`, after a full stop what of it is wanted: "library.count".
        language: ISO 639-1 code.
        say: what a person may say; "{name}" stands for any of the fillers "name", "{=rules}" for a word that is no
            part of the asking.
    """

    kind: str
    language: str
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A question whose kind is known.

    Attributes:
        text: as it is asked.
        kind: see `Family.kind`; "library" for any of that kind.
        language: ISO 639-1 code; "" if it is not told.
        weight: how much it counts.
        others: kinds that it may as well be.
    """

    text: str
    kind: str
    language: str
    weight: float
    others: tuple[str, ...] = ()

    def fits(self, kind: str) -> bool:
        """Whether it may be of that kind."""
        return any(kind == one or kind.startswith(f"{one}.") for one in (self.kind, *self.others))


@cache
def families() -> tuple[Family, ...]:
    """All of examples.jsonl: wordings in which only those words stand that ask, beside slots."""
    return _read("examples.jsonl")


@cache
def messages() -> tuple[Family, ...]:
    """All of messages.jsonl: whole messages, whose words may be of anything."""
    return _read("messages.jsonl")


def _read(name: str) -> tuple[Family, ...]:
    lines = (files("bot.learning.kind") / name).read_text(encoding="utf-8").splitlines()
    return tuple(Family(one["kind"], one["language"], tuple(one["say"])) for one in map(json.loads, lines))


@cache
def fillers() -> Mapping[str, Sequence[str]]:
    """What the slots of the wordings may be filled with."""
    loaded: dict[str, list[str]] = json.loads((files("bot.learning.kind") / "fillers.json").read_text("utf-8"))
    return loaded


def asking_words(chosen: Sequence[Family]) -> dict[str, frozenset[str]]:
    """The words of wordings by kind, without what they are about; further those for documents."""
    found: dict[str, set[str]] = {THING: set(), FILE: set()}
    for family in chosen:
        kind = family.kind.split(".")[0]
        found.setdefault(kind, set()).update(
            word for wording in family.say for word in tokens(_SLOT.sub(" ", wording)) if not word.isdigit()
        )
    for name, key in (("thing", THING), ("things", THING), ("file", FILE), ("files", FILE)):
        found[key].update(word for one in fillers()[name] for word in tokens(one))
    return {kind: frozenset(words) for kind, words in found.items()}


def spoken(family: Family, seed: int) -> Iterator[Example]:
    """The examples of a family, of which each wording counts the same; for each the same, whatever the others are."""
    for wording in family.say:
        chance = random.Random(f"{seed} {wording}")  # noqa: S311 (not for secrets)
        count = _FILLED if _SLOT.search(wording) else _FILLED // 3
        for number in range(count):
            text = _filled(wording, chance)
            if number:
                text = _varied(text, chance)
            yield Example(text, family.kind, family.language, 1 / count)


def _filled(wording: str, chance: random.Random) -> str:
    return _SLOT.sub(lambda found: found[2] if found[1] else chance.choice(fillers()[found[2]]), wording)


def _varied(text: str, chance: random.Random) -> str:
    """The text as somebody else may type it."""
    if chance.random() < 0.2:
        opening = chance.choice(_OPENINGS)
        text = opening + (text[0].lower() + text[1:] if opening else text)
    if chance.random() < 0.5:
        text = text.lower()
    if chance.random() < 0.5:
        text = text.rstrip("?!. ")
    return slip(text, chance) if chance.random() < 0.15 else text


def slip(text: str, chance: random.Random) -> str:
    """The text with two letters exchanged, or one dropped or doubled."""
    inside = [at for at in range(1, len(text) - 2) if text[at - 1 : at + 2].isalpha()]
    if not inside:
        return text
    at = chance.choice(inside)
    return chance.choice(
        (
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
        )
    )
