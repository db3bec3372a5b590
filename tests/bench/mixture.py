"""How sure answers are on text of many kinds: `python tests/bench/mixture.py DATA [--sets a,b] [--limit N]`.

DATA holds a folder for each set of public questions. Some were learned from, by articles that are not asked about here
(squad, nq, afriqa, udanq, timeqa); the others never were: noanswer (reviews; each question is put to its own review),
policyqa, lihua, ramdocs, folder. Every second question of nq, afriqa and udanq is asked with the document hidden that
answers it. Printed for each set: how many are answerable and not, of the former how many were answered right and how
many were declined, of the latter how many were declined; of confidence the area under ROC (right or not), the expected
calibration error of what was answered, and the share right of what was called sure.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.answers import Answer
from bot.chat import Bot
from bot.evaluation import metrics
from bot.evaluation.questions import Case, is_right, load_questions
from bot.evaluation.splits import part_of

SURE = 0.9


@dataclass(frozen=True, slots=True)
class Set:
    """A set of questions: its documents by name, and each question with the documents that it may be answered from."""

    documents: dict[str, str] | Path
    asked: list[tuple[Case, tuple[str, ...] | None]]
    loose: bool = False  # answers are marked by their place: it is enough that a citation holds one, or lies in one


@dataclass(slots=True)
class Tally:
    """What became of the questions of a set."""

    able: list[bool] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)
    confidence: list[float] = field(default_factory=list)

    def line(self) -> str:
        """Them as a row of the table."""
        rows = list(zip(self.able, self.right, self.answered, self.confidence, strict=True))
        good, bad = [row for row in rows if row[0]], [row for row in rows if not row[0]]
        shown = [row for row in rows if row[2]]
        sure = [row for row in shown if row[3] >= SURE]
        right = [row[0] and row[1] for row in rows]
        figures = (
            str(len(good)),
            str(len(bad)),
            _share(row[1] for row in good),
            _share(not row[2] for row in good),
            _share(not row[2] for row in bad),
            f"{metrics.area_under_roc(self.confidence, right):.3f}" if len(set(right)) == 2 else "-",
            f"{metrics.expected_calibration_error([r[3] for r in shown], [r[0] and r[1] for r in shown]):.3f}",
            f"{_share(row[0] and row[1] for row in sure)} of {len(sure)}",
        )
        return " | ".join(figures)


def _share(values: Iterator[bool]) -> str:
    found = list(values)
    return f"{100 * sum(found) / len(found):.1f}" if found else "-"


def _squad(path: Path, name: str, *, hide: bool) -> Set:
    """A set in SQuAD's format whose paragraphs are documents; those learned from are left out."""
    documents, asked = {}, []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        title = str(article["title"] or article["paragraphs"][0]["context"][:40]).replace("_", " ")
        if name in ("afriqa", "udanq") and part_of(title) != "report":
            continue
        for number, part in enumerate(article["paragraphs"]):
            source = "".join(sign if sign.isalnum() else "_" for sign in f"{title[:60]}_{number}") + ".txt"
            documents[source] = f"{title}\n\n{part['context']}" if hide else part["context"]
            for one in part["qas"]:
                answers = () if one.get("is_impossible") else tuple(a["text"] for a in one["answers"])
                asked.append((Case(one["question"].strip(), answers, source), None if hide else (source,)))
    return Set(documents, _hidden(asked, documents) if hide else asked, loose=not hide)


def _hidden(asked: Sequence[tuple[Case, Any]], documents: dict[str, str]) -> list[tuple[Case, tuple[str, ...] | None]]:
    """Every second question without the documents that answer it."""
    made: list[tuple[Case, tuple[str, ...] | None]] = []
    for at, (case, _) in enumerate(asked):
        if at % 2 == 0:
            made.append((case, None))
        elif case.answers:
            stem = (case.source or "").rsplit("_", 1)[0]
            gone = {case.source} | {
                name for name in documents if name.startswith(stem) and metrics.holds_any(documents[name], case.answers)
            }
            made.append((Case(case.question), tuple(name for name in documents if name not in gone)))
    return made


