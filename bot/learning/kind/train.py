"""`python -m bot.learning.kind.train nq squad`: learn which kind of question it is.

Multinomial logistic regression on the embedding and the asking words, weights near zero preferred (a Gaussian prior),
by L-BFGS: the same from the same examples. Beside it the embedding model learns to tell the same by an adapter. First
without one line of wordings in five, to tell how good both together are on what they have not seen; then from
everything. Public questions are all of the kind "question": those about the articles to learn from teach, those about
the articles to report on tell how many stay so. Of the questions about our own folders those of `folders/learn` teach,
and those of `folders/report` report.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
import typer

from bot.evaluation.questions import load_questions
from bot.evaluation.splits import hashed as numbered
from bot.evaluation.splits import part_of
from bot.learning.adapter import DROPOUT, RANK, descended_over
from bot.learning.kind.examples import Example, Family, asking_words, families, messages, spoken
from bot.learning.kind.folders import asked
from bot.learning.kind.measure import embedded, found, show
from bot.learning.optimization import device, minimized
from bot.learning.reader.network import Headed
from bot.learning.reader.network import Network as Body
from bot.question.classifier import BUCKETS, Model, all_words, hashed
from bot.question.encoded import ADAPTER, HEAD, read
from ingest.console import out, progress, run
from ingest.embedding.pairs import Pair
from ingest.sync.plan import Progress

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_KEPT = 5  # one line of wordings in so many is kept apart
_MOST = 2500  # public questions
_ASKED = 0.4  # how much a question as it was asked counts, against a wording: these are fewer, and of every kind
_PRIOR = 3e-6
_STEPS = 80


@dataclass(frozen=True, slots=True)
class Line:
    """An example as the body reads it, which classes it may be of, shape (classes,), and how much it counts."""

    pair: Pair
    kinds: torch.Tensor
    share: torch.Tensor


@cache
def classes_of() -> tuple[str, ...]:
    """All classes; see `bot.question.classifier.Model`."""
    return tuple(sorted({family.kind for family in families()}))


def counted(examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    """Which classes each example may be of, shape (examples, classes), and how much it counts; that adds up to one.

    A kind with few wordings counts more than they alone would.
    """
    kinds = torch.tensor([[one.fits(kind) for kind in classes_of()] for one in examples])
    weight = torch.tensor([one.weight for one in examples])
    every = (weight[:, None] * kinds / kinds.sum(dim=1, keepdim=True)).sum(dim=0)
    share = weight / ((every * kinds).sum(dim=1) / kinds.sum(dim=1)).sqrt()
    return kinds, share / share.sum()


class Network(Headed):
    """See `bot.question.encoded.Encoded`."""

    def __init__(self) -> None:
        """Begin with the embedding model."""
        super().__init__(Body(RANK).to_device(device()), len(classes_of()), DROPOUT)

    def forward(self, lines: Sequence[Line]) -> torch.Tensor:
        """Log odds of each class, up to one constant, shape (lines, classes)."""
        return self.odds([one.pair for one in lines])

    @torch.inference_mode()
    def logs(self, text: str) -> Mapping[str, float]:
        """What `bot.question.encoded.logs` gives."""
        logs = self.eval().odds([read(text)])[0].log_softmax(0)
        return dict(zip(classes_of(), logs.tolist(), strict=True))

    def save(self, folder: Path) -> None:
        """Write the adapter, and the head beside it."""
        self.body.save_adapter(folder, self.body.learned())
        weight, bias = (
            [[round(value, 4) for value in row] for row in one.detach().cpu().tolist()]
            for one in (self.head.weight, self.head.bias[None])
        )
        told = {"classes": classes_of(), "weight": weight, "bias": bias[0]}
        (folder / HEAD).write_text(json.dumps(told) + "\n", encoding="utf-8")


def taught(examples: Sequence[Example], epochs: float, seed: int, path: Path, bar: Progress) -> Network:
    """Train the adapter; goes on where a checkpoint of the same plan was left."""
    torch.manual_seed(seed)
    kinds, share = counted(examples)
    rows = zip(examples, kinds, share * len(examples), strict=True)
    lines = [Line(read(one.text), fits, weight) for one, fits, weight in rows]
    network = Network()

    def loss(batch: Sequence[Line]) -> torch.Tensor:
        missed = _missed(network(batch), torch.stack([one.kinds for one in batch]).to(device()))
        return (torch.stack([one.share for one in batch]).to(device()) * missed).mean()

    return descended_over(network, lines, loss, epochs, seed, path, bar)


def learn(examples: Sequence[Example], asking: dict[str, frozenset[str]]) -> Model:
    """Fit the weights."""
    classes, (kinds, share) = classes_of(), counted(examples)
    languages = tuple(sorted({family.language for family in families()}))
    tongues = torch.tensor([[one.language in ("", tongue) for tongue in languages] for one in examples])
    vectors = torch.from_numpy(embedded(examples))
    width = len(classes) + len(languages)
    w = torch.zeros(vectors.shape[1] + BUCKETS, width, requires_grad=True)
    b = torch.zeros(width, requires_grad=True)
    runs = [torch.from_numpy(hashed(one.text, all_words(asking))) for one in examples]
    starts = torch.tensor([0, *map(len, runs[:-1])]).cumsum(0)
    scales = torch.cat([torch.full((len(one),), len(one) ** -0.5) for one in runs])

    def loss() -> torch.Tensor:
        of_runs = w[vectors.shape[1] :]
        odds = vectors @ w[: vectors.shape[1]] + b
        odds = odds + F.embedding_bag(torch.cat(runs), of_runs, starts, mode="sum", per_sample_weights=scales)
        wrong = _missed(odds[:, : len(classes)], kinds) + _missed(odds[:, len(classes) :], tongues)
        return (share * wrong).sum() + _PRIOR * (w**2).sum()

    minimized(loss, [w, b], _STEPS)
    return Model(w.detach().numpy(), b.detach().numpy(), classes, languages, asking)


def _missed(odds: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Minus the log of how likely what is right is, all of it together; both of shape (examples, classes)."""
    return odds.logsumexp(dim=1) - odds.masked_fill(~right, -torch.inf).logsumexp(dim=1)


