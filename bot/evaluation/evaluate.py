"""Questions -> one row each -> a summary, a table, files, a comparison."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answers import Answer
from bot.chat import Bot
from bot.errors import AnswererError, EvaluationError
from bot.evaluation.calibration import calibrate
from bot.evaluation.judge import judged, show_agreement
from bot.evaluation.others import load_answers
from bot.evaluation.questions import (
    Case,
    first_relevant,
    is_right,
    load_questions,
    proves,
    spread,
    unseen,
    write_articles,
)
from bot.evaluation.reports import compare, earlier, key, page, show
from bot.evaluation.scores import Row, falls_short, floor, summarize
from bot.proof.citations import plain
from ingest.console import err, out, progress
from ingest.documents import Hit

_DEPTH = 20  # passages looked through for the right one


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is wanted of an evaluation; see `python -m bot evaluate --help`."""

    questions: Path
    json_out: Path | None = None
    report: Path | None = None
    compare: Path | None = None
    floors: tuple[str, ...] = ()
    calibrate: bool = False
    limit: int | None = None
    unseen: bool = False
    judge: str | None = None
    answers: Path | None = None


def run_evaluation(open_bot: Callable[[Path | None], Bot], wishes: Wishes, documents: Path | None) -> int:
    """Score a file of questions and print what came out.

    The folder of documents that `open_bot` is given is by default what the questions bring along; else it is None, for
    the default folder.

    Returns:
        0, or 1 if a score falls short of its floor.

    Raises:
        EvaluationError: the questions, the floors or the file to compare with are wrong.
    """
    floors = [floor(text) for text in wishes.floors]
    loaded = load_questions(wishes.questions)
    cases = unseen(loaded) if wishes.unseen else loaded.cases
    before = earlier(wishes.compare) if wishes.compare else None
    with TemporaryDirectory() as scratch:
        bot = open_bot(documents or write_articles(loaded, Path(scratch) / "documents"))
        try:
            rows, embedded = _ask(bot, spread(cases, wishes.limit), wishes)
        finally:
            bot.close()
    summary = summarize(rows)
    show(rows, summary)
    _save(wishes, rows, summary)
    if embedded:
        compare(rows, {key(asdict(row)): row.right for row in embedded}, "the embedded reader")
    if wishes.judge:
        show_agreement(rows)
    if before is not None:
        compare(rows, before, "the earlier run")
    short = [(name, limit) for name, limit in floors if falls_short(summary, name, limit)]
    for name, limit in short:
        err.print(f"{name} is {summary[name]:.3f}, short of {limit}.")
    return 1 if short else 0


def _ask(bot: Bot, cases: Sequence[Case], wishes: Wishes) -> tuple[list[Row], list[Row]]:
    """The rows of a bot, and those of the embedded reader over the same index if a language model has answered."""
    if bot.fault:
        raise AnswererError(bot.fault)  # what would be scored is not what was asked for
    if wishes.calibrate:
        out.print(calibrate(bot))
    embedded: list[Row] = []
    with progress() as report:
        rows = evaluate(bot, cases, lambda done: report("Asking", done, len(cases)), wishes.answers)
        if wishes.answers:
            embedded = evaluate(bot, cases, lambda done: report("Asking Footnote", done, len(cases)))
        elif plain_bot := bot.embedded():
            embedded = evaluate(plain_bot, cases, lambda done: report("Asking the embedded reader", done, len(cases)))
    if wishes.judge:
        rows = judged(rows, wishes.judge, bot.settings)
    return rows, embedded


def _save(wishes: Wishes, rows: Sequence[Row], summary: Mapping[str, float]) -> None:
    if wishes.json_out:
        content = {"questions": str(wishes.questions), "summary": summary, "rows": [asdict(row) for row in rows]}
        _write(wishes.json_out, json.dumps(content, ensure_ascii=False, indent=1))
    if wishes.report:
        _write(wishes.report, page(wishes.questions.name, rows, summary))


def evaluate(
    bot: Bot,
    cases: Sequence[Case],
    progress: Callable[[int], None] = lambda _done: None,
    answers: Path | None = None,
) -> list[Row]:
    """Ask every question and judge its answer, or that of another system where there is a file of its answers."""
    if cases:
        bot.search(cases[0].question)  # loads the models: what starts once is no part of an answer's time
    texts = {document.source: document.text for document in bot.documents()}
    unknown = sorted({source for case in cases for source in case.sources} - set(texts))
    if unknown:
        raise EvaluationError(
            f"The questions are about '{unknown[0]}', which is not among the documents. Give --documents."
        )
    given = load_answers(answers, texts) if answers else None
    if lacking := [case.question for case in cases if given and not given.to(case.question, case.history)]:
        raise EvaluationError(
            f"'{answers}' has no answer to '{lacking[0]}'. Give one to each question, empty to decline."
        )
    rows = []
    for done, case in enumerate(cases, start=1):
        began = time.perf_counter()
        answer = (given and given.to(case.question, case.history)) or bot.ask(case.question, case.history)
        seconds = time.perf_counter() - began
        found = bot.search(answer.searched[: bot.settings.max_question], _DEPTH) if case.answerable else ()
        rows.append(scored(case, answer, found, texts, seconds))
        progress(done)
    return rows


def scored(case: Case, answer: Answer, found: Sequence[Hit], texts: Mapping[str, str], seconds: float) -> Row:
    """Score one answer; `found` are the passages of a deeper search, `texts` those of the documents by source."""
    return Row(
        question=case.question,
        history=case.history,
        searched=answer.searched,
        kind=case.kind,
        answers=case.answers,
        all=case.all,
        least=case.least,
        never=case.never,
        text=plain(answer.text),
        short=answer.short,
        answered=answer.answered,
        confidence=answer.confidence,
        notes=answer.notes,
        citations=tuple(
            {"source": c.source, "quote": c.quote, "start": c.start, "end": c.end} for c in answer.citations
        ),
        right=is_right(case, answer),
        verbatim=tuple(texts.get(c.source, "")[c.start : c.end] == c.quote for c in answer.citations),
        precise=tuple(proves(case, c.source, c.quote) for c in answer.citations),
        rank=first_relevant(case, found),
        seconds=seconds,
        review=case.review,
        usage=answer.usage,
    )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"Cannot write '{path}' ({error.strerror}). Name a file in a folder that exists."
        ) from error
