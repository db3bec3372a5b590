"""Answers that another system gave to the same questions, from a file of JSON Lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answers import Answer, Citation
from bot.errors import EvaluationError

_History = tuple[tuple[str, str], ...]  # role and content of each message


class _Cited(BaseModel):
    model_config = ConfigDict(extra="ignore")
    source: str
    quote: str = Field(min_length=1)
    start: int | None = Field(None, ge=0)
    end: int | None = Field(None, ge=0)


class _Message(BaseModel):
    role: str
    content: str


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")
    question: str
    text: str | None = None
    answered: bool | None = None
    confidence: float = Field(1.0, ge=0, le=1)
    citations: tuple[_Cited, ...] = ()
    history: tuple[_Message, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What another system answered.

    Attributes:
        alone: by question.
        after: by question and the conversation before it, where a line gives that.
    """

    alone: Mapping[str, Answer]
    after: Mapping[tuple[str, _History], Answer]

    def to(self, question: str, history: Sequence[Mapping[str, str]]) -> Answer | None:
        """The answer to a question; None if there is none."""
        told = tuple((one["role"], one["content"]) for one in history)
        return self.after.get((question, told)) or self.alone.get(question)


def load_answers(path: Path, texts: Mapping[str, str]) -> Answers:
    """The answers that a file holds.

    Args:
        path: a line each: {"question", "text", "history"?, "answered"?, "confidence"?, "citations"?: [{"source",
            "quote", "start"?, "end"?}]}. Without `answered`, an empty text declines. A quote without offsets is looked
            for. `history` tells apart what was asked in several conversations.
        texts: of the documents, by source.

    Raises:
        EvaluationError: the file cannot be read, or a line is no answer.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"Cannot read '{path}'. Name a file of JSON Lines in UTF-8.") from error
    alone, after = {}, {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = _Line.model_validate_json(line)
            except ValidationError as error:
                wrong = error.errors()[0]
                said = ": ".join(filter(None, (".".join(map(str, wrong["loc"])), wrong["msg"])))
                raise EvaluationError(f"{path}, line {number}: {said}.") from None
            answer = _answer(row, path.stem, texts)
            if row.history is None:
                alone[row.question] = answer
            else:
                after[row.question, tuple((one.role, one.content) for one in row.history)] = answer
    return Answers(alone, after)


def _answer(row: _Line, name: str, texts: Mapping[str, str]) -> Answer:
    text = row.text or ""
    answered = bool(text.strip()) if row.answered is None else row.answered
    return Answer(
        text=text,
        kind="answer" if answered else "declined",
        short=None,
        confidence=row.confidence,
        citations=tuple(_citation(at, one, texts) for at, one in enumerate(row.citations, start=1)),
        passages=(),
        answerer=name,
        searched=row.question,
    )


def _citation(number: int, cited: _Cited, texts: Mapping[str, str]) -> Citation:
    at = texts.get(cited.source, "").find(cited.quote)
    start = max(at, 0) if cited.start is None else cited.start
    end = start + len(cited.quote) if cited.end is None else cited.end
    return Citation(number, cited.source, "", "", None, cited.quote, start, end, 0.0)
