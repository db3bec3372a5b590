"""Which words of a conversation a question leaves out, as it was learned from people's own rewrites.

An adapter of the embedding model judges each word where it stands. Logistic regression joins what it makes of it with
where the word was said: what a conversation began with, and what was answered last, is meant more often than it says.
"""

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, log1p
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.question.followup.tokens import Word, reading, telling
from bot.question.names import names, people
from ingest.embedding import heads
from ingest.text.sentences import sentence_spans

if TYPE_CHECKING:
    from ingest.embedding.encoder import Encoder

ADAPTER = Path(__file__).parent  # what `bot/learning/followup/train.py` saves
HEAD = "head.json"
SIGNS = 6  # that `signs_of` gives
_JOINT = re.compile(
    r"[\s-]+(?:(?:of|the|and|de|van|von|for|in|on|at|to|a|an)\s+){0,2}$|[-–]$", re.I
)  # within a name or phrase
_LEAST = 1e-4  # the least that a chance counts as
_LONGEST = 4  # words of a name that is taken as a whole
_OWNER = re.compile(r"[’']s$")
_INITIALS = re.compile(r"(?:\b[A-Za-z]\.){2,}$")


@dataclass(frozen=True, slots=True)
class Head:
    """What turns a token's state into the odds that its word is left out.

    Attributes:
        weight: shape (dimension,).
        bias: a number.
        threshold: the probability from which on a word is carried over.
        signs: weights of `signs_of`, then their bias.
    """

    weight: NDArray[np.float32]
    bias: float
    threshold: float
    signs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A telling word of the conversation, judged.

    Attributes:
        word: where it stands.
        chance: the probability that the question leaves it out, 0 to 1.
        taken: whether that is enough to carry it over.
    """

    word: Word
    chance: float
    taken: bool


def carried(question: str, turns: Sequence[str]) -> tuple[Carried, ...]:
    """Judge each telling word of the conversation that the question does not say itself.

    Args:
        question: as it was asked.
        turns: the messages before it, oldest first, `cleaned`.
    """
    return judged(*_model(), question, turns)


def judged(encoder: "Encoder", head: Head, question: str, turns: Sequence[str]) -> tuple[Carried, ...]:
    """What `carried` does, by a model that is given."""
    words, seen = judged_alone(encoder, head, question, turns)
    *weights, bias = head.signs
    signs = signs_of(seen, turns)
    best = {root: 1 / (1 + exp(-bias - sum(map(mul, weights, own)))) for root, own in signs.items()}
    for own_roots in _whole_names(turns):
        most = max((best.get(root, 0.0) for root in own_roots), default=0.0)
        if most >= head.threshold:
            best |= dict.fromkeys(own_roots, most)
    return tuple(
        Carried(word, chance, chance >= head.threshold)
        for word in words
        for chance in [max(best[root] for root in word.roots if root in seen)]
    )


def judged_alone(
    encoder: "Encoder", head: Head, question: str, turns: Sequence[str]
) -> tuple[list[Word], dict[str, float]]:
    """The words that a question does not say, and of each of their stems what the adapter alone makes of it, 0 to 1.

    That is the highest of all its occurrences.
    """
    read = reading(question, turns)
    own = telling(question)
    words = [word for word in read.words if not own.issuperset(word.roots)]
    if not words:
        return [], {}
    states = encoder.tokens([read.ids])[0][[word.token for word in words]]
    chances = 1 / (1 + np.exp(-(states @ head.weight + head.bias)))
    best: dict[str, float] = {}
    for word, chance in zip(words, chances, strict=True):
        for root in word.roots:
            if root not in own:
                best[root] = max(best.get(root, 0.0), float(chance))
    return words, best


def signs_of(chances: Mapping[str, float], turns: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """What speaks for each stem being left out.

    Args:
        chances: what the adapter alone makes of each.
        turns: the messages, oldest first, `cleaned`.

    Returns:
        Of each stem the log odds of that, how many are likelier, whether the first message says it, the more the
        shorter that is, whether the last one does, whether any answer does, and whether it is part of a name.
    """
    if not chances:
        return {}
    said = [telling(turn) for turn in turns]
    first = 1 / max(1, len(said[0]))
    answered = {root for own in said[1::2] for root in own}
    named = {root for turn in turns for name in (*names(turn), *people(turn)) for root in telling(name)}
    order = sorted(chances, key=chances.__getitem__, reverse=True)
    return {
        root: (
            log(max(chances[root], _LEAST) / max(1 - chances[root], _LEAST)),
            log1p(rank),
            first * (root in said[0]),
            float(root in said[-1]),
            float(root in answered),
            float(root in named),
        )
        for rank, root in enumerate(order)
    }


def _whole_names(turns: Sequence[str]) -> list[set[str]]:
    """The stems of each name of several words: who says "Solheim" means Ingrid Solheim."""
    found = (telling(name) for turn in turns for name in (*people(turn), *names(turn)) if len(name.split()) <= _LONGEST)
    return [roots for roots in found if len(roots) > 1]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of the conversation that are carried over together.

    Attributes:
        text: as it stands there.
        chance: the highest of its words.
    """

    text: str
    chance: float


def runs_of(judged: Sequence[Carried], turns: Sequence[str]) -> tuple[Run, ...]:
    """The words that are taken, neighbours together as they stand in the conversation, the surest first, none twice."""
    begins = [[start for start, _ in sentence_spans(turn)] for turn in turns]
    groups: list[list[Carried]] = []
    for one in judged:
        last = groups[-1][-1].word if groups else None
        if not one.taken:
            continue
        if (
            last
            and last.turn == one.word.turn
            and _JOINT.match(turns[last.turn][last.end : one.word.start])
            and not any(last.end <= start <= one.word.start for start in begins[last.turn])
        ):
            groups[-1].append(one)
        else:
            groups.append([one])
    found: dict[str, Run] = {}
    for group in groups:
        text = turns[group[0].word.turn][group[0].word.start : group[-1].word.end]
        found[_tidy(text)] = Run(_tidy(text), max(one.chance for one in group))
    return tuple(sorted(found.values(), key=lambda run: (-run.chance, -len(run.text))))


def _tidy(text: str) -> str:
    text = _OWNER.sub("", text)
    return text if _INITIALS.search(text) else text.rstrip(".")


def load_head(folder: Path) -> Head:
    """Read what was saved beside the adapter.

    Raises:
        ModelError: it cannot be read.
    """
    return heads.load_head(folder, HEAD, "follow-up head", _head)


def _head(told: Mapping[str, Any]) -> Head:
    weight = np.array(told["weight"], dtype=np.float32)
    return Head(weight, float(told["bias"]), float(told["threshold"]), tuple(told["signs"]))


_loading = threading.Lock()


def _model() -> "tuple[Encoder, Head]":
    with _loading:  # two threads that ask at once load it once
        return _loaded(ADAPTER)


@lru_cache(maxsize=1)
def _loaded(folder: Path) -> "tuple[Encoder, Head]":
    from ingest.embedding.models import token_model

    return token_model().adapted(folder), load_head(folder)
