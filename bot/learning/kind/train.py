"""`python -m bot.learning.kind.train nq squad`: learn which kind of question it is.

Multinomial logistic regression on the embedding and the asking words, weights near zero preferred (a Gaussian prior),
by L-BFGS: the same from the same examples. First without one wording in five, and without one line of wordings in
five, to tell how good it is on what it has not seen; then from everything. Public questions are all of the kind
"question": those about the articles to learn from teach, those about the articles to report on tell how many stay so.
Of the questions about our own folders those of `folders/learn` teach, and those of `folders/report` report.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
import typer

from bot.evaluation.questions import load_questions
from bot.evaluation.splits import hashed as numbered
from bot.evaluation.splits import part_of
from bot.learning.kind.examples import Example, Family, asking_words, families, spoken
from bot.learning.kind.folders import asked
from bot.learning.kind.measure import embedded, found, show
from bot.learning.optimization import minimized
from bot.question.classifier import BUCKETS, Model, all_words, hashed
from ingest.console import out, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_KEPT = 5  # one wording, or line of wordings, in so many is kept apart
_MOST = 2500  # public questions
_ASKED = 0.4  # how much a question as it was asked counts, against a wording: these are fewer, and of every kind
_PRIOR = 3e-6
_STEPS = 80


def learn(examples: Sequence[Example], asking: dict[str, frozenset[str]]) -> Model:
    """Fit the weights."""
    classes = tuple(sorted({family.kind for family in families()}))
    languages = tuple(sorted({family.language for family in families()}))
    kinds = torch.tensor([[one.fits(kind) for kind in classes] for one in examples])
    tongues = torch.tensor([[one.language in ("", tongue) for tongue in languages] for one in examples])
    weight = torch.tensor([one.weight for one in examples])
    counted = (weight[:, None] * kinds / kinds.sum(dim=1, keepdim=True)).sum(dim=0)
    of_each = (counted * kinds).sum(dim=1) / kinds.sum(dim=1)
    share = weight / of_each.sqrt()  # a kind with few wordings counts more than they alone would
    share /= share.sum()
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


def said(lines: Sequence[Family], keep: Callable[[str], bool], seed: int) -> list[Example]:
    """The examples of the wordings that `keep` says to."""
    kept = (Family(one.kind, one.language, tuple(filter(keep, one.say))) for one in lines)
    return [example for family in kept for example in spoken(family, seed)]


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
    save: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("bot/question"),
    seed: Annotated[int, typer.Option()] = 0,
) -> int:
    """Learn, print how good it is on what was kept apart, and write kind.safetensors."""
    paths = [path / "questions.jsonl" if path.is_dir() else path for path in data]
    taught = [*public(paths, "learn"), *asked("learn", _ASKED)]

    def apart(name: str) -> bool:
        return numbered(name) % _KEPT == 0

    of_lines = [one for one in families() if not apart(one.say[0])]
    other = [one for one in families() if apart(one.say[0])]
    whole = learn([*said(of_lines, lambda _: True, seed), *taught], asking_words(of_lines))
    show("lines of wordings kept apart", found(whole, said(other, lambda _: True, seed)))
    some = [Family(one.kind, one.language, tuple(say for say in one.say if not apart(say))) for one in families()]
    part = learn([*said(families(), lambda say: not apart(say), seed), *taught], asking_words(some))
    show("wordings kept apart", found(part, said(families(), apart, seed)))
    final = learn([*said(families(), lambda _: True, seed), *taught], asking_words(families()))
    final.save(save)
    show("public questions kept apart", found(final, public(paths, "report")))
    show("questions about folders kept apart", found(final, list(asked("report", _ASKED))))
    out.print(f"Learned from {len(taught)} questions beside the wordings; written to {save}.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
