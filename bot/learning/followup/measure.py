"""`python -m bot.learning.followup.measure CANARD.json`: how well follow-ups take over what people's rewrites do.

Only the half of the dialogues that nothing was learned from or tuned on (Elgohary et al. 2019; the measure is that of
Voskarides et al. 2020).
"""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.evaluation.metrics import percentile, precision_recall_f1
from bot.learning.followup.canard import left_out, load_canard
from bot.question.followup import stand_alone
from ingest.console import out, progress, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def main(
    canard: Annotated[Path, typer.Argument(help="A file of CANARD, such as its dev.json.")],
    most: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first questions of the half.")] = None,
) -> int:
    """Print how well the terms carried over match those of the human rewrites."""
    asked = [one for one in load_canard(canard) if one.measured][:most]
    found, wanted, seconds = [], [], []
    with progress() as report:
        for done, one in enumerate(asked, start=1):
            began = time.perf_counter()
            text = stand_alone(one.question, one.history).text
            seconds.append(time.perf_counter() - began)
            found.append(left_out(one.question, text, one.turns))
            wanted.append(left_out(one.question, one.rewrite, one.turns))
            report("Asking", done, len(asked))
    precision, recall, f1 = precision_recall_f1(found, wanted)
    out.print(f"questions {len(asked)}  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    half, most_of_them = (1000 * percentile(seconds, share) for share in (0.5, 0.95))
    out.print(f"milliseconds a question: {half:.0f} (p50), {most_of_them:.0f} (p95)")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
