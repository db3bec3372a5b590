"""How a small adapter of the embedding model learns from single lines, as the gate and the kinds of questions do."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import torch

from bot.learning.optimization import descended, of_one_length
from ingest.embedding.pairs import Pair
from ingest.sync.plan import Progress

RANK = 8
DROPOUT = 0.1  # of what goes into the head
BATCH = 32
_RATE = 1e-3
_SORTED = 20  # batches that are sorted by length together
_CHECKPOINT = 100  # steps between two


class Read(Protocol):
    """A line as the body reads it."""

    @property
    def pair(self) -> Pair:
        """Its tokens."""


_Network = TypeVar("_Network", bound=torch.nn.Module)
_Line = TypeVar("_Line", bound=Read)


def descended_over(
    network: _Network,
    lines: Sequence[_Line],
    loss: Callable[[Sequence[_Line]], torch.Tensor],
    epochs: float,
    seed: int,
    path: Path,
    bar: Progress,
) -> _Network:
    """A network taught by lines, batches of one length at a time; goes on where a checkpoint of the plan was left."""
    steps = int(epochs * len(lines) / BATCH)
    return descended(
        network,
        of_one_length(lines, lambda one: len(one.pair.ids), BATCH, _SORTED, seed, steps),
        loss,
        rate=_RATE,
        steps=steps,
        path=path,
        name=f"{epochs} {seed} {len(lines)}",
        every=_CHECKPOINT,
        bar=lambda step: bar("Learning", step, steps),
    )
