"""What the server offers to programs, by Gradio's API and by MCP: ask, verify, search, open, list_documents."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import gradio as gr
from gradio.events import api

from bot.chat import Bot
from bot.question.checks import check_count
from bot.web.asking import who
from bot.web.filters import filters_of
from bot.web.rate_limit import RateLimit
from bot.web.results import (
    AskResult,
    CitationResult,
    DocumentResult,
    ExcerptResult,
    PassageResult,
    VerdictResult,
    result,
)
from ingest.errors import FootnoteError

_MOST = 50  # passages of one search
_LONGEST = 20_000  # characters of one excerpt


@dataclass(frozen=True, slots=True)
class Endpoints:
    """All of them; what programs see of them, names, parameters and descriptions, Gradio takes from the methods.

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
        citations = [result(CitationResult, citation) for citation in answer.citations]
        return result(AskResult, answer, short=answer.short or "", citations=citations, notes=list(answer.notes))

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
        return [result(PassageResult, hit.passage, score=hit.score) for hit in hits]

    def verify(
        self,
        sentence: str,
        sources: list[str] | None = None,
        folder: str = "",
        after: str = "",
        before: str = "",
        request: gr.Request | None = None,
    ) -> VerdictResult:
        """Check a statement against the documents: supported or contradicted, with the exact quote, or not found.

        Args:
            sentence: One plain statement, complete in itself.
            sources: Look in these documents only; by default in all.
            folder: Look in this folder of the documents only.
            after: Only in documents of this day, month or year (2025-06-05, 2025-06, 2025) or later.
            before: Only in documents of this time or earlier.
            request: Filled in by Gradio.
        """
        with self._counted(request):
            verdict = self.bot.verify(sentence, **filters_of(sources, folder, after, before))
        citations, near = (
            [result(CitationResult, citation) for citation in each] for each in (verdict.citations, verdict.near)
        )
        return result(VerdictResult, verdict, citations=citations, near=near)

    def open(
        self, source: str, start: int = 0, end: int | None = None, request: gr.Request | None = None
    ) -> ExcerptResult:
        """Read a document, or the part of it around a citation, at most 20,000 characters at a time.

        Args:
            source: The document, named as list_documents names it.
            start: Offset of its first character, from 0.
            end: Offset behind the last one; by default as far as one answer reaches.
            request: Filled in by Gradio.
        """
        with self._counted(request):
            document = self.bot.document(source)
        first = min(max(int(start), 0), len(document.text))
        last = min(first + _LONGEST, len(document.text) if end is None else max(int(end), first))
        text = document.text[first:last]
        where = {"text": text, "start": first, "end": first + len(text), "length": len(document.text)}
        return result(ExcerptResult, document, title=document.name, **where)

    def list_documents(self) -> list[DocumentResult]:
        """List the documents that questions are answered from."""
        with self.bot.index.reading() as view:
            return [result(DocumentResult, one, indexed=one.added) for one in view.listing()]

    @contextmanager
    def _counted(self, request: gr.Request | None) -> Iterator[None]:
        """One more question of a person; what is wrong with it becomes Gradio's error."""
        try:
            self.rate.count(who(request))
            yield
        except FootnoteError as error:
            raise gr.Error(str(error), print_exception=False) from error


def add_endpoints(bot: Bot, rate: RateLimit) -> None:
    """Add them to the page that is being built."""
    offered = Endpoints(bot, rate)
    for one in (offered.ask, offered.verify, offered.search, offered.open, offered.list_documents):
        api(one, api_name=one.__name__)
