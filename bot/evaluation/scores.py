"""What became of each question, and what all of them come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.errors import EvaluationError
from bot.evaluation import metrics

# What is a mean over which rows: how each score is named in the summary, in --floor and in --compare.
SCORES = {
    "accuracy": "answerable questions whose answer says what is wanted",
    "verbatim": "citations whose quote is exactly the characters of the source",
    "citation_precision": "citations from the right document that hold an accepted answer",
    "declined": "unanswerable questions that are declined",
    "wrongly_declined": "answerable questions that are declined",
    "false_answers": "unanswerable questions that are answered",
    "exact_match": "short answers that are an accepted one",
    "f1": "overlap of short answers with accepted ones",
    "recall@1": "questions whose best passage is a right one",
    "recall@5": "… one of the best 5",
    "recall@20": "… one of the best 20",
    "mrr@10": "mean of 1 / rank of the first right passage",
}
_LESS_IS_BETTER = frozenset({"wrongly_declined", "false_answers"})


@dataclass(frozen=True, slots=True)
class Row:
    """One question and what became of it.

    Attributes:
        question, history, kind, answers, all, least, never, review: as in `Case`.
        searched, text, short, answered, confidence, notes, usage: of the `Answer`.
        citations: source, quote, start and end of each.
        right: see `questions.is_right`.
        verbatim, precise: for each citation, whether it is exact, and whether it proves an accepted answer.
        rank: of the first right passage, from 1; None if there is none among 20, or none is known.
        seconds: from question to full answer.
        judged: whether a language model that was asked calls it right; None without a verdict.
    """

    question: str
    history: tuple[dict[str, str], ...]
    searched: str
    kind: str
    answers: tuple[str, ...]
    text: str
    short: str | None
    answered: bool
    confidence: float
    notes: tuple[str, ...]
    citations: tuple[dict[str, Any], ...]
    right: bool
    verbatim: tuple[bool, ...]
    precise: tuple[bool, ...]
    rank: int | None
    seconds: float
    review: bool
    usage: dict[str, int] = field(default_factory=dict)
    judged: bool | None = None
    all: tuple[tuple[str, ...], ...] = ()
    least: int | None = None
    never: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether there is something to say; else declining is right."""
        return bool(self.answers or self.all)

    @property
    def wanted(self) -> str:
        """What is right to say, for people: "a | b" for one of them, "a + b" for all; "" for declining."""
        parts = [" | ".join(self.answers), " + ".join(" | ".join(one) for one in self.all)]
        least = f"{self.least} of: " if self.least and self.least < len(self.all) else ""
        return least + " + ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Kind:
    """How the questions of a kind fared.

    Attributes:
        questions, right, declined: how many there are, are right and were declined.
        proved: of those with a right answer to say, how many cite a place that proves it.
    """

    name: str
    questions: int
    right: int
    declined: int
    proved: int | None


def by_kind(rows: Sequence[Row]) -> list[Kind]:
    """The kinds in the order in which they are first met."""
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        if row.kind and not row.review:
            kinds.setdefault(row.kind, []).append(row)
    return [_of_kind(name, own) for name, own in kinds.items()]


def _of_kind(name: str, rows: Sequence[Row]) -> Kind:
    able = [row for row in rows if row.answerable]
    return Kind(
        name,
        len(rows),
        sum(row.right for row in rows),
        sum(not row.answered for row in rows),
        sum(any(row.precise) for row in able) if able else None,
    )


def summarize(rows: Sequence[Row]) -> dict[str, float]:
    """The scores of `SCORES` with the ends of their 95 % intervals (`accuracy.low`), and what has none."""
    scored = [row for row in rows if not row.review]
    summary: dict[str, float] = {"questions": len(scored)}
    for name, values in _values(scored).items():
        if values:
            summary[name] = sum(values) / len(values)
            summary[f"{name}.low"], summary[f"{name}.high"] = metrics.bootstrap(values)
    shown = [row for row in scored if row.answered]
    if shown:
        sure, right = [row.confidence for row in shown], [row.right and row.answerable for row in shown]
        summary["risk_coverage_area"] = metrics.area_under_risk_coverage(sure, right)
        summary["calibration_error"] = metrics.expected_calibration_error(sure, right)
    for kind in ("input_tokens", "output_tokens"):
        tokens = [row.usage.get(kind, 0) for row in rows]
        if any(tokens):
            summary[kind] = sum(tokens)
    seconds = [row.seconds for row in rows]
    summary["p50_ms"] = 1000 * metrics.percentile(seconds, 0.5)
    summary["p95_ms"] = 1000 * metrics.percentile(seconds, 0.95)
    return summary


def _values(rows: Sequence[Row]) -> dict[str, list[float]]:
    """What each of `SCORES` is a mean of, in their order."""
    able, unable = [row for row in rows if row.answerable], [row for row in rows if not row.answerable]
    short = [(row.short, row.answers) for row in able if row.short and row.answers]
    return {
        "accuracy": [float(row.right) for row in able],
        "verbatim": [float(exact) for row in rows for exact in row.verbatim],
        "citation_precision": [float(good) for row in able for good in row.precise],
        "declined": [float(not row.answered) for row in unable],
        "wrongly_declined": [float(not row.answered) for row in able],
        "false_answers": [float(row.answered) for row in unable],
        "exact_match": [metrics.exact_match(said, answers) for said, answers in short],
        "f1": [metrics.f1(said, answers) for said, answers in short],
        **{f"recall@{k}": [metrics.recall_at([row.rank], k) for row in able] for k in (1, 5, 20)},
        "mrr@10": [metrics.mean_reciprocal_rank([row.rank]) for row in able],
    }


def floor(text: str) -> tuple[str, float]:
    """The score and its least value that a `--floor accuracy=0.9` asks for.

    Raises:
        EvaluationError: it is not of that form, or there is no such score.
    """
    name, _, value = text.partition("=")
    try:
        least = float(value)
    except ValueError:
        raise EvaluationError(f"--floor {text}: give a score and a number, such as accuracy=0.9.") from None
    if name not in SCORES:
        raise EvaluationError(f"--floor {text}: there is no score '{name}'. There are: {', '.join(SCORES)}.")
    return name, least


def falls_short(summary: Mapping[str, float], name: str, least: float) -> bool:
    """Whether a score falls short of its floor; of shares that had better be small, whether it is above.

    Raises:
        EvaluationError: none of the questions is scored for it.
    """
    if name not in summary:
        raise EvaluationError(f"--floor {name}: none of these questions is scored for it.")
    return summary[name] > least if name in _LESS_IS_BETTER else summary[name] < least
