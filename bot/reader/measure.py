"""How good a reader is at one passage at a time, by the metrics of SQuAD 2.0."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.metrics import exact_match, f1
from bot.reader.data import Example
from bot.reader.pairs import pairs
from bot.reader.spans import Reader, load_reader

_SHARES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)  # tried: what the words count against the passage


@dataclass(frozen=True, slots=True)
class Scored:
    """What the reader made of some examples, each with the passage that it was given; all of shape (examples,).

    Attributes:
        span: log odds of the likeliest words against "not in this passage".
        answers: log odds that the passage answers the question at all.
        overlap, same: F1 of the likeliest words, and whether they are an exact match; 0 where nothing answers.
        able: whether something does.
    """

    span: NDArray[np.float64]
    answers: NDArray[np.float64]
    overlap: NDArray[np.float64]
    same: NDArray[np.float64]
    able: NDArray[np.bool_]


def score(reader: Reader, examples: Sequence[Example]) -> Scored:
    """Read each example's passage as it was given."""
    found = []
    for at in range(0, len(examples), 256):
        part = examples[at : at + 256]
        rows = [pairs(one.question, [(one.own[0].above, one.own[0].text)])[0] for one in part]
        for one, reading in zip(part, reader.read_pairs(rows), strict=True):
            text = one.own[0].text
            span = reading.best(0, len(text))
            said = text[span.start : span.end]
            right = (f1(said, one.answers), exact_match(said, one.answers)) if one.answers else (0.0, 0.0)
            found.append((span.score, reading.answers, *right, float(bool(one.answers))))
    table = np.array(found, dtype=np.float64).reshape(-1, 5)
    return Scored(table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4] > 0)


def squad(
    sure: NDArray[np.float64], given: NDArray[np.float64], answerable: NDArray[np.bool_], threshold: float
) -> float:
    """The score of SQuAD 2.0 (Rajpurkar et al. 2018), 0 to 1: declining is right where there is no answer.

    Args:
        sure: how sure the reader is of each answer, shape (examples,).
        given: F1 or exact match of each answer.
        answerable: whether there is one.
        threshold: how sure it must be to answer.
    """
    return float(np.where(sure >= threshold, np.where(answerable, given, 0.0), ~answerable).mean())


def measure(folder: Path, tune: Sequence[Example], report: Sequence[Example]) -> dict[str, float]:
    """The metrics of SQuAD 2.0 on the part to report on.

    From where on an answer is declined, and how much its words count against the passage, is what is best on the other.
    """
    reader = load_reader(folder, fast=False)
    known, asked = score(reader, tune), score(reader, report)

    def tried(share: float) -> tuple[float, float, float]:
        sure = share * known.span + known.answers
        cuts = np.quantile(sure, np.linspace(0, 1, 200))
        return max((squad(sure, known.overlap, known.able, float(cut)), share, float(cut)) for cut in cuts)

    _, share, threshold = max(tried(share) for share in _SHARES)
    sure = share * asked.span + asked.answers
    return {
        "questions": float(len(report)),
        "answerable F1": float(asked.overlap[asked.able].mean()),
        "overall F1": squad(sure, asked.overlap, asked.able, threshold),
        "overall exact match": squad(sure, asked.same, asked.able, threshold),
    }
