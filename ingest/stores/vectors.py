"""Meaning search: cosine similarity over the passages' vectors, by an embedded Chroma or a server's."""

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from numpy.typing import NDArray

from ingest.errors import IndexUnusableError, ModelError, VectorsError
from ingest.stores.faults import disk_trouble, in_use
from ingest.stores.graph import graph_damage
from ingest.stores.server import GRAPH, RemoteCollection, alone

_COLLECTION = "passages"
_DIGITS = 6  # of a distance: what was removed and added again may have another seventh one
_LOAD = 16_000_000  # bytes of vectors in one request; a server takes 40 MiB by default, and base64 is a third longer

# Chroma keeps one system a folder in a global table, and a client does not see what another process deleted or added
# until that table is cleared, which breaks every client made before. So all clients share this lock and this count
# of clearings: a query runs under the lock, on a client made since the last clearing.
_lock = threading.RLock()
_clearings = 0


class Vectors:
    """The vectors of the passages."""

    def __init__(self, place: Path | RemoteCollection) -> None:
        """Open the collection in a folder, making it if it is not there, or use that of a server.

        Raises:
            IndexUnusableError: it is there with another distance than cosine.
        """
        self._remote = place if isinstance(place, RemoteCollection) else None
        if isinstance(place, Path):
            self._folder = place
            with _lock:
                self._open()

    def _open(self) -> None:
        self._clearing = _clearings
        self._whole = False
        self._client = chromadb.PersistentClient(str(self._folder), Settings(anonymized_telemetry=False))
        self._collection = self._client.get_or_create_collection(
            _COLLECTION,
            configuration=GRAPH,  # type: ignore[arg-type]  # a plain dict is what Chroma's documentation gives
            embedding_function=None,
        )
        alone(self._collection)
        space = (self._collection.configuration_json.get("hnsw") or {}).get("space")
        if space != "cosine":
            raise IndexUnusableError(
                f"The vectors in '{self._folder}' are compared by {space}, not by cosine. "
                "Run `python -m ingest --rebuild`."
            )

    @contextmanager
    def _current(self) -> Iterator[Any]:
        try:
            if self._remote is not None:
                yield self._remote
                return
            with _lock:
                if self._clearing != _clearings:
                    self._open()
                self._check()
                yield self._collection
        except chromadb.errors.InternalError as error:
            if self._remote is not None or disk_trouble(error) or in_use(error):
                raise
            self._whole = False
            raise _damaged(str(error)) from error
        except chromadb.errors.InvalidArgumentError as error:
            if "dimension" not in str(error):
                raise
            raise ModelError(
                f"The embedding model has changed under its name ({error}). Run `python -m ingest --rebuild`."
            ) from error

    def _check(self) -> None:
        """Before Chroma reads the graph, make sure that it is whole; what another process is writing is so later."""
        if not self._whole and (wrong := graph_damage(self._folder)):
            raise _damaged(wrong)
        self._whole = True

    def _batch(self) -> int:
        return int(self._client.get_max_batch_size()) if self._remote is None else self._remote.batch

    def refresh(self) -> None:
        """See what other processes have written; waits for queries in flight."""
        global _clearings
        if self._remote is not None:
            return
        with _lock:
            self.close()
            SharedSystemClient.clear_system_cache()
            _clearings += 1
            self._open()

    def close(self) -> None:
        """Give the files back."""
        if self._remote is not None:
            return
        with _lock:
            if self._clearing == _clearings:
                self._client.close()  # type: ignore[attr-defined] # its interface lacks what the client has
                self._clearing = -1

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Add or replace vectors of unit length: shape (len(ids), dimension)."""
        with self._current() as collection:
            batch = min(self._batch(), max(1, _LOAD // max(1, vectors[:1].nbytes)))
            for at in range(0, len(ids), batch):
                collection.upsert(ids=list(ids[at : at + batch]), embeddings=vectors[at : at + batch])

    def delete(self, ids: Collection[str]) -> None:
        """Remove vectors; ids that are not there are passed over."""
        with self._current() as collection:
            batch = self._batch()
            names = sorted(ids)
            for at in range(0, len(names), batch):
                collection.delete(ids=names[at : at + batch])

    def ids(self) -> set[str]:
        """All ids."""
        with self._current() as collection:
            return set(collection.get(include=[])["ids"])

    def get(self, ids: Sequence[str]) -> tuple[list[str], NDArray[np.float32]]:
        """Those of `ids` that are there, in any order, and their vectors, shape (how many, dimension)."""
        with self._current() as collection:
            found = collection.get(ids=list(ids), include=["embeddings"])
        return list(found["ids"]), np.asarray(found["embeddings"], dtype=np.float32)

    def query(self, vector: NDArray[np.float32], k: int, among: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """The `k` nearest to a vector, shape (dimension,), nearest first: (id, cosine similarity from -1 to 1).

        Only those `among` these ids; None for all. Those that are as near are in order of id.
        """
        if k < 1 or (among is not None and not among):
            return []
        wanted, limits = k + 1, {} if among is None else {"ids": list(among)}
        while True:  # until the last one is farther than the k-th, or there are no more
            with self._current() as collection:
                found = collection.query(query_embeddings=[vector], n_results=wanted, include=["distances"], **limits)
            distances = [round(float(distance), _DIGITS) for distance in found["distances"][0]]
            if len(distances) < wanted or distances[-1] > distances[k - 1]:
                break
            wanted *= 4
        nearest = sorted(zip(distances, found["ids"][0], strict=True))[:k]
        return [(name, 1.0 - distance) for distance, name in nearest]


def _damaged(wrong: str) -> VectorsError:
    return VectorsError(f"The vectors of the index are damaged ({wrong}). Run `python -m ingest --rebuild`.")
