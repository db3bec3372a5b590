"""Questions about our own folders, each put to the tables that are found for it, as when it is answered.

Most are answered by no table, but by a sentence or not at all: what a table then gives is wrong.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.answerers.tables.asked import asked
from bot.answerers.tables.finding import tables_for
from bot.chat import Bot
from bot.evaluation.metrics import holds_any
from bot.evaluation.questions import Case as Asked
from bot.evaluation.questions import load_questions
from bot.learning.tables.examples import Case as Wanted
from bot.learning.tables.examples import Example, example, is_right
from bot.retrieval.retriever import look_up

_ASKED = ("questions.jsonl", "tables.jsonl")  # about all of a folder, and about its tables alone
_MORE = 3  # words of a cell beside those that are wanted


def of_folders(part: Path) -> Iterator[Example]:
    """The questions about all folders below one, for which tables are found."""
    for docs in sorted(part.glob("*/docs")):
        with TemporaryDirectory() as scratch, closing(Bot.from_folder(docs, Path(scratch))) as bot:
            for asked_of in filter(Path.exists, (docs.parent / name for name in _ASKED)):
                yield from _of_folder(bot, docs.parent.name, load_questions(asked_of).cases)


def _of_folder(bot: Bot, name: str, cases: Sequence[Asked]) -> Iterator[Example]:
    with bot.index.reading() as view:
        for case in cases:
            if case.history or case.kind in ("summary", "library"):
                continue
            found = look_up(view, case.question, bot.settings.passages)
            tables = tables_for(view, asked(found.text, found.vector), found.text, found.hits, None)
            if tables:
                one = example(Wanted(found.text, (), name, name, ""), tables)
                right = [_is_right(case, result) for result in one.results]
                yield replace(one, right=np.asarray(right, dtype=bool))


def _is_right(case: Asked, result: Sequence[str]) -> bool:
    """Whether a result says what is wanted, each of its values a part of it, and hardly more."""
    if holds_any("; ".join(result), case.never) or not case.answerable:
        return False
    if case.answers:
        return len(result) == 1 and _says(result[0], case.answers)
    told = [any(_says(value, forms) for value in result) for forms in case.all]
    meant = all(any(_says(value, forms) for forms in case.all) for value in result)
    return meant and sum(told) >= min(case.least or len(told), len(told))


def _says(value: str, forms: Sequence[str]) -> bool:
    """Whether a cell is one of some forms: as a number, or as words that it holds, and few others."""
    if any(is_right(Wanted("", (form,), "", "", ""), (value,)) for form in forms):
        return True
    return any(holds_any(value, (form,)) and _more(value, form) <= _MORE for form in forms if not form.isdigit())


def _more(value: str, form: str) -> int:
    return len(value.split()) - len(form.split())
