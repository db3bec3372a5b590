"""`python -m bot.learning.followup.measure CANARD.json`: how well follow-ups take over what people's rewrites do.

Only the half of the dialogues that nothing was learned from or tuned on (Elgohary et al. 2019; the measure is that of
Voskarides et al. 2020), and those of our own conversations that are kept apart.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.evaluation.metrics import percentile, precision_recall_f1
from bot.evaluation.reports import show_figures
from bot.learning.followup.canard import DialogueQuestion, left_out, load_canard
from bot.learning.followup.folders import KEPT, about, questions_of
from bot.question.followup import stand_alone
from ingest.console import progress, run
from ingest.sync.plan import Progress

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def figures(asked: Sequence[DialogueQuestion], report: Progress) -> dict[str, float]:
    """How well the terms carried over match those of the human rewrites, and milliseconds a question."""
    found, wanted, seconds = [], [], []
    for done, one in enumerate(asked, start=1):
        began = time.perf_counter()
        text = stand_alone(one.question, one.history).text
        seconds.append(time.perf_counter() - began)
        found.append(left_out(one.question, text, one.turns))
        wanted.append(left_out(one.question, one.rewrite, one.turns))
        report("Asking", done, len(asked))
    told = dict(zip(("precision", "recall", "F1"), precision_recall_f1(found, wanted), strict=True))
    return {**told, **{f"ms (p{100 * at:.0f})": 1000 * percentile(seconds, at) for at in (0.5, 0.95)}}


@app.command()
def main(
    canard: Annotated[Path, typer.Argument(help="A file of CANARD, such as its dev.json.")],
    most: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first questions of the half.")] = None,
) -> int:
    """Print how well the terms carried over match those of the human rewrites."""
    kept = [one for one in load_canard(canard) if one.measured][:most]
    with progress() as report:
        for name, asked in (
            ("CANARD", kept),
            ("conversations kept apart", [*questions_of([KEPT], 1)][:most]),
            ("folders that report", [*questions_of(about("report"), 1)][:most]),
        ):
            show_figures(f"{name}: {len(asked)} questions", figures(asked, report))
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
