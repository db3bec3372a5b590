"""Footnote as parts of LangChain: a retriever, two tools, and a Runnable from messages to a message with citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, convert_to_messages
from langchain_core.prompt_values import PromptValue
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tools import ArgsSchema, BaseTool
from pydantic import BaseModel, ConfigDict, Field

from bot.answers import Answer, Citation
from bot.blocks import stretches
from bot.chat import Bot
from bot.errors import HistoryError
from bot.verify import Verdict
from ingest.errors import FootnoteError

_ROLES = {"human": "user", "ai": "assistant"}


class FootnoteRetriever(BaseRetriever):
    """The passages of the documents that fit a question best.

    Attributes:
        bot: searches.
        k: how many passages.
        sources, folder: of these documents only, or of this folder of them; by default of all.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    bot: Bot
    k: int = 4
    sources: list[str] | None = None
    folder: str | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        """Passages, best first; `metadata` has source, title, heading, page, start, end and score."""
        del run_manager  # nothing to report on the way
        found = self.bot.search(query, self.k if k is None else k, self.sources, folder=self.folder)
        names = ("source", "title", "heading", "page", "start", "end")
        return [
            Document(hit.passage.text, metadata={n: getattr(hit.passage, n) for n in names} | {"score": hit.score})
            for hit in found
        ]


class Asked(BaseModel):
    """What the tool that answers takes."""

    question: str = Field(description="In plain words, complete in itself.")


class Stated(BaseModel):
    """What the tool that verifies takes."""

    sentence: str = Field(description="One plain statement, complete in itself.")


class _Tool(BaseTool):
    """What both tools are: limited alike, and what is wrong is told to the model.

    Attributes:
        bot: answers, and verifies.
        sources, folder: from these documents only, or from this folder of them; by default from all.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: bool = True
    bot: Bot
    sources: list[str] | None = None
    folder: str | None = None


class FootnoteTool(_Tool):
    """Answers a question with proof; the artifact is the `Answer`."""

    name: str = "ask_documents"
    description: str = "Answer a question from the documents, with the exact words that prove it, or decline it."
    args_schema: ArgsSchema | None = Asked

    def _run(self, question: str) -> tuple[str, Answer]:
        """The answer with its quotes, and all that is known of it."""
        with _told():
            answer = self.bot.ask(question, sources=self.sources, folder=self.folder)
        return _proved(answer.text, answer.citations), answer


class FootnoteVerifier(_Tool):
    """Tells whether the documents say what somebody has written; the artifact is the `Verdict`."""

    name: str = "verify_statement"
    description: str = (
        "Check a statement against the documents: supported or contradicted, with the exact words, or not found."
    )
    args_schema: ArgsSchema | None = Stated

    def _run(self, sentence: str) -> tuple[str, Verdict]:
        """The verdict with its quotes, and all that is known of it."""
        with _told():
            verdict = self.bot.verify(sentence, self.sources, folder=self.folder)
        return _proved(verdict.verdict, verdict.citations), verdict


@contextmanager
def _told() -> Iterator[None]:
    """What is wrong with the input is told to the model that uses the tool."""
    from langchain_core.tools import ToolException

    try:
        yield
    except FootnoteError as error:
        raise ToolException(str(error)) from error


def _proved(text: str, citations: Sequence[Citation]) -> str:
    """A text with its quotes, one a line."""
    proofs = (f"[{one.number}] {one.source}:{one.start}-{one.end} “{one.quote}”" for one in citations)
    return "\n".join([text, *proofs])


def footnote_chat(bot: Bot) -> Runnable[LanguageModelInput, AIMessage]:
    """A Runnable that answers the last of some messages; the others are the conversation. It takes what chat models do.

    The message's content are text blocks, each with LangChain's citations as `annotations`; `response_metadata` has
    kind, answered and confidence. Raises what `Bot.ask` does, and `HistoryError` if the last message is not a person's.
    """

    def answer(given: LanguageModelInput) -> AIMessage:
        messages = _messages(given)
        if not messages or messages[-1].type != "human":
            raise HistoryError("The last message must be a question of the user's.")
        told = [{"role": _ROLES[one.type], "content": one.text} for one in messages[:-1] if one.type in _ROLES]
        return as_message(bot.ask(messages[-1].text, told))

    return RunnableLambda(answer, name="footnote")


def _messages(given: LanguageModelInput) -> Sequence[BaseMessage]:
    """A question, a prompt, or messages in any form that LangChain knows, as messages. `HistoryError` for all else."""
    if isinstance(given, PromptValue):
        return given.to_messages()
    try:
        return convert_to_messages([HumanMessage(given)] if isinstance(given, str) else given)
    except (TypeError, ValueError, NotImplementedError) as error:
        raise HistoryError("The input must be a question, or messages as LangChain takes them.") from error


def as_message(answer: Answer) -> AIMessage:
    """An answer as a message."""
    content: list[str | dict[Any, Any]] = [
        {"type": "text", "text": said, "annotations": [_annotation(one) for one in cited]}
        for said, cited in stretches(answer.text, answer.citations)
    ]
    known = {"kind": answer.kind, "answered": answer.answered, "confidence": answer.confidence}
    return AIMessage(content, response_metadata={**known, "model_name": answer.answerer})


def _annotation(citation: Citation) -> dict[str, Any]:
    """A citation in LangChain's standard form; where it stands in its document is among the extras."""
    place = {"source": citation.source, "page": citation.page, "start": citation.start, "end": citation.end}
    return {
        "type": "citation",
        "title": citation.title or citation.source,
        "cited_text": citation.quote,
        "extras": place,
    }
