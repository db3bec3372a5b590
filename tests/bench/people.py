"""How long people wait who ask a page at the same time: `python tests/bench/people.py nq/questions.jsonl nq/docs`."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import typer
from gradio_client import Client

from bot.chat import Bot
from bot.evaluation.questions import load_questions
from bot.web import launch
from ingest.console import out, progress, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def main(
    questions: Annotated[Path, typer.Argument(help="JSON Lines.")],
    documents: Annotated[Path, typer.Argument(help="Folder of documents.")],
    people: Annotated[int, typer.Option(min=1, help="How many ask at once.")] = 8,
    each: Annotated[int, typer.Option(min=1, help="Questions of each.")] = 20,
) -> int:
    """Let people ask one question after the other, all at once, over HTTP."""
    cases = load_questions(questions).cases
    with progress() as bar, TemporaryDirectory() as index:
        bot = Bot.from_folder(documents, index, progress=bar, rate=100_000)
        address = launch(bot, "127.0.0.1", block=False)
        clients = [Client(address, verbose=False, analytics_enabled=False) for _ in range(people)]
        clients[0].predict(cases[0].question, api_name="/ask")

        def wait(person: int) -> list[float]:
            took = []
            for case in cases[person::people][:each]:
                began = time.perf_counter()
                clients[person].predict(case.question, api_name="/ask")
                took.append(time.perf_counter() - began)
            return took

        with ThreadPoolExecutor(people) as threads:
            seconds = [one for took in threads.map(wait, range(people)) for one in took]
        bot.close()
    p50, p95 = np.percentile(seconds, [50, 95])
    out.print(f"{people} people, {len(seconds)} questions, no errors: p50 {p50:.2f} s, p95 {p95:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
