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
from bot.evaluation import metrics
from bot.evaluation.floors import falls_short, floors
from bot.evaluation.judge import judge_with, judged, show_agreement
from bot.evaluation.questions import Case, Questions, load_questions
from bot.evaluation.reports import compare, key, page, show
from bot.evaluation.scores import Row, summarize
from bot.evaluation.splits import part_of
from bot.proof.citations import plain
from ingest.console import err, out, progress
from ingest.documents import Hit
from ingest.sync.plan import Progress

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


def run_evaluation(open_bot: Callable[[Path | None], Bot], wishes: Wishes, documents: Path | None) -> int:
    """Score a file of questions and print what came out.

    Args:
        open_bot: opens a Bot on a folder of documents; None for the default one.
        wishes: the rest of the command line.
        documents: the folder of documents; by default what the questions bring along, else the default folder.

    Returns:
        0, or 1 if a score falls short of its floor.

    Raises:
        EvaluationError: the questions, the floors or the file to compare with are wrong.
    """
    least = floors(wishes.floors)
    loaded = load_questions(wishes.questions)
    if wishes.unseen and loaded.articles:  # named by number and title here: which part they belong to cannot be told
        raise EvaluationError("--unseen: give a file of questions and --documents, not SQuAD's own JSON.")
    before = _earlier(wishes.compare) if wishes.compare else None
    cases = _limited(_unseen(loaded.cases) if wishes.unseen else loaded.cases, wishes.limit)
    with TemporaryDirectory() as scratch:
        bot = open_bot(documents or _written(loaded, Path(scratch)))
        try:
            if bot.fault:
                raise AnswererError(bot.fault)  # what would be scored is not what was asked for
            if wishes.calibrate:
                from bot.evaluation.calibration import calibrate

                out.print(calibrate(bot))
            with progress() as report:
                rows = evaluate(bot, cases, lambda done: report("Asking", done, len(cases)))
                embedded = _embedded(bot, cases, report)
            if wishes.judge:
                rows = judged(rows, judge_with(wishes.judge, bot.settings))
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
    short = [(name, limit) for name, limit in least if falls_short(summary, name, limit)]
    for name, limit in short:
        err.print(f"{name} is {summary[name]:.3f}, short of {limit}.", markup=False)
    return 1 if short else 0


def _written(loaded: Questions, scratch: Path) -> Path | None:
    """The folder of the documents that the questions bring along, None if there are none."""
    if not loaded.articles:
        return None
    folder = scratch / "documents"
    folder.mkdir()
    for name, text in loaded.articles:
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def _save(wishes: Wishes, rows: Sequence[Row], summary: Mapping[str, float]) -> None:
    if wishes.json_out:
        content = {"questions": str(wishes.questions), "summary": summary, "rows": [asdict(row) for row in rows]}
        _write(wishes.json_out, json.dumps(content, ensure_ascii=False, indent=1))
    if wishes.report:
        _write(wishes.report, page(wishes.questions.name, rows, summary))


def _embedded(bot: Bot, cases: Sequence[Case], report: Progress) -> list[Row]:
    """What the embedded reader makes of the same questions over the same index, if a language model has answered."""
    plain_bot = bot.embedded()
    if plain_bot is None:
        return []
    return evaluate(plain_bot, cases, lambda done: report("Asking the embedded reader", done, len(cases)))


def evaluate(bot: Bot, cases: Sequence[Case], progress: Callable[[int], None] = lambda _done: None) -> list[Row]:
    """Ask every question and judge its answer."""
    if cases:
        bot.search(cases[0].question)  # loads the models: what starts once is no part of an answer's time
    texts = {document.source: document.text for document in bot.documents()}
    unknown = sorted({case.source for case in cases if case.source} - set(texts))
    if unknown:
        raise EvaluationError(
            f"The questions are about '{unknown[0]}', which is not among the documents. Give --documents."
        )
    rows = []
    for done, case in enumerate(cases, start=1):
        began = time.perf_counter()
        answer = bot.ask(case.question, case.history)
        seconds = time.perf_counter() - began
        found = bot.search(answer.searched[: bot.settings.max_question], _DEPTH) if case.answers else ()
        rows.append(judge(case, answer, found, texts, seconds))
        progress(done)
    return rows


def judge(case: Case, answer: Answer, found: Sequence[Hit], texts: Mapping[str, str], seconds: float) -> Row:
    """Score one answer; `found` are the passages of a deeper search, `texts` those of the documents by source."""
    right = metrics.holds_any(answer.text, case.answers) if answer.answered else False
    ranks = (at for at, hit in enumerate(found, start=1) if answers(case, hit))
    return Row(
        question=case.question,
        history=case.history,
        searched=answer.searched,
        kind=case.kind,
        answers=case.answers,
        text=plain(answer.text),
        short=answer.short,
        answered=answer.answered,
        confidence=answer.confidence,
        notes=answer.notes,
        citations=tuple(
            {"source": c.source, "quote": c.quote, "start": c.start, "end": c.end} for c in answer.citations
        ),
        right=right if case.answers else not answer.answered,
        verbatim=tuple(texts.get(c.source, "")[c.start : c.end] == c.quote for c in answer.citations),
        precise=tuple(_is_right(case, c.source, c.quote) for c in answer.citations),
        rank=next(ranks, None),
        seconds=seconds,
        review=case.review,
        usage=answer.usage,
    )


def answers(case: Case, hit: Hit) -> bool:
    """Whether a hit is a right one: it holds an accepted answer, in the paragraph that is asked about if known."""
    start, end = case.paragraph or (0, hit.passage.end)
    places = (place for place in (hit.passage, *hit.also) if place.start < end and start < place.end)
    return any(_is_right(case, place.source, place.text) for place in places)


def _is_right(case: Case, source: str, text: str) -> bool:
    if case.source is not None and source != case.source:
        return False
    return metrics.holds_any(text, [*case.answers, *([case.quote] if case.quote else [])])


def _unseen(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    kept = tuple(case for case in cases if case.source and part_of(case.source) == "report")
    if not kept:
        raise EvaluationError("--unseen: none of these questions is about an article that was kept apart.")
    return kept


def _limited(cases: tuple[Case, ...], limit: int | None) -> tuple[Case, ...]:
    if limit is None or limit >= len(cases):
        return cases
    return tuple(cases[at * len(cases) // limit] for at in range(limit))


def _earlier(path: Path) -> dict[str, bool]:
    """Which questions an earlier run got right."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
        return {key(row): bool(row["right"]) for row in rows if not row["review"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"--compare: '{path}' is not a file that --json wrote ({error!r}).") from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"Cannot write '{path}' ({error.strerror}). Name a file in a folder that exists."
        ) from error
