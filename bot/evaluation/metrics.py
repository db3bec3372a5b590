"""Scores of answers and rankings: pure functions, each with its source."""

import re
import string
from collections import Counter
from collections.abc import Sequence, Set

import numpy as np

from bot.markup import unmarked

_TOKEN = re.compile(r"(?:[a-z]\.){2,}|\d+(?:[.,]\d+)*|'\w+|[^\W_]+|[%$€£¥]")
_ARTICLES = frozenset({"a", "an", "the"})
_SIGNS = {
    **dict.fromkeys(("euro", "euros", "eur"), "€"),
    **dict.fromkeys(("pound", "pounds", "gbp"), "£"),
    **dict.fromkeys(("dollar", "dollars", "usd"), "$"),
    **dict.fromkeys(("yen", "jpy"), "¥"),
    **dict.fromkeys(("percent", "prozent"), "%"),
}
_PER_CENT = re.compile(r"\b(?:per|pour|por) ?cent\w?\b|\bpor ciento\b")
_BETWEEN = frozenset({"to", "bis", "à"})  # of two numbers: a dash is no token, so these must not be one either
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u202f\u2009'](?=\d{3}(?!\d))")
_SPACED = re.compile(r"(?<![\d.,])(\d{1,3}) (?=\d{3} ?(?:[€£$¥]|eur))")
_YES_OR_NO = frozenset("yes no ja nein oui non sí".split())
_BINS = 10  # of a reliability diagram


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers, % and currency signs; articles and markers like [1] dropped.

    What is written in several ways comes out as one: "€1,250.00", "1.250 EUR" and "1250 euros"; "12,5 per cent" and
    "12.5%"; "9 to 12" and "9–12".
    """
    plain = unmarked(text).replace("\\", "").replace("’", "'").replace("‘", "'").lower()
    plain = _PER_CENT.sub("%", _SPACED.sub(r"\1", _GROUPED.sub("", plain)))
    found = [_number(one) if one[0].isdigit() else one.replace(".", "") for one in _TOKEN.findall(plain)]
    kept: list[str] = []
    for at, token in enumerate(found):
        sign = _SIGNS.get(token, token)
        number_before = bool(kept) and kept[-1][0].isdigit()
        number_after = at + 1 < len(found) and found[at + 1][0].isdigit()
        if token in _BETWEEN and number_before and number_after:
            continue
        if sign in "€£$¥" and number_before and kept[-2:-1] != [sign] and not (token == sign and number_after):
            kept.insert(-1, sign)  # as it is written in English: before the number
        elif token not in _ARTICLES:
            kept.append(sign)
    return kept


def _number(token: str) -> str:
    """A number without marks between thousands, with a decimal point, and without cents where there are none."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", token):  # 1.250,50
        token = token.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+,\d{1,2}", token):  # 12,5
        token = token.replace(",", ".")
    token = token.replace(",", "")
    return re.sub(r"(?<=\.\d)0$", "", re.sub(r"\.00$", "", token)) if re.fullmatch(r"\d+\.\d\d", token) else token


def joined(text: str) -> str:
    """The tokens of a text as one string, in which those of an answer, joined too, can be looked for at once."""
    return f" {' '.join(tokens(text))} "


def holds(text: str, answer: str) -> bool:
    """Whether the tokens of `answer` occur in `text` one after the other: "3%" is not in "3.3%", "no" not in "know"."""
    return holds_any(text, [answer])


def holds_any(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the accepted answers occurs in `text`; a bare "no" or "yes" as the first word of a sentence."""
    there = joined(text)
    for answer in answers:
        sought = joined(answer)
        if sought.strip() in _YES_OR_NO:
            if re.search(rf"(?:^|[.!?:;]\W*)\W*{sought.strip()}\b(?!\.?\s*\d)", text.lower()):
                return True
        elif sought.strip() and sought in there:
            return True
    return False


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
