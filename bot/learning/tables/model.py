"""The network that scores computations, as it learns: maximum marginal likelihood over those that give the answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from bot.answerers.tables.features import OPERATIONS, RELATIONS, WIDTH
from bot.answerers.tables.scoring import CUES, KIND_CUES, SAID
from bot.learning.tables.examples import Example

_HIDDEN = 24
_BATCH = 32  # questions


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that are known, by their places."""

    terms: dict[str, int]
    near: dict[str, int]


def vocabulary(found: Sequence[Example], least: int = 4) -> Vocabulary:
    """The terms that occur in at least so many questions."""
    terms = Counter(term for one in found for term in one.terms)
    near = Counter(word for one in found for beside in one.near.values() for word in set(beside))
    return Vocabulary(
        {term: at for at, term in enumerate(sorted(one for one, count in terms.items() if count >= least))},
        {word: at for at, word in enumerate(sorted(one for one, count in near.items() if count >= least))},
    )


class Network(torch.nn.Module):
    """See `bot.answerers.tables.scoring.Weights`."""

    def __init__(self, words: Vocabulary) -> None:
        """Begin with small weights."""
        super().__init__()
        self.words = words
        self.terms = torch.nn.Parameter(torch.zeros(len(words.terms), SAID))
        self.near = torch.nn.Parameter(torch.zeros(len(words.near), len(RELATIONS)))
        self.meaning = torch.nn.Parameter(torch.zeros(384, SAID))
        self.first = torch.nn.Parameter(torch.randn(WIDTH, _HIDDEN) * 0.15)
        self.bias = torch.nn.Parameter(torch.randn(len(OPERATIONS), _HIDDEN) * 0.15)
        self.second = torch.nn.Parameter(torch.randn(_HIDDEN) * 0.15)
        self.straight = torch.nn.Parameter(torch.zeros(WIDTH))
        self.each = torch.nn.Parameter(torch.zeros(len(OPERATIONS), WIDTH))
        self.none = torch.nn.Parameter(torch.zeros(1))

    def forward(self, batch: Sequence["Ready"], drop: float = 0.0) -> torch.Tensor:
        """Scores of all computations of some questions, one question after the other, then of none for each."""
        of = torch.cat([torch.full((len(one.operations),), at) for at, one in enumerate(batch)])
        begins = np.cumsum([0, *(len(one.operations) for one in batch)])
        terms = torch.cat([one.terms for one in batch])
        owner = torch.cat([torch.full((len(one.terms),), at) for at, one in enumerate(batch)])
        if drop:
            kept = torch.rand(len(terms)) > drop
            terms, owner = terms[kept], owner[kept]
        said = torch.stack([one.meaning for one in batch]) @ self.meaning
        said = said.index_add(0, owner, self.terms[terms])
        cues, counts = said[:, :CUES], said[:, CUES:]
        features = torch.cat([one.features for one in batch])
        operations = torch.cat([one.operations for one in batch])
        hidden = torch.tanh(features @ self.first + self.bias[operations])
        if drop:
            hidden = torch.nn.functional.dropout(hidden, drop)
        total = hidden @ self.second + (features * (self.straight + self.each[operations] + counts[of])).sum(dim=1)
        total = total + cues[of, operations]
        kinds = torch.cat([one.kinds for one in batch]) + torch.from_numpy(KIND_CUES)
        total = total + cues[of[:, None], kinds].sum(dim=1)
        for begin, one in zip(begins, batch, strict=False):
            for chosen, words in one.limits:
                total = total.index_add(0, chosen + begin, self.near[words].sum(dim=0)[one.relations[chosen]])
        return torch.cat([total, cues[:, -1] + self.none])


def loss(network: Network, batch: Sequence["Ready"], drop: float) -> torch.Tensor:
    """Minus the mean log of the probability that the right results have together."""
    of = torch.cat(
        [*(torch.full((len(one.operations),), at) for at, one in enumerate(batch)), torch.arange(len(batch))]
    )
    right = torch.cat([*(one.right[:-1] for one in batch), torch.stack([one.right[-1] for one in batch])])
    total = network(batch, drop)
    parts = torch.exp(total - total.detach().max())
    empty = torch.full((len(batch),), 1e-30)
    every = empty.index_add(0, of, parts)
    good = empty.index_add(0, of[right], parts[right])
    return (every.log() - good.log()).mean()


@dataclass(frozen=True, slots=True)
class Ready:
    """An example as tensors; `right` has a last place for none."""

    terms: torch.Tensor
    meaning: torch.Tensor
    features: torch.Tensor
    operations: torch.Tensor
    kinds: torch.Tensor
    relations: torch.Tensor
    limits: tuple[tuple[torch.Tensor, torch.Tensor], ...]
    right: torch.Tensor


def ready(one: Example, words: Vocabulary) -> Ready:
    """An example as tensors."""
    places = [int(at) for at in np.unique(one.limits) if at >= 0]
    near = [[words.near[word] for word in one.near[at] if word in words.near] for at in places]
    return Ready(
        torch.tensor([words.terms[term] for term in one.terms if term in words.terms], dtype=torch.long),
        torch.from_numpy(one.meaning),
        torch.from_numpy(one.features),
        torch.from_numpy(one.operations),
        torch.from_numpy(one.kinds),
        torch.from_numpy(one.relations),
        tuple(
            (torch.from_numpy(np.flatnonzero(one.limits == at)), torch.tensor(own))
            for at, own in zip(places, near, strict=True)
            if own
        ),
        torch.from_numpy(np.append(one.right, not one.right.any())),
    )


def taught(found: Sequence[Ready], words: Vocabulary, *, epochs: int, seed: int, decay: float) -> Network:
    """A network that gives the computations with the right result as much probability as it can."""
    torch.manual_seed(seed)
    network = Network(words)
    lexical = [network.terms, network.near, network.meaning]
    dense = [network.first, network.bias, network.second, network.straight, network.none]
    groups = [(lexical, decay, 0.02), (dense, 0.01, 0.01), ([network.each], 0.1, 0.01)]
    optimizer = torch.optim.AdamW([{"params": one, "weight_decay": by, "lr": rate} for one, by, rate in groups])
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [rate for _, _, rate in groups], total_steps=epochs * -(-len(found) // _BATCH), pct_start=0.1
    )
    order = np.random.default_rng(seed)
    for _ in range(epochs):
        shuffled = order.permutation(len(found))
        for begin in range(0, len(found), _BATCH):
            optimizer.zero_grad()
            loss(network, [found[at] for at in shuffled[begin : begin + _BATCH]], 0.2).backward()  # type: ignore[no-untyped-call]  # torch ships no types for it
            optimizer.step()
            schedule.step()
    return network


@torch.inference_mode()
def shares(network: Network, one: Ready) -> NDArray[np.float32]:
    """How likely each computation is, and none, shape (computations + 1,)."""
    found: NDArray[np.float32] = torch.softmax(network([one]), 0).numpy()
    return found
