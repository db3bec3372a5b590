"""`python -m bot.reader.fit`: learn how much each sign counts, from public questions and their documents.

Give it folders that each hold `docs/` and `questions.jsonl`. Of their articles only those count that `train` has not
learned from, since the reader is surer of those it has: its part to tune with teaches which passage and which sentence
answers and how sure to be of it, its part to report on tells how good that is.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, TypeVar

import numpy as np
import typer
from numpy.typing import NDArray

from bot.chat import Bot
from bot.errors import EvaluationError
from bot.lookup import look_up
from bot.metrics import area_under_risk_coverage, area_under_roc, expected_calibration_error, holds_any, recall_at
from bot.questions import Case, load_questions
from bot.reader.choice import SIGNS, choose, draft
from bot.reader.declining import missing_keys
from bot.reader.evidence import FEATURES, Sentence, sentences
from bot.reader.logistic import cutoff, fit, fit_choices, logits, sigmoid
from bot.reader.parts import Part, part_of
from bot.reader.question import Question, analyze
from bot.reader.rank import RANKING, Ranked, ranked, signs
from bot.reader.spans import Reading, read_passages
from ingest.console import out, progress, run
from ingest.documents import Hit

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
T = TypeVar("T")
_HIDDEN = 3  # every third answerable question is read once more without the document that answers it
_MOST_WRONG_DECLINES = 0.033  # of the answers that would be right


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the passages that were read for it.

    Attributes:
        case: what would be right; without answers where the document that has them was hidden.
        question: taken apart.
        hits: as they were retrieved.
        readings: of each hit.
        right: whether each hit holds an answer.
        hidden: whether it was read without the document that answers it.
    """

    case: Case
    question: Question
    hits: tuple[Hit, ...]
    readings: tuple[Reading, ...]
    right: tuple[bool, ...]
    hidden: bool = False


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


def ask_all(bot: Bot, cases: Sequence[Case], hide: int = _HIDDEN) -> Iterator[Asked]:
    """Retrieve and read for each case, and for every `hide`-th one also without the document that answers it."""
    k = bot.settings.passages
    for at, case in enumerate(cases):
        with bot.index.reading() as view:
            found = look_up(view, case.question, k + 40)
            question = analyze(view, found.text, found.vector)
        hits = found.hits
        yield _asked(case, question, hits[:k])
        if case.answers and case.source and at % hide == 0:
            others = tuple(hit for hit in hits if hit.passage.source != case.source)[:k]
            yield replace(_asked(replace(case, answers=()), question, others), hidden=True)


def _asked(case: Case, question: Question, hits: tuple[Hit, ...]) -> Asked:
    readings = tuple(read_passages(question.text, [hit.passage for hit in hits]))
    return Asked(case, question, hits, readings, tuple(_answers(case, hit) for hit in hits))


def _answers(case: Case, hit: Hit) -> bool:
    """Whether a passage is a right one: it holds an answer, in the paragraph that is asked about if that is known."""
    start, end = case.paragraph or (0, hit.passage.end)
    return hit.passage.start < end and start < hit.passage.end and _holds(case, hit, hit.passage.text)


def _holds(case: Case, hit: Hit, text: str) -> bool:
    return (case.source is None or hit.passage.source == case.source) and holds_any(text, case.answers)


def learn_rank(asked: Sequence[Asked]) -> list[float]:
    """Weights of `rank.RANKING`: those of a conditional logit, scaled to log odds that a passage answers."""
    rows = [[signs(hit, reading) for hit, reading in zip(a.hits, a.readings, strict=True)] for a in asked]
    useful = [at for at, one in enumerate(asked) if any(one.right)]
    order = fit_choices([rows[at] for at in useful], [asked[at].right for at in useful])
    flat = [[value] for one in rows if one for value in logits(order, one)]
    slope, bias = fit(flat, [flag for one in asked for flag in one.right])
    return [float(weight * slope) for weight in order[:-1]] + [float(bias)]


def read_all(asked: Sequence[Asked], learned: Sequence[float]) -> Iterator[Read]:
    """Put passages in order and judge their sentences."""
    for one in asked:
        order = ranked(one.hits, one.readings, learned)
        found = tuple(sentences(one.question, order))
        right = tuple(
            _holds(one.case, order.hits[s.hit], order.hits[s.hit].passage.quote(s.start, s.end)) for s in found
        )
        yield Read(one, order, found, right)


def learn_choice(read: Sequence[Read]) -> list[float]:
    """Weights of `evidence.FEATURES`, from what holds an answer."""
    useful = [one for one in read if any(one.right)]
    groups = [[sentence.features for sentence in one.found] for one in useful]
    return [float(weight) for weight in fit_choices(groups, [one.right for one in useful])]


def judged(read: Sequence[Read], choice: Sequence[float]) -> tuple[list[tuple[float, ...]], list[bool], list[bool]]:
    """For each that is not declined by name: signs, whether the answer is right, whether there is one."""
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
    order = learn_rank(_balanced(tune))
    read = _balanced([list(read_all(own, order)) for own in tune])
    choice = learn_choice(read)
    signs_, right, _ = judged(read, choice)
    sure = fit(signs_, right)
    # What was hidden teaches to decline, but people do not ask that often for what is not there: the probability is
    # that of the questions as they were asked.
    plain, good, _ = judged([one for one in read if not one.asked.hidden], choice)
    slope, bias = fit([[value] for value in logits(sure, plain)], good)
    sure = np.append(slope * sure[:-1], slope * sure[-1] + bias)
    confidence = sigmoid(logits(sure, signs_))
    threshold = cutoff(confidence, right, _MOST_WRONG_DECLINES)
    content = {
        "ranking": list(RANKING),
        "features": list(FEATURES),
        "signs": list(SIGNS),
        "rank": [round(weight, 4) for weight in order],
        "choice": [round(weight, 4) for weight in choice],
        "confidence": [round(float(weight), 4) for weight in sure],
        "risks": risk_curve([float(value) for value in sigmoid(logits(sure, plain))], good),
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
    read = list(read_all(asked, content["rank"]))
    plain, plainly, _ = judged([one for one in read if not one.asked.hidden], content["choice"])
    calm = [float(value) for value in sigmoid(logits(content["confidence"], plain))]
    found, right, there = judged(read, content["choice"])
    sure = [float(value) for value in sigmoid(logits(content["confidence"], found))]
    answered = np.asarray(sure) >= content["threshold"]
    good, able = np.asarray(right), np.asarray(there)
    ranks = [
        next((at + 1 for at, hit in enumerate(one.ranked.hits) if _answers(one.asked.case, hit)), None)
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


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _part(case: Case) -> Part:
    return part_of(case.source or case.question)


@app.command()
def main(
    folders: Annotated[list[Path], typer.Argument(help="Folders with docs/ and questions.jsonl.")],
    most: Annotated[int, typer.Option(min=10, help="Questions taken from each, evenly spread.")] = 1500,
    save: Annotated[Path, typer.Option(help="Where to write the weights.")] = Path(__file__).parent / "weights.json",
) -> int:
    """Learn the reader's weights and report how good they are on documents that taught nothing."""
    found: dict[str, list[Asked]] = {}
    with progress() as bar, TemporaryDirectory() as scratch:
        for folder in folders:
            cases = [c for c in load_questions(folder / "questions.jsonl").cases if _part(c) != "learn"]
            cases = cases[:: max(1, -(-len(cases) // most))]
            bot = Bot.from_folder(folder / "docs", Path(scratch) / folder.name, progress=bar)
            own = found.setdefault(folder.name, [])
            for one in ask_all(bot, cases):
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
