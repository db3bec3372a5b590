"""`python -m bot.learning.reader.train`: teach the reader, from public questions.

The articles of the files given with --data are parted by the hash of their names: most to learn from, some to tune
with, some to report on. Those of the files given with --whole are all learned from.
"""

import math
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from bot.answerers.reader.pairs import Pair, pair, told_tokens
from bot.answerers.reader.spans import ADAPTER
from bot.errors import EvaluationError
from bot.evaluation.splits import part_of
from bot.learning.reader.examples import Context, Example, changed, load_examples
from bot.learning.reader.measure import show
from ingest.console import err, out, progress, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_SORTED = 50  # batches of questions that are sorted by length together
_LONGEST = 320  # tokens of a pair while learning
_WARM, _CLIP, _DECAY = 0.06, 1.0, 0.01  # share of steps that warm up, norm of gradients, weight decay
_TWISTED = 0.25  # of the wrong pairs: the question changed rather than the passage
_UNTITLED, _UNASKED = 0.3, 0.3  # how often the title, and the question mark with the capitals, is left out
_VAGUE = 0.5  # of the questions that do not find their own passage
_FOLLOWED = 0.7  # how much of what is learned comes from the teachers, where there are some
_KEPT = 200  # steps between two checkpoints


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs to learn from at once.

    Attributes:
        pairs: a question with a passage each.
        spans: (start, end) characters of the answers in the passage of each; none where it does not answer.
        groups: which question each belongs to.
    """

    pairs: list[Pair]
    spans: list[tuple[tuple[int, int], ...]]
    groups: list[int]


def batches(examples: Sequence[Example], seed: int, size: int = 16, wrong: int = 1) -> Iterator[Batch]:
    """One epoch: each example with a passage that answers and some that do not, in batches of about one length.

    Args:
        examples: to learn from.
        seed: of everything drawn.
        size: questions of a batch.
        wrong: passages that do not answer, for each question, if there are as many.
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
    plain, untitled = chance.random() < _UNASKED, chance.random() < _UNTITLED
    return [
        (
            question.rstrip("?. ").lower() if plain else question,
            Context("", context.text, context.spans) if untitled else context,
        )
        for question, context in group
    ]


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


