"""`python -m bot.learning.reader.fit`: learn how much each sign counts, from public questions and their documents.

Give it folders that each hold `docs/` and `questions.jsonl`. Of their articles only those count that `train` has not
learned from, since the reader is surer of those it has: its part to tune with teaches which passage and which sentence
answers and how sure to be of it, its part to report on tells how good that is. Some questions are also put to documents
that do not answer them: their own without the one that does, and those of the other folders.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from bot.answerers.reader.spans import ADAPTER
from bot.chat import Bot
from bot.errors import EvaluationError
from bot.evaluation import metrics
from bot.evaluation.questions import Case, load_questions
from bot.evaluation.reports import show_figures
from bot.evaluation.splits import Part, part_of
from bot.learning.reader.readings import QuestionReadings, ask_all, ask_strangers, is_right, strange
from bot.learning.reader.weights import confidences, judged, learn, rank_all
from ingest.console import out, progress, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_STRANGE = 4  # for so many questions of a set one of another set is put to its documents


def _balanced(found: Mapping[str, Sequence[QuestionReadings]], part: Part) -> list[QuestionReadings]:
    """The questions of one part, those of smaller sets several times: each set counts the same."""
    sets = [[one for one in own if _part(one.case) == part] for own in found.values()]
    most = max(map(len, sets))
    return [one for own in sets if own for one in own * round(most / len(own))]


def report(asked: Sequence[QuestionReadings], content: dict[str, Any]) -> dict[str, float]:
    """How well weights do on questions that taught nothing; how sure, on those as they were asked."""
    read = list(rank_all(asked, content["rank"], content["unread"]))
    weights = content["confidence"], content["knots"]
    plain, plainly, _ = judged([one for one in read if not one.asked.posed], content["choice"])
    calm = confidences(*weights, plain)
    found, right, there = judged(read, content["choice"])
    sure = confidences(*weights, found)
    answered = np.asarray(sure) >= content["threshold"]
    good, able = np.asarray(right), np.asarray(there)
    ranks = [
        next((at + 1 for at, hit in enumerate(one.ranked.hits) if is_right(one.asked.case, hit)), None)
        for one in read
        if one.asked.case.answers
    ]
    return {
        "questions": float(len(sure)),
        "recall@1": metrics.recall_at(ranks, 1),
        "recall@5": metrics.recall_at(ranks, 5),
        "right sentence": _mean(good[able]),
        "right and shown": _mean((good & answered)[able]),
        "answerable, declined": _mean(~answered[able]),
        "unanswerable, declined": _mean(~answered[~able]),
        "calibration error": metrics.expected_calibration_error(calm, plainly),
        "area under risk-coverage": metrics.area_under_risk_coverage(sure, right),
        "area under ROC": metrics.area_under_roc(sure, right),
    }


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _spread(cases: list[Case], most: int) -> list[Case]:
    """At most so many of them, at least one if there are any, evenly spread."""
    return cases[:: max(1, -(-len(cases) // max(1, most)))]


def _part(case: Case) -> Part:
    return part_of(case.source or case.question)


@app.command()
def main(
    folders: Annotated[list[Path], typer.Argument(help="Folders with docs/ and questions.jsonl.")],
    most: Annotated[int, typer.Option(min=10, help="Questions taken from each, evenly spread.")] = 1500,
    save: Annotated[Path, typer.Option(help="Where to write the weights.")] = ADAPTER / "weights.json",
) -> int:
    """Learn the reader's weights and report how good they are on documents that taught nothing."""
    asked = {}
    for folder in folders:
        given = load_questions(folder / "questions.jsonl").cases
        asked[folder] = _spread([case for case in given if _part(case) != "learn"], most)
    found: dict[str, list[QuestionReadings]] = {}
    with progress() as bar, TemporaryDirectory() as scratch:
        for folder, cases in asked.items():
            bot = Bot.from_folder(folder / "docs", Path(scratch) / folder.name, progress=bar)
            others = [case for other, own in asked.items() if other != folder for case in own]
            strangers = _spread(strange(bot, others), len(cases) // _STRANGE)
            own = found.setdefault(folder.name, [])
            for one in chain(ask_all(bot, cases), ask_strangers(bot, strangers)):
                own.append(one)
                bar(f"Reading {folder.name}", min(len(own), len(cases)), len(cases))
            bot.close()
    answered = {_part(one.case) for own in found.values() for one in own if any(one.right)}
    if not {"tune", "report"} <= answered:
        raise EvaluationError(
            "Too few of these questions are answered by their documents. Check `source` and `answers`."
        )
    content = learn(_balanced(found, "tune"))
    figures = report(_balanced(found, "report"), content)
    save.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    show_figures("all", figures)
    for name, own in found.items():
        if part := [one for one in own if _part(one.case) == "report"]:
            show_figures(name, report(part, content))
    out.print(f"Written to '{save}'.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
