"""A prompt -> the model's words as they come, within a time limit, and the tokens that they took."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from bot.answerers.llm.chat_model import is_overflow, is_refused_form, reason
from bot.errors import AnswererError, TooLongError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, AIMessageChunk
    from langchain_core.runnables import Runnable

    from ingest.stores.answer_cache import AnswerCache

LATE = "The language model took too long: raise FOOTNOTE_MODEL_TIMEOUT or ask again."


@dataclass(frozen=True, slots=True)
class Client:
    """A language model, and how long it may take.

    Attributes:
        model: any LangChain chat model.
        name: what to call it.
        seconds: for everything that is asked for one question, retries included.
        kept: where replies are kept and taken from; None if each is asked for anew.
        spent: where the tokens of each reply are noted.
        began: when the time began to run, by `time.monotonic`.
    """

    model: BaseChatModel
    name: str
    seconds: float
    kept: AnswerCache | None = None
    spent: list[Mapping[str, int]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def usage(self) -> dict[str, int]:
        """Tokens by kind, of all replies together."""
        kinds = dict.fromkeys(kind for one in self.spent for kind in one)
        return {kind: sum(one.get(kind, 0) for one in self.spent) for kind in kinds}

    def says(self, prompt: str, schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """The reply so far, again and again as it grows; the last one is the whole of it.

        Args:
            prompt: all that the model is given.
            schema: JSON schema of the reply, for models that can be held to one; others are given the prompt alone.

        Raises:
            TooLongError: the prompt is more than the model takes.
            AnswererError: it cannot be reached, fails, refuses, or takes too long.
        """
        try:
            yield from self._run(lambda: _pieces(self.model, prompt, schema))
        except _Plainer:
            yield from self._run(lambda: _pieces(_modest(self.model), prompt, None))

    def _run(self, start: Callable[[], Iterator[AIMessageChunk]]) -> Iterator[str]:
        text, refused = "", ""
        counted: dict[str, int] = {}
        for chunk in _within(start, self.began + self.seconds - time.monotonic()):
            text += chunk.text + _arguments(chunk)
            refused += str(chunk.additional_kwargs.get("refusal") or "")
            for kind, count in _counts(chunk).items():
                counted[kind] = max(counted.get(kind, 0), count)
            yield text
        if counted:
            counted["total_tokens"] = counted.get("input_tokens", 0) + counted.get("output_tokens", 0)
            self.spent.append(counted)
        if not text.strip():
            raise AnswererError(
                "The language model refused to answer." if refused else "The language model said nothing."
            )


def whole(growing: Iterator[str]) -> str:
    """The last of what `Client.says` gives: the reply when it has come to its end."""
    *_, last = growing
    return last


class _Plainer(Exception):  # noqa: N818 (a signal between two functions, never an error that is shown)
    """The server does not know some part of the request."""


def _pieces(model: BaseChatModel, prompt: str, schema: Mapping[str, Any] | None) -> Iterator[AIMessageChunk]:
    yield from (_held_to(model, schema) if schema is not None else model).stream(prompt)


def _held_to(model: BaseChatModel, schema: Mapping[str, Any]) -> Runnable[Any, Any]:
    """The model, made to reply by a schema in the way of its provider; as it is, where LangChain knows no way."""
    from langchain_core.runnables import RunnableSequence

    try:
        held = model.with_structured_output(dict(schema))
    except NotImplementedError:
        return model  # the prompt says what form is wanted
    # The first part is the model with the schema bound to it. The second would parse its reply, and what cannot be
    # parsed is not thrown away here.
    return held.first if isinstance(held, RunnableSequence) else model


def _arguments(chunk: AIMessageChunk | AIMessage) -> str:
    """What a piece of a reply, or a reply given whole by a model that cannot stream, holds of a tool's arguments."""
    if hasattr(chunk, "tool_call_chunks"):
        return "".join(str(part.get("args") or "") for part in chunk.tool_call_chunks)
    return "".join(json.dumps(call["args"]) for call in chunk.tool_calls)


def _counts(chunk: AIMessageChunk) -> dict[str, int]:
    """The tokens that a piece of a reply reports."""
    # langchain-openai leaves `usage_metadata` empty in streams with a response format, and has the server's own counts.
    given = chunk.response_metadata.get("token_usage") or {}
    own = {"input_tokens": given.get("prompt_tokens"), "output_tokens": given.get("completion_tokens")}
    counts = {**own, **(chunk.usage_metadata or {})}
    return {kind: count for kind, count in counts.items() if isinstance(count, int)}


def _modest(model: BaseChatModel) -> BaseChatModel:
    """The model without what some servers and models refuse."""
    known = type(model).model_fields
    return model.model_copy(update={name: None for name in ("temperature", "stream_usage") if name in known})


def _within(start: Callable[[], Iterator[AIMessageChunk]], seconds: float) -> Iterator[AIMessageChunk]:
    """What an iterator gives, at most for so long: a client's own limit is for one read or one try, not for all."""
    queue: Queue[AIMessageChunk | Exception | None] = Queue()
    stopped = Event()

    def read() -> None:
        try:
            for chunk in start():
                queue.put(chunk)
                if stopped.is_set():
                    return
            queue.put(None)
        except Exception as error:
            # Each provider's client raises errors of its own; they are told apart on the other side of the queue.
            queue.put(error)

    ends = time.monotonic() + seconds
    # A copy of the context, so that tracing by LangChain's own variables sees one conversation.
    Thread(target=copy_context().run, args=(read,), daemon=True, name="footnote-model").start()
    began = False
    try:
        while True:
            try:
                found = queue.get(timeout=max(0.0, ends - time.monotonic()))
            except Empty:
                raise AnswererError(LATE) from None
            if found is None:
                return
            if isinstance(found, Exception):
                raise _told(found, began) from None
            began = True
            yield found
    finally:
        stopped.set()


def _told(error: Exception, began: bool) -> Exception:
    if is_overflow(error):
        return TooLongError(reason(error))
    if is_refused_form(error) and not began:
        return _Plainer(reason(error))
    return AnswererError(reason(error))
