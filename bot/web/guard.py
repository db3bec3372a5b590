"""What stands before the page and everything else that the server offers: which sites, how much, and who.

Gradio's own login leaves some of its routes open, MCP among them; so the guard refuses whatever it does not know.
"""

from typing import cast

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.web.inputs import checked_json
from bot.web.login import USER, Login, refused
from bot.web.sites import Sites, hardened
from bot.web.uploads import Uploads, limited

_BODY = 16_000_000  # bytes of a request that uploads nothing; a long conversation travels in one
# What a page needs before anyone has logged in: Gradio's start looks at the second.
_OPEN = ("/login", "/gradio_api/startup-events", "/robots.txt", "/favicon.ico")
_UPLOAD = "/gradio_api/upload"
_AGENTS = "/gradio_api/mcp"
# What JSON-RPC answers to what cannot be parsed.
_NO_JSON = {"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "The request is no JSON in UTF-8."}}
_UNUSED = ("/gradio_api/process_recording", "/gradio_api/component_server")  # they take files too


class Guard:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, sites: Sites, login: Login, uploads: Uploads | None) -> None:
        """Guard `app`.

        Args:
            app: what is guarded.
            sites: which hosts and web sites are let in.
            login: which people are.
            uploads: which files are; None for none.
        """
        self._app = app
        self._sites = sites
        self._login = login
        self._uploads = uploads
        trusted = [str(network) for network in sites.proxies]
        self._behind = cast(ASGIApp, ProxyHeadersMiddleware(self._answer, trusted_hosts=trusted))  # type: ignore[arg-type] # the same types by other names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":  # nothing here speaks WebSocket
            await send({"type": "websocket.close", "code": 1008})
            return
        send = hardened(send)
        refusal = self._sites.refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._behind(self._sites.without_forged(scope), receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that no other web site can have sent; its address is that of who sent it."""
        headers, path = Headers(scope=scope), scope["path"]
        if self._login.needed and path == "/login":
            await (await self._login.enter(Request(scope, receive)))(scope, receive, send)
            return
        if self._login.needed and path == "/logout":
            await self._login.leave(Request(scope))(scope, receive, send)
            return
        user = await self._login.user(scope, headers)
        if user is None and path not in _OPEN:
            await refused(headers)(scope, receive, send)
            return
        kept = [(name, value) for name, value in scope["headers"] if name != USER.encode()]
        if user:
            kept.append((USER.encode(), user.encode()))
        await self._sized({**scope, "headers": kept}, receive, send)

    async def _sized(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on if it is not too big."""
        headers, path, uploads = Headers(scope=scope), scope["path"], self._uploads
        uploading = path.startswith(_UPLOAD)
        if path.startswith(_UNUSED) or (uploading and uploads is None):
            await _error(404, "There is nothing here.")(scope, receive, send)
            return
        if uploads and uploads.due:
            await run_in_threadpool(uploads.sweep)
        most = uploads.most if uploads and uploading else _BODY
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > most:
            error = _error(413, f"The request is too big: at most {most / 1e6:.0f} MB.")
            await error(scope, receive, send)
        elif uploads and uploading and scope["method"] == "POST":
            await self._upload(uploads, length, scope, receive, send)
        elif path.startswith(_AGENTS) and scope["method"] == "POST":
            await self._told(scope, limited(receive, most), send)
        else:
            await self._app(scope, limited(receive, most), send)

    async def _told(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            receive = await checked_json(scope, receive)
        except ClientDisconnect:  # it has gone, or said more than it may
            return
        except ValueError:
            await JSONResponse(_NO_JSON, 400)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _upload(self, uploads: Uploads, length: str, scope: Scope, receive: Receive, send: Send) -> None:
        if not length.isdecimal():
            await _error(411, "An upload says how long it is.")(scope, receive, send)
            return
        with uploads.room(int(length)) as free:
            if free:
                kind = Headers(scope=scope).get("content-type", "")
                await self._app(scope, limited(receive, uploads.most, kind), send)
                return
        error = _error(507, "Too many uploaded files wait to be taken in. Try again in an hour.")
        await error(scope, receive, send)


def _error(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status)
