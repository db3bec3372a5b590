"""Conversations about folders -> turns that lean, stand alone or change the topic, and what those that lean leave out.

Those about our own folders, and others whose documents nobody has written: in these the answers are given too.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.learning import FOLDERS
from bot.learning.followup.canard import DialogueQuestion
from bot.learning.followup.turns import Example, manners, typed

CONVERSATIONS, KEPT = (Path(__file__).parent / name for name in ("conversations.jsonl", "kept.jsonl"))
_TURN = 2.0  # how much a turn of a conversation about a folder counts
_WRITTEN = 0.5  # how much its stand-alone form does
_EACH = 2  # one stand-alone question in so many is asked after something else
_DECLINED = 0.15  # of the answers in a conversation are none
_DECLINES = "I am not sure enough. These passages may help."


def about(part: str) -> list[Path]:
    """The conversations about the folders of a part ("learn", "tune", "report")."""
    return sorted((FOLDERS / part).glob("*/turns.jsonl"))


def that_teach() -> list[Path]:
    """The conversations that teach."""
    return [*about("learn"), CONVERSATIONS]


def of_conversations(files: Sequence[Path], seed: int) -> Iterator[Example]:
    """The later turns of conversations."""
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    for name, said, turn in _turns(files, chance):
        for question in manners(turn["question"], chance):
            yield Example(name, said, question, turn["is"], _TURN)


def of_folder_questions(part: str, seed: int) -> Iterator[Example]:
    """What else was asked about the folders of a part: with its history, or by itself after talk of something else.

    That talk is of the same folder every second time: what stands alone there is what people ask next.
    """
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    talks: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name, said, _ in _turns(about(part), chance):
        talks[name].append(said)
    for name, own in talks.items():
        others = [talk for other, their in talks.items() if other != name for talk in their]
        questions = _rows(FOLDERS / part / name / "questions.jsonl")
        for row in questions:
            if row.get("kind") == "follow-up":
                said = tuple(message["content"] for message in row["history"])
                for question in manners(row["question"], chance):
                    yield Example(name, said, question, "leans", _TURN)
        by_itself = [row["question"] for row in questions if not row.get("history") and row["kind"] != "chat"]
        for at, question in enumerate(by_itself[::_EACH]):
            said = chance.choice(own if at % 2 else others)
            if question not in said:
                yield Example(name, said, typed(question, chance), "changes")


def of_rewrites(files: Sequence[Path], seed: int) -> Iterator[Example]:
    """The turns of conversations as they stand alone."""
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    for name, said, turn in _turns(files, chance):
        if "standalone" in turn:
            yield Example(name, said, typed(turn["standalone"], chance), "alone", _WRITTEN)


def questions_of(files: Sequence[Path], seed: int) -> Iterator[DialogueQuestion]:
    """The turns of conversations with their stand-alone forms, as far as these are known."""
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    for name, said, turn in _turns(files, chance):
        question = turn["question"]
        if turn["is"] != "leans" or "standalone" in turn:
            yield DialogueQuestion(name, said, question, turn.get("standalone", question), titled=False)


def _turns(files: Sequence[Path], chance: random.Random) -> Iterator[tuple[str, tuple[str, ...], dict[str, Any]]]:
    """The later turns of conversations, each with its folder and what was said."""
    for row in (row for file in files for row in _rows(file)):
        yield from ((row["folder"], said, turn) for said, turn in _played(row, chance) if said)


def _played(row: Mapping[str, Any], chance: random.Random) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Each turn of a conversation after what was said before it."""
    said: list[str] = []
    for turn in row["turns"]:
        yield tuple(said), turn
        said += [turn["question"], _answer(turn, chance)]


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _answer(turn: Mapping[str, Any], chance: random.Random) -> str:
    """What was answered to a turn of a conversation, or may have been."""
    if "answer" in turn:
        return str(turn["answer"])
    told = turn.get("answers") or [one if isinstance(one, str) else one[0] for one in turn.get("all", ())]
    return f"{', '.join(told[:2])}. [1]" if told and chance.random() >= _DECLINED else _DECLINES
