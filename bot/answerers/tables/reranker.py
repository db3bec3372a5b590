"""A second look at what a question may mean of a table: two cross-encoders read it beside each computation in words.

To choose a computation by how well its words paraphrase the question is due to Berant and Liang (2014). One body is the
reader's, the other that of the cross-encoder which has seen search queries, each with a small adapter of its own;
`bot/learning/tables/rerank.py` teaches them. Their log odds are averaged: where both think so, it is likelier meant.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.spans import ADAPTER as READER
from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.queries import Query
from bot.answerers.tables.wording import sentence
from ingest.embedding.heads import load_head, states_of
from ingest.embedding.pairs import Pair, as_tokens, pairs

ADAPTER = Path(__file__).parent  # what `bot/learning/tables/rerank.py` saves
OTHER = ADAPTER / "cross_encoder"  # and, of the other body, saves below it
HEAD = "reranker.json"
READ = 7  # results of a question that are looked at
LIKELY = 0.006  # how likely a result must be at a first look; the first two are looked at anyway
_LONGEST = 110  # tokens of a pair
_LISTED = 4  # results of a list that are read
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Reranker:
    """A body, and what makes log odds of its states.

    Attributes:
        states: of pairs, by the body: that of [CLS] for each, shape (pairs, dimension).
        weight: of the state of [CLS], shape (dimension,).
        first: of the log of how likely a computation is at a first look.
        none: added to that of no computation being meant.
    """

    states: Callable[[Sequence[Pair]], NDArray[np.float32]]
    weight: NDArray[np.float32]
    first: float
    none: float


@lru_cache(maxsize=1)
def load_reranker(folder: Path = ADAPTER) -> Reranker:
    """The reranker upon the reader's body that the package carries, or another one in `folder`.

    Raises:
        ModelError: it cannot be read.
    """
    from ingest.embedding.models import token_model

    head = load_head(folder, HEAD, "reranker", _head)
    encoder = token_model().adapted(READER, folder, fast=True)
    return Reranker(lambda rows: np.stack(states_of(encoder, rows)), *head)


@lru_cache(maxsize=1)
def load_other(folder: Path = OTHER) -> Reranker:
    """The reranker upon the cross-encoder's body that the package carries, or another one in `folder`.

    Raises:
        ModelError: it cannot be read.
    """
    from ingest.embedding.cross_encoder import load_cross_encoder

    head = load_head(folder, HEAD, "reranker", _head)
    body = load_cross_encoder(folder)
    return Reranker(lambda rows: body.states(*as_tokens(rows)), *head)


def _head(told: Mapping[str, Any]) -> tuple[NDArray[np.float32], float, float]:
    return np.asarray(told["weight"], dtype=np.float32), float(told["first"]), float(told["none"])


def rows_of(question: str, meant: Sequence[tuple[Indexed, Query]]) -> list[Pair]:
    """A question beside what each of several computations says, below the name of its table; long lists shortened."""
    return pairs(question, [(table.name, sentence(table, _brief(query))[0]) for table, query in meant], _LONGEST)


def _brief(query: Query) -> Query:
    """A computation with the first few of its results, so that what chose them is read too."""
    more = len(query.result) - _LISTED
    return replace(query, result=(*query.result[:_LISTED], f"{more} more")) if more > 1 else query


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
    rows, logs = rows_of(question, meant), logs_of(shares, none)
    total = np.mean([_odds(own, rows, logs) for own in (load_reranker(), load_other())], axis=0)
    parts = np.exp(total - total.max())
    found: NDArray[np.float32] = (parts / parts.sum())[:-1]
    return found


def _odds(own: Reranker, rows: Sequence[Pair], logs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log odds, up to one constant, of each computation being meant, and of none."""
    found: NDArray[np.float32] = np.append(own.states(rows) @ own.weight, np.float32(own.none)) + own.first * logs
    return found
