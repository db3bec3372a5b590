"""What a language model answered, kept beside the index, and gone with the documents that it rests on."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.index import storage_errors

if TYPE_CHECKING:
    from diskcache import Cache  # type: ignore[import-untyped]

FOLDER = "answers"
_MOST_BYTES = 100_000_000


class Kept:
    """Replies by what was asked. Safe to use from several threads and processes."""

    def __init__(self, index: Path) -> None:
        """Use the index in that folder; nothing is opened yet."""
        self._index = index

    def get(self, asked: str, rests_on: Mapping[str, str]) -> str | None:
        """The reply to exactly this, if there is one.

        Args:
            asked: the model's name and the whole prompt.
            rests_on: SHA-256 of each document in it, by source.

        Raises:
            StorageError, IndexUnusableError: the folder cannot be read.
        """
        if not (self._index / FOLDER).is_dir():
            return None
        with self._open() as cache:
            found = cache.get(_key(asked, rests_on), retry=True)
        return None if found is None else str(found["reply"])

    def put(self, asked: str, rests_on: Mapping[str, str], reply: str) -> None:
        """Keep a reply. Raises what `get` does."""
        with self._open() as cache:
            cache.set(_key(asked, rests_on), {"reply": reply, "documents": dict(rests_on)}, retry=True)

    def purge(self, live: Mapping[str, str]) -> int:
        """Delete every reply that rests on a document which is gone or has changed; how many these were.

        Args:
            live: SHA-256 of each document that the index holds, by source.
        """
        if not (self._index / FOLDER).is_dir():
            return 0
        with self._open() as cache:
            gone = [key for key in cache if _is_gone(cache.get(key, retry=True), live)]
            for key in gone:
                cache.delete(key, retry=True)
        return len(gone)

    @contextmanager
    def _open(self) -> Iterator["Cache"]:
        from diskcache import Cache, JSONDisk

        with (
            storage_errors(self._index),
            # JSON and not pickle: what is read from disk runs nothing.
            Cache(str(self._index / FOLDER), disk=JSONDisk, size_limit=_MOST_BYTES) as cache,
        ):
            yield cache


def _key(asked: str, rests_on: Mapping[str, str]) -> str:
    return sha256(json.dumps([asked, sorted(rests_on.items())]).encode("utf-8", "surrogatepass")).hexdigest()


def _is_gone(entry: Mapping[str, Mapping[str, str]] | None, live: Mapping[str, str]) -> bool:
    return entry is not None and any(live.get(source) != hash_ for source, hash_ in entry["documents"].items())
