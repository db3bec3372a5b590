"""What a language model answered, kept beside the index, and gone with the documents that it rests on."""

import json
import sqlite3
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diskcache import Cache  # type: ignore[import-untyped]

FOLDER = "answers"
_MOST_BYTES = 100_000_000
_DAMAGES = (sqlite3.DatabaseError, ValueError, zlib.error)  # then all is deleted: nothing is lost but time


class AnswerCache:
    """Replies by what was asked. Safe to use from several threads and processes."""

    def __init__(self, index: Path) -> None:
        """Use the index in that folder; nothing is opened yet."""
        self._folder = index / FOLDER

    def get(self, asked: str, rests_on: Mapping[str, str]) -> str | None:
        """The reply to exactly this, if there is one.

        Args:
            asked: the model's name and the whole prompt.
            rests_on: SHA-256 of each document in it, by source.
        """
        if not self._folder.is_dir():
            return None
        try:
            with self._open() as cache:
                found = cache.get(_key(asked, rests_on), retry=True)
        except _DAMAGES:
            rmtree(self._folder)
            return None
        return None if found is None else str(found["reply"])

    def put(self, asked: str, rests_on: Mapping[str, str], reply: str) -> str:
        """Keep a reply; what to note where that cannot be done, else ""."""
        try:
            with self._open() as cache:
                cache.set(_key(asked, rests_on), {"reply": reply, "documents": dict(rests_on)}, retry=True)
        except (OSError, sqlite3.Error) as error:
            return f"The answer could not be kept for the next time ({error}). Free some space in '{self._folder}'."
        return ""

    def purge(self, live: Mapping[str, str]) -> int:
        """Delete every reply whose documents are not as in `live`, SHA-256 by source; how many were found."""
        if not self._folder.is_dir():
            return 0
        try:
            with self._open() as cache:
                gone = [key for key in cache if _is_gone(cache.get(key, retry=True), live)]
                for key in gone:
                    cache.delete(key, retry=True)
        except _DAMAGES:
            rmtree(self._folder)
            return 0
        return len(gone)

    def _open(self) -> "Cache":
        from diskcache import Cache, JSONDisk

        # JSON and not pickle: what is read from disk runs nothing.
        return Cache(str(self._folder), disk=JSONDisk, size_limit=_MOST_BYTES)


def _key(asked: str, rests_on: Mapping[str, str]) -> str:
    return sha256(json.dumps([asked, sorted(rests_on.items())]).encode("utf-8", "surrogatepass")).hexdigest()


def _is_gone(entry: Mapping[str, Mapping[str, str]] | None, live: Mapping[str, str]) -> bool:
    return entry is not None and any(live.get(source) != hash_ for source, hash_ in entry["documents"].items())
