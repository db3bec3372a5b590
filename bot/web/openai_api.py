"""OpenAI's chat protocol: any client of it uses Footnote as a model. Citations are footnotes, and a field besides."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.answers import Answer, leaf, where
from bot.chat import Bot
from bot.errors import HistoryError
from bot.web.asking import who
from bot.web.rate_limit import RateLimit
from ingest.errors import FootnoteError

MODEL = "footnote"
_EVENTS = "text/event-stream"
_SILENCE = 5.0  # seconds without an event, after which a comment says that one is to come: proxies and clients give up
_ALIVE = ": still answering\n\n"
_LISTED = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}


class _Part(BaseModel):
    type: str
    text: str = ""


class _Message(BaseModel):
    role: str
    content: str | list[_Part] | None = None

    @property
    def text(self) -> str:
        """Its words: pictures and the like are left out."""
        return self.content if isinstance(self.content, str) else "".join(part.text for part in self.content or ())


class _Options(BaseModel):
    include_usage: bool = False


class _Asked(BaseModel):
    """Of a request what counts here: temperature and the like do not."""

    model_config = ConfigDict(extra="ignore")
    messages: list[_Message]
    model: str = MODEL
    stream: bool = False
    stream_options: _Options | None = None


@dataclass(frozen=True, slots=True)
class _Chat:
    """One conversation's next answer.

    Attributes:
        bot: answers.
        asked: what was sent.
        name: of the reply.
        made: when, in seconds since 1970.
    """

    bot: Bot
    asked: _Asked
    name: str
    made: int

    def parts(self) -> Iterator[Answer]:
        """The answer as it grows. Raises what `Bot.stream` does."""
        told = [one for one in self.asked.messages if one.role in ("user", "assistant") and one.text]
        if told and told[-1].role != "user":
            raise HistoryError("The last message must be a question of the user's.")
        question = told[-1].text if told else ""
        return self.bot.stream(question, [{"role": one.role, "content": one.text} for one in told[:-1]])

    def whole(self) -> dict[str, Any]:
        """The reply in one piece."""
        *_, answer = self.parts()
        message = {"role": "assistant", "content": with_footnotes(answer), "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {**self._about("chat.completion", [choice]), "usage": _usage(answer), **_more(answer)}

    def events(self, parts: Iterator[Answer]) -> Iterator[str]:
        """The reply as server-sent events; what is sent stays, so an answer that may be replaced waits for its end."""
        sent = ""
        steady = self.bot.embedded() is None
        yield self._event({"role": "assistant", "content": ""})
        try:
            for answer in parts:
                if steady and answer.answered and answer.text.startswith(sent):
                    yield self._event({"content": answer.text[len(sent) :]})
                    sent = answer.text
        except FootnoteError as error:
            yield f"data: {json.dumps(_error(str(error)))}\n\n"
            return
        text = with_footnotes(answer)
        yield self._event({"content": text[len(sent) :] if text.startswith(sent) else f"\n\n{text}"})
        yield self._event({}, "stop", **_more(answer))
        if self.asked.stream_options and self.asked.stream_options.include_usage:
            usage = {**self._about("chat.completion.chunk", []), "usage": _usage(answer)}
            yield f"data: {json.dumps(usage)}\n\n"
        yield "data: [DONE]\n\n"

    def _event(self, delta: Mapping[str, str], ends: str | None = None, **more: object) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": ends, "logprobs": None}
        return f"data: {json.dumps({**self._about('chat.completion.chunk', [choice]), **more})}\n\n"

    def _about(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {"id": self.name, "object": kind, "created": self.made, "model": MODEL, "choices": choices}


async def _models(_: Request) -> Response:
    return JSONResponse({"object": "list", "data": [_LISTED]})


async def _model(request: Request) -> Response:
    name = request.path_params["name"]
    if name != MODEL:
        return JSONResponse(_error(f"There is no model '{name}': it is called '{MODEL}'."), 404)
    return JSONResponse(_LISTED)


def chat_routes(bot: Bot, rate: RateLimit) -> list[Route]:
    """The routes of the protocol; the guard stands before them as before the page."""

    async def completions(request: Request) -> Response:
        try:
            asked = _Asked.model_validate_json(await request.body())
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            return JSONResponse(_error(f"{place}: {first['msg']}." if place else f"{first['msg']}."), 400)
        chat = _Chat(bot, asked, f"chatcmpl-{uuid.uuid4().hex}", int(time.time()))
        try:
            rate.count(who(request))
        except FootnoteError as error:
            return JSONResponse(_error(str(error)), 429)
        try:
            if not asked.stream:
                return JSONResponse(await run_in_threadpool(chat.whole))
            parts = chat.parts()
            first_part = await run_in_threadpool(next, parts)  # what is wrong with the question has a status of its own
        except FootnoteError as error:
            return JSONResponse(_error(str(error)), 400)
        return StreamingResponse(_kept_alive(chat.events(chain([first_part], parts))), media_type=_EVENTS)

    return [
        Route("/v1/chat/completions", completions, methods=["POST"]),
        Route("/v1/models", _models),
        Route("/v1/models/{name:path}", _model),
    ]


async def _kept_alive(events: Iterator[str]) -> AsyncIterator[str]:
    """The events, and a comment, which clients pass over, whenever none has come for a while."""
    while True:
        coming = asyncio.ensure_future(run_in_threadpool(next, events, None))
        while not (await asyncio.wait({coming}, timeout=_SILENCE))[0]:
            yield _ALIVE
        event = coming.result()
        if event is None:
            return
        yield event


def with_footnotes(answer: Answer) -> str:
    """The text of an answer, with its quotes below."""
    notes = []
    for one in answer.citations:
        place = ", ".join(filter(None, (one.source, where(one.title, one.heading, leaf(one.source, one.page)))))
        notes.append(f"[{one.number}] {place}: “{' '.join(one.quote.split())}”")
    return "\n\n".join([answer.text, *notes])


def _more(answer: Answer) -> dict[str, Any]:
    """What the protocol has no field for."""
    citations = [asdict(citation) for citation in answer.citations]
    known = {"kind": answer.kind, "answered": answer.answered, "confidence": answer.confidence}
    return {"citations": citations, "footnote": {**known, "short": answer.short, "notes": answer.notes}}


def _usage(answer: Answer) -> dict[str, int]:
    asked, said = answer.usage.get("input_tokens", 0), answer.usage.get("output_tokens", 0)
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