def _folder(path: Path, *, within: bool = False, hide: bool = False) -> Set:
    """A set that is a folder with docs/ and questions.jsonl."""
    cases = [case for case in load_questions(path / "questions.jsonl").cases if not case.review]
    if path.name in ("squad", "nq"):
        cases = [case for case in cases if part_of(case.source or "") == "report"]
    asked = [(case, (case.source,) if within and case.source else None) for case in cases]
    if hide:
        documents = {file.name: file.read_text(encoding="utf-8") for file in sorted((path / "docs").iterdir())}
        return Set(documents, _hidden(asked, documents))
    return Set(path / "docs", asked)


def _ramdocs(path: Path) -> Set:
    """Texts that disagree: all that is right is wanted, nothing that is wrong."""
    documents, asked = {}, []
    for line in (path / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        own = {f"{row['id']}_{at}.txt": one["text"] for at, one in enumerate(row["documents"])}
        documents |= own
        wrong = tuple(one for one in row["wrong_answers"] if one and one != "unknown")
        asked.append((Case(row["question"], all=tuple((one,) for one in row["gold_answers"]), never=wrong), tuple(own)))
    return Set(documents, asked)


SETS: dict[str, Callable[[Path], Set]] = {
    "squad": lambda data: _folder(data / "squad", within=True),
    "nq": lambda data: _folder(data / "nq", hide=True),
    "afriqa": lambda data: _squad(data / "afriqa-en" / "afriqa-en.json", "afriqa", hide=True),
    "udanq": lambda data: _squad(data / "udanq" / "udanq.json", "udanq", hide=True),
    "timeqa": lambda data: _folder(data / "timeqa", within=True),
    "noanswer": lambda data: _squad(data / "noanswer-dev" / "noanswer-dev.json", "noanswer", hide=False),
    "policyqa": lambda data: _squad(data / "policyqa" / "dev.json", "policyqa", hide=False),
    "lihua": lambda data: _folder(data / "lihua-dev"),
    "hotpot": lambda data: _folder(data / "hotpot-dev"),
    "ramdocs": lambda data: _ramdocs(data / "ramdocs-dev"),
    "folder": lambda data: _folder(data / "folder"),
}


def _right(one: Set, case: Case, answer: Answer) -> bool:
    if not one.loose or not case.answers:
        return is_right(case, answer)
    quotes = [citation.quote for citation in answer.citations]
    return answer.answered and any(said in quote or quote in said for quote in quotes for said in case.answers)


def measure(one: Set, limit: int, scratch: Path) -> Tally:
    """Ask the questions of a set, at most so many, drawn by a seed."""
    folder = one.documents if isinstance(one.documents, Path) else scratch / "docs"
    asked = random.Random(0).sample(one.asked, min(limit, len(one.asked)))
    if not isinstance(one.documents, Path):
        folder.mkdir()
        needed = set(one.documents) if any(names is None or len(names) > 99 for _, names in asked) else None
        for name, text in one.documents.items():
            if needed is not None or any(name in (names or ()) for _, names in asked):
                (folder / name).write_text(text, encoding="utf-8")
    tally = Tally()
    with closing(Bot.from_folder(folder, scratch / "index")) as bot:
        for case, sources in asked:
            answer = bot.ask(case.question, case.history, sources)
            tally.able.append(case.answerable)
            tally.right.append(_right(one, case, answer))
            tally.answered.append(answer.answered)
            tally.confidence.append(answer.confidence)
    return tally


def main() -> None:
    """Print a row a set, as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--limit", type=int, default=200, help="questions of each set")
    chosen = parser.parse_args()
    print("set | answerable | not | right % | declined % | not: declined % | ROC | ECE | sure: right %")
    for name in chosen.sets.split(","):
        with TemporaryDirectory() as scratch:
            tally = measure(SETS[name](chosen.data), chosen.limit, Path(scratch))
        print(f"{name} | {tally.line()}", flush=True)


if __name__ == "__main__":
    main()
