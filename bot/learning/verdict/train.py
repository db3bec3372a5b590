"""`python -m bot.learning.verdict.train`: learn whether a sentence says yes or no to a question, or neither.

It learns from lines.jsonl, pairs as people may come upon them, from the reader's yes_no.jsonl, where a word that denies
speaks as often for yes as for no, from plain sentences, and from the questions for yes or no about our own folders that
teach. The last layers of the cross-encoder learn, by an adapter that begins as the judge's: what knows whether a
sentence answers has less to learn. What is reported are pairs of other writers, in kept.jsonl, and questions about
folders that taught nothing.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
import typer

from bot.answerers.reader.judge.judge import ADAPTER as JUDGE
from bot.answerers.reader.verdict.verdict import ADAPTER, HEAD, LONGEST, VERDICTS
from bot.evaluation.questions import load_questions
from bot.evaluation.reports import show_figures
from bot.learning import FOLDERS
from bot.learning.optimization import descended, device, of_one_length
from bot.learning.reader.network import Headed
from bot.learning.reader.network import Network as Body
from bot.learning.verdict.plain import plain
from ingest.console import out, progress, run
from ingest.embedding.cross_encoder import NAME, cross_encoder_file, published_weights
from ingest.embedding.pairs import Pair, pairs
from ingest.sync.plan import Progress

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_WRITTEN, _KEPT = (Path(__file__).parent / f"{name}.jsonl" for name in ("lines", "kept"))
_OPPOSED = Path(__file__).parent.parent / "reader" / "yes_no.jsonl"
_RANK, _LAYERS, _RATE = 16, 9, 4e-4
_BATCH = 32
_SORTED = 20  # batches that are sorted by length together
_DROPOUT = 0.1  # of what goes into the head
_PLAIN = 2000  # plain sentences
_OF_OPPOSED = 0.5  # that one of yes_no.jsonl counts
_OF_FOLDERS = 2  # that a question about one of our folders counts
_CHECKPOINT = 100  # steps between two


@dataclass(frozen=True, slots=True)
class Line:
    """A question beside a sentence.

    Attributes:
        pair: the two.
        verdict: its place in `VERDICTS`.
        weight: how much it counts.
    """

    pair: Pair
    verdict: int
    weight: float = 1.0


def line(question: str, said: str, verdict: str, weight: float = 1.0) -> Line:
    """A question beside what answers it: "yes", "no", or "neither" where it does not."""
    named = {"yes": "Yes", "no": "No"}.get(verdict, "")
    return Line(pairs(question, [("", said)], LONGEST)[0], VERDICTS.index(named), weight)


def written(path: Path) -> list[Line]:
    """Lines of {"q": question, "s": sentence, "v": "yes", "no" or "neither"}."""
    found = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [line(one["q"], one["s"], one["v"]) for one in found]


def of_passages(path: Path, weight: float) -> list[Line]:
    """What passages are "asked", each with the sentence that answers it, "a", or that comes "near" to doing so."""
    found = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [line(one["q"], one["a"] or one["near"], one["v"], weight) for passage in found for one in passage["asked"]]


def of_folders(part: Path) -> Iterator[Line]:
    """The questions for yes or no about all folders below one, beside the words that answer them."""
    for path in sorted(part.glob("*/questions.jsonl")):
        for case in load_questions(path).cases:
            said = [one.lower() for one in case.answers if one.lower() in ("yes", "no")]
            if case.kind == "yes-no" and case.quote and said:
                yield line(case.question, case.quote, said[0])


class Network(Headed):
    """See `bot.answerers.reader.verdict.verdict.Judge`."""

    def __init__(self) -> None:
        """Begin with the judge's body."""
        body = Body(_RANK, base=published_weights(cross_encoder_file()))
        body.load_adapter(JUDGE)
        super().__init__(body.to_device(device()).learn_only(_LAYERS), len(VERDICTS), _DROPOUT)

    def forward(self, lines: Sequence[Line]) -> torch.Tensor:
        """Log odds of each verdict, up to one constant, shape (lines, verdicts)."""
        return self.odds([one.pair for one in lines])

    def save(self, folder: Path, threshold: float) -> None:
        """Write the adapter, and the head beside it."""
        self.body.save_adapter(folder, self.body.learned(), NAME)
        weight, bias = (
            [round(value, 5) for value in part.detach().cpu().flatten().tolist()]
            for part in (self.head.weight, self.head.bias)
        )
        wide = len(weight) // len(VERDICTS)
        rows = [weight[at : at + wide] for at in range(0, len(weight), wide)]
        (folder / HEAD).write_text(json.dumps({"weight": rows, "bias": bias, "threshold": threshold}) + "\n", "utf-8")


