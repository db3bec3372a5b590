"""`python -m bot.learning.reader.second_look`: learn how sure to be of an answer, from several sets of questions.

What the reader alone makes of an answer was fitted to two sets; what the judge makes of it is joined here
(stacked generalization, Wolpert 1992). Each set counts the same, and in each a third of the weight is on questions that
its documents do not answer: those that come so, and answerable ones with the document hidden that answers. What is
printed of a set comes from weights that were fitted to the other sets: on documents of a kind that taught nothing.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from bot.answerers.reader.confidence import SIGNS, signs_of
from bot.answerers.reader.evidence import sentences
from bot.answerers.reader.logistic import logit, logits, sigmoid
from bot.answerers.reader.ranker import Ranked, first, looked_at, ranked
from bot.answerers.reader.relevance import passages_relevance
from bot.answerers.reader.spans import ADAPTER
from bot.answerers.reader.weights import weights
from bot.chat import Bot
from bot.errors import EvaluationError
from bot.evaluation import metrics
from bot.evaluation.questions import Case, Questions, load_questions, spread, write_articles
from bot.evaluation.regression import cutoff, fit
from bot.evaluation.reports import show_figures
from bot.evaluation.splits import part_of
from bot.learning.reader.own import short
from bot.learning.reader.readings import QuestionReadings, ask_all, is_right
from bot.learning.reader.weights import answered, risk_curve
from ingest.console import out, progress, run
from ingest.sync.plan import Progress

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_UNANSWERABLE = 1 / 3  # of the weight of a set
_WRONG_DECLINES = 0.035  # of the answers that would be right
_RIDGE = 3.0
_ORDERED = 60  # questions of each set that teach how to put passages in order


@dataclass(frozen=True, slots=True)
class Looked:
    """Answers of one set, each with its signs; all of shape (answers, …).

    Attributes:
        signs: in the order of `confidence.SIGNS`.
        right: whether it is right.
        able: whether there is an answer.
    """

    signs: NDArray[np.float64]
    right: NDArray[np.bool_]
    able: NDArray[np.bool_]

    @property
    def weight(self) -> NDArray[np.float64]:
        """How much each counts; all of a set together 1."""
        shares = np.where(self.able, 1 - _UNANSWERABLE, _UNANSWERABLE)
        counts: NDArray[np.float64] = shares / np.where(self.able, self.able.sum(), (~self.able).sum())
        return counts


def read(path: Path, within: bool, whole: bool, most: int, scratch: Path, bar: Progress) -> list[QuestionReadings]:
    """Ask the questions of a set about what the reader has not learned from.

    Args:
        path: JSON in SQuAD's format, or a folder with docs/ and questions.jsonl.
        within: whether each is put to its own document alone.
        whole: whether it is one of our folders, of which the reader has learned nothing.
        most: questions, evenly spread.
        scratch: an empty folder.
        bar: told how far it is.
    """
    if whole:
        return list(_asked(path / "docs", spread(short(path), most), False, path.name, scratch, bar))
    loaded = load_questions(path / "questions.jsonl" if path.is_dir() else path)
    articles = tuple((name, text) for name, text in loaded.articles if part_of(name) != "learn")
    cases = tuple(case for case in loaded.cases if part_of(case.source or case.question) != "learn")
    documents = write_articles(Questions(cases, articles), scratch / "docs") or path / "docs"
    return list(_asked(documents, spread(cases, most), within, path.stem, scratch, bar))


def _asked(
    documents: Path, cases: Sequence[Case], within: bool, name: str, scratch: Path, bar: Progress
) -> Iterator[QuestionReadings]:
    with closing(Bot.from_folder(documents, scratch / "index", progress=bar)) as bot:
        for done, one in enumerate(ask_all(bot, cases, within=within), start=1):
            yield one
            bar(f"Reading {name}", min(done, len(cases)), len(cases))


def order_of(sets: Mapping[str, Sequence[QuestionReadings]], bar: Progress) -> list[float]:
    """The weights that put passages in order after a second look, from some questions of each set."""
    rows, right = [], []
    for name, asked in sets.items():
        answered = [one for one in asked if any(one.right)]
        for done, one in enumerate(answered[:: max(1, len(answered) // _ORDERED)], start=1):
            order, scores = _ordered(one)
            hits = first(order)
            rows += [(logit(hit.score), score) for hit, score in zip(hits, scores, strict=True)]
            right += [is_right(one.case, hit) for hit in hits]
            bar(f"Ordering {name}", done, _ORDERED)
    return [round(float(weight), 4) for weight in fit(rows, right)]


def look(name: str, asked: Sequence[QuestionReadings], order: Sequence[float], bar: Progress) -> Looked:
    """Look at the answer to each question of a set, its passages in the order that such weights give."""
    found: list[tuple[tuple[float, ...], bool, bool]] = []
    for done, one in enumerate(asked, start=1):
        found += _looked(one, order)
        bar(f"Looking at {name}", done, len(asked))
    if len({right for _, right, _ in found}) < 2:
        raise EvaluationError(f"None of the answers to '{name}' are right, or all: nothing can be learned from them.")
    signs, right, able = zip(*found, strict=True)
    return Looked(np.array(signs), np.array(right), np.array(able))


def _looked(one: QuestionReadings, learned: Sequence[float]) -> Iterator[tuple[tuple[float, ...], bool, bool]]:
    """The signs of an answer, whether it is right and whether there is one; nothing where it is declined by rule."""
    order = looked_at(*_ordered(one), learned)
    if told := answered(one, order, sentences(one.question, order), weights().choice):
        yield signs_of(one.question, order.hits, told[0]), told[1], bool(one.case.answers)


def _ordered(one: QuestionReadings) -> tuple[Ranked, tuple[float, ...]]:
    """The passages of a question in order by the reader alone, and what a cross-encoder makes of the first ones."""
    order = ranked(one.hits, one.readings, weights().rank, weights().unread)
    return order, passages_relevance(one.question.text, [hit.passage for hit in first(order)])


def learned(sets: Sequence[Looked]) -> NDArray[np.float64]:
    """The weights of `confidence.SIGNS`, then the bias."""
    signs, right = np.concatenate([one.signs for one in sets]), np.concatenate([one.right for one in sets])
    weight = np.concatenate([one.weight for one in sets])
    return fit(signs, right, weight=weight * len(right) / weight.sum(), ridge=_RIDGE)


def threshold_of(sets: Sequence[Looked], sure: NDArray[np.float64]) -> float:
    """The confidence below which a set share of the right answers lie, the mean over the sets."""
    return float(np.mean([cutoff(sigmoid(logits(sure, one.signs)), one.right, _WRONG_DECLINES) for one in sets]))


def report(one: Looked, sure: NDArray[np.float64], threshold: float) -> dict[str, float]:
    """How well weights do on a set that taught nothing."""
    confidence = sigmoid(logits(sure, one.signs))
    shown = confidence >= threshold
    before = sigmoid(one.signs[:, 0])
    return {
        "answers": float(len(one.right)),
        "right of the answerable": float((one.right & shown)[one.able].mean()),
        "answerable, declined": float(1 - shown[one.able].mean()),
        "unanswerable, declined": float(1 - shown[~one.able].mean()) if not one.able.all() else float("nan"),
        "area under ROC": metrics.area_under_roc(list(confidence), list(one.right)),
        "area under ROC, first look": metrics.area_under_roc(list(before), list(one.right)),
        "calibration error": metrics.expected_calibration_error(list(confidence[shown]), list(one.right[shown])),
    }


def without(sets: Mapping[str, Looked], name: str) -> list[Looked]:
    """All sets but one."""
    return [one for other, one in sets.items() if other != name]


@app.command()
def main(
    data: Annotated[
        list[Path], typer.Option(help="JSON in SQuAD's format, or a folder with docs/ and questions.jsonl.")
    ],
    within: Annotated[list[Path] | None, typer.Option(help="The same; each is put to its own document alone.")] = None,
    whole: Annotated[
        list[Path] | None, typer.Option(help="One of our folders that the reader has not learned from.")
    ] = None,
    most: Annotated[int, typer.Option(min=10, help="Questions taken from each, evenly spread.")] = 300,
    save: Annotated[Path, typer.Option(help="The weights to change.")] = ADAPTER / "weights.json",
) -> int:
    """Learn how sure to be, and report it for each set as if that one had not been learned from."""
    asked: dict[str, list[QuestionReadings]] = {}
    with progress() as bar:
        for paths, alone, entire in ((data, False, False), (within or [], True, False), (whole or [], False, True)):
            for path in paths:
                name = f"{path.stem}{', within' if alone else ''}"
                with TemporaryDirectory() as scratch:
                    asked[name] = read(path, alone, entire, most, Path(scratch), bar)
        order = order_of(asked, bar)
        sets = {name: look(name, own, order, bar) for name, own in asked.items()}
    if len(sets) < 2:
        raise EvaluationError(
            "Give at least two sets of questions: each is reported on by what the others have taught."
        )
    for name, one in sets.items():
        sure = learned(without(sets, name))
        show_figures(name, report(one, sure, threshold_of(without(sets, name), sure)))
    sure = learned([*sets.values()])
    confidence = np.concatenate([sigmoid(logits(sure, one.signs))[one.able] for one in sets.values()])
    content = json.loads(save.read_text(encoding="utf-8"))
    content |= {
        "looked": order,
        "looks": list(SIGNS),
        "sure": [round(float(weight), 4) for weight in sure],
        "risks": risk_curve(list(confidence), list(np.concatenate([one.right[one.able] for one in sets.values()]))),
        "threshold": round(threshold_of([*sets.values()], sure), 3),
    }
    save.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    out.print(f"Written to '{save}'.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
