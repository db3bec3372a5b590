"""The second look at what a question may mean of a table, as it learns.

Each question is read beside the likeliest computations of a first look that has not learned from its table. As there,
those with the right result get as much probability together as possible, and none where none is right. The last layers
of the reader's body learn, by an adapter upon the reader's own: whoever teaches the reader anew teaches this anew.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
from numpy.typing import NDArray
from safetensors.torch import load_file

from bot.answerers.reader.judge.judge import ADAPTER as JUDGE
from bot.answerers.reader.judge.judge import load_judge
from bot.answerers.reader.spans import ADAPTER as READER
from bot.answerers.reader.spans import HEAD as READS
from bot.answerers.tables.agreement import readings, telling
from bot.answerers.tables.reranker import HEAD, load_other, load_reranker, logs_of, rows_of
from bot.answerers.tables.tables import to_look_at
from bot.learning.optimization import descended, device, of_one_length
from bot.learning.reader.network import Network as Body
from bot.learning.reader.network import rows_of as side_by_side
from bot.learning.tables.examples import Example
from ingest.embedding.cross_encoder import NAME, cross_encoder_file, published_weights
from ingest.embedding.model_files import DEFAULT_MODEL
from ingest.embedding.pairs import Pair
from ingest.sync.plan import Progress

_RANK, _LAYERS, _LAYERS_OTHER, _RATE = 16, 3, 9, 5e-4
_BATCH = 12  # questions
_SORTED = 40  # batches of questions that are sorted by length together
_DROPOUT = 0.1  # of what goes into the head
_BEGIN = 0.3  # of the reader's log odds that a passage answers: what the head begins with
_BEGIN_OTHER = 0.5  # the same of the judge's, that a sentence does
_KEPT = 200  # steps between two checkpoints


@dataclass(frozen=True, slots=True)
class Look:
    """A question beside what it may mean.

    Attributes:
        rows: the pairs.
        first: the log of how likely each is at a first look, and none, shape (rows + 1,).
        right: whether each is the answer, and whether none of them is, shape (rows + 1,).
        told: whether the sentence of one says what another one gives, shape (rows, rows).
    """

    rows: tuple[Pair, ...]
    first: NDArray[np.float32]
    right: NDArray[np.bool_]
    told: NDArray[np.bool_]


def look(one: Example, shares: NDArray[np.float32]) -> Look:
    """An example at a first look: how likely each of its computations is, and none, shape (computations + 1,)."""
    ends = np.cumsum([len(queries) for _, queries in one.found])
    meant = to_look_at(one.found, np.split(shares[:-1], ends[:-1]))
    good = {(id(table), result) for (table, result), right in zip(_results(one), one.right, strict=True) if right}
    right = [(id(table), query.result) in good for table, query, _ in meant]
    first = logs_of([share for *_, share in meant], float(shares[-1]))
    computed = [(table, query) for table, query, _ in meant]
    rows = rows_of(one.case.question, computed)
    return Look(tuple(rows), first, np.asarray([*right, not any(right)]), telling(computed))


def _results(one: Example) -> Iterator[tuple[object, tuple[str, ...]]]:
    return ((table, query.result) for table, queries in one.found for query in queries)


class Network(torch.nn.Module):
    """See `bot.answerers.tables.reranker.Reranker`."""

    def __init__(self, begin: Path | None = None, *, other: bool = False) -> None:
        """Begin with the reader and what it says of an answer, or with a reranker in a folder.

        The `other` one begins with the judge, whose body is the cross-encoder.

        Raises:
            ModelError: that cannot be read.
        """
        super().__init__()
        first, none = 1.0, 0.0
        if other:
            self.body, self._name = Body(_RANK, base=published_weights(cross_encoder_file())), NAME
            weight = _BEGIN_OTHER * torch.from_numpy(load_judge().weight)
        else:
            self.body, self._name = Body(_RANK, upon=READER), DEFAULT_MODEL
            weight = _BEGIN * load_file(READER / READS)["weight"][2].float()
        if begin:
            own = load_other(begin) if other else load_reranker(begin)
            weight, first, none = torch.from_numpy(own.weight), own.first, own.none
        if begin or other:
            self.body.load_adapter(begin or JUDGE)
        self.body = self.body.to_device(device()).learn_only(_LAYERS_OTHER if other else _LAYERS)
        self.body.head.requires_grad_(requires_grad=False)
        self.weight = torch.nn.Parameter(weight.clone())
        self.first, self.none = torch.nn.Parameter(torch.tensor(first)), torch.nn.Parameter(torch.tensor(none))
        self.to(device())

    def forward(self, looks: Sequence[Look]) -> list[torch.Tensor]:
        """Log odds, up to one constant, of each row of each, then of none."""
        ids, segments, there, _ = (one.to(device()) for one in side_by_side([row for one in looks for row in one.rows]))
        states = F.dropout(self.body.states(ids, segments, there)[:, 0].float(), _DROPOUT, self.training)
        scores = torch.split(states @ self.weight, [len(one.rows) for one in looks])
        return [
            torch.cat([own, self.none[None]]) + self.first * torch.from_numpy(one.first).to(device())
            for own, one in zip(scores, looks, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """Write the adapter, and the head beside it."""
        self.body.save_adapter(folder, self.body.learned(), self._name)
        weight = [round(value, 5) for value in self.weight.detach().cpu().tolist()]
        head = {"weight": weight, "first": round(self.first.item(), 4), "none": round(self.none.item(), 4)}
        (folder / HEAD).write_text(json.dumps(head) + "\n", encoding="utf-8")


def loss(totals: Sequence[torch.Tensor], looks: Sequence[Look]) -> torch.Tensor:
    """Minus the mean log of the probability that what is right has together."""
    lost = [
        total.logsumexp(0) - total[torch.from_numpy(one.right).to(total.device)].logsumexp(0)
        for total, one in zip(totals, looks, strict=True)
    ]
    return torch.stack(lost).mean()


def taught(
    looks: Sequence[Look],
    epochs: float,
    seed: int,
    work: Path,
    bar: Progress,
    begin: Path | None = None,
    *,
    other: bool = False,
) -> Network:
    """Train a network, or go on with one in a folder; goes on where a checkpoint of the same plan was left."""
    torch.manual_seed(seed)
    network, steps = Network(begin, other=other), int(epochs * len(looks) / _BATCH)
    return descended(
        network,
        _batches(looks, seed, steps),
        lambda batch: loss(network(batch), batch),
        rate=_RATE,
        steps=steps,
        path=work / ("other.pt" if other else "reranker.pt"),
        name=f"{epochs} {seed} {len(looks)}",
        every=_KEPT,
        bar=lambda step: bar("Learning the second look", step, steps),
    )


def _batches(looks: Sequence[Look], seed: int, steps: int) -> Iterator[list[Look]]:
    return of_one_length(looks, lambda one: max(len(row.ids) for row in one.rows), _BATCH, _SORTED, seed, steps)


@torch.inference_mode()
def answered(networks: Sequence[Network], looks: Sequence[Look]) -> list[tuple[float, bool]]:
    """How probable the likeliest reading is, by the mean of what networks say, and whether it says the answer."""
    found = []
    for one in looks:
        total = torch.stack([network.eval()([one])[0] for network in networks]).mean(0)
        best = readings(torch.softmax(total, 0)[:-1].numpy(), one.told)[0]
        found.append((best.share, bool(one.right[[best.said, *np.flatnonzero(one.told[best.said])]].any())))
    return found
