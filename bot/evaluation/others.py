"""Answers that another system gave to the same questions, from a file of JSON Lines."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.answers import Answer, Citation
from bot.errors import EvaluationError


class _Cited(BaseModel):
    model_config = ConfigDict(extra="ignore")
    source: str
    quote: str
    start: int | None = None
    end: int | None = None


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")
    question: str
    text: str | None = None
    answered: bool | None = None
    confidence: float = 1.0
    citations: tuple[_Cited, ...] = ()


def load_answers(path: Path, texts: Mapping[str, str]) -> dict[str, Answer]:
    """The answers by their questions.

    Args:
        path: a line each: {"question", "text", "answered"?, "confidence"?, "citations"?: [{"source", "quote", "start"?,
            "end"?}]}. Without `answered`, an empty text declines. A quote without offsets is looked for.
        texts: of the documents, by source.

    Raises:
        EvaluationError: the file cannot be read, or a line is no answer.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"Cannot read '{path}'. Name a file of JSON Lines in UTF-8.") from error
    found = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = _Line.model_validate_json(line)
            except ValidationError as error:
                raise EvaluationError(f"{path}, line {number}: {error.errors()[0]['msg']}.") from None
            found[row.question] = _answer(row, path.stem, texts)
    return found


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
