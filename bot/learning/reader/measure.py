"""`python -m bot.learning.reader.measure`: how good a reader is at one passage, by the metrics of SQuAD 2.0."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from bot.answerers.reader.spans import ADAPTER, Reader, load_reader
from bot.errors import EvaluationError
from bot.evaluation.metrics import exact_match, f1
from bot.evaluation.reports import show_figures
from bot.evaluation.splits import part_of
from bot.learning.reader.datasets import load_examples
from bot.learning.reader.examples import Example
from ingest.console import run
from ingest.embedding.pairs import pairs

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_SHARES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)  # tried: what the words count against the passage


@dataclass(frozen=True, slots=True)
class Scored:
    """What the reader made of some examples, each with the passage that it was given; all of shape (examples,).

    Attributes:
        span: log odds of the likeliest words against "not in this passage".
        answers: log odds that the passage answers the question at all.
        overlap, same: F1 of the likeliest words, and whether they are an exact match; 0 where nothing answers.
        able: whether something does.
    """

    span: NDArray[np.float64]
    answers: NDArray[np.float64]
    overlap: NDArray[np.float64]
    same: NDArray[np.float64]
    able: NDArray[np.bool_]

    def sure(self, share: float) -> NDArray[np.float64]:
        """How sure the reader is of each answer, where the words count so much against the passage."""
        return share * self.span + self.answers

    def squad(self, right: NDArray[np.float64], share: float, threshold: float) -> float:
        """The score of SQuAD 2.0 (Rajpurkar et al. 2018), 0 to 1: declining is right where there is no answer.

        `right` is `overlap` or `same`, the threshold is how sure the reader must be to answer.
        """
        return float(np.where(self.sure(share) >= threshold, right, ~self.able).mean())


def score(reader: Reader, examples: Sequence[Example]) -> Scored:
    """Read each example's passage as it was given."""
    found = []
    for at in range(0, len(examples), 256):
        part = examples[at : at + 256]
        rows = [pairs(one.question, [(one.own[0].above, one.own[0].text)])[0] for one in part]
        for one, reading in zip(part, reader.read_pairs(rows), strict=True):
            text = one.own[0].text
            span = reading.best(0, len(text))
            said = text[span.start : span.end]
            right = (f1(said, one.answers), exact_match(said, one.answers)) if one.answers else (0.0, 0.0)
            found.append((span.score, reading.answers, *right, float(bool(one.answers))))
    span_odds, answers, overlap, same, able = np.array(found, dtype=np.float64).T
    return Scored(span_odds, answers, overlap, same, able > 0)


def measure(folder: Path, tune: Sequence[Example], report: Sequence[Example]) -> dict[str, float]:
    """The metrics of SQuAD 2.0 on the part to report on.

    From where on an answer is declined, and how much its words count against the passage, is what is best on the other.
    """
    reader = load_reader(folder, fast=False)
    known, asked = score(reader, tune), score(reader, report)
    _, share, threshold = max(
        (known.squad(known.overlap, share, float(cut)), share, float(cut))
        for share in _SHARES
        for cut in np.quantile(known.sure(share), np.linspace(0, 1, 200))
    )
    return {
        "questions": float(len(report)),
        "answerable F1": float(asked.overlap[asked.able].mean()),
        "overall F1": asked.squad(asked.overlap, share, threshold),
        "overall exact match": asked.squad(asked.same, share, threshold),
    }


def show(path: Path, folder: Path, examples: Sequence[Example]) -> bool:
    """Print how good the reader in `folder` is on the examples of a file that are kept apart; whether there are any."""
    tune, kept = ([one for one in examples if part_of(one.source) == part] for part in ("tune", "report"))
    if not tune or not any(one.answers for one in kept):
        return False
    show_figures(str(path), measure(folder, tune, kept))
    return True


@app.command()
def main(
    data: Annotated[list[Path], typer.Argument(help="JSON in SQuAD's format, or folders with docs/ and questions.")],
    reader: Annotated[Path, typer.Option(help="The adapter to measure.")] = ADAPTER,
) -> int:
    """Print how good the reader is on articles that it has neither learned from nor been tuned with."""
    for path in data:
        if not show(path, reader, load_examples(path, wrong=False)):
            raise EvaluationError(f"'{path}' has too few articles: none to tune with, or none to report on.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
