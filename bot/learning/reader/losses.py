"""How far the network is from the marked answers, and from its teachers."""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
from numpy.typing import NDArray

from bot.learning.reader.network import Logits
from ingest.embedding.pairs import Pair

_SMOOTH = 0.05  # of the label "answers" or "does not" (Szegedy et al. 2016)
_SOFT = 2.0  # temperature at which teachers are followed: above 1, what they think second likeliest counts more


def loss(begin: torch.Tensor, finish: torch.Tensor, groups: torch.Tensor, logits: Logits) -> torch.Tensor:
    """How far the network is from right, averaged over the pairs.

    The likelihood of all answers is summed, since which of them was marked is chance (Clark and Gardner 2018); of two
    passages of one question, the one that answers shall score more (Burges et al. 2005).

    Where answers begin and finish is of shape (rows, longest), see `marked`; groups, shape (rows,), tell which question
    each pair belongs to.
    """
    starts, ends, there = logits
    begin, finish, groups = begin.to(there.device), finish.to(there.device), groups.to(there.device)
    answers = ~begin[:, 0]
    span = _surprise(starts, begin) + _surprise(ends, finish)
    label = answers.float() * (1 - 2 * _SMOOTH) + _SMOOTH
    both = ((groups[:, None] == groups[None, :]) & answers[:, None] & ~answers[None, :]).float()
    order = (F.softplus(there[None, :] - there[:, None]) * both).sum() / both.sum().clamp(min=1)
    return span.mean() / 2 + F.binary_cross_entropy_with_logits(there, label) + order / 2


def marked(pairs: Sequence[Pair], spans: Sequence[Sequence[tuple[int, int]]]) -> tuple[torch.Tensor, torch.Tensor]:
    """At which tokens the answers of each pair start and end, shape (pairs, longest); see `marks`."""
    longest = max(len(pair.ids) for pair in pairs)
    begin, finish = (np.zeros((len(pairs), longest), dtype=np.bool_) for _ in range(2))
    for at, (pair, own) in enumerate(zip(pairs, spans, strict=True)):
        first, last = marks(pair, own)
        begin[at, first], finish[at, last] = True, True
    return torch.from_numpy(begin), torch.from_numpy(finish)


def unlike(logits: Logits, teachers: Sequence[Logits]) -> torch.Tensor:
    """How far the network is from what its teachers make of the same pairs together, averaged over the pairs.

    Where answers start and end, the mean of what the teachers hold likely is followed, softened (Hinton et al. 2015);
    whether there is one, the mean of their log odds.
    """
    total = F.binary_cross_entropy_with_logits(logits[2], torch.stack([one[2] for one in teachers]).mean(0).sigmoid())
    for at in (0, 1):
        likely = torch.stack([(one[at] / _SOFT).softmax(1) for one in teachers]).mean(0)
        thought = (logits[at] / _SOFT).log_softmax(1).masked_fill(likely == 0, 0.0)
        total = total - _SOFT**2 * (likely * thought).sum(1).mean() / 2
    return total


def _surprise(logits: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    return logits.logsumexp(1) - logits.masked_fill(~right, float("-inf")).logsumexp(1)


def marks(row: Pair, spans: Sequence[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The tokens at which answers start and end; [CLS] for both where none of them is in what is read."""
    found = []
    for start, end in spans:
        begins = np.flatnonzero((row.places[:, 0] <= start) & (start < row.places[:, 1]))
        closes = np.flatnonzero((row.places[:, 0] < end) & (end <= row.places[:, 1]))
        if len(begins) and len(closes):
            found.append((begins[0], closes[-1]))
    first, last = np.array(found or [(0, 0)], dtype=np.int64).T
    return first, last
