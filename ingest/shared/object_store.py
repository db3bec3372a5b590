"""The second collection on a Chroma server: pieces of data named by their content, and numbered claims."""

import math
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from uuid import uuid4
from zlib import compress, decompress

from ingest.errors import IndexUnusableError
from ingest.stores.server import RemoteCollection, Server, client, server_errors

_CHUNK = 1_000_000  # characters of one record
_LOAD = 8_000_000  # characters of one request; a server takes 40 MiB by default
_MANY = 1000  # records of one request
Facts = dict[str, str | int | bool]


class ObjectStore:
    """Blobs and claims. What they hold is in Chroma's metadata: its text field would be indexed for search.

    A blob never changes: it is named by the hash of what it holds and the length that it is packed to. A claim is a
    number of a kind that goes to whoever adds it first: Chroma's `add` leaves a record alone that is there already.
    """

    def __init__(self, server: Server, *, create: bool = False) -> None:
        """Name the server and index; `create` makes the collection if it is not there."""
        self.server = server
        self._there = RemoteCollection(server, "documents", create=create)

    @property
    def id(self) -> str:
        """What tells this index from any other of its name."""
        return self._there.id

    def time(self) -> int:
        """The server's clock, nanoseconds."""
        with server_errors(self.server):
            return int(client(self.server).heartbeat())

    def put(self, blobs: Iterable[bytes]) -> Iterator[str]:
        """Store blobs, some at a time; yields the name of each once it is there."""
        names: list[str] = []
        waiting: dict[str, str] = {}
        for blob in blobs:
            packed = b64encode(compress(blob)).decode()
            names.append(f"{sha256(blob).hexdigest()[:32]}-{len(packed)}")
            for chunk_id, at in zip(_chunks(names[-1]), range(0, len(packed), _CHUNK), strict=True):
                waiting[chunk_id] = packed[at : at + _CHUNK]
                if len(waiting) >= _MANY or sum(map(len, waiting.values())) >= _LOAD:
                    self._send(waiting)
                    waiting = {}
            if not waiting:
                yield from names
                names = []
        if waiting:
            self._send(waiting)
        yield from names

    def _send(self, chunks: Mapping[str, str]) -> None:
        size = min(_MANY, self._there.batch)
        for ids in _parts(list(chunks), size):
            self._there.upsert(
                ids=ids,
                embeddings=[_direction(name) for name in ids],
                metadatas=[{"kind": "blob", "data": chunks[name]} for name in ids],
            )

    def get(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Blobs by name, some at a time, in any order.

        Raises:
            MissingError: one of them is not there.
        """
        group: list[str] = []
        load = 0
        for name in dict.fromkeys(names):
            group.append(name)
            load += _length(name)
            if load >= _LOAD or len(group) >= _MANY:
                yield from self._fetch(group)
                group, load = [], 0
        yield from self._fetch(group)

    def _fetch(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        wanted = [chunk for name in names for chunk in _chunks(name)]
        found: dict[str, str] = {}
        # A reply is as large as a request may be: one blob may be longer than that, many are short.
        for ids in _parts(wanted, _LOAD // _CHUNK if len(wanted) > len(names) else _MANY):
            reply = self._there.get(ids=ids, include=["metadatas"])
            found.update(zip(reply["ids"], (one["data"] for one in reply["metadatas"]), strict=True))
        for name in names:
            chunks = _chunks(name)
            if not all(chunk in found for chunk in chunks):
                raise MissingError(
                    f"The index '{self.server.name}' on the Chroma server at {self.server.url} has lost some of its "
                    "documents. Run `python -m ingest --rebuild`."
                )
            yield name, decompress(b64decode("".join(found.pop(chunk) for chunk in chunks)))

    def blobs(self) -> dict[str, list[str]]:
        """The ids of the records of every blob that is there, whole or not, by its name."""
        found: dict[str, list[str]] = {}
        for one in self._there.get(include=[])["ids"]:
            name, _, number = one.rpartition("-")
            if "-" in name and number.isdigit():
                found.setdefault(name, []).append(one)
        return found

    def whole(self, names: Collection[str]) -> bool:
        """Whether all of these blobs are there."""
        there = self.blobs()
        return all(len(there.get(name, ())) == len(_chunks(name)) for name in names)

    def claim(self, kind: str, number: int, facts: Facts) -> bool:
        """Add a claim, unless someone else has been quicker; whether it is ours, and the newest of its kind."""
        name, mark = f"{kind}-{number}", uuid4().hex
        told = {**facts, "kind": kind, "number": number, "mark": mark}
        self._there.add(ids=[name], embeddings=[[1.0, 0.0]], metadatas=[told])
        newest = self.newest(kind)
        return newest is not None and newest["number"] == number and newest["mark"] == mark

    def change(self, kind: str, number: int, facts: Facts) -> None:
        """Change what a claim of ours says."""
        self._there.update(ids=[f"{kind}-{number}"], metadatas=[facts])

    def claims(self, kind: str) -> list[Facts]:
        """What the claims of a kind say, with their `number`, oldest first."""
        found = self._there.get(where={"kind": kind}, include=["metadatas"])["metadatas"]
        return sorted(found, key=lambda facts: int(facts["number"]))

    def newest(self, kind: str) -> Facts | None:
        """What the newest claim says."""
        claims = self.claims(kind)
        return claims[-1] if claims else None

    def remove(self, ids: Sequence[str]) -> None:
        """Delete records; those that are not there are passed over."""
        for part in _parts(ids, _MANY):
            self._there.delete(ids=part)


class MissingError(IndexUnusableError):
    """A blob is not there: it was superseded and swept, or the server has lost it."""


def _length(name: str) -> int:
    return int(name.rpartition("-")[2])


def _chunks(name: str) -> list[str]:
    return [f"{name}-{number}" for number in range(math.ceil(_length(name) / _CHUNK))]


def _direction(name: str) -> list[float]:
    """A vector for what has no meaning to search by: spread out, because Chroma's graph suffers from equal ones."""
    angle = int(name[:8], 16)
    return [math.cos(angle), math.sin(angle)]


def _parts(values: Sequence[str], size: int) -> Iterator[list[str]]:
    return (list(values[at : at + size]) for at in range(0, len(values), size))
