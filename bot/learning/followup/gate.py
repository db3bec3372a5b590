"""`python -m bot.learning.followup.gate CANARD.json nq squad`: learn whether a question leans on what was said before.

The embedding model learns by an adapter to read a question beside the end of the conversation. First without one group
in five (a topic, a dialogue, an article), to tell how good it is on those; then from everything that may teach. Of
CANARD it is the half that the adapter of the words that are left out learns from.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import log
from pathlib import Path
from typing import Annotated

import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
import typer

from bot.evaluation.questions import load_questions
from bot.evaluation.splits import part_of
from bot.learning.adapter import BATCH, DROPOUT, RANK, descended_over
from bot.learning.followup.canard import learnable, load_canard
from bot.learning.followup.folders import (
    KEPT,
    about,
    of_conversations,
    of_folder_questions,
    of_rewrites,
    that_teach,
)
from bot.learning.followup.turns import Example, apart, invented, of_canard, of_our_own, standing_alone
from bot.learning.kind.examples import families, spoken
from bot.learning.optimization import device
from bot.learning.reader.network import Headed
from bot.learning.reader.network import Network as Body
from bot.question.followup.gate import ADAPTER, HEAD, LEANS, read
from bot.question.followup.tokens import cleaned
from ingest.console import out, progress, run
from ingest.embedding.pairs import Pair
from ingest.sync.plan import Progress

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_KEPT = 5  # one group in so many is kept apart
_PUBLIC = 800  # questions of each public set
_KINDS = 1500  # wordings of other kinds
_OWN = 0.5  # how much a wording of another kind counts, against a turn of our own conversations
_SET = 0.3  # and a public question
_CHANGES = 1.8  # how much a change of topic counts: what is put into a whole question spoils its answer


@dataclass(frozen=True, slots=True)
class Line:
    """An example as it is read.

    Attributes:
        pair: the question beside what was said.
        leans: whether it does.
        weight: how much it counts.
    """

    pair: Pair
    leans: bool
    weight: float


def gathered(canard: Path, public: Sequence[Path], seed: int) -> list[Example]:
    """Everything that may teach."""
    kinds = [
        (one.say[0], example.text)
        for one in families()
        if not one.kind.startswith("smalltalk")
        for example in spoken(one, seed)
    ]
    asked = [
        (case.source, case.question)
        for path in public
        for case in load_questions(path).cases[: 4 * _PUBLIC]
        if case.source and part_of(case.source) == "learn"
    ]
    return [
        *of_our_own(seed),
        *of_conversations(that_teach(), seed),
        *of_folder_questions("learn", seed),
        *of_rewrites(that_teach(), seed),
        *of_canard(learnable(load_canard(canard)), seed),
        *standing_alone(kinds[:: max(1, len(kinds) // _KINDS)], seed, _OWN),
        *standing_alone(_of_tables(), seed, _OWN),
        *standing_alone(asked[:: max(1, len(asked) // (len(public) * _PUBLIC))], seed, _SET),
    ]


def _of_tables() -> list[tuple[str, str]]:
    """The questions of our own about tables, each with its table."""
    found, table = [], ""
    for line in (files("bot.learning.tables") / "invented.txt").read_text(encoding="utf-8").splitlines():
        sign, _, text = line.partition(" ")
        if sign == "=":
            table = text
        elif sign == "?":
            found.append((table, text.partition(" |")[0]))
    return found


def line(one: Example) -> Line:
    """An example as it is read; its turns are questions and answers by turns."""
    turns = [cleaned(turn) for turn in one.turns]
    said = list(zip(turns[::2], turns[1::2], strict=True))
    return Line(read(one.question, said), one.turn == "leans", one.weight * (_CHANGES if one.turn == "changes" else 1))


class Network(Headed):
    """See `bot.question.followup.gate.Gate`."""

    def __init__(self) -> None:
        """Begin with the embedding model."""
        super().__init__(Body(RANK).to_device(device()), 1, DROPOUT)

    def forward(self, lines: Sequence[Line]) -> torch.Tensor:
        """Log odds that each question leans, shape (lines,)."""
        return self.odds([one.pair for one in lines])[:, 0]

    def save(self, folder: Path) -> None:
        """Write the adapter, and the head beside it."""
        self.body.save_adapter(folder, self.body.learned())
        weight = [round(value, 5) for value in self.head.weight.detach()[0].cpu().tolist()]
        told = {"weight": weight, "bias": round(self.head.bias.item(), 5)}
        (folder / HEAD).write_text(json.dumps(told) + "\n", encoding="utf-8")


def loss(odds: torch.Tensor, lines: Sequence[Line]) -> torch.Tensor:
    """The mean cross-entropy, weighted."""
    right = torch.tensor([float(one.leans) for one in lines], device=odds.device)
    weight = torch.tensor([one.weight for one in lines], device=odds.device)
    return (F.binary_cross_entropy_with_logits(odds, right, reduction="none") * weight).sum() / weight.sum()


def taught(examples: Sequence[Example], epochs: float, seed: int, path: Path, bar: Progress) -> Network:
    """Train a network; goes on where a checkpoint of the same plan was left."""
    torch.manual_seed(seed)
    network, lines = Network(), [line(one) for one in examples]
    return descended_over(network, lines, lambda batch: loss(network(batch), batch), epochs, seed, path, bar)


@torch.inference_mode()
def show(name: str, network: Network, examples: Sequence[Example]) -> None:
    """Print how many stand-alone questions are kept as they are, and how many that lean are found."""
    network.eval()
    lines = [line(one) for one in examples]
    least = log(LEANS / (1 - LEANS))
    told = [bool(odds >= least) for at in range(0, len(lines), BATCH) for odds in network(lines[at : at + BATCH])]
    for turn in ("alone", "changes", "leans"):
        own = [one == (turn == "leans") for one, example in zip(told, examples, strict=True) if example.turn == turn]
        if own:
            out.print(f"{name}, {turn}: {sum(own)} of {len(own)} told right ({sum(own) / len(own):.3f})")


@app.command()
def main(
    canard: Annotated[Path, typer.Argument(help="A file of CANARD, such as its dev.json.")],
    public: Annotated[list[Path], typer.Argument(help="Folders with public questions, in questions.jsonl.")],
    save: Annotated[Path, typer.Option(help="The folder to write the adapter into.")] = ADAPTER,
    work: Annotated[Path, typer.Option(help="Where to keep checkpoints.")] = Path(".cache/gate"),
    epochs: Annotated[float, typer.Option(min=0.01)] = 1.5,
    seed: Annotated[int, typer.Option(help="For everything random.")] = 1,
) -> int:
    """Learn, print how good it is on what was kept apart, and write the adapter."""
    examples = gathered(canard, [path / "questions.jsonl" for path in public], seed)
    teaching, kept = apart(examples, _KEPT)
    topics = {topic.name for topic in invented()[0]}
    with progress() as bar:
        network = taught(teaching, epochs, seed, work / "apart.pt", bar)
        for name, own in (("our own", True), ("public", False)):
            show(name, network, [one for one in kept if (one.group in topics) == own])
        whole = taught(examples, epochs, seed, work / "whole.pt", bar)
    for part in ("tune", "report"):
        show(f"folders to {part}", whole, list(of_conversations(about(part), seed)))
        show(f"questions about folders to {part}", whole, list(of_folder_questions(part, seed)))
    show("conversations kept apart", whole, list(of_conversations([KEPT], seed)))
    whole.save(save)
    out.print(f"Written to '{save}'.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
