"""Which addresses the server answers to, and which web sites: of those in the same browser only its own pages.

A browser carries what any web site asks for to this machine, and to the network that it stands in. Such a request tells
of itself in headers that the site cannot change: Host (what the address says, whatever its name was made to lead to),
Origin and Sec-Fetch-Site. Programs send neither of the last two, and are let through.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Message, Scope, Send

from ingest.errors import SettingsError

Network = IPv4Network | IPv6Network
_LOCAL = ("localhost", "127.0.0.1", "::1")
_NAME = r"(?P<name>[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\])"
_AUTHORITY = re.compile(_NAME + r"(?::(?P<port>\d{1,5}))?", re.ASCII)
_PORTS = {"http": 80, "https": 443}
_POLICY = (
    # Gradio starts with scripts in the page, and compiles the scripts of its components.
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_SENT = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # with "no-referrer", a form of our own would come from the origin "null"
    (b"cross-origin-resource-policy", b"same-origin"),
)
_OURS = tuple(name for name, _ in _SENT)


@dataclass(frozen=True, slots=True)
class Sites:
    """What the server knows of names and of who stands between it and the browser.

    Attributes:
        names: hosts that it answers to, in small letters, IPv6 without brackets.
        proxies: whose `X-Forwarded-…` headers count.
    """

    names: frozenset[str]
    proxies: tuple[Network, ...] = ()

    def refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that some other web site may have sent; None where none can have."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        host = _split(hosts[0]) if len(hosts) == 1 else None
        if host is None or not (host[0] in self.names or _is_address(host[0], scope.get("server"))):
            name = ascii(hosts[0][:100]) if hosts else "no name"
            error = f"Footnote does not answer to {name}. List the name in FOOTNOTE_HOSTS if it is to.\n"
            return PlainTextResponse(error, 421)
        origins = headers.getlist("origin")
        if any(not _same(origin, host) for origin in origins) or not _fetched_by_us(scope, headers):
            return JSONResponse({"error": "Another web site asks: only Footnote's own page may."}, 403)
        return None

    def without_forged(self, scope: Scope) -> Scope:
        """The same request without what only a proxy may say of it.

        No proxy may name another host than the one asked for: a client could name it through most of them.
        """
        from_proxy = _within((scope.get("client") or ("",))[0], self.proxies)
        kept = [
            (name, value)
            for name, value in scope["headers"]
            if not name.startswith(b"x-forwarded-") or (from_proxy and name != b"x-forwarded-host")
        ]
        return {**scope, "headers": kept}


def sites(listened: str, hosts: str, proxies: str) -> Sites:
    """What FOOTNOTE_HOSTS and FOOTNOTE_PROXIES say, with commas between, for a server that listens on an address.

    Raises:
        SettingsError: one of them has another form.
    """
    names = {_bare(listened.lower()), *_LOCAL}
    for name in _parts(hosts.lower()):
        split = _split(f"[{name}]" if name.count(":") > 1 and not name.startswith("[") else name)
        if split is None or split[1] is not None:
            raise SettingsError(f"FOOTNOTE_HOSTS: {name!r} is no host; write names without ports, with commas between.")
        names.add(split[0])
    try:
        trusted = tuple(ip_network(one, strict=False) for one in _parts(proxies))
    except ValueError as error:
        raise SettingsError(f"FOOTNOTE_PROXIES: {error}; write addresses, with commas between.") from None
    return Sites(frozenset(names), trusted)


def hardened(send: Send) -> Send:
    """The same, with what each response tells a browser: to keep it from other sites, and other sites from it."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            # Gradio tells browsers that other sites may read what it sends.
            kept = [
                (name, value)
                for name, value in message.get("headers", ())
                if not name.lower().startswith(b"access-control-") and name.lower() not in _OURS
            ]
            message = {**message, "headers": [*kept, *_SENT]}
        await send(message)

    return sent


def _fetched_by_us(scope: Scope, headers: Headers) -> bool:
    """Whether a browser says that our own page asks, or that a person has followed a link to us; or no browser says."""
    if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        return True
    how = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    return scope.get("method") == "GET" and how == ("navigate", "document")


def _same(origin: str, host: tuple[str, int | None]) -> bool:
    scheme, _, rest = origin.lower().partition("://")
    split, usual = _split(rest), _PORTS.get(scheme)
    return usual is not None and split is not None and (split[0], split[1] or usual) == (host[0], host[1] or usual)


def _split(authority: str) -> tuple[str, int | None] | None:
    """Name and port of "name:port"; None for what is neither a name nor an address."""
    found = _AUTHORITY.fullmatch(authority.lower())
    return (_bare(found["name"]), int(found["port"]) if found["port"] else None) if found else None


def _bare(host: str) -> str:
    return host.removeprefix("[").removesuffix("]")


def _is_address(host: str, server: Any) -> bool:  # noqa: ANN401 (of an ASGI scope)
    """Whether a host is the very address that the connection came in on: no name can be made to lead to a number."""
    return bool(server) and (here := _address(host)) is not None and here == _address(server[0])


def _address(text: str) -> Any:  # noqa: ANN401 (an address of either kind, or None)
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _within(client: str, networks: Iterable[Network]) -> bool:
    found = _address(client)
    return found is not None and any(found in network for network in networks)


def _parts(setting: str) -> list[str]:
    return [part.strip() for part in setting.split(",") if part.strip()]
