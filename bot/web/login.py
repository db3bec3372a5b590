"""Who asks: names and passwords, how often they may be tried, and sessions."""

import base64
import binascii
import hmac
import secrets
import time
from collections.abc import Mapping
from urllib.parse import parse_qs

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from bot.errors import QuestionError
from bot.web.accounts import Entry, verified
from bot.web.rate_limit import RateLimit
from bot.web.render import filled

USER = "x-footnote-user"  # the header that tells the page who asks; what a client sends under this name is dropped
_COOKIE = "footnote-session"
_SESSION = 7 * 24 * 3600.0  # seconds
_FROM_ADDRESS, _FOR_ACCOUNT = 10, 30  # wrong tries a minute
_AT_ONCE = 2  # passwords hashed at the same time, each in 128 MB
_FORM = 10_000  # bytes of a login


class Login:
    """The people who may use the server."""

    def __init__(self, accounts: Mapping[str, Entry], inner: str) -> None:
        """Name them.

        Args:
            accounts: what is known of their passwords, by name; none for no login.
            inner: a password for the server's own requests to itself.
        """
        self.needed = bool(accounts)
        self._accounts = accounts
        self._inner = inner
        self._sessions: dict[str, tuple[str, float]] = {}
        self._addresses, self._names = RateLimit(_FROM_ADDRESS), RateLimit(_FOR_ACCOUNT)
        self._known: set[bytes] = set()
        self._salt = secrets.token_bytes(32)
        self._hashing = anyio.CapacityLimiter(_AT_ONCE)

    async def user(self, scope: Scope, headers: Headers) -> str | None:
        """Who sends a request: "" for anyone where there is no login, None for nobody who is known."""
        if not self.needed:
            return ""
        kind, _, value = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._inner and secrets.compare_digest(value.encode(), self._inner.encode()):
            return headers.get(USER, "mcp")
        if kind.lower() == "bearer" and ":" in value:  # clients of OpenAI's protocol have one field for a key
            name, _, password = value.partition(":")
            return name if await self._right(scope, name, password) else None
        if kind.lower() == "basic":
            name, _, password = _decoded(value).partition(":")
            return name if await self._right(scope, name, password) else None
        user, until = self._sessions.get(Request(scope).cookies.get(_COOKIE, ""), ("", 0.0))
        return user if until > time.time() else None

    async def enter(self, request: Request) -> Response:
        """The page that asks for name and password, or what comes of them."""
        if request.method != "POST":
            return _page("")
        form = parse_qs((await _body(request, _FORM)).decode("utf-8", "replace"))
        name, password = form.get("username", [""])[0].strip(), form.get("password", [""])[0]
        browser = "text/html" in request.headers.get("accept", "")
        if not await self._right(request.scope, name, password):
            error = "Name or password is wrong, or there were too many tries: wait a minute."
            return _page(error, 401) if browser else JSONResponse({"error": error}, 401)
        session = secrets.token_urlsafe(32)
        now = time.time()
        self._sessions = {one: kept for one, kept in self._sessions.items() if kept[1] > now}
        self._sessions[session] = (name, now + _SESSION)
        answer: Response = RedirectResponse("/", 303) if browser else JSONResponse({"success": True})
        secure = request.url.scheme == "https"
        answer.set_cookie(_COOKIE, session, int(_SESSION), httponly=True, samesite="lax", secure=secure)
        return answer

    def leave(self, request: Request) -> Response:
        """End a session."""
        self._sessions.pop(request.cookies.get(_COOKIE, ""), None)
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(_COOKIE)
        return answer

    async def _right(self, scope: Scope, name: str, password: str) -> bool:
        """Whether the password is right; what was right once from an address is not computed again for it.

        A try counts before it is computed, so that many at once are no way past the limits, and not if it was right.
        """
        address = (scope.get("client") or ("",))[0]
        if self._addresses.full(address):  # what is known is no way to guess on without a limit
            return False
        key = hmac.digest(self._salt, f"{address}\0{name}\0{password}".encode(), "sha256")
        if key in self._known:
            return True
        try:
            self._addresses.count(address)
            self._names.count(name)
        except QuestionError:
            return False
        right = await anyio.to_thread.run_sync(verified, self._accounts, name, password, limiter=self._hashing)
        if right:
            self._known.add(key)
            self._addresses.forget(address)
            self._names.forget(name)
        return right


def refused(headers: Headers) -> Response:
    """The answer to a request of nobody who is known."""
    if "text/html" in headers.get("accept", ""):
        return RedirectResponse("/login", 303)
    return JSONResponse({"error": "Log in first."}, 401, {"www-authenticate": 'Basic realm="Footnote"'})


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


async def _body(request: Request, most: int) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            return b""
    return body


def _page(error: str, status: int = 200) -> Response:
    return HTMLResponse(filled("login", error=error), status)
