"""What an evaluation shows: a table and every miss, a page with diagrams, a comparison of two runs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from rich.table import Table

from bot.errors import EvaluationError
from bot.evaluation import metrics
from bot.evaluation.scores import SCORES, Row, by_kind
from ingest.console import out

_SIDE = 240  # of a diagram, in the units of its SVG
# What has no interval: name, format, meaning.
_PLAIN = (
    ("risk_coverage_area", ".3f", "answers that were given"),
    ("calibration_error", ".3f", "answers that were given"),
    ("input_tokens", ".0f", "tokens that the language model read"),
    ("output_tokens", ".0f", "tokens that it wrote"),
    ("p50_ms", ".0f", "milliseconds from question to full answer"),
    ("p95_ms", ".0f", "… of the slowest twentieth"),
)


def show(rows: Sequence[Row], summary: Mapping[str, float]) -> None:
    """Print every miss, then the scores, then how each kind of question fared."""
    for row in rows:
        if row.review or not row.right:
            out.print(_miss(row), lines=True)
    table = Table("score", "value", "95 % interval", "of what", title=f"{summary['questions']:.0f} questions")
    for name, meaning in SCORES.items():
        if name in summary:
            interval = f"{summary[f'{name}.low']:.3f} – {summary[f'{name}.high']:.3f}"
            table.add_row(name, f"{summary[name]:.3f}", interval, meaning)
    for name, form, meaning in _PLAIN:
        if name in summary:
            table.add_row(name, format(summary[name], form), "", meaning)
    out.print(table)
    if kinds := by_kind(rows):
        listed = Table("kind", "questions", "right", "%", "declined", "proved")
        for kind in kinds:
            share, proved = f"{100 * kind.right / kind.questions:.0f}", "" if kind.proved is None else str(kind.proved)
            listed.add_row(kind.name, str(kind.questions), str(kind.right), share, str(kind.declined), proved)
        out.print(listed)


def _miss(row: Row) -> str:
    wanted = row.wanted or "nothing: the documents don't say"
    mark = "REVIEW" if row.review else "MISS"
    kind = f" ({row.kind})" if row.kind else ""
    return f"{mark}  {row.question}{kind}\n      wanted: {wanted}\n      said:   {row.text}\n"


def show_figures(title: str, figures: Mapping[str, float]) -> None:
    """Print figures by name, a line each."""
    out.print(f"{title}:")
    for name, value in figures.items():
        out.print(f"  {name:28} {value:.3f}")


def key(row: Mapping[str, Any]) -> str:
    """What tells that rows of two runs are about the same question: what was asked, after what, and what is right."""
    return json.dumps([row["question"], row["history"], row["answers"], row.get("all", [])])


def earlier(path: Path) -> dict[str, bool]:
    """Which questions an earlier run got right, by `key`.

    Raises:
        EvaluationError: `path` is not a file that --json wrote.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
        return {key(row): bool(row["right"]) for row in rows if not row["review"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"--compare: '{path}' is not a file that --json wrote ({error!r}).") from error


def compare(rows: Sequence[Row], before: Mapping[str, bool], name: str) -> None:
    """Print how this run differs from one called `name`, in which each question was right or not, by `key`.

    Raises:
        EvaluationError: the two have no question in common.
    """
    keyed = [(key(asdict(row)), row) for row in rows if not row.review]
    shared = [(row, before[own]) for own, row in keyed if own in before]
    if not shared:
        raise EvaluationError("--compare: the two runs have no question in common.")
    gain, low, high = metrics.paired_bootstrap([row.right for row, _ in shared], [was for _, was in shared])
    verdict = "no clear difference" if low <= 0 <= high else ("better" if gain > 0 else "worse")
    interval = f"{gain:+.3f} right ({low:+.3f} to {high:+.3f})"
    out.print(f"Against {name}, {len(shared)} questions: {interval}: {verdict}.")
    for row, was in shared:
        if row.right != was:
            out.print(f"  {'gained' if row.right else 'lost'}: {row.question}")


def page(name: str, rows: Sequence[Row], summary: Mapping[str, float]) -> str:
    """One HTML page, in need of nothing else: scores, the reliability diagram, risk by coverage, every miss."""
    from jinja2 import Environment, StrictUndefined

    shown = [row for row in rows if row.answered and not row.review]
    sure, right = [row.confidence for row in shown], [row.right and row.answerable for row in shown]
    asked = sum(not row.review for row in rows)
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string((files("bot.evaluation") / "report.html").read_text(encoding="utf-8"))
    return template.render(
        name=name,
        summary=summary,
        scores=SCORES,
        kinds=by_kind(rows),
        side=_SIDE,
        bins=metrics.reliability(sure, right) if shown else [],
        risks=[(count / asked, risk) for count, risk in enumerate(metrics.risks(sure, right), start=1)],
        misses=[row for row in rows if not row.right and not row.review],
        reviews=[row for row in rows if row.review],
    )
