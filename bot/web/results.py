"""The shapes of what the server gives to programs; Gradio describes them to clients and agents by their fields."""

from typing import Any, TypedDict, TypeVar, cast


class CitationResult(TypedDict):
    """A proof: the characters from `start` to `end` of the document's text are `quote`."""

    number: int
    source: str
    title: str
    heading: str
    page: int | None
    quote: str
    start: int
    end: int
    author: str
    date: str


class AskResult(TypedDict):
    """An answer; `kind` is answer, summary, declined or smalltalk."""

    text: str
    short: str
    kind: str
    answered: bool
    confidence: float
    citations: list[CitationResult]
    searched: str
    notes: list[str]


class PassageResult(TypedDict):
    """A passage that was found."""

    source: str
    title: str
    heading: str
    text: str
    start: int
    end: int
    score: float


class DocumentResult(TypedDict):
    """A document of the index."""

    source: str
    title: str
    author: str
    date: str
    size: int
    passages: int
    indexed: float


class VerdictResult(TypedDict):
    """What the documents say of a sentence; `verdict` is supported, contradicted or not found: then what is `near`."""

    verdict: str
    sentence: str
    citations: list[CitationResult]
    near: list[CitationResult]


class ExcerptResult(TypedDict):
    """A part of a document's text, and how long the whole of it is."""

    source: str
    title: str
    text: str
    start: int
    end: int
    length: int


Result = TypeVar("Result")


def result(shape: type[Result], made: object, **other: Any) -> Result:  # noqa: ANN401 (values of any field)
    """A dictionary of that shape: the attributes of the same names, but for `other`."""
    names = shape.__annotations__
    return cast(Result, {name: other[name] if name in other else getattr(made, name) for name in names})
