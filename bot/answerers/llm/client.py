"""A prompt -> the model's words as they come, within a time limit, and the tokens that they took."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field
from math import exp
from queue import Empty, Queue
from statistics import fmean
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Literal

from bot.answerers.llm.faults import CUT, LATE, REPEATS, Plainer, repeats, told
from bot.errors import BadReplyError, LateError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, AIMessageChunk
    from langchain_core.runnables import Runnable

    from ingest.stores.answer_cache import AnswerCache

Role = Literal["judge", "writer", "none"]  # it judges and writes, it writes what the reader has found, it does neither
_OPTIONAL = ("temperature", "stream_usage", "max_tokens", "logprobs")  # what some servers and models refuse
# How the providers say that a reply came to no end of its own: OpenAI's and llama.cpp's, Ollama's, Anthropic's.
_CUT = (("finish_reason", "length"), ("done_reason", "length"), ("stop_reason", "max_tokens"))


@dataclass(frozen=True, slots=True)
class Client:
    """A language model, and how long it may take.

    Attributes:
        model: any LangChain chat model.
        name: what to call it.
        seconds: for everything that is asked for one question, retries included.
        role: what it is used for; None for what it is found to be able to do.
        kept: where replies are kept and taken from; None if each is asked for anew.
        notes: what could not be kept.
        spent: where the tokens of each reply are noted.
        chances: log probability of each token that it said, where its server tells.
        known: what it was found to be able to do, by question put to it; see `bot.answerers.llm.ability`.
        began: when the time began to run, by `time.monotonic`.
    """

    model: BaseChatModel
    name: str
    seconds: float
    role: Role | None = None
    kept: AnswerCache | None = None
    notes: list[str] = field(default_factory=list)
    spent: list[Mapping[str, int]] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    known: dict[str, bool] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def usage(self) -> dict[str, int]:
        """Tokens by kind, of all replies together."""
        kinds = dict.fromkeys(kind for one in self.spent for kind in one)
        return {kind: sum(one.get(kind, 0) for one in self.spent) for kind in kinds}

    def before(self, prompt: str, rests_on: Mapping[str, str]) -> str | None:
        """What it said to this prompt before, where that is kept.

        Args:
            prompt: all that the model is given.
            rests_on: SHA-256 of the documents in it, by source.
        """
        said = self.kept.get(f"{self.name}\n{prompt}", rests_on) if self.kept else None
        if said is not None and rests_on:
            self.spent.append({"cached_answers": 1})
        return said

    def keep(self, prompt: str, rests_on: Mapping[str, str], said: str) -> None:
        """Keep what it said; takes what `before` does."""
        note = self.kept.put(f"{self.name}\n{prompt}", rests_on, said) if self.kept else ""
        self.notes.extend([note] if note else [])

    def chance(self) -> float | None:
        """How likely the model thought its tokens, as a geometric mean, 0 to 1; None where it does not tell."""
        return exp(fmean(self.chances)) if self.chances else None

    def says(self, prompt: str, schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """The reply so far, again and again as it grows; the last one is the whole of it, unless an error ends it.

        Args:
            prompt: all that the model is given.
            schema: JSON schema of the reply, for models that can be held to one; others are given the prompt alone.

        Raises:
            TooLongError: the prompt is more than the model takes.
            LoadingError: its server has not loaded it yet.
            AnswererError: it cannot be reached, fails, refuses, takes too long, finds no end, or repeats itself.
        """
        try:
            yield from self._run(lambda: _pieces(self.model, prompt, schema), schema=schema is not None)
        except Plainer:
            yield from self._run(lambda: _pieces(_modest(self.model), prompt, None), schema=False)

    def left(self) -> float:
        """Seconds of its time for this question that are not used up."""
        return self.began + self.seconds - time.monotonic()

    def _run(self, start: Callable[[], Iterator[AIMessageChunk]], *, schema: bool) -> Iterator[str]:
        text, refused, cut = "", "", False
        counted: dict[str, int] = {}
        for chunk in _within(start, self.left(), schema=schema):
            text += chunk.text + _arguments(chunk)
            self.chances.extend(_chances(chunk))
            cut = cut or any(chunk.response_metadata.get(name) == said for name, said in _CUT)
            if repeats(text):
                raise BadReplyError(REPEATS)
            refused += str(chunk.additional_kwargs.get("refusal") or "")
            for kind, count in _counts(chunk).items():
                counted[kind] = max(counted.get(kind, 0), count)
            yield text
        if counted:
            counted["total_tokens"] = counted.get("input_tokens", 0) + counted.get("output_tokens", 0)
            self.spent.append(counted)
        if cut:
            raise BadReplyError(CUT)
        if not text.strip():
            raise BadReplyError(
                "The language model refused to answer." if refused else "The language model said nothing."
            )


def whole(growing: Iterator[str]) -> str:
    """The last of what `Client.says` gives: the reply when it has come to its end."""
    *_, last = growing
    return last


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


def _chances(chunk: AIMessageChunk) -> list[float]:
    told = (chunk.response_metadata.get("logprobs") or {}).get("content") or ()
    return [one["logprob"] for one in told]


def _modest(model: BaseChatModel) -> BaseChatModel:
    """The model without what some servers and models refuse."""
    known = type(model).model_fields
    return model.model_copy(update={name: None for name in _OPTIONAL if name in known})


def _within(start: Callable[[], Iterator[AIMessageChunk]], seconds: float, *, schema: bool) -> Iterator[AIMessageChunk]:
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
                raise LateError(LATE) from None
            if found is None:
                return
            if isinstance(found, Exception):
                raise told(found, began=began, schema=schema) from None
            began = began or bool(found.text or _arguments(found))
            yield found
    finally:
        stopped.set()
