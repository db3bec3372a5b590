"""The index as one thing: manifest, vectors and words, read one consistent generation at a time."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import IndexBusyError, IndexUnusableError, UnreachableError
from ingest.settings import IngestSettings
from ingest.shared.cache import pull
from ingest.shared.shared_index import open_vectors, shared_index
from ingest.stores.copy import copied, read_only
from ingest.stores.lexical import Lexical
from ingest.stores.opening import (
    REBUILD,
    check_code,
    check_place,
    check_shape,
    have_stores,
    open_manifest,
    storage_errors,
    stores_folder,
)
from ingest.view import View

if TYPE_CHECKING:
    from ingest.stores.vectors import Vectors

_LOOK = 1.0  # seconds between two looks for a newer generation on a server


class Index:
    """An index that is open for reading; other processes may change it meanwhile."""

    def __init__(self, folder: Path, settings: IngestSettings) -> None:
        """Open the index in `folder`.

        Raises:
            IndexUnusableError: it is missing, damaged, or was made with other settings.
            StorageError: it cannot be read, or there is no room for what a read-only folder needs elsewhere.
        """
        self.folder = folder
        self._shared = shared_index(settings)
        with storage_errors(folder):
            # Where nothing can be written, questions are answered from the index as it is now.
            self._copy = copied(folder) if self._shared is None and read_only(folder) else None
        self._place = folder if self._copy is None else Path(self._copy.name)
        self._settings = settings.model_copy(update={"index": self._place})
        self._looking, self._looked = threading.Lock(), time.monotonic()
        check_place(folder, settings)
        if self._shared is not None:
            pull(self._shared, self._settings)
        self._manifest, meta = open_manifest(self._place)
        check_shape(folder, meta, settings)
        if meta["generation"] == "0":
            raise IndexUnusableError(f"The index in '{folder}' was never finished. Run `python -m ingest`.")
        self._idle, self._readers = threading.Condition(), 0
        self._state, self._stores, self._swept = ("", "", 0), "", False
        self._vectors: Vectors
        self._lexical: Lexical
        with storage_errors(folder):
            while not self._swap(meta, self._inode()):
                _, meta = open_manifest(self._place)

    def _inode(self) -> int:
        """What tells a manifest from one that was put in its place."""
        return self._manifest.path.stat().st_ino if self._manifest.exists() else 0

    def _swap(self, meta: dict[str, str], inode: int) -> bool:
        """Go on to the generation in `meta`; False if its stores were superseded before they could be opened."""
        check_code(self.folder, meta, self._settings)
        folder = stores_folder(self._place, meta)
        there = have_stores(folder, self._settings)  # opening them would make them
        if there and meta["stores"] == self._stores:
            self._vectors.refresh()
            self._lexical.refresh()
        elif there:
            if self._stores:
                self._vectors.close()
            self._vectors, self._lexical = open_vectors(self._settings, meta["stores"]), Lexical(folder / "words")
            self._stores = meta["stores"]
        # As long as the manifest names them, nobody has swept them.
        if open_manifest(self._place)[1]["stores"] != meta["stores"]:
            return False
        if not there:
            raise IndexUnusableError(f"The index in '{self.folder}' has lost its vectors or words. {REBUILD}")
        self._state, self._swept = (meta["stores"], meta["generation"], inode), meta["pending"] == "0"
        return True

    @contextmanager
    def reading(self) -> Iterator[View]:
        """One generation of the index, the newest there is, until the end of the block.

        A newer generation waits for the blocks in flight: keep them short, and never put one into another.
        """
        self._keep_up()
        with storage_errors(self.folder):
            while True:
                inode = self._inode()
                with self._manifest.reading() as snapshot:
                    meta = snapshot.meta()
                    if not self._enter(meta, inode):
                        continue  # another thread has moved on since this snapshot was taken
                    try:
                        yield View(snapshot, meta, self._vectors, self._lexical)
                    finally:
                        with self._idle:
                            self._readers -= 1
                            self._idle.notify_all()
                    return

    def _keep_up(self) -> None:
        """Once a second, bring the cache of a shared index up to date."""
        if self._shared is None or not self._looking.acquire(blocking=False):
            return
        try:
            if time.monotonic() - self._looked >= _LOOK:
                pull(self._shared, self._settings, wait=0)
        except (IndexBusyError, UnreachableError):
            pass  # another process pulls or is about to commit; or texts can still be read, a search says what is wrong
        finally:
            if time.monotonic() - self._looked >= _LOOK:
                self._looked = time.monotonic()
            self._looking.release()

    def _enter(self, meta: dict[str, str], inode: int) -> bool:
        """Count one more reader of the generation in `meta`; False if it is not what the manifest says now.

        Any other one is gone over to, an older one too: a backup may have been put in the index's place.
        """
        with self._idle:
            if (meta["stores"], meta["generation"], inode) != self._state:
                now = open_manifest(self._place)[1]
                if (now["stores"], now["generation"]) != (meta["stores"], meta["generation"]):
                    return False
                if self._readers:
                    self._idle.wait()
                    return False
                if not self._swap(meta, inode):
                    return False
            elif not self._swept and not self._readers and meta["pending"] == "0":
                # The words that the last sync has superseded still count among those that were seen before.
                self._lexical.refresh()
                self._swept = True
            self._readers += 1
            return True

    def close(self) -> None:
        """Give the files back."""
        self._vectors.close()
        if self._copy is not None:
            self._copy.cleanup()
