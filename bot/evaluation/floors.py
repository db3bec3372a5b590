"""Scores that must be reached: `--floor accuracy=0.9`."""

from collections.abc import Mapping, Sequence

from bot.errors import EvaluationError
from bot.evaluation.scores import LESS_IS_BETTER, SCORES


def floors(texts: Sequence[str]) -> list[tuple[str, float]]:
    """The score and its least value of each.

    Raises:
        EvaluationError: it is not of that form, or there is no such score.
    """
    return [_floor(text) for text in texts]


def _floor(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        least = float(value)
    except ValueError:
        raise EvaluationError(f"--floor {text}: give a score and a number, such as accuracy=0.9.") from None
    if name not in SCORES:
        raise EvaluationError(f"--floor {text}: there is no score '{name}'. There are: {', '.join(SCORES)}.")
    return name, least


def falls_short(summary: Mapping[str, float], name: str, least: float) -> bool:
    """Whether a score falls short; of shares that had better be small, whether it is above.

    Raises:
        EvaluationError: none of the questions is scored for it.
    """
    if name not in summary:
        raise EvaluationError(f"--floor {name}: none of these questions is scored for it.")
    return summary[name] > least if name in LESS_IS_BETTER else summary[name] < least
