"""A file of questions -> Cases, which tell what is right: JSON Lines, or SQuAD's JSON with its own documents."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answers import Answer
from bot.errors import EvaluationError
from bot.evaluation.metrics import holds_any
from bot.evaluation.splits import part_of
from ingest.documents import Hit
from ingest.text.decoding import json_value

_MOST_WORDS = 250  # of an answer that count, so that nobody is right who pours out a page


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid")
    role: Literal["user", "assistant"]
    content: str


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")
    question: str = Field(min_length=1)
    answers: tuple[str, ...] | None = ()
    all: tuple[str | tuple[str, ...], ...] = ()
    least: int | None = Field(None, ge=1)
    never: tuple[str, ...] = ()
    source: str | tuple[str, ...] | None = None
    quote: str | None = None
    paragraph: tuple[int, int] | None = None
    history: tuple[_Message, ...] = ()
    kind: str = ""
    review: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what would be right to say.

    Attributes:
        answers: what is accepted: one of them must be said; neither these nor `all` means that declining is right.
        source: the document that the answer stands in, where that is known; the first of them.
        quote: words of the source that prove it, where they are known.
        paragraph: (start, end) of the characters of the source that the answer stands in, where they are known.
        kind: what it tests ("follow-up"), for the table.
        review: whether it is only replayed, not scored.
        all: what must be said, all of it, each in one of its variants.
        least: how many of `all` are enough.
        never: what must not be said.
        others: more documents that the answer stands in.
    """

    question: str
    answers: tuple[str, ...] = ()
    source: str | None = None
    quote: str | None = None
    history: tuple[dict[str, str], ...] = ()
    kind: str = ""
    review: bool = False
    paragraph: tuple[int, int] | None = None
    all: tuple[tuple[str, ...], ...] = ()
    least: int | None = None
    never: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether there is something to say; else declining is right."""
        return bool(self.answers or self.all)

    @property
    def sources(self) -> tuple[str, ...]:
        """The documents that the answer stands in; none where they are not known."""
        return (*([self.source] if self.source else []), *self.others)

    @property
    def accepted(self) -> tuple[str, ...]:
        """All that is right to say, in every variant."""
        return (*self.answers, *(variant for one in self.all for variant in one))


def is_right(case: Case, answer: Answer) -> bool:
    """Whether an answer says what is wanted and nothing that must not be said; without a right answer, declines."""
    if not case.answerable:
        return not answer.answered
    if answer.kind == "declined" or holds_any(answer.text, case.never):
        return False
    text = answer.text if case.all else _first_words(answer.text)
    told = sum(map(partial(holds_any, text), case.all))
    enough = told >= min(case.least or len(case.all), len(case.all))
    return enough and (not case.answers or holds_any(text, case.answers))


def _first_words(text: str) -> str:
    found = list(re.finditer(r"\S+", text))[:_MOST_WORDS]
    return text[: found[-1].end()] if found else ""


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a file in its order, and (file name, text) of the documents that it brings along."""

    cases: tuple[Case, ...]
    articles: tuple[tuple[str, str], ...] = ()


def load_questions(path: Path) -> Questions:
    """Read a file of questions.

    Raises:
        EvaluationError: it is missing or a line of it is wrong; the message names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvaluationError(f"Cannot read '{path}' ({error.strerror}). Name a file of questions.") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"'{path}' is not UTF-8 text. Name a file of questions in JSON Lines.") from error
    squad = _squad(text)
    questions = Questions(tuple(_lines(path, text))) if squad is None else _from_squad(path, squad)
    if not questions.cases:
        raise EvaluationError(f"'{path}' holds no questions.")
    return questions


def _lines(path: Path, text: str) -> Iterator[Case]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = _Line.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise EvaluationError(f"{path}:{number}: {f'{where}: ' if where else ''}{first['msg']}.") from None
        yield _case(row)


def _case(row: _Line) -> Case:
    sources = row.source if isinstance(row.source, tuple) else (row.source,) if row.source else ()
    values = row.model_dump(exclude={"source", "answers", "all"})
    return Case(
        answers=row.answers or (),
        all=tuple((one,) if isinstance(one, str) else one for one in row.all),
        source=sources[0] if sources else None,
        others=sources[1:],
        **values,
    )


def _squad(text: str) -> dict[str, Any] | None:
    """The file as SQuAD's JSON; None if it is not of that kind."""
    try:
        found = json_value(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("data"), list) else None


def _from_squad(path: Path, data: dict[str, Any]) -> Questions:
    cases: list[Case] = []
    articles = []
    try:
        for number, article in enumerate(data["data"]):
            title = str(article.get("title") or f"Article {number + 1}").replace("_", " ")
            source = f"{number:04}_{re.sub(r'[^A-Za-z0-9]+', '_', title)[:80]}.txt"
            articles.append((source, "\n\n".join([title, *(part["context"] for part in article["paragraphs"])]) + "\n"))
            for part in article["paragraphs"]:
                for asked in part["qas"]:
                    answers = () if asked.get("is_impossible") else tuple(a["text"] for a in asked["answers"])
                    cases.append(Case(asked["question"].strip(), tuple(dict.fromkeys(answers)), source))
    except (KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(f"'{path}' is not in SQuAD's format: {error!r} in article {len(articles)}.") from error
    return Questions(tuple(cases), tuple(articles))


def first_relevant(case: Case, hits: Iterable[Hit]) -> int | None:
    """The rank of the first right passage, from 1; None if there is none."""
    return next((rank for rank, hit in enumerate(hits, start=1) if _is_relevant(case, hit)), None)


def _is_relevant(case: Case, hit: Hit) -> bool:
    """Whether a hit is a right one: it holds an accepted answer, in the paragraph that is asked about if known."""
    start, end = case.paragraph or (0, hit.passage.end)
    places = (place for place in (hit.passage, *hit.also) if place.start < end and start < place.end)
    return any(proves(case, place.source, place.text) for place in places)


def proves(case: Case, source: str, text: str) -> bool:
    """Whether a text of a document holds an accepted answer, or the words that prove it, and is of the right one."""
    if case.sources and source not in case.sources:
        return False
    return holds_any(text, [*case.accepted, *([case.quote] if case.quote else [])])


def write_articles(questions: Questions, folder: Path) -> Path | None:
    """Write the documents that questions bring along into a new folder; returns it, None if there are none."""
    if not questions.articles:
        return None
    folder.mkdir()
    for name, text in questions.articles:
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def unseen(questions: Questions) -> tuple[Case, ...]:
    """Those about articles that were kept apart when the reader was trained.

    Raises:
        EvaluationError: there are none, or the questions bring their articles along.
    """
    if questions.articles:  # named by number and title here: which part they belong to cannot be told
        raise EvaluationError("--unseen: give a file of questions and --documents, not SQuAD's own JSON.")
    kept = tuple(case for case in questions.cases if case.source and part_of(case.source) == "report")
    if not kept:
        raise EvaluationError("--unseen: none of these questions is about an article that was kept apart.")
    return kept


def spread(cases: tuple[Case, ...], limit: int | None) -> tuple[Case, ...]:
    """At most so many of them, evenly spread; None for all."""
    if limit is None or limit >= len(cases):
        return cases
    return tuple(cases[at * len(cases) // limit] for at in range(limit))
