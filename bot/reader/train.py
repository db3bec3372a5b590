"""`python -m bot.reader.train`: teach the reader, from public questions.

The articles of the files given with --data are parted by the hash of their names: most to learn from, some to tune
with, some to report on. Those of the files given with --whole are all learned from.
"""

import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import EvaluationError
from bot.reader.data import Context, Example, changed, load_examples
from bot.reader.measure import measure
from bot.reader.pairs import Pair, pairs
from bot.reader.parts import part_of
from bot.reader.spans import ADAPTER
from ingest.console import err, out, progress, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_BATCH = 16  # questions
_LONGEST = 320  # tokens of a pair while learning
_WARM, _CLIP, _DECAY = 0.06, 1.0, 0.01  # share of steps that warm up, norm of gradients, weight decay
_TWISTED = 0.25  # of the wrong pairs: the question changed rather than the passage
_UNTITLED, _UNASKED = 0.3, 0.3  # how often the title, and the question mark with the capitals, is left out
_VAGUE = 0.5  # of the questions that do not find their own passage
_KEPT = 200  # steps between two checkpoints


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs to learn from at once: see `bot.reader.network.loss`."""

    rows: list[Pair]
    spans: list[tuple[tuple[int, int], ...]]
    groups: list[int]


def batches(examples: Sequence[Example], seed: int) -> Iterator[Batch]:
    """One epoch: each example with a passage that answers and one that does not, in batches of about one length."""
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    taken = of_epoch(examples, seed)
    groups = [drawn(example, chance) for example in chance.sample(taken, len(taken))]
    size = 50 * _BATCH
    for at in range(0, len(groups), size):
        near = sorted(groups[at : at + size], key=lambda group: max(len(c.text) for _, c in group))
        cut = [near[start : start + _BATCH] for start in range(0, len(near), _BATCH)]
        for part in chance.sample(cut, len(cut)):
            yield _batch(part)


def of_epoch(examples: Sequence[Example], seed: int) -> list[Example]:
    """The examples of one epoch: of those too vague to find their own passage by, another half each time."""
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    return [one for one in examples if one.wrong or not one.answers or chance.random() < _VAGUE]


def drawn(example: Example, chance: random.Random) -> list[tuple[str, Context]]:
    """What is read for one example this time: its own passage, and a wrong one or a question changed to be wrong."""
    own = chance.choice(example.own)
    asked = example.question
    group = [(asked, own)]
    if own.spans:
        twisted = changed(asked, own, chance) if chance.random() < _TWISTED else None
        if twisted:
            group.append((twisted, Context(own.above, own.text)))
        elif example.wrong:
            rank = min(int(chance.expovariate(0.4)), len(example.wrong) - 1)
            group.append((asked, example.wrong[rank]))
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
            batch.rows.extend(pairs(question, [(context.above, context.text)], _LONGEST))
            batch.spans.append(context.spans)
            batch.groups.append(number)
    return batch


def rate(step: int, steps: int) -> float:
    """The share of the full learning rate at a step: rising, then falling along a cosine (Loshchilov, Hutter 2017)."""
    warm = max(1, int(_WARM * steps))
    if step < warm:
        return (step + 1) / warm
    return 0.02 + 0.98 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm))) / 2


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    epochs: float
    rate: float
    rank: int
    seed: int
    work: Path
    begin: Path | None = None


def teach(examples: Sequence[Example], plan: Plan) -> Any:  # noqa: ANN401 (a Network: torch is imported late)
    """Train a network; goes on where a checkpoint of the same plan was left."""
    import torch

    from bot.reader.network import Network, loss

    torch.manual_seed(plan.seed)
    network = Network(plan.rank)
    if plan.begin:
        network.load(plan.begin)
    network = network.to_device("cuda" if torch.cuda.is_available() else "cpu").train()
    learned = list(network.parameters())
    optimizer = torch.optim.AdamW(learned, lr=plan.rate, weight_decay=_DECAY)
    epochs = math.ceil(plan.epochs)
    sizes = [math.ceil(len(of_epoch(examples, plan.seed + epoch)) / _BATCH) for epoch in range(epochs)]
    steps = max(1, round(sum(sizes) * plan.epochs / epochs))
    name = (
        f"{plan.epochs} epochs at {plan.rate}, rank {plan.rank}, seed {plan.seed}, from {plan.begin}: {len(examples)}"
    )
    done = _resumed(plan.work / "checkpoint.pt", name, network, optimizer)
    every = (batch for epoch in range(epochs) for batch in batches(examples, plan.seed + epoch))
    lost = 0.0
    with progress() as bar:
        for step, batch in enumerate(islice(every, done, steps), start=done + 1):
            for group in optimizer.param_groups:
                group["lr"] = plan.rate * rate(step - 1, steps)
            value = loss(batch.rows, batch.spans, batch.groups, network(batch.rows))
            value.backward()  # type: ignore[no-untyped-call] # upstream gives no types
            torch.nn.utils.clip_grad_norm_(learned, _CLIP)
            optimizer.step()
            optimizer.zero_grad()
            lost = 0.98 * lost + 0.02 * value.item() if lost else value.item()
            bar("Learning", step, steps)
            if step % _KEPT == 0 or step == steps:
                err.print(f"Step {step} of {steps}: loss {lost:.3f}.")
                _keep(plan.work / "checkpoint.pt", name, network, optimizer, step)
    return network.eval()


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
) -> int:
    """Teach the reader and report how good it is on articles that it has not seen."""
    with progress() as bar:
        parted = {path: load_examples(path, bar) for path in dict.fromkeys(data)}
        learned = [one for path in whole or () for one in load_examples(path, bar)]
    learned += [one for path in data for one in parted[path] if part_of(one.source) == "learn"]
    if not learned:
        raise EvaluationError("There is nothing to learn from: these files hold no question whose passage answers it.")
    network = teach(learned, Plan(epochs, rate, rank, seed, work, begin))
    network.save(save)
    out.print(f"Learned from {len(learned)} questions; written to '{save}'.", markup=False)
    for path, own in parted.items():
        tune, report = ([one for one in own if part_of(one.source) == part] for part in ("tune", "report"))
        if tune and any(one.answers for one in report):
            out.print(f"{path}:", markup=False)
            for what, value in measure(save, tune, report).items():
                out.print(f"  {what:22} {value:.3f}", markup=False)
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
