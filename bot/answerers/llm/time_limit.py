"""What a language model says, for so long and no longer: a client's own limit is for one read or one try."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextvars import copy_context
from queue import Empty, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING

from bot.answerers.llm.faults import LATE, told
from bot.errors import LateError

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, AIMessageChunk


def within(start: Callable[[], Iterator[AIMessageChunk]], seconds: float, *, schema: bool) -> Iterator[AIMessageChunk]:
    """What an iterator gives, at most for so long.

    Args:
        start: begins it, in a thread of its own.
        seconds: for all of it.
        schema: whether the model is held to a form.

    Raises:
        AnswererError: it took longer, or what `bot.answerers.llm.faults.told` makes of a client's error.
    """
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
            began = began or bool(found.text or arguments_of(found))
            yield found
    finally:
        stopped.set()


def arguments_of(chunk: AIMessageChunk | AIMessage) -> str:
    """What a piece of a reply, or a reply given whole by a model that cannot stream, holds of a tool's arguments."""
    if hasattr(chunk, "tool_call_chunks"):
        return "".join(str(part.get("args") or "") for part in chunk.tool_call_chunks)
    return "".join(json.dumps(call["args"]) for call in chunk.tool_calls)
