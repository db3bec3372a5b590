"""Scores of answers and rankings: pure functions, each with its source."""

import re
import string
from collections import Counter
from collections.abc import Sequence, Set

import numpy as np

_TOKEN = re.compile(r"(?:[a-z]\.){2,}|\d+(?:[.,]\d+)*|'\w+|[^\W_]+|[%$€£¥]")
_ARTICLES = frozenset({"a", "an", "the"})
_BINS = 10  # of a reliability diagram
_MARKER = re.compile(r"(?<!\\)\[\d+\]")


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers with their decimals, % and currency signs; articles and markers like [1] dropped."""
    plain = _MARKER.sub(" ", text).replace("\\", "").replace("’", "'").replace("‘", "'").lower()
    found = (
        token.replace(",", "") if token[0].isdigit() else token.replace(".", "") for token in _TOKEN.findall(plain)
    )
    return [token for token in found if token not in _ARTICLES]


def joined(text: str) -> str:
    """The tokens of a text as one string, in which those of an answer, joined too, can be looked for at once."""
    return f" {' '.join(tokens(text))} "


def holds(text: str, answer: str) -> bool:
    """Whether the tokens of `answer` occur in `text` one after the other: "3%" is not in "3.3%", "no" not in "know"."""
    return holds_any(text, [answer])


def holds_any(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the accepted answers occurs in `text`."""
    there = joined(text)
    return any(sought.strip() != "" and sought in there for sought in map(joined, answers))


def _squad(text: str) -> str:
    kept = "".join(sign for sign in text.lower() if sign not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())


def exact_match(short: str, answers: Sequence[str]) -> float:
    """1 if `short` is an accepted answer, normalized as in SQuAD (Rajpurkar et al. 2016); no answers: 1 for ""."""
    return float(any(_squad(short) == _squad(answer) for answer in answers or [""]))


def f1(short: str, answers: Sequence[str]) -> float:
    """The best overlap of tokens with an accepted answer, 0 to 1 (Rajpurkar et al. 2016; 2018 for no answer)."""
    return max(_overlap(_squad(short).split(), _squad(answer).split()) for answer in answers or [""])


def _overlap(said: list[str], wanted: list[str]) -> float:
    if not said or not wanted:
        return float(said == wanted)
    same = sum((Counter(said) & Counter(wanted)).values())
    return 2 * same / (len(said) + len(wanted))


def recall_at(ranks: Sequence[int | None], k: int) -> float:
    """Share of the questions whose first right passage has a rank of at most `k`; ranks count from 1."""
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks) if ranks else float("nan")


def mean_reciprocal_rank(ranks: Sequence[int | None], k: int = 10) -> float:
    """MRR@k (Voorhees 1999): the mean of 1 / rank of the first right passage, 0 beyond `k`."""
    return sum(1 / rank for rank in ranks if rank is not None and rank <= k) / len(ranks) if ranks else float("nan")


def risks(confidence: Sequence[float], right: Sequence[bool]) -> list[float]:
    """The share of wrong answers among the surest one, two, three … (Geifman and El-Yaniv 2017)."""
    order = np.argsort(-np.asarray(confidence, dtype=np.float64), kind="stable")
    wrong = 1.0 - np.asarray(right, dtype=np.float64)[order]
    return [float(share) for share in np.cumsum(wrong) / np.arange(1, len(wrong) + 1)]


def area_under_risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """The mean of `risks`."""
    return float(np.mean(risks(confidence, right))) if right else float("nan")


def area_under_roc(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """The chance that a right answer is surer than a wrong one, ties counted half (Hanley and McNeil 1982)."""
    sure, good = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=bool)
    yes, no = np.sort(sure[good]), np.sort(sure[~good])
    if not len(yes) or not len(no):
        return float("nan")
    below, upto = np.searchsorted(no, yes, "left"), np.searchsorted(no, yes, "right")
    return float((below + upto).mean() / 2 / len(no))


def reliability(confidence: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float, int]]:
    """Bins of equal width: mean confidence, share that is right, count; empty bins left out (Niculescu-Mizil 2005)."""
    sure, good = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.float64)
    places = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    inside = [places == at for at in range(_BINS)]
    return [(float(sure[own].mean()), float(good[own].mean()), int(own.sum())) for own in inside if own.any()]


def expected_calibration_error(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Mean distance of confidence from the share that is right, over bins of equal width (Guo et al. 2017)."""
    if not right:
        return float("nan")
    return sum(abs(sure - good) * count for sure, good, count in reliability(confidence, right)) / len(right)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    return float(np.quantile(np.asarray(values, dtype=np.float64), share)) if values else float("nan")


def bootstrap(values: Sequence[float], samples: int = 2000) -> tuple[float, float]:
    """The 95 % interval of a mean (Efron 1979, percentile method)."""
    if not values:
        return float("nan"), float("nan")
    own, random = np.asarray(values, dtype=np.float64), np.random.default_rng(0)
    means = [own[random.integers(0, len(own), len(own))].mean() for _ in range(samples)]
    return percentile(means, 0.025), percentile(means, 0.975)


def paired_bootstrap(ours: Sequence[float], theirs: Sequence[float], samples: int = 2000) -> tuple[float, float, float]:
    """The mean of ours less theirs on the same questions, and the ends of its 95 % interval (Koehn 2004)."""
    gains = [float(own) - float(other) for own, other in zip(ours, theirs, strict=True)]
    return float(np.mean(gains)), *bootstrap(gains, samples)


def precision_recall_f1(found: Sequence[Set[str]], wanted: Sequence[Set[str]]) -> tuple[float, float, float]:
    """Micro precision, recall and F1 of each question's terms, as Voskarides et al. 2020 score follow-ups."""
    same = sum(len(own & right) for own, right in zip(found, wanted, strict=True))
    precision, recall = same / max(1, sum(map(len, found))), same / max(1, sum(map(len, wanted)))
    return precision, recall, 2 * precision * recall / (precision + recall) if same else 0.0


def cohen_kappa(one: Sequence[bool], other: Sequence[bool]) -> float:
    """Agreement of two judges beyond chance, at most 1 (Cohen 1960); 1 if both say the same of everything."""
    first, second = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    seen = float((first == second).mean())
    chance = float(first.mean() * second.mean() + (1 - first.mean()) * (1 - second.mean()))
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)