def said(lines: Sequence[Family], seed: int) -> list[Example]:
    """The examples of wordings."""
    return [example for family in lines for example in spoken(family, seed)]


def public(paths: Sequence[Path], part: str) -> list[Example]:
    """The questions about one part of the articles."""
    cases = [case for path in paths for case in load_questions(path).cases]
    return [
        Example(case.question, "question", "en", _ASKED)
        for case in cases
        if case.source and part_of(case.source) == part
    ][:_MOST]


@app.command()
def main(
    data: Annotated[list[Path], typer.Argument(help="Files of public questions, or folders with questions.jsonl.")],
    save: Annotated[Path, typer.Option(help="The folder to write to.")] = ADAPTER.parent,
    work: Annotated[Path, typer.Option(help="Where to keep checkpoints.")] = Path(".cache/kind"),
    epochs: Annotated[float, typer.Option(min=0.01, help="Of the adapter.")] = 2.0,
    seed: Annotated[int, typer.Option()] = 0,
) -> int:
    """Learn, print how good it is on what was kept apart, and write kind.safetensors and the adapter."""
    paths = [path / "questions.jsonl" if path.is_dir() else path for path in data]
    asked_for = [*public(paths, "learn"), *asked("learn", _ASKED)]
    every = [*families(), *messages()]
    some = [one for one in every if numbered(one.say[0]) % _KEPT]
    kept = [one for one in every if one not in some]
    with progress() as bar:
        for name, lines in (("apart", some), ("whole", every)):
            examples, asking = [*said(lines, seed), *asked_for], [one for one in lines if one in families()]
            model, network = learn(examples, asking_words(asking)), taught(examples, epochs, seed, work / name, bar)
            if name == "apart":
                show("lines of wordings kept apart", found(model, network.logs, said(kept, seed)))
    model.save(save)
    network.save(save / ADAPTER.name)
    show("public questions kept apart", found(model, network.logs, public(paths, "report")))
    show("questions about folders kept apart", found(model, network.logs, list(asked("report", _ASKED))))
    out.print(f"Learned from {len(asked_for)} questions beside the wordings; written to {save}.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
