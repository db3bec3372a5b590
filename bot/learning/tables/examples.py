"""Questions about tables -> the computations that they may mean, and which of them give the answer."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answerers.tables.asked import asked
from bot.answerers.tables.features import candidates
from bot.answerers.tables.indexed import LARGEST, Indexed, indexed
from bot.answerers.tables.queries import Query
from bot.answerers.tables.scoring import beside, terms_of
from ingest.documents import Document
from ingest.embedding.models import token_model
from ingest.errors import UnreadableFileError
from ingest.load import File, parsed


@dataclass(frozen=True, slots=True)
class Case:
    """A question about a table.

    Attributes:
        question: as it was asked.
        answers: all of them are wanted; none: the table does not answer it.
        name: of the table, by which it teaches or reports.
        title: of the page that it stands on.
        data: the table as CSV.
        kind: what the set says that the answer is, or "".
    """

    question: str
    answers: tuple[str, ...]
    name: str
    title: str
    data: str
    kind: str = ""

    @property
    def teaches(self) -> bool:
        """Whether it is of the half that is learned from; the other half reports."""
        return int(sha256(self.name.encode()).hexdigest(), 16) % 2 == 0


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what it may mean.

    Attributes:
        case: the question.
        terms: see `scoring.terms_of`.
        near: for each place of a number or date what stands beside it, see `scoring.beside`.
        meaning: the embedding of the question, shape (384,).
        features, operations, kinds, relations, limits: see `features.Candidates`; of all tables together.
        right: of each computation whether its result is the answer.
        found: the tables, each with its computations.
    """

    case: Case
    terms: list[str]
    near: dict[int, list[str]]
    meaning: NDArray[np.float32]
    features: NDArray[np.float32]
    operations: NDArray[np.int64]
    kinds: NDArray[np.int64]
    relations: NDArray[np.int64]
    limits: NDArray[np.int64]
    right: NDArray[np.bool_]
    found: tuple[tuple[Indexed, tuple[Query, ...]], ...]

    @property
    def results(self) -> tuple[tuple[str, ...], ...]:
        """Of each computation."""
        return tuple(query.result for _, queries in self.found for query in queries)


def wikitablequestions(folder: Path) -> list[Case]:
    """WikiTableQuestions (Pasupat and Liang 2015): `questions.jsonl` and the CSV files that it names."""
    return [
        Case(one["question"], tuple(one["answers"]), one["table"], one["title"], _text(folder / one["table"]))
        for one in _lines(folder / "questions.jsonl")
    ]


def aitqa(folder: Path) -> list[Case]:
    """AIT-QA (Katsis et al. 2022): `questions.jsonl`, `tables.jsonl`."""
    tables = {one["id"]: _layered(one) for one in _lines(folder / "tables.jsonl")}
    return [
        Case(one["question"], tuple(one["answers"]), one["table_id"], "", tables[one["table_id"]])
        for one in _lines(folder / "questions.jsonl")
    ]


def tatqa(file: Path) -> list[Case]:
    """TAT-QA (Zhu et al. 2021): those of its questions that the table answers by itself, without lists."""
    return [
        Case(asked["question"], _given(asked["answer"]), one["id"], "", _csv(one["table"]), asked["answer_type"])
        for one in _lines(file)
        for asked in one["questions"]
        if asked["answer_from"] != "text" and asked["answer_type"] != "multi-span"
    ]


def examples(cases: Sequence[Case]) -> Iterator[Example]:
    """The cases whose tables can be read, each with its own table."""
    for case in cases:
        if tables := tables_of(case.name, case.title, case.data):
            yield example(case, tables)


def example(case: Case, tables: Sequence[Indexed]) -> Example:
    """A case put to tables."""
    question = asked(case.question, token_model().encode_question(case.question))
    found = [candidates(question, table) for table in tables]
    computed = tuple((table, one.queries) for table, one in zip(tables, found, strict=True))
    right = [is_right(case, query.result) for _, queries in computed for query in queries]
    return Example(
        case,
        terms_of(question),
        {at: beside(question, at) for one in found for at in map(int, one.limits) if at >= 0},
        question.meaning,
        np.concatenate([one.features for one in found]),
        np.concatenate([one.operations for one in found]),
        np.concatenate([one.kinds for one in found]),
        np.concatenate([one.relations for one in found]),
        np.concatenate([one.limits for one in found]),
        np.asarray(right, dtype=bool),
        computed,
    )


