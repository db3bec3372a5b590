"""What stands before the page and everything else that the server offers: login, and limits of size.

Gradio's own login leaves some of its routes open, MCP among them; so the guard refuses whatever it does not know.
"""

import base64
import binascii
import hmac
import secrets
import time
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import QuestionError
from bot.web.accounts import verified
from bot.web.rate_limit import RateLimit
from bot.web.render import filled

USER = "x-footnote-user"  # the header that tells the page who asks; what a client sends under this name is dropped
_COOKIE = "footnote-session"
_SESSION = 7 * 24 * 3600.0  # seconds
_TRIES = 10  # logins a minute from one address
_FORM = 10_000  # bytes of a login
_BODY = 16_000_000  # bytes of any other request; a long conversation travels in one
# What a page needs before anyone has logged in: Gradio's start looks at the second.
_OPEN = ("/login", "/gradio_api/startup-events", "/robots.txt", "/favicon.ico")


class Guard:
    """ASGI middleware."""

    def __init__(
        self, app: ASGIApp, accounts: Mapping[str, tuple[bytes, bytes]], max_upload: int, inner: str = ""
    ) -> None:
        """Guard `app`.

        Args:
            app: what is guarded.
            accounts: salt and hash by name; none for no login.
            max_upload: bytes of a request that uploads files.
            inner: a password for the server's own requests to itself.
        """
        self.app = app
        self._accounts = accounts
        self._max_upload = max_upload
        self._inner = inner
        self._sessions: dict[str, tuple[str, float]] = {}
        self._tries = RateLimit(_TRIES)
        self._known: set[bytes] = set()
        self._salt = secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan" or not self._accounts:
                await self.app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"]
        most = self._max_upload if path.startswith("/gradio_api/upload") else _BODY
        if int(headers.get("content-length") or 0) > most:
            error = f"The request is too big: at most {most / 1e6:.0f} MB."
            await JSONResponse({"error": error}, 413)(scope, receive, send)
            return
        if self._accounts and path == "/login":
            await (await self._login(Request(scope, receive)))(scope, receive, send)
            return
        if self._accounts and path == "/logout":
            await self._logout(Request(scope))(scope, receive, send)
            return
        user = self._user(scope, headers)
        if user is None and path not in _OPEN:
            await _refused(headers)(scope, receive, send)
            return
        kept = [(name, value) for name, value in scope["headers"] if name != USER.encode()]
        if user:
            kept.append((USER.encode(), user.encode()))
        await self.app({**scope, "headers": kept}, _limited(receive, most), send)

    def _user(self, scope: Scope, headers: Headers) -> str | None:
        """Who sends a request: "" for anyone where there is no login, None for nobody who is known."""
        if not self._accounts:
            return ""
        kind, _, value = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._inner and secrets.compare_digest(value.encode(), self._inner.encode()):
            return headers.get(USER, "mcp")
        if kind.lower() == "basic":
            name, _, password = _decoded(value).partition(":")
            return name if self._right(scope, name, password) else None
        user, until = self._sessions.get(Request(scope).cookies.get(_COOKIE, ""), ("", 0.0))
        return user if until > time.time() else None

    def _right(self, scope: Scope, name: str, password: str) -> bool:
        """Whether the password is right; what was right once in this process is not computed again."""
        key = hmac.digest(self._salt, f"{name}\0{password}".encode(), "sha256")
        if key in self._known:
            return True
        try:
            self._tries.count((scope.get("client") or ("",))[0])
        except QuestionError:
            return False
        if verified(self._accounts, name, password):
            self._known.add(key)
            return True
        return False

    async def _login(self, request: Request) -> Response:
        if request.method != "POST":
            return HTMLResponse(_page(""))
        form = parse_qs((await _body(request, _FORM)).decode("utf-8", "replace"))
        name, password = form.get("username", [""])[0].strip(), form.get("password", [""])[0]
        browser = "text/html" in request.headers.get("accept", "")
        if not self._right(request.scope, name, password):
            error = "Name or password is wrong, or there were too many tries: wait a minute."
            return HTMLResponse(_page(error), 401) if browser else JSONResponse({"error": error}, 401)
        session = secrets.token_urlsafe(32)
        now = time.time()
        self._sessions = {one: kept for one, kept in self._sessions.items() if kept[1] > now}
        self._sessions[session] = (name, now + _SESSION)
        answer: Response = RedirectResponse("/", 303) if browser else JSONResponse({"success": True})
        secure = request.url.scheme == "https"
        answer.set_cookie(_COOKIE, session, int(_SESSION), httponly=True, samesite="lax", secure=secure)
        return answer

    def _logout(self, request: Request) -> Response:
        self._sessions.pop(request.cookies.get(_COOKIE, ""), None)
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(_COOKIE)
        return answer


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _refused(headers: Headers) -> Response:
    if "text/html" in headers.get("accept", ""):
        return RedirectResponse("/login", 303)
    return JSONResponse({"error": "Log in first."}, 401, {"www-authenticate": 'Basic realm="Footnote"'})


async def _body(request: Request, most: int) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            return b""
    return body


def _limited(receive: Receive, most: int) -> Receive:
    """The same request, cut off where it is longer than it may be, whatever its header said."""
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return message if got <= most else {"type": "http.disconnect"}

    return counted


def _page(error: str) -> str:
    return filled("login", error=error)
