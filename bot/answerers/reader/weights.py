"""What the reader has learned: how much each feature speaks for a sentence, and how sure it may be of its choice."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from ingest.errors import IndexUnusableError

CALIBRATION = "calibration.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted by `bot/learning/reader/fit.py` and `second_look.py`, kept in weights.json beside this module.

    Attributes:
        rank: of `ranker.RANKING`, then the bias: log odds that a passage answers.
        unread: of the retrieval score of a passage that is not read, then the bias: log odds that it answers.
        looked: of the log odds of a passage so far and of a cross-encoder's, then the bias: log odds that it answers.
        choice: of `evidence.FEATURES`, then the bias: log odds that a sentence answers.
        knots: of `selection.SIGNS`, where what each speaks for bends; see `logistic.bent`.
        confidence: of the bent signs, then the bias: log odds that the chosen answer is right, at a first look.
        sure: of `confidence.SIGNS`, then the bias: the same once a cross-encoder has looked at it too.
        risks: (confidence from which on a question is answered, share of the answers from there on that are wrong), by
            rising confidence: the risk-coverage curve of El-Yaniv and Wiener 2010, on questions not trained on.
        second: of `selection.SECOND`, then the bias: log odds that a second sentence adds an answer.
        adds: the log odds from which on it is shown.
        threshold: the confidence from which on a question is answered by default.
    """

    rank: tuple[float, ...]
    unread: tuple[float, ...]
    looked: tuple[float, ...]
    choice: tuple[float, ...]
    knots: tuple[float, ...]
    confidence: tuple[float, ...]
    sure: tuple[float, ...]
    risks: tuple[tuple[float, float], ...]
    second: tuple[float, ...]
    adds: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A user's own documents, taken into account by `evaluate --calibrate` (Platt 1999).

    Attributes:
        slope, bias: log odds become `slope * log odds + bias`.
        threshold: the confidence from which on a question is answered.
    """

    slope: float = 1.0
    bias: float = 0.0
    threshold: float | None = None

    def save(self, index: Path) -> None:
        """Keep it beside the index in the folder `index`."""
        (index / CALIBRATION).write_text(json.dumps(asdict(self)), encoding="utf-8")


@cache
def weights() -> Weights:
    """The weights that the package carries."""
    data = json.loads((files("bot.answerers.reader") / "weights.json").read_text(encoding="utf-8"))
    risks = tuple((float(confidence), float(risk)) for confidence, risk in data["risks"])
    return Weights(
        tuple(data["rank"]),
        tuple(data["unread"]),
        tuple(data["looked"]),
        tuple(data["choice"]),
        tuple(data["knots"]),
        tuple(data["confidence"]),
        tuple(data["sure"]),
        risks,
        tuple(data["second"]),
        float(data["adds"]),
        float(data["threshold"]),
    )


def calibration(index: Path) -> Calibration:
    """The calibration beside an index, if there is one; else one that changes nothing.

    Raises:
        IndexUnusableError: its file is damaged.
    """
    path = index / CALIBRATION
    if not path.exists():
        return Calibration()
    try:
        return Calibration(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise IndexUnusableError(f"'{path}' is damaged. Delete it, or run `evaluate --calibrate` again.") from error


def threshold(own: Calibration, max_wrong: float | None) -> float:
    """From which confidence on a question is answered.

    Args:
        own: the calibration for the documents.
        max_wrong: the share of answers that may be wrong; None for the default.
    """
    if max_wrong is None:
        return own.threshold if own.threshold is not None else weights().threshold
    return next((confidence for confidence, risk in weights().risks if risk <= max_wrong), 1.0)
