"""What the server offers to programs, by Gradio's API and by MCP: ask, search, list_documents."""

from typing import TypedDict

import gradio as gr
from gradio.events import api

from bot.chat import Bot
from bot.web.asking import who
from bot.web.rate_limit import Rate
from ingest.documents import Hit
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


def offer(bot: Bot, rate: Rate) -> None:
    """Add the three to the page that is being built."""

    def ask(
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
        try:
            rate.count(who(request))
            answer = bot.ask(
                question, sources=sources or None, folder=folder or None, after=after or None, before=before or None
            )
        except FootnoteError as error:
            raise gr.Error(str(error), print_exception=False) from error
        citations: list[CitationResult] = [
            {
                "number": c.number,
                "source": c.source,
                "title": c.title,
                "heading": c.heading,
                "quote": c.quote,
                "start": c.start,
                "end": c.end,
                "author": c.author,
                "date": c.date,
            }
            for c in answer.citations
        ]
        return {
            "text": answer.text,
            "short": answer.short or "",
            "kind": answer.kind,
            "answered": answer.answered,
            "confidence": answer.confidence,
            "citations": citations,
            "searched": answer.searched,
            "notes": list(answer.notes),
        }

    def search(
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
        try:
            rate.count(who(request))
            hits = bot.search(
                question,
                max(1, min(k, _MOST)),
                sources or None,
                folder=folder or None,
                after=after or None,
                before=before or None,
            )
        except FootnoteError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return [_passage(hit) for hit in hits]

    def list_documents() -> list[DocumentResult]:
        """List the documents that questions are answered from."""
        with bot.index.reading() as view:
            return [
                {
                    "source": d.source,
                    "title": d.title,
                    "author": d.author,
                    "date": d.date,
                    "size": d.size,
                    "passages": d.passages,
                    "indexed": d.added,
                }
                for d in view.listing()
            ]

    for one in (ask, search, list_documents):
        api(one, api_name=one.__name__)


def _passage(hit: Hit) -> PassageResult:
    passage = hit.passage
    return {
        "source": passage.source,
        "title": passage.title,
        "heading": passage.heading,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "score": hit.score,
    }
