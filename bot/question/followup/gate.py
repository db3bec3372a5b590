"""Whether a question leans on what was said before: logistic regression on its words.

The weights are learned by `bot/learning/followup/gate.py`, from people's own rewrites and from conversations of our
own. Which words ask, and in which order, tells most ("And of a cat?"); besides it counts how many telling words there
are, whether the conversation has them, and how near in meaning the question is to what was said: "Who repairs the
pump?" leans after a talk about a pump, and stands alone after one about anything else.
"""

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import tanh
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.question.classifier import tokens
from bot.question.followup.coreference import follows_noun, says_own, unexplained
from bot.question.followup.ordinals import points_at_one
from bot.question.followup.tokens import cleaned, telling
from bot.question.kind import names_documents
from bot.question.names import names
from ingest.errors import ModelError

Turn = Literal["alone", "leans", "changes"]
WEIGHTS = Path(__file__).parent / "gate.json"
BUCKETS = 2048  # of hashed runs of words
MAYBE = 0.35  # from this probability on a question is read as it was completed, too;
LEANS = 0.5  # from this one on that is the likelier meaning;
SURELY = 0.9  # and from this one on it is not read by itself any more
_RUN = 3  # words
_MIXED = 3  # letters of a word that may be mixed
_DOUBLED = re.compile(r"(.)\1+")
LOOKED_AT = 6  # messages before the question
_ANSWER, _SAID = 300, 600  # characters of the last answer, and of all that was said, that are compared by meaning


@dataclass(frozen=True, slots=True)
class Gate:
    """What was learned.

    Attributes:
        asking: the words that ask, or point back, whatever it is about; others are left open.
        signs: weights of `signs_of`.
        runs: weights of the hashed runs of words, `BUCKETS` of them.
        bias: a number.
    """

    asking: tuple[str, ...]
    signs: tuple[float, ...]
    runs: tuple[float, ...]
    bias: float

    def chance(self, signs: Sequence[float], runs: Sequence[int]) -> float:
        """How likely a question leans, 0 to 1, by what `signs_of` and `runs_of` give."""
        odds = self.bias + sum(weight * sign for weight, sign in zip(self.signs, signs, strict=True))
        odds += sum(self.runs[run] for run in runs) / len(runs) ** 0.5
        return (1 + tanh(odds / 2)) / 2  # the logistic function, for odds of any size

    def save(self, path: Path = WEIGHTS) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8")


def leans(question: str, history: Sequence[Mapping[str, str]]) -> float:
    """How likely it is, 0 to 1, that a question cannot be understood without the conversation before it.

    Args:
        question: as it was asked.
        history: the messages so far, oldest first, each with "role" and "content".
    """
    turns = [cleaned(message["content"]) for message in history]
    asked = [text for message, text in zip(history, turns, strict=True) if message["role"] == "user"]
    return _leans(question, asked[-1], tuple(turns[-LOOKED_AT:])) if asked else 0.0


@lru_cache(maxsize=256)
def _leans(question: str, before: str, turns: tuple[str, ...]) -> float:
    known = gate()
    return known.chance(signs_of(question, before, turns), runs_of(question, spelled(known.asking)))


def signs_of(question: str, before: str, turns: Sequence[str]) -> tuple[float, ...]:
    """What is counted of a question and what was said before, and how near they are by meaning: the cosines.

    Args:
        question: as it was asked.
        before: the question before.
        turns: the last messages, `cleaned`.
    """
    from ingest.embedding.models import token_model

    asked = token_model().encode_question(question)  # needed again to search by
    return (*counts_of(question, before, turns), *(float(asked @ _vector(text)) for text in said_of(before, turns)))


def counts_of(question: str, before: str, turns: Sequence[str]) -> tuple[float, ...]:
    """What can be counted, of what `signs_of` takes."""
    own, named = telling(question), names(question)
    shared = [len(own & telling(text)) / max(1, len(own)) for text in (before, turns[-1], " ".join(turns))]
    size = len(question.split())
    points = unexplained(question)
    return (
        *(float(points), float(points and not named), float(points_at_one(question))),
        *(float(follows_noun(question)), float(says_own(question)), float(names_documents(question))),
        *(1 / (1 + len(own)), len(own) / 8, size / 12, len(named) / 2, float(bool(named))),
        *(*shared, float(shared[-1] > 0), float(not own)),
        *(float(question.rstrip().endswith("?")), float(":" in question)),
    )


def said_of(before: str, turns: Sequence[str]) -> tuple[str, str, str]:
    """What was said, as it is compared by meaning: the question before, with its answer, and all of it."""
    return before, f"{before} {turns[-1][:_ANSWER]}", " ".join(turns)[:_SAID]


@lru_cache(maxsize=512)
def _vector(text: str) -> NDArray[np.float32]:
    from ingest.embedding.models import token_model

    return token_model().encode_question(text)


@lru_cache(maxsize=2)
def spelled(asking: tuple[str, ...]) -> Mapping[str, str]:
    """Each word that asks by itself, and by its letters as fingers may mix and double them: "taht", "aboout"."""
    mixed = {_letters(word): word for word in asking if len(word) >= _MIXED}
    return {**mixed, **{word: word for word in asking}}


def _letters(word: str) -> str:
    """What is alike of a word and of that word with letters mixed or doubled; no word itself."""
    return " ".join((word[0], *sorted(_DOUBLED.sub(r"\1", word[1:]))))


def runs_of(question: str, asking: Mapping[str, str]) -> list[int]:
    """The buckets of the runs of one to three words, what does not ask being left open; each once.

    Args:
        question: as it was asked.
        asking: what `spelled` gives.
    """
    shown = ["^"]
    for token in tokens(question):
        mixed = _letters(token) if len(token) >= _MIXED else ""
        put = "9" if token.isdigit() else asking.get(token) or asking.get(mixed, "_")
        if put != "_" or shown[-1] != "_":
            shown.append(put)
    shown.append("$")
    runs = {" ".join(shown[at : at + size]) for size in range(1, _RUN + 1) for at in range(len(shown) - size + 1)}
    return sorted({zlib.crc32(run.encode()) % BUCKETS for run in runs})


@lru_cache(maxsize=2)
def gate(path: Path = WEIGHTS) -> Gate:
    """The weights that the package carries, or those in a file.

    Raises:
        ModelError: they cannot be read.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Gate(tuple(data["asking"]), tuple(data["signs"]), tuple(data["runs"]), float(data["bias"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"Cannot read '{path}' ({error!r:.80}). Reinstall Footnote.") from error
