"""Questions about our own folders, each put to the tables that are found for it, as when it is answered.

Most are answered by no table, but by a sentence or not at all: what a table then gives is wrong.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.answerers.tables.finding import tables_for
from bot.answerers.tables.linking import asked
from bot.chat import Bot
from bot.evaluation.questions import Case as Asked
from bot.evaluation.questions import load_questions
from bot.learning.tables.examples import Case, Example, example, is_right
from bot.retrieval.retriever import look_up


def of_folders(part: Path) -> Iterator[Example]:
    """The questions about all folders below one, for which tables are found."""
    for questions in sorted(part.glob("*/questions.jsonl")):
        with TemporaryDirectory() as scratch, closing(Bot.from_folder(questions.parent / "docs", Path(scratch))) as bot:
            yield from _of_folder(bot, questions.parent.name, load_questions(questions).cases)


def _of_folder(bot: Bot, name: str, cases: Sequence[Asked]) -> Iterator[Example]:
    with bot.index.reading() as view:
        for case in cases:
            if case.history or case.kind in ("summary", "library"):
                continue
            found = look_up(view, case.question, bot.settings.passages)
            tables = tables_for(view, asked(found.text, found.vector), found.text, found.hits, None)
            if tables:
                one = example(Case(found.text, (), name, name, ""), tables)
                right = [any(is_right(wanted, result) for wanted in _wanted(case)) for result in one.results]
                yield replace(one, right=np.asarray(right, dtype=bool))


def _wanted(case: Asked) -> list[Case]:
    """What is accepted: one of the answers, or every part in one of its forms."""
    parts = [tuple(forms) for forms in case.all]
    listed = [tuple(forms[at % len(forms)] for forms in parts) for at in range(max(map(len, parts), default=0))]
    return [Case(case.question, answers, "", "", "") for answers in (*((one,) for one in case.answers), *listed)]
