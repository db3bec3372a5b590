"""A second look at what a question may mean of a table: a cross-encoder reads it beside each computation in words.

To choose a computation by how well its words paraphrase the question is due to Berant and Liang (2014). The body is the
reader's, with a small adapter of its own; `bot/learning/tables/rerank.py` teaches it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.pairs import Pair, pairs
from bot.answerers.reader.upon import load_upon, states_of
from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.queries import Query
from bot.answerers.tables.wording import sentence

if TYPE_CHECKING:
    from ingest.embedding.encoder import Encoder

ADAPTER = Path(__file__).parent  # what `bot/learning/tables/rerank.py` saves
HEAD = "reranker.json"
READ = 7  # results of a question that are looked at
LIKELY = 0.006  # how likely a result must be at a first look; the first two are looked at anyway
_LONGEST = 110  # tokens of a pair
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Reranker:
    """The body, and what makes log odds of its states.

    Attributes:
        encoder: the body.
        weight: of the state of [CLS], shape (dimension,).
        first: of the log of how likely a computation is at a first look.
        none: added to that of no computation being meant.
    """

    encoder: "Encoder"
    weight: NDArray[np.float32]
    first: float
    none: float


@lru_cache(maxsize=1)
def load_reranker(folder: Path = ADAPTER) -> Reranker:
    """The reranker that the package carries, or another one in `folder`.

    Raises:
        ModelError: it cannot be read.
    """
    encoder, head = load_upon(folder, HEAD, "reranker", _head)
    return Reranker(encoder, *head)


def _head(told: Mapping[str, Any]) -> tuple[NDArray[np.float32], float, float]:
    return np.asarray(told["weight"], dtype=np.float32), float(told["first"]), float(told["none"])


def rows_of(question: str, meant: Sequence[tuple[Indexed, Query]]) -> list[Pair]:
    """A question beside what each of several computations says, below the name of its table."""
    return pairs(question, [(table.name, sentence(table, query)[0]) for table, query in meant], _LONGEST)


def looked_at(shares: Sequence[float]) -> int:
    """How many of the likeliest results are looked at: all that may be meant."""
    return max(min(2, len(shares)), sum(share >= LIKELY for share in shares[:READ]))


def logs_of(shares: Sequence[float], none: float) -> NDArray[np.float32]:
    """The logs of how likely computations are at a first look, and none, shape (computations + 1,)."""
    found: NDArray[np.float32] = np.log(np.clip([*shares, none], _LEAST, 1.0)).astype(np.float32)
    return found


def reranked(
    question: str, meant: Sequence[tuple[Indexed, Query]], shares: Sequence[float], none: float
) -> NDArray[np.float32]:
    """How likely each computation is the one that is meant, after a second look.

    Args:
        question: as it was asked.
        meant: the computations, the likeliest first.
        shares: how likely each is at a first look.
        none: how likely it is at a first look that none is meant.

    Returns:
        Shape (computations,); with what is left for none being meant they add up to one.
    """
    own = load_reranker()
    states = states_of(own.encoder, rows_of(question, meant))
    looked = np.asarray([state @ own.weight for state in states] + [own.none], dtype=np.float32)
    total = looked + own.first * logs_of(shares, none)
    parts = np.exp(total - total.max())
    found: NDArray[np.float32] = (parts / parts.sum())[:-1]
    return found
