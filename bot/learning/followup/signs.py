"""`python -m bot.learning.followup.signs CANARD.json`: what to make of the adapter's word, and of where it stands.

Logistic regression on `bot.question.followup.terms.signs_of` by L-BFGS, on the fifth of the dialogues that the adapter
has not learned from: the same from the same dialogues. The threshold is where F1 is best there.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
import typer

from bot.errors import EvaluationError
from bot.evaluation.metrics import precision_recall_f1
from bot.evaluation.reports import show_figures
from bot.learning.followup.canard import DialogueQuestion, learnable, left_out, load_canard
from bot.learning.followup.folders import questions_of, that_teach
from bot.learning.optimization import minimized
from bot.question.followup.terms import ADAPTER, HEAD, SIGNS, judged_alone, load_head, signs_of
from bot.question.followup.tokens import cleaned
from ingest.console import out, run
from ingest.embedding.models import token_model

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_PRIOR = 1e-3
_STEPS = 60


def fit_signs(folder: Path, asked: Sequence[DialogueQuestion]) -> dict[str, float]:
    """Set the saved weights of the signs, and the threshold; returns the figures there."""
    encoder, head = token_model().adapted(folder), load_head(folder)
    signs, wanted = [], []
    for one in asked:
        turns = [cleaned(turn) for turn in one.turns]
        signs.append(signs_of(judged_alone(encoder, head, one.question, turns)[1], turns))
        wanted.append(left_out(one.question, one.rewrite, turns))
    x = torch.tensor([row for own in signs for row in own.values()])
    y = torch.tensor([float(root in right) for own, right in zip(signs, wanted, strict=True) for root in own])
    w, b = torch.zeros(SIGNS, requires_grad=True), torch.zeros(1, requires_grad=True)

    def loss() -> torch.Tensor:
        return F.binary_cross_entropy_with_logits(x @ w + b, y) + _PRIOR * (w**2).sum()

    minimized(loss, [w, b], _STEPS)
    chances = iter(torch.sigmoid(x @ w + b).tolist())
    judged = [{root: next(chances) for root in own} for own in signs]
    figures = {}
    for threshold in (at / 100 for at in range(10, 90, 2)):
        taken = [{root for root, chance in own.items() if chance >= threshold} for own in judged]
        figures[threshold] = precision_recall_f1(taken, wanted)
    best = max(figures, key=lambda at: figures[at][2])
    data = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    learned = [round(value, 4) for value in (*w.tolist(), *b.tolist())]
    write_head(folder, {**data, "threshold": best, "signs": learned})
    return dict(zip(("threshold", "precision", "recall", "F1"), (best, *figures[best]), strict=True))


def write_head(folder: Path, content: dict[str, Any]) -> None:
    """Write what `bot.question.followup.terms.load_head` reads."""
    (folder / HEAD).write_text(json.dumps(content) + "\n", encoding="utf-8")


@app.command()
def main(
    canard: Annotated[Path, typer.Argument(help="A file of CANARD, such as its dev.json.")],
    folder: Annotated[Path, typer.Option("--save", help="The folder of the adapter.")] = ADAPTER,
    talks: Annotated[list[Path] | None, typer.Option(help="Files of conversations, in place of our own.")] = None,
    seed: Annotated[int, typer.Option(help="For everything random.")] = 7,
) -> int:
    """Learn what to make of the adapter's word, and report how well that goes on the dialogues that it learned from."""
    found = [*learnable(load_canard(canard)), *questions_of(talks or that_teach(), seed)]
    asked = [one for one in found if one.tunes]
    if not asked:
        raise EvaluationError(f"'{canard}' holds too few dialogues to learn from.")
    show_figures(f"Fitted to {len(asked)} questions", fit_signs(folder, asked))
    out.print(f"Written to '{folder / HEAD}'.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
