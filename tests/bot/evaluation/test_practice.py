"""A folder as people have it, and questions of every kind that they ask of one: a set to develop on."""

from collections import Counter
from pathlib import Path

import pytest

from bot.chat import Bot
from bot.evaluation.evaluate import evaluate
from bot.evaluation.questions import load_questions
from bot.evaluation.scores import by_kind
from tests.helpers.practice import GOLD, practice_folder

# How many of each kind must be right: one or two fewer than were, for what lies near a limit on another processor.
FLOORS = {
    "lookup": 17,
    "yes-no": 6,
    "table-lookup": 8,
    "table-filter": 1,
    "table-extreme": 2,
    "table-count-sum": 2,
    "typo-keyword": 4,
    "why-how": 5,
    "unanswerable-near": 9,
    "unanswerable-far": 6,
    "list-all": 5,
    "compare": 2,
    "version": 2,
    "who-said": 5,
    "summary": 3,
    "library": 6,
    "long": 2,
    "other-language": 9,
    "chat": 5,
    "follow-up": 6,
}


def test_the_questions_are_of_every_kind_and_about_documents_that_exist(tmp_path: Path) -> None:
    folder = practice_folder(tmp_path / "docs")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    cases = load_questions(GOLD / "questions.jsonl").cases
    assert len(there) == 18
    assert {case.source for case in cases if case.source} <= there
    kinds = Counter(case.kind for case in cases)
    assert len(kinds) == 20
    assert min(kinds.values()) >= 4
    assert len({(case.question, str(case.history)) for case in cases}) == len(cases)


@pytest.mark.slow
def test_each_kind_reaches_its_floor(tmp_path: Path) -> None:
    bot = Bot.from_folder(practice_folder(tmp_path / "docs"), tmp_path / "index")
    rows = evaluate(bot, load_questions(GOLD / "questions.jsonl").cases)
    bot.close()
    right = {kind.name: kind.right for kind in by_kind(rows)}
    short = {name: (right[name], least) for name, least in FLOORS.items() if right[name] < least}
    missed = "\n".join(
        f"{row.kind}: {row.question} -> {row.text[:80]}" for row in rows if row.kind in short and not row.right
    )
    assert not short, missed
