"""Whether a question leans on what was said before: a cross-encoder reads it beside the end of the conversation.

Its body is the embedding model with a small adapter, which `bot/learning/followup/gate.py` teaches, from people's own
rewrites and from conversations of our own. "Who repairs the pump?" leans after a talk about a pump, and stands alone
after one about anything else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import tanh
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from bot.question.followup.tokens import pairs_of
from ingest.embedding.heads import load_head, states_of
from ingest.embedding.pairs import Pair, pairs

if TYPE_CHECKING:
    from ingest.embedding.encoder import Encoder

Turn = Literal["alone", "leans", "changes"]
ADAPTER = Path(__file__).parent / "leaning"  # what `bot/learning/followup/gate.py` saves
HEAD = "leaning.json"
LEANS = 0.57  # from this probability on a question is read as it was completed, too: what is whole must stay so;
SURELY = 0.9  # and from this one on not by itself any more
_LONGEST = 128  # tokens of a pair
_SAID = (300, 80)  # characters that are read of the last answer, and of the one before


@dataclass(frozen=True, slots=True)
class Gate:
    """The body, and what makes log odds of its states.

    Attributes:
        encoder: the body.
        weight: of the state of [CLS], shape (dimension,).
        bias: added.
    """

    encoder: "Encoder"
    weight: NDArray[np.float32]
    bias: float


def leans(question: str, history: Sequence[Mapping[str, str]]) -> float:
    """How likely it is, 0 to 1, that a question cannot be understood without the conversation before it.

    Args:
        question: as it was asked.
        history: the messages so far, oldest first, each with "role" and "content".
    """
    said = pairs_of(history)
    return _leans(question, tuple(said[-len(_SAID) :])) if said else 0.0


def read(question: str, said: Sequence[tuple[str, str]]) -> Pair:
    """A question beside the last questions and answers, which are `cleaned`, the last of them first."""
    told = zip(reversed(said), _SAID, strict=False)
    return pairs(
        question, [("", " | ".join(f"{asked} | {answer[:most]}" for (asked, answer), most in told))], _LONGEST
    )[0]


@lru_cache(maxsize=256)
def _leans(question: str, said: tuple[tuple[str, str], ...]) -> float:
    own = gate()
    (state,) = states_of(own.encoder, [read(question, said)])
    return (1 + tanh((float(own.weight @ state) + own.bias) / 2)) / 2  # the logistic function, for odds of any size


@lru_cache(maxsize=1)
def gate(folder: Path = ADAPTER) -> Gate:
    """The gate that the package carries, or another one in `folder`.

    Raises:
        ModelError: it cannot be read.
    """
    from ingest.embedding.models import token_model

    weight, bias = load_head(folder, HEAD, "gate", _head)
    return Gate(token_model().adapted(folder, fast=True), weight, bias)


def _head(told: Mapping[str, Any]) -> tuple[NDArray[np.float32], float]:
    return np.asarray(told["weight"], dtype=np.float32), float(told["bias"])
