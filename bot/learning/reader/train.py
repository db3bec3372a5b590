"""`python -m bot.learning.reader.train`: teach the reader, from public questions.

The articles of the files given with --data are parted by the hash of their names: most to learn from, some to tune
with, some to report on. Those of the files given with --whole are all learned from.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import torch
import typer

from bot.answerers.reader.spans import ADAPTER
from bot.errors import EvaluationError
from bot.evaluation.splits import part_of
from bot.learning.optimization import adamw, device, keep, optimize, resumed, warmup_cosine
from bot.learning.reader.batches import Plan, prepared, steps_of
from bot.learning.reader.datasets import load_examples
from bot.learning.reader.examples import Example
from bot.learning.reader.losses import loss, unlike
from bot.learning.reader.measure import show
from bot.learning.reader.network import Network, loaded
from ingest.console import err, out, progress, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_FOLLOWED = 0.7  # how much of what is learned comes from the teachers, where there are some
_KEPT = 200  # steps between two checkpoints


def teach(examples: Sequence[Example], plan: Plan) -> Network:
    """Train a network; goes on where a checkpoint of the same plan was left."""
    torch.manual_seed(0)
    network = Network(plan.rank, plan.dropout)
    if plan.begin:
        network.load(plan.begin)
    network = network.to_device(device()).learn_only(plan.layers).train()
    teachers = [loaded(folder).to_device(device()).eval() for folder in plan.teachers]
    torch.manual_seed(plan.seed)
    optimizer = adamw(network.parameters())
    steps = steps_of(examples, plan)
    name = f"{plan}: {len(examples)}"
    done = resumed(plan.work / "checkpoint.pt", name, network, optimizer)
    lost = torch.zeros((), device=device())
    with progress() as bar:
        for step, (rows, begin, finish, groups) in enumerate(prepared(examples, plan, done, steps), start=done + 1):
            logits = network(rows)
            value = loss(begin, finish, groups, logits)
            if teachers:
                with torch.no_grad():
                    said = [teacher(rows) for teacher in teachers]
                value = (1 - _FOLLOWED) * value + _FOLLOWED * unlike(logits, said)
            optimize(value, optimizer, plan.rate * warmup_cosine(step - 1, steps))
            lost = 0.98 * lost + 0.02 * value.detach() if step > done + 1 else value.detach()
            bar("Learning", step, steps)
            if step % _KEPT == 0 or step == steps:
                err.print(f"Step {step} of {steps}: loss {lost.item():.3f}.")
                keep(plan.work / "checkpoint.pt", name, network, optimizer, step)
    return network.eval()


@app.command()
def main(
    data: Annotated[
        list[Path],
        typer.Option(help="JSON in SQuAD's format, or a folder with docs/ and questions.jsonl; twice counts twice."),
    ],
    whole: Annotated[list[Path] | None, typer.Option(help="The same, but learned from as a whole.")] = None,
    given: Annotated[
        list[Path] | None, typer.Option(help="The same as --data, but each question with its own passage alone.")
    ] = None,
    save: Annotated[Path, typer.Option(help="Where to write the adapter.")] = ADAPTER,
    work: Annotated[Path, typer.Option(help="Where to keep checkpoints.")] = Path(".cache/reader"),
    begin: Annotated[Path | None, typer.Option(help="Begin with the adapter in this folder.")] = None,
    epochs: Annotated[float, typer.Option(min=0.01, help="How often each question is learned from.")] = 1.7,
    rate: Annotated[float, typer.Option(min=1e-6, help="The highest learning rate.")] = 1e-3,
    rank: Annotated[int, typer.Option(min=1, max=384, help="Of the adapter.")] = 64,
    seed: Annotated[int, typer.Option(help="Of everything drawn.")] = 0,
    batch: Annotated[int, typer.Option(min=1, help="Questions in a step.")] = 16,
    wrong: Annotated[int, typer.Option(min=0, max=8, help="Passages that do not answer, for each question.")] = 1,
    layers: Annotated[int, typer.Option(min=1, help="How many layers learn, from the last one on.")] = 6,
    dropout: Annotated[float, typer.Option(min=0, max=0.5, help="Within the layers: slow without a GPU.")] = 0.0,
    teacher: Annotated[list[Path] | None, typer.Option(help="Follow the adapter in this folder too.")] = None,
) -> int:
    """Teach the reader and report how good it is on articles that it has not seen."""
    with progress() as bar:
        parted = {path: load_examples(path, bar) for path in dict.fromkeys(data)}
        parted |= {path: load_examples(path, bar, wrong=False) for path in dict.fromkeys(given or ())}
        entire = {path: load_examples(path, bar) for path in dict.fromkeys(whole or ())}
    learned = [one for path in whole or () for one in entire[path]]
    learned += [one for path in (*data, *(given or ())) for one in parted[path] if part_of(one.source) == "learn"]
    if not learned:
        raise EvaluationError("There is nothing to learn from: these files hold no question whose passage answers it.")
    plan = Plan(epochs, rate, rank, seed, work, begin, batch, wrong, layers, dropout, tuple(teacher or ()))
    network = teach(learned, plan)
    network.save(save)
    out.print(f"Learned from {len(learned)} questions; written to '{save}'.")
    for path, own in parted.items():
        show(path, save, own)
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
