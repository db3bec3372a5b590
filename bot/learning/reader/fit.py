"""`python -m bot.learning.reader.fit`: learn how much each sign counts, from public questions and their documents.

Give it folders that each hold `docs/` and `questions.jsonl`. Of their articles only those count that `train` has not
learned from, since the reader is surer of those it has: its part to tune with teaches which passage and which sentence
answers and how sure to be of it, its part to report on tells how good that is. Some questions are also put to documents
that do not answer them: their own without the one that does, and those of the other folders.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, TypeVar

import numpy as np
import typer
from numpy.typing import NDArray

from bot.answerers.declining import missing_keys
from bot.answerers.reader.evidence import FEATURES, Sentence, sentences
from bot.answerers.reader.logistic import bent, logits, sigmoid
from bot.answerers.reader.ranker import RANKING, Ranked, ranked, signs
from bot.answerers.reader.selection import SIGNS, choose, draft
from bot.answerers.reader.spans import ADAPTER
from bot.chat import Bot
from bot.errors import EvaluationError
from bot.evaluation.metrics import (
    area_under_risk_coverage,
    area_under_roc,
    expected_calibration_error,
    holds_any,
    recall_at,
)
from bot.evaluation.questions import Case, load_questions
from bot.evaluation.regression import cutoff, fit, fit_choices
from bot.evaluation.splits import Part, part_of
from bot.learning.reader.readings import Asked, ask_all, ask_strangers, holds, is_right, strange
from ingest.console import out, progress, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
T = TypeVar("T")
_STRANGE = 4  # for so many questions of a set one of another set is put to its documents
# Penalties: without, the weights follow what only these questions happen to have.
_CHOICE_RIDGE = 0.03
_RIDGE = 200.0  # on the confidence, whose signs bend
_MOST_WRONG_DECLINES = 0.025  # of the answers that would be right


@dataclass(frozen=True, slots=True)
class Read:
    """The same with its passages in order, and their sentences.

    Attributes:
        asked: the question.
        ranked: its passages, best first.
        found: their sentences.
        right: whether each sentence holds an answer.
    """

    asked: Asked
    ranked: Ranked
    found: tuple[Sentence, ...]
    right: tuple[bool, ...]


def learn_rank(asked: Sequence[Asked]) -> list[float]:
    """Weights of `rank.RANKING`: those of a conditional logit, scaled to log odds that a passage answers."""
    rows = [[signs(hit, reading) for hit, reading in zip(a.hits, a.readings, strict=False)] for a in asked]
    right = [one.right[: len(one.readings)] for one in asked]
    useful = [at for at, flags in enumerate(right) if any(flags)]
    order = fit_choices([rows[at] for at in useful], [right[at] for at in useful])
    flat = [[value] for one in rows if one for value in logits(order, one)]
    slope, bias = fit(flat, list(chain.from_iterable(right)))
    return [float(weight * slope) for weight in order[:-1]] + [float(bias)]


def learn_unread(asked: Sequence[Asked]) -> list[float]:
    """Weight of the retrieval score of passages that were not read, and the bias: log odds that one answers."""
    behind = [pair for one in asked for pair in list(zip(one.hits, one.right, strict=True))[len(one.readings) :]]
    return [float(weight) for weight in fit([[hit.score] for hit, _ in behind], [flag for _, flag in behind])]


def read_all(asked: Sequence[Asked], learned: Sequence[float], unread: Sequence[float]) -> Iterator[Read]:
    """Put passages in order and judge their sentences."""
    for one in asked:
        order = ranked(one.hits, one.readings, learned, unread)
        found = tuple(sentences(one.question, order))
        right = tuple(
            holds(one.case, order.hits[s.hit], order.hits[s.hit].passage.quote(s.start, s.end)) for s in found
        )
        yield Read(one, order, found, right)


def learn_choice(read: Sequence[Read]) -> list[float]:
    """Weights of `evidence.FEATURES`, from what holds an answer."""
    useful = [one for one in read if any(one.right)]
    groups = [[sentence.features for sentence in one.found] for one in useful]
    return [float(weight) for weight in fit_choices(groups, [one.right for one in useful], ridge=_CHOICE_RIDGE)]


def judged(read: Sequence[Read], choice: Sequence[float]) -> tuple[list[tuple[float, ...]], list[bool], list[bool]]:
    """For each that is not declined by rule: signs, whether the answer is right, whether there is one."""
    found, right, there = [], [], []
    for one in read:
        chosen = choose(one.asked.question, one.found, choice)
        if chosen is None or missing_keys(one.asked.question):
            continue
        said = " ".join(claim.text for claim in draft(one.asked.question, one.ranked.hits, chosen, 0.0).claims)
        found.append(chosen.signs)
        right.append(holds_any(said, one.asked.case.answers))
        there.append(bool(one.asked.case.answers))
    return found, right, there


def risk_curve(confidence: Sequence[float], right: Sequence[bool], points: int = 40) -> list[tuple[float, float]]:
    """(confidence from which on is answered, share of those answers that are wrong), by rising confidence."""
    order = np.argsort(confidence)
    sure, good = np.asarray(confidence)[order], np.asarray(right, dtype=np.float64)[order]
    # Laplace's rule of succession: from none wrong among few it does not follow that none ever is.
    shown = np.arange(len(good), 0, -1)
    wrong = (np.cumsum(1 - good[::-1])[::-1] + 1) / (shown + 2)
    # A stricter threshold never promises less than a laxer one: what the tail's few answers happen to be is noise.
    wrong = np.minimum.accumulate(wrong)
    places = np.unique(np.linspace(0, len(sure) - 20, points).round().astype(int))
    return [(round(float(sure[at]), 4), round(float(wrong[at]), 4)) for at in places]


def learn(found: Mapping[str, Sequence[Asked]]) -> tuple[dict[str, Any], dict[str, float]]:
    """The content of weights.json, and how well it does on the part to report on; each set counts the same."""
    tune = [[one for one in own if _part(one.case) == "tune"] for own in found.values()]
    order, unread = learn_rank(_balanced(tune)), learn_unread(_balanced(tune))
    read = _balanced([list(read_all(own, order, unread)) for own in tune])
    choice = learn_choice(read)
    signs_, right, _ = judged(read, choice)
    knots = [round(float(knot), 4) for knot in np.median(signs_, axis=0)]
    sure = fit(bent(signs_, knots), right, ridge=_RIDGE)
    # What was posed teaches to decline, but people do not ask that often for what is not there: the probability is
    # that of the questions as they were asked.
    plain, good, _ = judged([one for one in read if not one.asked.posed], choice)
    slope, bias = fit([[value] for value in logits(sure, bent(plain, knots))], good)
    sure = np.append(slope * sure[:-1], slope * sure[-1] + bias)
    confidence = sigmoid(logits(sure, bent(signs_, knots)))
    threshold = cutoff(confidence, right, _MOST_WRONG_DECLINES)
    content = {
        "ranking": list(RANKING),
        "features": list(FEATURES),
        "signs": list(SIGNS),
        "rank": [round(weight, 4) for weight in order],
        "unread": [round(weight, 4) for weight in unread],
        "choice": [round(weight, 4) for weight in choice],
        "knots": knots,
        "confidence": [round(float(weight), 4) for weight in sure],
        "risks": risk_curve([float(value) for value in sigmoid(logits(sure, bent(plain, knots)))], good),
        "threshold": round(threshold, 3),
    }
    kept_apart = [[one for one in own if _part(one.case) == "report"] for own in found.values()]
    return content, report(_balanced(kept_apart), content)


def _balanced(sets: Sequence[Sequence[T]]) -> list[T]:
    """The items of all sets, those of smaller ones several times."""
    most = max(len(own) for own in sets)
    return [one for own in sets if own for one in list(own) * round(most / len(own))]


def report(asked: Sequence[Asked], content: dict[str, Any]) -> dict[str, float]:
    """How well weights do on questions that taught nothing; how sure, on those as they were asked."""
    read = list(read_all(asked, content["rank"], content["unread"]))
    plain, plainly, _ = judged([one for one in read if not one.asked.posed], content["choice"])
    calm = _sure(content, plain)
    found, right, there = judged(read, content["choice"])
    sure = _sure(content, found)
    answered = np.asarray(sure) >= content["threshold"]
    good, able = np.asarray(right), np.asarray(there)
    ranks = [
        next((at + 1 for at, hit in enumerate(one.ranked.hits) if is_right(one.asked.case, hit)), None)
        for one in read
        if one.asked.case.answers
    ]
    return {
        "questions": float(len(sure)),
        "recall@1": recall_at(ranks, 1),
        "recall@5": recall_at(ranks, 5),
        "right sentence": _mean(good[able]),
        "right and shown": _mean((good & answered)[able]),
        "answerable, declined": _mean(~answered[able]),
        "unanswerable, declined": _mean(~answered[~able]),
        "calibration error": expected_calibration_error(calm, plainly),
        "area under risk-coverage": area_under_risk_coverage(sure, right),
        "area under ROC": area_under_roc(sure, right),
    }


def _sure(content: Mapping[str, Any], signs_: Sequence[Sequence[float]]) -> list[float]:
    """The confidence that weights give to choices with these signs."""
    return [float(value) for value in sigmoid(logits(content["confidence"], bent(signs_, content["knots"])))]


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _questions(folder: Path, most: int) -> list[Case]:
    """The questions of a folder about articles that `train` has not learned from, at most so many, evenly spread."""
    cases = [c for c in load_questions(folder / "questions.jsonl").cases if _part(c) != "learn"]
    return _spread(cases, most)


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
    asked = {folder: _questions(folder, most) for folder in folders}
    found: dict[str, list[Asked]] = {}
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
    content, figures = learn(found)
    save.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    _print("all", figures)
    for name, own in found.items():
        if part := [one for one in own if _part(one.case) == "report"]:
            _print(name, report(part, content))
    out.print(f"Written to '{save}'.", markup=False)
    return 0


def _print(name: str, figures: dict[str, float]) -> None:
    out.print(f"{name}:", markup=False)
    for what, value in figures.items():
        out.print(f"  {what:28} {value:.3f}", markup=False)


if __name__ == "__main__":
    sys.exit(run(app))
