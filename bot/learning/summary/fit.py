"""`python -m bot.learning.summary.fit ARTICLES MEETINGS`: learn which sentences matter, and tell how well.

Half of the documents, by the hash of their names, is learned from, and the figures are of the other half: how often the
first sentence by the weights matters, and by the baselines, the first of the stretch and the most central one.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

import bot.answerers.summary.choose as kept
from bot.answerers.reader.logistic import logits
from bot.answerers.summary.features import FEATURES
from bot.evaluation.regression import fit_choices
from bot.learning import FOLDERS
from bot.learning.summary.examples import Example, ours, spoken, written
from ingest.console import out, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_RIDGE = 0.03
_SHIPPED = Path(kept.__file__).with_name("weights.json")


@app.command()
def main(
    articles: Annotated[Path, typer.Argument(help="A folder with docs/ and questions.jsonl with `sentence_span`.")],
    meetings: Annotated[Path, typer.Argument(help="A folder with docs/ and questions.jsonl with `spans`.")],
    most: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only the first stretches of each document.")
    ] = None,
    save: Annotated[Path, typer.Option(help="Where to write the weights.")] = _SHIPPED,
) -> int:
    """Learn the weights of written and of spoken text, and write them."""
    found = {}
    for name, read, folder in (("written", written, articles), ("spoken", spoken, meetings)):
        examples: list[Example] = list(read(folder, most))
        own = list(ours(FOLDERS / "learn")) if read is written else []
        weights = learned([*(one for one in examples if one.learned), *own])
        report(name, weights, [one for one in examples if not one.learned])
        if own:
            report("our own folders", weights, list(ours(FOLDERS / "tune")))
        found[name] = dict(zip((*FEATURES, "bias"), (round(float(value), 4) for value in weights), strict=True))
    found["written"]["topic"] = found["spoken"]["topic"]  # nothing is asked about there
    save.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def learned(examples: Sequence[Example]) -> Sequence[float]:
    """The weights of `FEATURES`, then a bias of 0: those of a conditional logit."""
    rows = [[one.features for one in example.found] for example in examples]
    return [float(value) for value in fit_choices(rows, [one.right for one in examples], ridge=_RIDGE)]


def report(name: str, weights: Sequence[float], examples: Sequence[Example]) -> None:
    """Print how often the first of each stretch matters, by the weights and by what is simpler."""
    ways: dict[str, Callable[[Example], Sequence[float]]] = {
        "weights": lambda one: list(logits(weights, [sentence.features for sentence in one.found])),
        "first": lambda one: [-float(at) for at in range(len(one.found))],
        "central": lambda one: [sentence.features[FEATURES.index("unit")] for sentence in one.found],
    }
    told = (f"{way} {np.mean(list(_precision(examples, rank))):.3f}" for way, rank in ways.items())
    chance = np.mean([np.mean(one.right) for one in examples])
    out.print(f"{name}: {len(examples)} stretches, the first sentence matters: {'  '.join(told)}  chance {chance:.3f}")


def _precision(examples: Sequence[Example], rank: Callable[[Example], Sequence[float]]) -> Iterator[float]:
    for one in examples:
        yield float(one.right[int(np.argmax(rank(one)))])


if __name__ == "__main__":
    sys.exit(run(app))
