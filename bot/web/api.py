"""What the server offers to programs, by Gradio's API and by MCP: ask, search, list_documents."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar, cast

import gradio as gr
from gradio.events import api

from bot.chat import Bot
from bot.question.checks import check_count
from bot.web.asking import who
from bot.web.filters import filters_of
from bot.web.rate_limit import RateLimit
from ingest.errors import FootnoteError

_MOST = 50  # passages of one search


class CitationResult(TypedDict):
    """A proof: the characters from `start` to `end` of the document's text are `quote`."""

    number: int
    source: str
    title: str
    heading: str
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


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The three; what programs see of them, names, parameters and descriptions, Gradio takes from the methods.

    Attributes:
        bot: what answers.
        rate: the limits of one person.
    """

    bot: Bot
    rate: RateLimit

    def ask(
        self,
        question: str,
        sources: list[str] | None = None,
        folder: str = "",
        after: str = "",
        before: str = "",
        request: gr.Request | None = None,
    ) -> AskResult:
        """Answer a question from the documents, with citations of the exact characters, or decline it.

        Args:
            question: In plain words, complete in itself.
            sources: Answer from these documents only, named as list_documents names them; by default from all.
            folder: Answer from this folder of the documents only.
            after: Only from documents of this day, month or year (2025-06-05, 2025-06, 2025) or later.
            before: Only from documents of this time or earlier.
            request: Filled in by Gradio.
        """
        with self._counted(request):
            answer = self.bot.ask(question, **filters_of(sources, folder, after, before))
        citations = [_result(CitationResult, citation) for citation in answer.citations]
        return _result(AskResult, answer, short=answer.short or "", citations=citations, notes=list(answer.notes))

    def search(
        self,
        question: str,
        k: int = 10,
        sources: list[str] | None = None,
        folder: str = "",
        after: str = "",
        before: str = "",
        request: gr.Request | None = None,
    ) -> list[PassageResult]:
        """Find the passages of the documents that fit a question best, without answering it.

        Args:
            question: In plain words.
            k: How many passages, at most 50.
            sources: Search these documents only; by default all.
            folder: Search this folder of the documents only.
            after: Only documents of this day, month or year (2025-06-05, 2025-06, 2025) or later.
            before: Only documents of this time or earlier.
            request: Filled in by Gradio.
        """
        with self._counted(request):
            hits = self.bot.search(
                question, max(1, min(check_count(k), _MOST)), **filters_of(sources, folder, after, before)
            )
        return [_result(PassageResult, hit.passage, score=hit.score) for hit in hits]

    def list_documents(self) -> list[DocumentResult]:
        """List the documents that questions are answered from."""
        with self.bot.index.reading() as view:
            return [_result(DocumentResult, one, indexed=one.added) for one in view.listing()]

    @contextmanager
    def _counted(self, request: gr.Request | None) -> Iterator[None]:
        """One more question of a person; what is wrong with it becomes Gradio's error."""
        try:
            self.rate.count(who(request))
            yield
        except FootnoteError as error:
            raise gr.Error(str(error), print_exception=False) from error


def add_endpoints(bot: Bot, rate: RateLimit) -> None:
    """Add the three to the page that is being built."""
    three = Endpoints(bot, rate)
    for one in (three.ask, three.search, three.list_documents):
        api(one, api_name=one.__name__)


def _result(shape: type[Result], made: object, **other: Any) -> Result:  # noqa: ANN401 (values of any field)
    """A dictionary of that shape: the attributes of the same names, but for `other`."""
    names = shape.__annotations__
    return cast(Result, {name: other[name] if name in other else getattr(made, name) for name in names})