@lru_cache(maxsize=4000)
def tables_of(name: str, title: str, data: str) -> tuple[Indexed, ...]:
    """The tables that ingest reads in CSV."""
    document = document_of(name, data)
    tables = document.tables if document else ()
    return tuple(
        indexed(source_of(name), title, number, table)
        for number, table in enumerate(tables)
        if table.packed.count("\n") < LARGEST
    )


def document_of(name: str, data: str) -> Document | None:
    """CSV as ingest reads it; None if it cannot."""
    source = source_of(name)
    try:
        return parsed(File(source, data.encode(), 0.0))
    except UnreadableFileError:
        return None


def is_right(case: Case, result: Sequence[str]) -> bool:
    """Whether a result is the answer: as many values, the same but for marks, notes and how numbers are written."""
    if case.kind == "arithmetic":
        one, other = _number(case.answers[0]), _number(result[0])
        return len(result) == 1 and one is not None and other is not None and abs(one - other) < 0.011
    if len(case.answers) != len(result):
        return False
    return all(any(_same(answer, value) for value in result) for answer in case.answers)


def _same(one: str, other: str) -> bool:
    if _plain(one) == _plain(other):
        return True
    left, right = _number(one), _number(other)
    return left is not None and right is not None and abs(left - right) < 1e-6


def _plain(text: str) -> str:
    """A value as the evaluation of WikiTableQuestions compares it: without notes, brackets, accents and case."""
    text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    text = re.sub(r"[‘’´`]", "'", re.sub(r"[“”]", '"', re.sub(r"[‐‑‒–—−]", "-", text)))
    text = re.sub(r"((?<!^)\[[^\]]*\]|\[\d+\]|[•♦†‡*#+])*$", "", text.strip())
    text = re.sub(r"(?<!^)( \([^)]*\))*$", "", text.strip())
    text = re.sub(r'^"([^"]*)"$', r"\1", text.strip()).removesuffix(".")
    return " ".join(text.lower().split())


def _number(text: str) -> float | None:
    bare = re.sub(r"[,$£€%\s]", "", text)
    found = re.fullmatch(r"\((.+)\)", bare)
    try:
        return -float(found[1]) if found else float(bare)
    except ValueError:
        return None


def _lines(file: Path) -> Iterator[Mapping[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


@lru_cache(maxsize=2000)
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _given(answer: object) -> tuple[str, ...]:
    return tuple(map(str, answer)) if isinstance(answer, list) else (str(answer),)


def _layered(table: Mapping[str, Any]) -> str:
    """A table with headings in layers: those of a column in one cell, those of a row in one cell each."""
    width = max(map(len, table["row_header"]), default=0)
    heads = [" ".join(dict.fromkeys(filter(None, layers))) for layers in table["column_header"]]
    labels = [*table["row_header"], *([] for _ in table["data"])]
    rows = [[*[""] * (width - len(own)), *own, *cells] for own, cells in zip(labels, table["data"], strict=False)]
    return _csv([[*[""] * width, *heads], *rows])


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def invented(file: Path) -> list[Case]:
    """Our own tables, as people ask of them: "= title", CSV, and lines of "? question | answer; answer"."""
    cases = []
    for part in re.split(r"^= ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, rest = part.partition("\n")
        lines = rest.splitlines()
        data = "\n".join(line for line in lines if line and not line.startswith("? ")) + "\n"
        for line in lines:
            if line.startswith("? "):
                question, _, answers = line[2:].partition("|")
                found = tuple(answer.strip() for answer in answers.split(";") if answer.strip())
                cases.append(Case(question.strip(), found, title, title, data))
    return cases


def source_of(name: str) -> str:
    """The path by which a table is read."""
    return name if name.endswith(".csv") else f"{name}.csv"
