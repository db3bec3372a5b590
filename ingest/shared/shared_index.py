"""An index that several machines share: its generations, documents and vectors, kept on a Chroma server."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ingest.errors import IndexBusyError
from ingest.settings import IngestSettings
from ingest.shared.generation import Generation, Listing, StoredDocument, generation_of, packed, unpacked
from ingest.shared.lease import Lease, leased
from ingest.shared.object_store import Facts, ObjectStore
from ingest.stores.manifest import Transaction
from ingest.stores.opening import stores_folder
from ingest.stores.server import RemoteCollection, client, server_errors, server_of

if TYPE_CHECKING:
    from ingest.stores.vectors import Vectors

_KIND = "generation"
_SHAPE = ("layout", "embedding_model", "passage_tokens", "stores")  # what a generation says of the manifest's `meta`
_GRACE = 10_000_000_000  # nanoseconds that what is superseded stays for those who are still reading it
_KEEP = 10  # generations that are remembered, so that a straggler does not take a number that was given before


class SharedIndex:
    """The index that the settings name on a server.

    A generation is one claim of the next number (see `ingest.shared.object_store`), made when everything that it names
    is there: either all of it is seen, or nothing, and of two writers one wins.
    """

    def __init__(self, settings: IngestSettings, *, create: bool = False) -> None:
        """Name it; nothing is asked yet. `create` makes what is not there. The settings must name a server."""
        server = server_of(settings)
        assert server is not None  # noqa: S101 (callers look)
        self.server = server
        self._records = ObjectStore(server, create=create)
        self._lease: Lease | None = None

    @property
    def id(self) -> str:
        """What tells this index from any other of its name."""
        return self._records.id

    def head(self) -> Generation | None:
        """The newest generation, None before the first. Raises what `ingest.stores.server.server_errors` does."""
        newest = self._records.newest(_KIND)
        return None if newest is None else generation_of(newest)

    def listing(self, head: Generation) -> Listing:
        """The documents of a generation. `MissingError`, if it was superseded and swept meanwhile."""
        ((_, blob),) = self._records.get([head.listing])
        content = json.loads(blob)
        return Listing(content["documents"], {source: tuple(two) for source, two in content["unreadable"].items()})

    def stored(self, names: Iterable[str]) -> Iterator[tuple[str, StoredDocument]]:
        """Documents by the name of their blob, in any order. Raises what `listing` does."""
        return ((name, unpacked(blob)) for name, blob in self._records.get(names))

    def whole(self, listing: Listing) -> bool:
        """Whether everything that a generation names is there."""
        return self._records.whole(listing.documents.values())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer in the block; see `ingest.shared.lease.leased`."""
        with leased(self._records) as lease:
            if lease.inherited:
                self._supersede()
            self._lease = lease
            try:
                yield
            finally:
                self._lease = None

    def _supersede(self) -> None:
        """Commit what is there once more: what an owner that was only asleep may still commit then comes too late."""
        while (head := self.head()) is not None:
            if self._claim(head.number + 1, head.listing, head.meta):
                return

    def commit(self, snapshot: Transaction) -> None:
        """Make what the writer sees the next generation, under the number that its `meta` has.

        Raises:
            IndexBusyError: another writer was quicker; nothing has changed.
        """
        assert self._lease is not None  # noqa: S101
        known, meta = snapshot.records(), snapshot.meta()
        fresh = [source for source in snapshot.hashes() if source not in known]
        snapshot.record(zip(fresh, self._records.put(packed(snapshot, fresh)), strict=True))
        content = {"documents": snapshot.records(), "unreadable": snapshot.unreadable()}
        (listing,) = self._records.put([json.dumps(content).encode()])
        self._lease.check()
        if not self._claim(int(meta["generation"]), listing, {key: meta[key] for key in _SHAPE}):
            raise IndexBusyError(
                f"Another writer has changed the index '{self.server.name}' meanwhile. Run `python -m ingest` again."
            )

    def _claim(self, number: int, listing: str, meta: Mapping[str, str]) -> bool:
        facts: Facts = {"listing": listing, "committed": self._records.time(), "meta": json.dumps(dict(meta))}
        return self._records.claim(_KIND, number, facts)

    def sweep(self, vectors: Collection[str], *, force: bool = False) -> None:
        """Delete what neither the newest generation nor the one before it names.

        Nothing is deleted if the one before is less than 10 seconds old, because somebody may still be reading what it
        superseded: the next sync does it. With `force` only the newest is kept; `vectors` are those of what is kept.
        """
        claims = self._records.claims(_KIND)
        heads = [generation_of(facts) for facts in claims[-1 if force else -2 :]]
        if not force and self._records.time() - heads[0].committed < _GRACE:
            return
        assert self._lease is not None  # noqa: S101
        named = {name for head in heads for name in (head.listing, *self.listing(head).documents.values())}
        stray = [one for name, ids in self._records.blobs().items() if name not in named for one in ids]
        from ingest.stores.vectors import Vectors

        there = Vectors(self.vectors(heads[-1].meta["stores"]))
        superseded = there.ids() - set(vectors)
        self._lease.check()
        there.delete(superseded)
        self._records.remove([*stray, *(f"{_KIND}-{facts['number']}" for facts in claims[:-_KEEP])])
        self._drop({head.meta["stores"] for head in heads})

    def vectors(self, stores: str, *, create: bool = False) -> RemoteCollection:
        """The collection of the vectors; `create` makes it if it is not there."""
        return RemoteCollection(self.server, f"vectors-{stores}", create=create)

    def drop(self, stores: str) -> None:
        """Delete the vectors of a rebuild that was never finished, if there are any."""
        head = self.head()
        self._drop({head.meta["stores"]} if head else set(), only=stores)

    def _drop(self, live: Collection[str], only: str = "[0-9]+") -> None:
        """Delete the collections of vectors of other stores than the live ones."""
        with server_errors(self.server):
            there = client(self.server)
            for one in there.list_collections():
                match = re.fullmatch(f"{re.escape(self.server.name)}-vectors-({only})", one.name)
                if match and match[1] not in live:
                    there.delete_collection(one.name)


def shared_index(settings: IngestSettings, *, create: bool = False) -> SharedIndex | None:
    """The index on a server that the settings name; None for the embedded store."""
    return SharedIndex(settings, create=create) if settings.chroma_url is not None else None


def open_vectors(settings: IngestSettings, stores: str, *, create: bool = True) -> "Vectors":
    """The vectors that the manifest names as `stores`, in the index's folder or on the server, made if need be."""
    from ingest.stores.vectors import Vectors

    shared = shared_index(settings)
    if shared is not None:
        return Vectors(shared.vectors(stores, create=create))
    return Vectors(stores_folder(settings.index_folder, {"stores": stores}) / "chroma")
