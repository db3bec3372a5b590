"""`python -m bot.reader.fit`: learn how much each sign counts, from public questions and their documents.

Give it folders that each hold `docs/` and `questions.jsonl`. Two thirds of the documents of each teach which sentence
answers, one of them also how sure to be of it; the third one, never learned from, tells how good that is.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np
import typer

from bot.chat import Bot
from bot.errors import EvaluationError
from bot.metrics import area_under_risk_coverage, expected_calibration_error, holds_any
from bot.questions import Case, load_questions
from bot.reader.choice import SIGNS, choose, draft
from bot.reader.declining import missing_keys
from bot.reader.evidence import FEATURES, Sentence, sentences
from bot.reader.logistic import cutoff, fit, fit_choices, logits, sigmoid
from bot.reader.question import Question, analyze
from bot.retrieve import retrieve
from ingest.console import out, progress, run
from ingest.documents import Hit
from ingest.embed import load_embeddings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_PARTS = 3
_HIDDEN = 3  # every third answerable question is read once more without the document that answers it
_MOST_WRONG_DECLINES = 0.03  # of the answers that would be right


@dataclass(frozen=True, slots=True)
class Reading:
    """A question and all that the reader sees for it.

    Attributes:
        part: 0 to learn the choice from, 1 to learn choice and confidence from, 2 to measure with.
        case: what would be right; without answers where the document that has them was hidden.
        question, hits, found: what the reader works on.
        right: whether each sentence of `found` holds an answer, shape (sentences,).
    """

    part: int
    case: Case
    question: Question
    hits: tuple[Hit, ...]
    found: tuple[Sentence, ...]
    right: tuple[bool, ...]


def readings(bot: Bot, cases: Sequence[Case], hide: int = _HIDDEN) -> Iterator[Reading]:
    """What the reader sees for each case, and for every `hide`-th one also without the document that answers it."""
    k = bot.settings.passages
    for at, case in enumerate(cases):
        vector = load_embeddings(bot.settings.embedding_model).encode_question(case.question)
        with bot.index.reading() as view:
            hits = retrieve(view, case.question, vector, k + 40)
            question = analyze(view, case.question, vector)
        part = int(sha256((case.source or case.question).encode()).hexdigest(), 16) % _PARTS
        yield _reading(part, case, question, hits[:k])
        if case.answers and case.source and at % hide == 0:
            others = tuple(hit for hit in hits if hit.passage.source != case.source)[:k]
            yield _reading(part, replace(case, answers=()), question, others)


def _reading(part: int, case: Case, question: Question, hits: tuple[Hit, ...]) -> Reading:
    found = tuple(sentences(question, hits))
    right = tuple(
        (case.source is None or hits[sentence.hit].passage.source == case.source)
        and holds_any(hits[sentence.hit].passage.quote(sentence.start, sentence.end), case.answers)
        for sentence in found
    )
    return Reading(part, case, question, hits, found, right)


def learn_choice(read: Sequence[Reading]) -> list[float]:
    """Weights of `evidence.FEATURES`, from the readings of parts 0 and 1 that hold an answer."""
    useful = [reading for reading in read if reading.part < 2 and any(reading.right)]
    groups = [[sentence.features for sentence in reading.found] for reading in useful]
    return [float(weight) for weight in fit_choices(groups, [reading.right for reading in useful])]


def judged(
    read: Sequence[Reading], choice: Sequence[float], part: int
) -> tuple[list[tuple[float, ...]], list[bool], list[bool]]:
    """For each reading of a part that is not declined by name: signs, whether the answer is right, whether one is."""
    signs, right, there = [], [], []
    for reading in read:
        chosen = choose(reading.question, reading.hits, reading.found, choice) if reading.part == part else None
        if chosen is None or missing_keys(reading.question):
            continue
        said = " ".join(claim.text for claim in draft(reading.question, reading.hits, chosen, 0.0).claims)
        signs.append(chosen.signs)
        right.append(holds_any(said, reading.case.answers))
        there.append(bool(reading.case.answers))
    return signs, right, there


def risk_curve(confidence: Sequence[float], right: Sequence[bool], points: int = 40) -> list[tuple[float, float]]:
    """(confidence from which on is answered, share of those answers that are wrong), by rising confidence."""
    order = np.argsort(confidence)
    sure, good = np.asarray(confidence)[order], np.asarray(right, dtype=np.float64)[order]
    wrong = 1 - np.cumsum(good[::-1])[::-1] / np.arange(len(good), 0, -1)
    # A stricter threshold never promises less than a laxer one: what the tail's few answers happen to be is noise.
    wrong = np.minimum.accumulate(wrong)
    places = np.unique(np.linspace(0, len(sure) - 20, points).round().astype(int))
    return [(round(float(sure[at]), 4), round(float(wrong[at]), 4)) for at in places]


def learn(read: Sequence[Reading]) -> tuple[dict[str, Any], dict[str, float]]:
    """The content of weights.json, and how well it does on the third part."""
    choice = learn_choice(read)
    signs, right, _ = judged(read, choice, 1)
    sure = [float(weight) for weight in fit(signs, right)]
    confidence = sigmoid(logits(sure, signs))
    threshold = cutoff(confidence, right, _MOST_WRONG_DECLINES)
    content = {
        "features": list(FEATURES),
        "signs": list(SIGNS),
        "choice": [round(weight, 4) for weight in choice],
        "confidence": [round(weight, 4) for weight in sure],
        "risks": risk_curve([float(value) for value in confidence], right),
        "threshold": round(threshold, 3),
    }
    signs, right, there = judged(read, choice, 2)
    held = [float(value) for value in sigmoid(logits(sure, signs))]
    answered = np.asarray(held) >= threshold
    good, able = np.asarray(right), np.asarray(there)
    return content, {
        "questions": float(len(held)),
        "right sentence": float(good[able].mean()),
        "right and shown": float((good & answered)[able].mean()),
        "answered without an answer": float(answered[~able].mean()),
        "calibration error": expected_calibration_error(held, right),
        "area under risk-coverage": area_under_risk_coverage(held, right),
    }


@app.command()
def main(
    folders: Annotated[list[Path], typer.Argument(help="Folders with docs/ and questions.jsonl.")],
    most: Annotated[int, typer.Option(min=10, help="Questions taken from each, evenly spread.")] = 1500,
    save: Annotated[Path, typer.Option(help="Where to write the weights.")] = Path(__file__).parent / "weights.json",
) -> int:
    """Learn the reader's weights and report how good they are on documents that taught nothing."""
    found: list[Reading] = []
    with progress() as report, TemporaryDirectory() as scratch:
        for folder in folders:
            cases = load_questions(folder / "questions.jsonl").cases
            cases = cases[:: max(1, len(cases) // most)]
            bot = Bot.from_folder(folder / "docs", Path(scratch) / folder.name, progress=report)
            for at, reading in enumerate(readings(bot, cases)):
                found.append(reading)
                report(f"Reading {folder.name}", min(at, len(cases)), len(cases))
            bot.close()
    if not any(any(reading.right) for reading in found):
        raise EvaluationError("None of these questions is answered by its documents. Check `source` and `answers`.")
    content, figures = learn(found)
    save.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    for name, value in figures.items():
        out.print(f"{name:28} {value:.3f}")
    out.print(f"Written to '{save}'.", markup=False)
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
