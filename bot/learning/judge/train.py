"""`python -m bot.learning.judge.train`: teach the judge whether a sentence answers a question.

It learns from worlds.txt, lines.jsonl and more.jsonl, where half of the questions sound answered and are not, from the
reader's passages and questions for yes or no, from what the reader finds for the questions about our own folders that
teach, and from public questions about articles. The sentences that a question stands beside are learned from together:
whether each answers, and which does. The last layers of the cross-encoder learn, by an adapter; what comes out of the
layers before is computed once. What is reported are lines that taught nothing, in kept.jsonl and kept_worlds.txt, and
what the reader finds in the folders to tune with.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Annotated

import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
import typer
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from bot.answerers.reader.judge.judge import ADAPTER, HEAD, Said, judged_pair, load_judge
from bot.evaluation import metrics
from bot.evaluation.reports import show_figures
from bot.learning import FOLDERS
from bot.learning.judge.articles import of_articles
from bot.learning.judge.lines import Line, of_folder, of_passages, of_worlds, of_yes_no, written
from bot.learning.optimization import descended, of_one_length
from bot.learning.reader.network import Network as Body
from bot.learning.reader.network import rows_of
from ingest.console import out, progress, run
from ingest.embedding.cross_encoder import NAME, cross_encoder_file, published_weights
from ingest.sync.plan import Progress

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_LINES, _MORE, _KEPT = (Path(__file__).parent / f"{name}.jsonl" for name in ("lines", "more", "kept"))
_WORLDS, _KEPT_WORLDS = (Path(__file__).parent / f"{name}.txt" for name in ("worlds", "kept_worlds"))
_READER = Path(__file__).parent.parent / "reader"
_RANK = 16
_BATCH = 14  # questions, each with what it stands beside
_WHICH = 0.5  # how much it counts which sentence answers, beside whether each does
_TOGETHER = 16  # lines of about one length that are begun together
# Lines of a public set: of one with questions that nothing answers, of one without, and of one that is retrieved for.
_UNANSWERED, _WITHIN, _RETRIEVED = 12_000, 4_000, 5_000
_SORTED = 20  # batches that are sorted by length together
_DROPOUT = 0.1  # of what goes into the head; half of it of what goes into the layers
_CHECKPOINT = 50  # steps between two


@dataclass(frozen=True, slots=True)
class Read:
    """A line after the layers that do not learn.

    Attributes:
        states: shape (tokens, dimension), in half precision.
        answers, weight: of the line.
    """

    states: torch.Tensor
    answers: bool
    weight: float


class Network(nn.Module):
    """See `bot.answerers.reader.judge.judge.Judge`."""

    def __init__(self, layers: int, begin: Path | None = None) -> None:
        """Begin with the cross-encoder, and a head that says what that says, or with a judge in a folder.

        Raises:
            ModelError: that cannot be read.
        """
        super().__init__()
        base = published_weights(cross_encoder_file())
        self._pool, self._shift = base["pooler.dense.weight"], base["pooler.dense.bias"]
        self._score, self._bias = base["classifier.weight"], base["classifier.bias"]
        self.body = Body(_RANK, base=base)
        self.head = nn.Linear(self.body.head.in_features, 1)
        weight, share, bias = torch.zeros(self.body.head.in_features), 0.3, 0.0
        if begin:
            self.body.load_adapter(begin)
            own = load_judge(begin)
            weight, share, bias = torch.from_numpy(own.weight), own.share, own.bias
        self.body.learn_only(layers).head.requires_grad_(requires_grad=False)
        self._still = self.body.depth - layers
        with torch.no_grad():
            self.head.weight.copy_(weight[None])
            self.head.bias.fill_(bias)
        self.share = nn.Parameter(torch.tensor(share))

    @torch.inference_mode()
    def begun(self, lines: Sequence[Line]) -> list[Read]:
        """Lines after the layers that do not learn."""
        rows = [judged_pair(line.question, line.said) for line in lines]
        ids, segments, there, _ = rows_of(rows)
        states = self.body.eval().lower(ids, segments, there, self._still)
        return [
            Read(state[: len(row.ids)].half().clone(), line.answers, line.weight)
            for state, row, line in zip(states, rows, lines, strict=True)
        ]

    def forward(self, lines: Sequence[Read]) -> torch.Tensor:
        """Log odds that each sentence answers, shape (lines,)."""
        states = pad_sequence([line.states.float() for line in lines], batch_first=True)
        lengths = torch.tensor([len(line.states) for line in lines])
        there = torch.arange(states.shape[1])[None] < lengths[:, None]
        states = F.dropout(states, _DROPOUT / 2, self.training)
        first = self.body.upper(states, there, self._still).view(*states.shape)[:, 0].float()
        pooled = torch.tanh(F.linear(first, self._pool, self._shift))
        scores = F.linear(pooled, self._score, self._bias)[:, 0]
        odds: torch.Tensor = self.head(F.dropout(first, _DROPOUT, self.training))[:, 0] + self.share * scores
        return odds

    def save(self, folder: Path) -> None:
        """Write the adapter, and the head beside it."""
        self.body.save_adapter(folder, self.body.learned(), NAME)
        weight = [round(value, 5) for value in self.head.weight.detach()[0].tolist()]
        told = {"weight": weight, "share": round(self.share.item(), 5), "bias": round(self.head.bias.item(), 5)}
        (folder / HEAD).write_text(json.dumps(told) + "\n", encoding="utf-8")


def loss(odds: torch.Tensor, asked: Sequence[Sequence[Read]]) -> torch.Tensor:
    """How far it is from whether each sentence answers its question, and from which of a question's sentences does.

    The former is the weighted mean cross-entropy, the latter that of a choice among the sentences (McFadden 1974).

    Args:
        odds: of all sentences, question by question.
        asked: the sentences of each question.
    """
    lines = [line for group in asked for line in group]
    answers = torch.tensor([float(line.answers) for line in lines])
    weight = torch.tensor([line.weight for line in lines])
    whether = (F.binary_cross_entropy_with_logits(odds, answers, reduction="none") * weight).sum() / weight.sum()
    sizes = [*map(len, asked)]
    groups = zip(torch.split(odds, sizes), torch.split(answers > 0, sizes), strict=True)
    which = [own.logsumexp(0) - own[right].logsumexp(0) for own, right in groups if right.any()]
    return whether + _WHICH * sum(which, torch.tensor(0.0)) / len(asked)


def of_questions(lines: Sequence[Line]) -> list[list[int]]:
    """The places of the lines of each question; these stand in a row."""
    return [[*own] for _, own in groupby(range(len(lines)), key=lambda at: lines[at].question)]


def taught(
    network: Network, lines: Sequence[Line], epochs: float, rate: float, seed: int, work: Path, bar: Progress
) -> Network:
    """Train a network on lines, those of a question in a row; goes on where a checkpoint of the same plan was left."""
    torch.manual_seed(seed)
    order = sorted(range(len(lines)), key=lambda at: len(lines[at].question) + len(lines[at].said.text))
    begun: dict[int, Read] = {}
    for start in range(0, len(order), _TOGETHER):
        part = order[start : start + _TOGETHER]
        begun.update(zip(part, network.begun([lines[at] for at in part]), strict=True))
        bar("Beginning", len(begun), len(lines))
    asked = [[begun[at] for at in own] for own in of_questions(lines)]
    steps = max(1, int(epochs * len(asked) / _BATCH))
    return descended(
        network,
        of_one_length(asked, lambda own: max(len(line.states) for line in own), _BATCH, _SORTED, seed, steps),
        lambda batch: loss(network([line for own in batch for line in own]), batch),
        rate=rate,
        steps=steps,
        path=work / "judge.pt",
        name=f"{epochs} {seed} {len(lines)}",
        every=_CHECKPOINT,
        bar=lambda step: bar("Learning", step, steps),
    )


def of_folders(part: Path, work: Path, bar: Progress) -> Iterator[Line]:
    """The lines of all folders below one; what was read of a folder before is kept in `work`."""
    work.mkdir(parents=True, exist_ok=True)
    for folder in sorted(one.parent for one in part.glob("*/questions.jsonl")):
        kept = work / f"{folder.name}.jsonl"
        if not kept.exists():
            lines = [json.dumps(asdict(line)) for line in of_folder(folder, bar)]
            kept.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for one in map(json.loads, kept.read_text(encoding="utf-8").splitlines()):
            yield Line(one["question"], Said(**one["said"]), one["answers"], one["weight"])


@torch.inference_mode()
def figures(network: Network, lines: Sequence[Line]) -> dict[str, float]:
    """How well it tells sentences that answer from others, and chooses one that does where there is one."""
    network.eval()
    odds = [float(network([read])) for read in network.begun(lines)]
    able = [own for own in of_questions(lines) if any(lines[at].answers for at in own)]
    return {
        "lines": float(len(lines)),
        "of these answered": sum(line.answers for line in lines) / len(lines),
        "area under ROC": metrics.area_under_roc(odds, [line.answers for line in lines]),
        "the right one chosen": sum(lines[max(own, key=odds.__getitem__)].answers for own in able) / len(able),
    }


@app.command()
def main(
    save: Annotated[Path, typer.Option(help="The folder to write the adapter into.")] = ADAPTER,
    work: Annotated[Path, typer.Option(help="Where to keep checkpoints.")] = Path(".cache/judge"),
    data: Annotated[list[Path] | None, typer.Option(help="Public questions, as for the reader's training.")] = None,
    within: Annotated[list[Path] | None, typer.Option(help="The same; each is put to its own paragraph alone.")] = None,
    unanswered: Annotated[list[Path] | None, typer.Option(help="As --within; some are not answered there.")] = None,
    written_lines: Annotated[list[Path] | None, typer.Option("--written", help="Lines, instead of our own.")] = None,
    share: Annotated[float, typer.Option(min=0, max=1, help="Of the lines of public questions.")] = 1.0,
    begin: Annotated[Path | None, typer.Option(help="Go on with the judge in this folder.")] = None,
    layers: Annotated[int, typer.Option(min=1, max=12, help="The last so many learn.")] = 9,
    rate: Annotated[float, typer.Option(help="Learning rate at its highest.")] = 6e-4,
    epochs: Annotated[float, typer.Option(min=0.01)] = 1.3,
    seed: int = 1,
) -> int:
    """Learn the adapter, and report on what taught nothing."""
    with progress() as bar:
        lines = [line for path in written_lines or (_LINES, _MORE) for line in written(path)]
        if not written_lines:
            lines += of_worlds(_WORLDS)
        lines += [*of_yes_no(_READER / "yes_no.jsonl"), *of_passages(_READER / "passages.jsonl")]
        lines += of_folders(FOLDERS / "learn", work, bar)
        for paths, alone, most in (
            (unanswered or [], True, _UNANSWERED),
            (within or [], True, _WITHIN),
            (data or [], False, _RETRIEVED),
        ):
            for path in paths:
                public = of_articles(path, alone, most, seed, bar)
                lines += public[: int(share * len(public))]
        network = taught(Network(layers, begin), lines, epochs, rate, seed, work, bar)
        tune = [*of_folders(FOLDERS / "tune", work, bar)]
    network.save(save)
    show_figures("lines kept apart", figures(network, written(_KEPT)))
    show_figures("worlds kept apart", figures(network, of_worlds(_KEPT_WORLDS)))
    show_figures("our folders that tune, what the reader finds", figures(network, tune))
    out.print(f"Written to '{save}'.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
