"""Judgements of answers -> cases that `python -m bot evaluate` replays: JSON Lines beside the index."""

import json
import re
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock

from bot.proof.citations import plain
from bot.web.conversation import Conversation
from ingest.sync.feedback import FEEDBACK


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer and what a person thinks of it.

    Attributes:
        question: as it was asked.
        history: the messages before it.
        text: of the answer, Markdown with markers.
        short: its exact span, where there is one.
        answered: whether it was an answer, not a decline.
        citations: each with `source`, `start`, `end` and `quote`.
        versions: what the answer depends on besides.
        good: whether the person agrees.
        right: what would be right, in the person's words; "" if they did not say.
    """

    question: str
    history: Sequence[Mapping[str, str]]
    text: str
    short: str | None
    answered: bool
    citations: Sequence[Mapping[str, Any]]
    versions: Mapping[str, str]
    good: bool
    right: str = ""


def judge(index: Path, said: Conversation, at: int, *, good: bool, right: str) -> None:
    """Keep what a person thinks of the answer at place `at` of a conversation, if there is one."""
    turn = said.turns[at]
    if turn.reply is None:
        return
    quoted = [{"source": c.place.source, "start": c.place.start, "end": c.place.end, "quote": c.quote}
              for c in turn.reply.cited]  # fmt: skip
    judged = Judged(
        turn.question,
        replace(said, turns=said.turns[:at]).history,
        turn.reply.text,
        turn.reply.short,
        turn.reply.kind in ("answer", "summary"),
        quoted,
        turn.reply.versions,
        good,
        right,
    )
    keep(index, judged)


def case(judged: Judged) -> dict[str, Any]:
    """The judgement as a line of a question file.

    A good answer is right again when it holds the same words; a bad one without a better answer is only kept to be
    reviewed, never scored.
    """
    first = judged.citations[0] if judged.good and judged.answered and judged.citations else None
    right = " ".join(judged.right.split())
    answers = [right] if right else [_said(judged)] if judged.good and judged.answered else []
    return {
        "question": judged.question,
        "answers": answers,
        **({"source": first["source"], "quote": first["quote"]} if first and not right else {}),
        **({"history": [dict(message) for message in judged.history]} if judged.history else {}),
        "kind": "feedback",
        **({} if judged.good or right else {"review": True}),
        "rating": "up" if judged.good else "down",
        "answer": judged.text,
        "citations": [dict(citation) for citation in judged.citations],
        "versions": dict(judged.versions),
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def _said(judged: Judged) -> str:
    if judged.short:
        return judged.short
    first = next(line for line in judged.text.split("\n") if line.strip())
    sentence = re.split(r"\s*\[\d+\]", first.removeprefix("- "), maxsplit=1)[0]
    return plain(sentence).strip()


def keep(index: Path, judged: Judged) -> Path:
    """Append a judgement to the feedback of the index in `index`; returns the file. Safe from several processes."""
    path = index / FEEDBACK
    with FileLock(index / f"{FEEDBACK}.lock"), path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(case(judged), ensure_ascii=False) + "\n")
    return path


def forget(index: Path, sources: Collection[str]) -> int:
    """Take out every case that quotes one of these documents; returns how many there were."""
    path = index / FEEDBACK
    if not path.exists() or not sources:
        return 0
    with FileLock(index / f"{FEEDBACK}.lock"):
        lines = path.read_text(encoding="utf-8").splitlines()
        left = [line for line in lines if not _quotes(json.loads(line), sources)]
        new = path.with_suffix(".new")
        new.write_text("".join(f"{line}\n" for line in left), encoding="utf-8")
        new.replace(path)
    return len(lines) - len(left)


def _quotes(row: Mapping[str, Any], sources: Collection[str]) -> bool:
    return row.get("source") in sources or any(one.get("source") in sources for one in row.get("citations", ()))
