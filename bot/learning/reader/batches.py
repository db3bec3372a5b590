"""Examples -> batches: what is read for each question this time, and that as tensors."""

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import DataLoader, IterableDataset

from bot.learning.reader.examples import Context, Example, changed
from bot.learning.reader.losses import marked
from bot.learning.reader.network import rows_of
from ingest.embedding.pairs import Pair, pair, told_tokens

_SORTED = 50  # batches of questions that are sorted by length together
_LONGEST = 224  # tokens of a pair while learning
_TWISTED = 0.25  # of the wrong pairs: the question changed rather than the passage
_UNTITLED, _UNASKED = 0.3, 0.3  # how often the title, and the question mark with the capitals, is left out
_VAGUE = 0.5  # of the questions that do not find their own passage


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn: the options of `bot.learning.reader.train`, which says what each is.

    All networks begin alike, whatever the seed of what is drawn: only then has their mean a sense.
    """

    epochs: float
    rate: float
    rank: int
    seed: int
    work: Path
    begin: Path | None
    batch: int
    wrong: int
    layers: int
    dropout: float
    teachers: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs to learn from at once, (start, end) characters of the answers in the passage of each, and its question."""

    pairs: list[Pair]
    spans: list[tuple[tuple[int, int], ...]]
    groups: list[int]


def batches(examples: Sequence[Example], seed: int, size: int = 16, wrong: int = 1) -> Iterator[Batch]:
    """One epoch in batches of so many questions and about one length.

    Each question comes with a passage that answers and `wrong` that do not, if there are as many.
    """
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    taken = of_epoch(examples, seed)
    groups = [drawn(example, chance, wrong) for example in chance.sample(taken, len(taken))]
    for at in range(0, len(groups), _SORTED * size):
        near = sorted(groups[at : at + _SORTED * size], key=lambda group: max(len(c.text) for _, c in group))
        cut = [near[start : start + size] for start in range(0, len(near), size)]
        for part in chance.sample(cut, len(cut)):
            yield _batch(part)


def of_epoch(examples: Sequence[Example], seed: int) -> list[Example]:
    """The examples of one epoch: of those too vague to find their own passage by, another half each time."""
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    return [one for one in examples if one.wrong or not one.answers or chance.random() < _VAGUE]


def drawn(example: Example, chance: random.Random, wrong: int = 1) -> list[tuple[str, Context]]:
    """What is read for one example this time: its own passage, and wrong ones or a question changed to be wrong."""
    own = chance.choice(example.own)
    asked = example.question
    group = [(asked, own)]
    if own.spans:
        twisted = changed(asked, own, chance) if chance.random() < _TWISTED else None
        if twisted and wrong:
            group.append((twisted, Context(own.above, own.text)))
        left = list(example.wrong)
        while left and len(group) <= wrong:
            group.append((asked, left.pop(min(int(chance.expovariate(0.4)), len(left) - 1))))
    if chance.random() < _UNASKED:
        group = [(question.rstrip("?. ").lower(), context) for question, context in group]
    if chance.random() < _UNTITLED:
        group = [(question, replace(context, above="")) for question, context in group]
    return group


def _batch(groups: Sequence[Sequence[tuple[str, Context]]]) -> Batch:
    batch = Batch([], [], [])
    for number, group in enumerate(groups):
        for question, context in group:
            batch.pairs.append(pair(question, _told(context.above, context.text), _LONGEST))
            batch.spans.append(context.spans)
            batch.groups.append(number)
    return batch


@cache
def _told(above: str, text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The tokens of a passage, made once: it is read for many questions and in every epoch."""
    return told_tokens([(above, text)])[0]


def steps_of(examples: Sequence[Example], plan: Plan) -> int:
    """How many steps a plan takes."""
    epochs = math.ceil(plan.epochs)
    sizes = [math.ceil(len(of_epoch(examples, plan.seed + epoch)) / plan.batch) for epoch in range(epochs)]
    return max(1, round(sum(sizes) * plan.epochs / epochs))


def prepared(examples: Sequence[Example], plan: Plan, done: int, steps: int) -> Iterable[Any]:
    """The batches from a step on as tensors: rows, where answers start and end, groups.

    With a GPU another process makes them, since they take longer than a step there.
    """

    class Steps(IterableDataset[Any]):
        def __iter__(self) -> Iterator[Any]:
            epochs = range(math.ceil(plan.epochs))
            every = (b for epoch in epochs for b in batches(examples, plan.seed + epoch, plan.batch, plan.wrong))
            for batch in islice(every, done, steps):
                groups = torch.tensor(batch.groups)
                yield rows_of(batch.pairs), *marked(batch.pairs, batch.spans), groups

    there = torch.cuda.is_available()
    ahead = 8 if there else None
    own = torch.Generator()  # else it would draw from the one that dropout draws from, once more when it goes on
    return DataLoader(Steps(), batch_size=None, num_workers=int(there), prefetch_factor=ahead, generator=own)
