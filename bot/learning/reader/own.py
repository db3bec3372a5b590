"""Our own folders and passages -> what the reader learns from.

A folder is as people keep one, with questions of many kinds, a quarter of which it seems to answer and does not: what
is read for a question is what is retrieved for it. A passage comes with the questions that were written about it, of
which it answers one half.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from bot.answerers.reader.as_read import as_read
from bot.errors import EvaluationError
from bot.evaluation.metrics import joined
from bot.evaluation.questions import Case, load_questions
from bot.learning.reader.examples import Context, Example, Retrieval, occurrences
from ingest.documents import Passage
from ingest.load import load
from ingest.sync.plan import Progress
from ingest.text.splitting import split

_READ = 8  # passages that are read for a question
_NEAR = 3  # of them that are likeliest to deceive
_AROUND = 80  # characters beside the words that prove an answer
# No passage says what is counted, compared over rows, or told of documents as such.
_COMPUTED = frozenset(
    {"table-filter", "table-extreme", "table-count-sum", "list-all", "compare", "summary", "library", "follow-up"}
)


def is_ours(path: Path) -> bool:
    """Whether it is a file of passages, or a folder of folders."""
    return path.suffix == ".jsonl" or (path.is_dir() and not (path / "docs").exists())


def load_own(path: Path, progress: Progress) -> list[Example]:
    """Read a file of passages, or a folder whose folders hold `docs/` and `questions.jsonl`.

    Raises:
        EvaluationError: it is neither.
    """
    if path.suffix == ".jsonl":
        return list(_of_passages(path))
    folders = sorted(one.parent for one in path.glob("*/questions.jsonl"))
    if not folders:
        raise EvaluationError(f"Cannot learn from '{path}'. Give folders with docs/ and questions.jsonl.")
    examples: list[Example] = []
    for number, folder in enumerate(folders):
        progress("Retrieving", number, len(folders))
        examples += _of_folder(folder)
    return examples


def _of_passages(path: Path) -> Iterator[Example]:
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        for asked in one["asked"]:
            answers = (asked["a"],) if asked["a"] else ()
            spans = tuple(found.span() for answer in answers for found in re.finditer(re.escape(answer), one["text"]))
            yield Example(asked["q"], answers, one["title"], (Context(one["title"], one["text"], spans),))


def _of_folder(folder: Path) -> Iterator[Example]:
    docs = folder / "docs"
    documents = [load(path, docs) for path in sorted(docs.rglob("*")) if path.is_file()]
    passages = [passage for document in documents for passage in split(document)]
    cases = [case for case in load_questions(folder / "questions.jsonl").cases if told(case)]
    for case, ranked in zip(cases, Retrieval(passages).ranked([case.question for case in cases]), strict=True):
        found = ranked[:_READ]
        if not case.answerable:
            yield Example(case.question, (), folder.name, tuple(map(_context, found[:_NEAR])))
        elif own := next((own for passage in found if (own := _proving(case, passage))), None):
            answers = _accepted(case)
            there = [joined(answer) for answer in answers]
            others = [one for one in found if not any(answer in joined(one.text) for answer in there)]
            wrong = tuple(one for one in map(_context, others) if one.text != own.text)
            yield Example(case.question, answers, folder.name, (own,), wrong[:_NEAR])


def told(case: Case) -> bool:
    """Whether a sentence answers the question, or none does; not what leans on a conversation."""
    return not case.history and not (case.answerable and case.kind in _COMPUTED)


def short(folder: Path) -> tuple[Case, ...]:
    """The questions about one of our folders that a few words of a sentence answer, or nothing."""
    cases = load_questions(folder / "questions.jsonl").cases
    return tuple(case for case in cases if told(case) and (case.answers or not case.answerable))


def _accepted(case: Case) -> tuple[str, ...]:
    return (*case.answers, *(text for part in case.all for text in part))


def _proving(case: Case, passage: Passage) -> Context | None:
    """The passage with the answers in it where it holds the words that prove them; None where it does not."""
    quoted = " ".join((case.quote or "").split()[:6])
    shown = as_read(passage)
    if not quoted or passage.source not in case.sources or quoted not in " ".join(passage.text.split()):
        return None
    spans = occurrences(shown.text, _accepted(case))
    at = shown.text.find(quoted)
    near = tuple(s for s in spans if at - _AROUND <= s[0] <= at + len(case.quote or "") + _AROUND) if at >= 0 else ()
    return Context(shown.above, shown.text, near or spans) if spans else None


def _context(passage: Passage) -> Context:
    shown = as_read(passage)
    return Context(shown.above, shown.text)
