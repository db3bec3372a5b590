"""A prompt -> the model's words as they come, within a time limit, and the tokens that they took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import exp
from statistics import fmean
from typing import TYPE_CHECKING, Any, Literal

from bot.answerers.llm.faults import CUT, REPEATS, Plainer, repeats
from bot.answerers.llm.time_limit import arguments_of, within
from bot.errors import BadReplyError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk
    from langchain_core.runnables import Runnable

    from ingest.stores.answer_cache import AnswerCache

Role = Literal["judge", "writer", "none"]  # it judges and writes, it writes what the reader has found, it does neither
# What a request leaves out where a server or model has refused the one before; the length is limited as long as can be.
_LEFT_OUT = ((), ("temperature", "stream_usage", "logprobs"), ("temperature", "stream_usage", "logprobs", "max_tokens"))
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
        tried: where it is kept what it was found to be able to do; None if that is found out anew.
        notes: what could not be kept.
        spent: where the tokens of each reply are noted.
        chances: log probability of each token that it said, where its server tells.
        known: what it was found to be able to do; see `bot.answerers.llm.ability`.
        plain: how plain a request its server was found to want: an index into `_LEFT_OUT`.
        began: when the time began to run, by `time.monotonic`.
    """

    model: BaseChatModel
    name: str
    seconds: float
    role: Role | None = None
    kept: AnswerCache | None = None
    tried: AnswerCache | None = None
    notes: list[str] = field(default_factory=list)
    spent: list[Mapping[str, int]] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    known: dict[str, bool] = field(default_factory=dict)
    plain: list[int] = field(default_factory=lambda: [0])
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
        for at in range(self.plain[0], len(_LEFT_OUT)):
            held = None if at else schema
            try:
                for text in self._run(partial(_pieces, _without(self.model, _LEFT_OUT[at]), prompt, held), held):
                    self.plain[0] = at
                    yield text
            except Plainer:
                if at == len(_LEFT_OUT) - 1:
                    raise
            else:
                return

    def left(self) -> float:
        """Seconds of its time for this question that are not used up."""
        return self.began + self.seconds - time.monotonic()

    def _run(self, start: Callable[[], Iterator[AIMessageChunk]], schema: Mapping[str, Any] | None) -> Iterator[str]:
        text, refused, cut, pieces = "", "", False, 0
        counted: dict[str, int] = {}
        try:
            for chunk in within(start, self.left(), schema=schema is not None):
                said = chunk.text + arguments_of(chunk)
                text, pieces = text + said, pieces + bool(said)
                self.chances.extend(_chances(chunk))
                cut = cut or any(chunk.response_metadata.get(name) == ends for name, ends in _CUT)
                if repeats(text):
                    raise BadReplyError(REPEATS)
                refused += str(chunk.additional_kwargs.get("refusal") or "")
                for kind, count in _counts(chunk).items():
                    counted[kind] = max(counted.get(kind, 0), count)
                yield text
        finally:
            self._spend(counted, pieces)
        if cut:
            raise BadReplyError(CUT)
        if not text.strip():
            raise BadReplyError(
                "The language model refused to answer." if refused else "The language model said nothing."
            )

    def _spend(self, counted: dict[str, int], pieces: int) -> None:
        """Note the tokens of a reply; of one that was broken off, which no server counts, its pieces stand for them."""
        if counted or pieces:
            spent = {"output_tokens": pieces} | counted
            self.spent.append({**spent, "total_tokens": spent.get("input_tokens", 0) + spent["output_tokens"]})


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


def _without(model: BaseChatModel, names: Sequence[str]) -> BaseChatModel:
    """The model without some of its settings, which its server or itself refuses."""
    known = {name: None for name in names if name in type(model).model_fields}
    return model.model_copy(update=known) if known else model
