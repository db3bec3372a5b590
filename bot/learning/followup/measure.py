"""`python -m bot.learning.followup.measure CANARD.json`: how well follow-ups take over what people's rewrites do.

Only the half of the dialogues that nothing was learned from or tuned on (Elgohary et al. 2019; the measure is that of
Voskarides et al. 2020).
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.evaluation.metrics import percentile, precision_recall_f1
from bot.learning.followup.canard import DialogueQuestion, left_out, load_canard
from bot.question.followup import stand_alone
from ingest.console import out, progress, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def measure(
    asked: Sequence[DialogueQuestion], report: Callable[[int], None] = lambda _done: None
) -> tuple[float, float, float, list[float]]:
    """Micro precision, recall and F1 over the terms carried over, and the seconds that each question took."""
    found, wanted, seconds = [], [], []
    for done, one in enumerate(asked, start=1):
        began = time.perf_counter()
        text = stand_alone(one.question, one.history).text
        seconds.append(time.perf_counter() - began)
        found.append(left_out(one.question, text, one.turns))
        wanted.append(left_out(one.question, one.rewrite, one.turns))
        report(done)
    return (*precision_recall_f1(found, wanted), seconds)


@app.command()
def main(
    canard: Annotated[Path, typer.Argument(help="A file of CANARD, such as its dev.json.")],
    most: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first questions of the half.")] = None,
) -> int:
    """Print how well the terms carried over match those of the human rewrites."""
    asked = [one for one in load_canard(canard) if one.measured][:most]
    with progress() as report:
        precision, recall, f1, seconds = measure(asked, lambda done: report("Asking", done, len(asked)))
    out.print(f"questions {len(asked)}  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    half, most_of_them = (1000 * percentile(seconds, share) for share in (0.5, 0.95))
    out.print(f"milliseconds a question: {half:.0f} (p50), {most_of_them:.0f} (p95)")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