def rate(step: int, steps: int) -> float:
    """The share of the full learning rate at a step: rising, then falling along a cosine (Loshchilov, Hutter 2017)."""
    warm = max(1, int(_WARM * steps))
    if step < warm:
        return (step + 1) / warm
    return 0.02 + 0.98 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm))) / 2


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn.

    Attributes:
        epochs: how often each question is learned from.
        rate: the highest learning rate.
        rank: of the adapter.
        seed: of everything drawn. All networks begin alike, whatever it is: only then has their mean a sense.
        work: where checkpoints are kept.
        begin: folder of an adapter to begin with.
        batch: questions in a step.
        wrong: passages that do not answer, for each question.
        dropout: within the layers.
        teachers: folders of adapters whose judgement is followed too.
    """

    epochs: float
    rate: float
    rank: int
    seed: int
    work: Path
    begin: Path | None
    batch: int
    wrong: int
    dropout: float
    teachers: tuple[Path, ...]


def teach(examples: Sequence[Example], plan: Plan) -> Any:  # noqa: ANN401 (a Network: torch is imported late)
    """Train a network; goes on where a checkpoint of the same plan was left."""
    import torch

    from bot.learning.reader.network import Network, loaded, loss, unlike

    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(0)
    network = Network(plan.rank, plan.dropout)
    if plan.begin:
        network.load(plan.begin)
    network = network.to_device(device).train()
    teachers = [loaded(folder).to_device(device).eval() for folder in plan.teachers]
    torch.manual_seed(plan.seed)
    learned = list(network.parameters())
    optimizer = torch.optim.AdamW(learned, lr=plan.rate, weight_decay=_DECAY, fused=device == "cuda")
    steps = _steps(examples, plan)
    name = f"{plan}: {len(examples)}"
    done = _resumed(plan.work / "checkpoint.pt", name, network, optimizer)
    lost = torch.zeros((), device=device)
    with progress() as bar:
        for step, (rows, begin, finish, groups) in enumerate(_prepared(examples, plan, done, steps), start=done + 1):
            for group in optimizer.param_groups:
                group["lr"] = plan.rate * rate(step - 1, steps)
            logits = network(rows)
            value = loss(begin, finish, groups, logits)
            if teachers:
                with torch.no_grad():
                    said = [teacher(rows) for teacher in teachers]
                value = (1 - _FOLLOWED) * value + _FOLLOWED * unlike(logits, said)
            value.backward()  # type: ignore[no-untyped-call] # upstream gives no types
            torch.nn.utils.clip_grad_norm_(learned, _CLIP)
            optimizer.step()
            optimizer.zero_grad()
            lost = 0.98 * lost + 0.02 * value.detach() if step > done + 1 else value.detach()
            bar("Learning", step, steps)
            if step % _KEPT == 0 or step == steps:
                err.print(f"Step {step} of {steps}: loss {lost.item():.3f}.")
                _keep(plan.work / "checkpoint.pt", name, network, optimizer, step)
    return network.eval()


def _steps(examples: Sequence[Example], plan: Plan) -> int:
    epochs = math.ceil(plan.epochs)
    sizes = [math.ceil(len(of_epoch(examples, plan.seed + epoch)) / plan.batch) for epoch in range(epochs)]
    return max(1, round(sum(sizes) * plan.epochs / epochs))


def _prepared(examples: Sequence[Example], plan: Plan, done: int, steps: int) -> Iterable[Any]:
    """The batches from a step on as tensors: rows, where answers start and end, groups.

    With a GPU another process makes them, since they take longer than a step there.
    """
    import torch
    from torch.utils.data import DataLoader, IterableDataset

    from bot.learning.reader.network import marked, rows_of

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


def _resumed(path: Path, name: str, network: Any, optimizer: Any) -> int:  # noqa: ANN401 (see `teach`)
    """The step that the checkpoint in `path` was made after, once it is taken over; 0 if there is none of this name."""
    import torch

    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    if state["name"] != name:
        err.print(f"'{path}' is of another plan: begins anew.", markup=False)
        return 0
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["random"])
    err.print(f"Goes on after step {state['done']}.")
    return int(state["done"])


def _keep(path: Path, name: str, network: Any, optimizer: Any, done: int) -> None:  # noqa: ANN401 (see `teach`)
    """Write a checkpoint, whole or not at all."""
    import torch

    state = {"name": name, "network": network.state_dict(), "optimizer": optimizer.state_dict(), "done": done}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({**state, "random": torch.get_rng_state()}, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


@app.command()
def main(
    data: Annotated[
        list[Path],
        typer.Option(help="JSON in SQuAD's format, or a folder with docs/ and questions.jsonl; twice counts twice."),
    ],
    whole: Annotated[list[Path] | None, typer.Option(help="The same, but learned from as a whole.")] = None,
    save: Annotated[Path, typer.Option(help="Where to write the adapter.")] = ADAPTER,
    work: Annotated[Path, typer.Option(help="Where to keep checkpoints.")] = Path(".cache/reader"),
    begin: Annotated[Path | None, typer.Option(help="Begin with the adapter in this folder.")] = None,
    epochs: Annotated[float, typer.Option(min=0.01, help="How often each question is learned from.")] = 1.7,
    rate: Annotated[float, typer.Option(min=1e-6, help="The highest learning rate.")] = 1e-3,
    rank: Annotated[int, typer.Option(min=1, max=384, help="Of the adapter.")] = 64,
    seed: Annotated[int, typer.Option(help="Of everything drawn.")] = 0,
    batch: Annotated[int, typer.Option(min=1, help="Questions in a step.")] = 16,
    wrong: Annotated[int, typer.Option(min=0, max=8, help="Passages that do not answer, for each question.")] = 1,
    dropout: Annotated[float, typer.Option(min=0, max=0.5, help="Within the layers: slow without a GPU.")] = 0.0,
    teacher: Annotated[list[Path] | None, typer.Option(help="Follow the adapter in this folder too.")] = None,
) -> int:
    """Teach the reader and report how good it is on articles that it has not seen."""
    with progress() as bar:
        parted = {path: load_examples(path, bar) for path in dict.fromkeys(data)}
        learned = [one for path in whole or () for one in load_examples(path, bar)]
    learned += [one for path in data for one in parted[path] if part_of(one.source) == "learn"]
    if not learned:
        raise EvaluationError("There is nothing to learn from: these files hold no question whose passage answers it.")
    plan = Plan(epochs, rate, rank, seed, work, begin, batch, wrong, dropout, tuple(teacher or ()))
    network = teach(learned, plan)
    network.save(save)
    out.print(f"Learned from {len(learned)} questions; written to '{save}'.", markup=False)
    for path, own in parted.items():
        show(path, save, own)
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
