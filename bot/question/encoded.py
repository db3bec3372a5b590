"""How likely each kind of a question is as the embedding model reads it, with an adapter of its own.

`bot/learning/kind/train.py` teaches it. Unlike the embedding that is there already, it reads what the words ask for
together: "Add up Ida's and Per's hours" is no wish that somebody add something up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.heads import load_head, states_of
from ingest.embedding.pairs import Pair, pairs

if TYPE_CHECKING:
    from ingest.embedding.encoder import Encoder

ADAPTER = Path(__file__).parent / "kinds"  # what `bot/learning/kind/train.py` saves
HEAD = "kinds.json"


@dataclass(frozen=True, slots=True)
class Encoded:
    """The body, and what makes log odds of its states.

    Attributes:
        encoder: the body.
        classes: see `bot.question.classifier.Model`.
        weight: of the state of [CLS], shape (classes, dimension).
        bias: added, shape (classes,).
    """

    encoder: "Encoder"
    classes: tuple[str, ...]
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]


def read(text: str) -> Pair:
    """A question by itself; of a long one the first 64 tokens."""
    return pairs(text, [("", "")])[0]


@lru_cache(maxsize=256)
def logs(text: str) -> Mapping[str, float]:
    """The log of how likely each class is."""
    own = encoded()
    (state,) = states_of(own.encoder, [read(text)])
    return dict(zip(own.classes, log_shares(own.weight @ state + own.bias).tolist(), strict=True))


def log_shares(odds: Sequence[float] | NDArray[np.float32]) -> NDArray[np.float64]:
    """Log odds, up to one constant, as logs of shares that add up to one."""
    values = np.asarray(odds, dtype=np.float64)
    found: NDArray[np.float64] = values - np.logaddexp.reduce(values)
    return found


@lru_cache(maxsize=1)
def encoded(folder: Path = ADAPTER) -> Encoded:
    """What the package carries, or another one in `folder`.

    Raises:
        ModelError: it cannot be read.
    """
    from ingest.embedding.models import token_model

    return Encoded(token_model().adapted(folder, fast=True), *load_head(folder, HEAD, "classifier", _head))


def _head(told: Mapping[str, Any]) -> tuple[tuple[str, ...], NDArray[np.float32], NDArray[np.float32]]:
    weight, bias = (np.asarray(told[name], dtype=np.float32) for name in ("weight", "bias"))
    return tuple(told["classes"]), weight, bias