def loss(odds: torch.Tensor, lines: Sequence[Line]) -> torch.Tensor:
    """The mean cross-entropy, weighted."""
    right = torch.tensor([one.verdict for one in lines], device=odds.device)
    weight = torch.tensor([one.weight for one in lines], device=odds.device)
    return (F.cross_entropy(odds, right, reduction="none") * weight).sum() / weight.sum()


def taught(lines: Sequence[Line], epochs: float, seed: int, work: Path, bar: Progress) -> Network:
    """Train a network; goes on where a checkpoint of the same plan was left."""
    torch.manual_seed(seed)
    network, steps = Network(), int(epochs * len(lines) / _BATCH)
    return descended(
        network,
        _batches(lines, seed, steps),
        lambda batch: loss(network(batch), batch),
        rate=_RATE,
        steps=steps,
        path=work / "verdict.pt",
        name=f"{epochs} {seed} {len(lines)}",
        every=_CHECKPOINT,
        bar=lambda step: bar("Learning", step, steps),
    )


def _batches(lines: Sequence[Line], seed: int, steps: int) -> Iterator[list[Line]]:
    return of_one_length(lines, lambda one: len(one.pair.ids), _BATCH, _SORTED, seed, steps)


@torch.inference_mode()
def figures(network: Network, lines: Sequence[Line], threshold: float) -> dict[str, float]:
    """How often it says yes or no, and how often it is right then; shares of 1."""
    shares = np.concatenate([torch.softmax(network([one]), 1).cpu().numpy() for one in lines])
    best, right = shares.argmax(axis=1), np.asarray([one.verdict for one in lines])
    said = (best < VERDICTS.index("")) & (shares.max(axis=1) >= threshold)
    return {
        "pairs": float(len(lines)),
        "says yes or no": said.mean(),
        "right of these": (best == right)[said].mean() if said.any() else float("nan"),
        "says the opposite": ((best != right) & said & (right < VERDICTS.index(""))).mean(),
    }


@app.command()
def main(
    save: Annotated[Path, typer.Option(help="The folder to write the adapter into.")] = ADAPTER,
    work: Annotated[Path, typer.Option(help="Where to keep checkpoints.")] = Path(".cache/verdict"),
    epochs: Annotated[float, typer.Option(min=0.01)] = 3.0,
    threshold: Annotated[float, typer.Option(help="Probability from which on yes or no is said.")] = 0.85,
    seed: int = 1,
) -> int:
    """Learn the adapter, and report on pairs and folders that taught nothing."""
    with progress() as bar:
        lines = [*written(_WRITTEN), *of_passages(_OPPOSED, _OF_OPPOSED)]
        lines += [line(*one) for one in plain(_PLAIN, seed)]
        lines += [one for one in of_folders(FOLDERS / "learn") for _ in range(_OF_FOLDERS)]
        network = taught(lines, epochs, seed, work, bar)
    network.save(save, threshold)
    show_figures("pairs kept apart", figures(network, written(_KEPT), threshold))
    for part in ("tune", "report"):
        show_figures(f"our folders that {part}", figures(network, [*of_folders(FOLDERS / part)], threshold))
    out.print(f"Written to '{save}'.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
