"""Servers on loopback that speak OpenAI's chat protocol and Ollama's, and do on demand what such servers do wrong."""

import json
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Say = Callable[[str], str]


@dataclass(frozen=True)
class Act:
    """What the server does with one request.

    Attributes:
        text: its reply, or what gives one for the prompt.
        status, error, code, type, headers: an error instead: its message and what the protocol has besides.
        cut: break the connection after so many pieces.
        wait: seconds before it says anything; `drip`: between two pieces; `stall`: before the end.
        refusal: refuse in the way of the protocol.
        without: keys of a request that the server does not know and refuses with 400.
        held: the status of whatever holds it to a schema, as llama-cpp-python's server says 500 to that.
        finish: why it ends.
        hollow: begin with a piece that holds nothing, as Azure's servers and llama.cpp's do.
        inside: an error that comes within a stream that began with 200.
        chance: how likely it says that its words are, if it is asked.
    """

    text: str | Say = ""
    status: int = 200
    error: str = ""
    code: str | int | None = None
    type: str = "error"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = -1
    wait: float = 0.0
    drip: float = 0.0
    stall: float = 0.0
    refusal: str = ""
    without: tuple[str, ...] = ()
    held: int = 200
    finish: str = "stop"
    hollow: bool = False
    inside: dict[str, Any] | None = None
    chance: float = 1.0


@dataclass
class Peer:
    """A running server: where it is, what it was asked, and what it does next (the last act again and again)."""

    url: str = ""
    acts: list[Act] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def will(self, *acts: Act | str) -> None:
        """Set what comes next, and forget what was asked."""
        self.acts[:] = [act if isinstance(act, Act) else Act(act) for act in acts]
        self.asked.clear()

    def next(self) -> Act:
        return self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]

    def prompts(self) -> list[str]:
        return ["\n".join(_text(m["content"]) for m in body["messages"]) for body in self.asked]


@contextmanager
def serving() -> Iterator[Peer]:
    """A server of both protocols on a free port."""
    peer = Peer()

    class Handler(_Handler):
        owner = peer

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    peer.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    owner: Peer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.owner.asked.append(body)
        self.owner.keys.append(self.headers.get("Authorization", ""))
        act = self.owner.next()
        time.sleep(act.wait)
        unknown = [key for key in act.without if key in body]
        try:
            if unknown:
                self._error(Act(status=400, error=f"Unknown field {unknown[0]}"))
            elif act.held != 200 and "response_format" in body:
                self._error(Act(status=act.held, error="no such grammar"))
            elif act.status != 200:
                self._error(act)
            elif self.path == "/api/chat":
                self._ollama(act, body)
            elif body.get("stream"):
                self._stream(act, body)
            else:
                self._json(200, _completion(act, body))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client has gone: some tests want it to

    def _error(self, act: Act) -> None:
        said = {"message": act.error, "type": act.type, "code": act.code, "param": None}
        self._json(act.status, {"error": said if self.path != "/api/chat" else act.error}, act.headers)

    def _json(self, status: int, content: object, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, act: Act, body: dict[str, Any]) -> None:
        self._begin("text/event-stream")
        if act.hollow:
            self._event(_chunk([]))
            self._event(_chunk([{"index": 0, "delta": {"role": "assistant", "content": None}, "finish_reason": None}]))
        if act.inside:
            self._event({"error": act.inside})
        for number, piece in enumerate(_pieces(act, body)):
            if number == act.cut:
                self.close_connection = True
                self.connection.close()
                return
            choice = {"index": 0, "delta": _delta(act, body, piece, first=number == 0), "finish_reason": None}
            said = {"content": [{"token": piece, "logprob": math.log(act.chance), "top_logprobs": []}]}
            self._event(_chunk([{**choice, "logprobs": said if body.get("logprobs") else None}]))
            time.sleep(act.drip)
        time.sleep(act.stall)
        done = "tool_calls" if body.get("tools") else act.finish
        self._event(_chunk([{"index": 0, "delta": {}, "finish_reason": done}]))
        if (body.get("stream_options") or {}).get("include_usage"):
            self._event({**_chunk([]), "usage": _usage(act, body)})
        self._chunk("data: [DONE]\n\n")
        self._chunk("")

    def _ollama(self, act: Act, body: dict[str, Any]) -> None:
        self._begin("application/x-ndjson")
        head = {"model": body["model"], "created_at": "2025-06-10T00:00:00Z"}
        for number, piece in enumerate(_pieces(act, body)):
            if number == act.cut:
                self.close_connection = True
                self.connection.close()
                return
            self._chunk(json.dumps({**head, "message": {"role": "assistant", "content": piece}, "done": False}) + "\n")
        usage = _usage(act, body)
        last = {
            "done_reason": act.finish,
            "prompt_eval_count": usage["prompt_tokens"],
            "eval_count": usage["completion_tokens"],
        }
        self._chunk(json.dumps({**head, "message": {"role": "assistant", "content": ""}, "done": True, **last}) + "\n")
        self._chunk("")

    def _begin(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _event(self, content: object) -> None:
        self._chunk(f"data: {json.dumps(content)}\n\n")

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _text(content: str | list[dict[str, str]]) -> str:
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _said(act: Act, body: dict[str, Any]) -> str:
    return act.text if isinstance(act.text, str) else act.text("\n".join(_text(m["content"]) for m in body["messages"]))


def _pieces(act: Act, body: dict[str, Any]) -> list[str]:
    text = _said(act, body) or act.refusal
    return [text[at : at + 12] for at in range(0, len(text), 12)] or [""]


def _delta(act: Act, body: dict[str, Any], piece: str, *, first: bool) -> dict[str, Any]:
    if act.refusal:
        return {"role": "assistant", "content": "", "refusal": None} if first else {"refusal": piece}
    if body.get("tools"):
        name = body["tools"][0]["function"]["name"]
        call = {"index": 0, "function": {"arguments": piece}}
        return {
            "tool_calls": [
                {**call, "id": "1", "type": "function", "function": {"name": name, "arguments": piece}}
                if first
                else call
            ]
        }
    return {"role": "assistant", "content": piece}


def _chunk(choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": choices}


def _usage(act: Act, body: dict[str, Any]) -> dict[str, int]:
    asked, said = len(json.dumps(body["messages"]).split()), len(_said(act, body).split())
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _completion(act: Act, body: dict[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": _said(act, body), "refusal": act.refusal or None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {**_chunk([choice]), "object": "chat.completion", "usage": _usage(act, body)}
