"""A Chroma server: where it is, what is sent along, and what went wrong with it, in one line."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partialmethod
from typing import Any

from ingest.errors import FootnoteError, IndexUnusableError, SettingsError, StorageError, UnreachableError
from ingest.settings import IngestSettings

# Chroma looks at 100 places by default: many texts that are nearly alike can fill them, and then what is unlike those
# is not found by its very own vector. And as it adds vectors on all cores at once, no way may lead to such a text where
# each has 16 neighbours, as by default (5 of 1,000 graphs of one such text among 300 alike, on 4 and on 32 threads;
# none of 3,000 with 48); building takes as long.
GRAPH = {"hnsw": {"space": "cosine", "ef_search": 400, "max_neighbors": 48}}
_CONNECT, _REPLY = 5.0, 60.0  # seconds; Chroma's own client would wait for ever
_REFUSED, _NOT_FOUND, _AWAY = (401, 403), 404, (502, 503, 504)


@dataclass(frozen=True, slots=True)
class Server:
    """An index on a Chroma server.

    Attributes:
        url: of the server, without names or passwords.
        name: of the index there; what its collections are called begins with it.
        headers: sent with every request; never printed.
    """

    url: str
    name: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def server_of(settings: IngestSettings) -> Server | None:
    """The server that the settings name; None for the embedded store.

    Raises:
        SettingsError: the address or the headers cannot be used. What they hold may be secret and is not repeated.
    """
    if settings.chroma_url is None:
        return None
    url = settings.chroma_url.rstrip("/")
    if not re.fullmatch(r"https?://[^\s@?#]+", url):
        raise SettingsError(
            "FOOTNOTE_CHROMA_URL is no address like http://host:8000. Names, passwords and tokens go into "
            "FOOTNOTE_CHROMA_HEADERS."
        )
    given = settings.chroma_headers.get_secret_value() if settings.chroma_headers else "{}"
    try:
        headers = json.loads(given)
    except ValueError:
        headers = None
    if not isinstance(headers, dict) or not all(isinstance(one, str) and one.isascii() for one in headers.values()):
        raise SettingsError(
            'FOOTNOTE_CHROMA_HEADERS is not JSON of names and values, like {"Authorization": "Bearer ..."}.'
        )
    return Server(url, settings.chroma_collection, tuple(headers.items()))


@contextmanager
def server_errors(server: Server) -> Iterator[None]:
    """Say what went wrong with a server as one clear line.

    Raises:
        StorageError: it cannot be reached, or cannot do what it was asked.
        IndexUnusableError: it does not let us in, has no such index, or is no Chroma server that we can speak to.
    """
    import httpx
    from chromadb.errors import InvalidArgumentError, NotFoundError

    try:
        yield
    except (FootnoteError, NotFoundError, InvalidArgumentError):
        raise  # the latter two say something about the index, which callers put into words
    except Exception as error:
        # Chroma raises a plain Exception with the reply's text; what came of the request is in its context.
        causes: list[BaseException] = [error]
        while (before := causes[-1].__cause__ or causes[-1].__context__) is not None:
            causes.append(before)
        status = next((one.response.status_code for one in causes if isinstance(one, httpx.HTTPStatusError)), 0)
        lost = next((one for one in causes if isinstance(one, httpx.TransportError)), None)
        raise _named(server, status, lost, str(error)) from error


def _named(server: Server, status: int, lost: Exception | None, said: str) -> FootnoteError:
    where = f"The Chroma server at {server.url}"
    if status in _REFUSED:
        return IndexUnusableError(
            f"{where} does not let us in ({status}). Set FOOTNOTE_CHROMA_HEADERS to what it asks for."
        )
    if status == _NOT_FOUND:
        return IndexUnusableError(
            f"There is no Chroma server of version 1 at {server.url} (404). Check FOOTNOTE_CHROMA_URL."
        )
    if status in _AWAY or lost is not None:
        why = f"{status}" if status else str(lost) or type(lost).__name__
        return UnreachableError(f"{where} cannot be reached ({why}). Start it, or check FOOTNOTE_CHROMA_URL.")
    return StorageError(f"{where} could not do what it was asked: {' '.join(said.split())[:300]}")


def no_index(server: Server) -> IndexUnusableError:
    """What to say where the server has no index of this name, or no generation of it yet."""
    return IndexUnusableError(
        f"There is no index '{server.name}' on the Chroma server at {server.url}. "
        "Run `python -m ingest` with its documents' folder to make one."
    )


@cache
def client(server: Server) -> Any:  # noqa: ANN401 (Chroma's interface lacks what the client has)
    """The client of a server, one a process. Raises what `server_errors` does."""
    import chromadb
    import httpx
    from chromadb.config import Settings

    with server_errors(server):
        headers, timeout = dict(server.headers), httpx.Timeout(_REPLY, connect=_CONNECT)
        httpx.get(f"{server.url}/api/v2/heartbeat", headers=headers, timeout=timeout).raise_for_status()
        settings = Settings(anonymized_telemetry=False, chroma_http_keepalive_secs=5)
        made = chromadb.HttpClient(host=server.url, headers=headers, settings=settings)
        made._server._session.timeout = timeout  # type: ignore[attr-defined]  # there is no setting for it
        return made


def alone(collection: Any) -> Any:  # noqa: ANN401
    """A collection without what its index says of functions that embed.

    Chroma would build them as vectors are added, and so run code that whoever made the index has chosen; ours has none.
    """
    collection._model["serialized_schema"] = None
    return collection


class RemoteCollection:
    """A collection on a server, opened when it is first used; safe to use from several threads."""

    def __init__(self, server: Server, kind: str, *, create: bool = False) -> None:
        """Name it; `create` makes it if it is not there."""
        self.server = server
        self.name = f"{server.name}-{kind}"
        self._create = create
        self._opened: Any = None

    def _open(self) -> Any:  # noqa: ANN401
        there = client(self.server)
        if self._create:
            opened = there.get_or_create_collection(self.name, configuration=GRAPH, embedding_function=None)
        else:
            opened = there.get_collection(self.name, embedding_function=None)
        alone(opened)
        space = (opened.configuration_json.get("hnsw") or opened.configuration_json.get("spann") or {}).get("space")
        if space != "cosine":
            raise IndexUnusableError(
                f"The collection '{self.name}' at {self.server.url} compares by {space}, not by cosine. "
                "Set FOOTNOTE_CHROMA_COLLECTION to another name."
            )
        return opened

    def _call(self, what: str, **arguments: Any) -> Any:  # noqa: ANN401
        from chromadb.errors import NotFoundError

        with server_errors(self.server):
            try:
                if self._opened is None:
                    self._opened = self._open()
                return getattr(self._opened, what)(**arguments)
            except NotFoundError:
                self._opened = None  # it may be made anew, under another id
                raise no_index(self.server) from None

    # Chroma's own, with our errors: IndexUnusableError, StorageError (see `server_errors`).
    add = partialmethod(_call, "add")
    delete = partialmethod(_call, "delete")
    get = partialmethod(_call, "get")
    query = partialmethod(_call, "query")
    update = partialmethod(_call, "update")
    upsert = partialmethod(_call, "upsert")

    @property
    def id(self) -> str:
        """What tells this collection from any other of its name."""
        self._call("count")
        return str(self._opened.id)

    @property
    def batch(self) -> int:
        """How many records the server takes at a time."""
        return int(client(self.server).get_max_batch_size())
