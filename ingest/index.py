"""The index as one thing: manifest, vectors and words, read one consistent generation at a time."""

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Hit
from ingest.errors import (
    FootnoteError,
    ForeignError,
    IndexBusyError,
    IndexUnusableError,
    StorageError,
    UnreachableError,
)
from ingest.settings import IngestSettings
from ingest.shared.shared_index import shared_index
from ingest.stores.manifest import LAYOUT, Manifest, Snapshot
from ingest.text.words import words

if TYPE_CHECKING:
    from ingest.stores.lexical import Lexical
    from ingest.stores.vectors import Vectors

REBUILD = "Run `python -m ingest --rebuild` to make it anew from the documents."
_SHORTEST_SLIP = 4  # letters of a word that may be misspelt: of shorter ones too many are one letter apart
_LONG_WORD = 8
_EXCHANGED = 6  # letters of a word from which on one of them may be another: "sleet" is no slip of "sheet"
_SIMILAR = 10  # passages looked at for a word that is spelled like another
_LOOK = 1.0  # seconds between two looks for a newer generation on a server
_STORAGE_ERRNOS = {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT, errno.EIO}


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Say what the disk or a store reports about the index in `folder` as one clear line.

    Raises:
        StorageError: the disk is full, or the folder cannot be written.
        IndexUnusableError: a store cannot make sense of its files.
    """
    try:
        yield
    except FootnoteError:
        raise
    except OSError as error:
        if error.errno not in _STORAGE_ERRNOS:
            raise
        raise StorageError(_storage_line(folder, os.strerror(error.errno))) from error
    except Exception as error:
        text = str(error)
        if any(sign in text.lower() for sign in ("disk is full", "no space left", "readonly", "read-only")):
            raise StorageError(_storage_line(folder, text)) from error
        if isinstance(error, sqlite3.DatabaseError) or type(error).__module__.startswith("chromadb"):
            raise IndexUnusableError(f"The index in '{folder}' is damaged ({text}). {REBUILD}") from error
        raise


def _storage_line(folder: Path, reason: str) -> str:
    return (
        f"Cannot write the index in '{folder}': {reason}. Free some space or make the folder writable, "
        "or name another place with --index; what was indexed before is kept."
    )


def open_manifest(folder: Path) -> tuple[Manifest, dict[str, str]]:
    """The manifest of the index in `folder` and its `meta`.

    Raises:
        IndexUnusableError: there is none, or it is damaged, half-written or of another layout.
    """
    manifest = Manifest(folder / "manifest.sqlite")
    if not manifest.path.is_file():
        if folder.is_dir() and any(entry.name not in ("lock", "writer") for entry in folder.iterdir()):
            raise IndexUnusableError(f"'{folder}' is not a complete index: its manifest is missing. {REBUILD}")
        raise IndexUnusableError(f"There is no index in '{folder}'. Run `python -m ingest` to make one.")
    with storage_errors(folder), manifest.reading() as snapshot:
        if snapshot.foreign():
            raise ForeignError(
                f"'{manifest.path}' is the database of another program. Name another folder with --index, or move it "
                "away."
            )
        meta = snapshot.meta()
    if meta.get("layout") != LAYOUT:
        found = meta.get("layout", "an unknown one")
        raise IndexUnusableError(f"The index in '{folder}' has layout {found}; this version reads {LAYOUT}. {REBUILD}")
    return manifest, meta


def check_shape(folder: Path, meta: dict[str, str], settings: IngestSettings) -> None:
    """Make sure that questions are embedded as the passages were.

    Raises:
        IndexUnusableError: the index was made with another model.
    """
    if meta["embedding_model"] != settings.embedding_model:
        raise IndexUnusableError(
            f"The index in '{folder}' was made with the embedding model '{meta['embedding_model']}', but the setting "
            f"is '{settings.embedding_model}'. Set FOOTNOTE_EMBEDDING_MODEL to the former, "
            "or run `python -m ingest --rebuild`."
        )


def check_place(folder: Path, settings: IngestSettings) -> None:
    """Make sure that a folder is not taken for an index that it is not.

    Raises:
        IndexUnusableError: it is the cache of a server but the settings name none, or the other way round.
    """
    cache = folder / "server"
    if settings.chroma_url is None and cache.is_file():
        raise IndexUnusableError(
            f"'{folder}' is the cache of the index {cache.read_text(encoding='utf-8')}. Set FOOTNOTE_CHROMA_URL, "
            "or name another folder with --index."
        )
    if settings.chroma_url is not None and not cache.is_file() and (folder / "manifest.sqlite").exists():
        raise IndexUnusableError(
            f"'{folder}' holds an index of its own and cannot be the cache of a Chroma server as well. "
            "Name another folder with --index."
        )


class View:
    """One generation of the index: what is searched and what is read belong together."""

    def __init__(self, snapshot: Snapshot, meta: dict[str, str], vectors: "Vectors", lexical: "Lexical") -> None:
        """Join a snapshot of the manifest, its `meta`, and the stores that it names."""
        self._snapshot = snapshot
        self._vectors = vectors
        self._lexical = lexical
        self.document = snapshot.document
        self.documents = snapshot.documents
        self.listing = snapshot.listing
        self.generation = int(meta["generation"])
        self.embedding_model = meta["embedding_model"]  # what questions to this generation must be embedded by
        self.hashes = snapshot.hashes
        self.passages = snapshot.passages
        self.count = snapshot.count
        self.within = snapshot.within
        self.abbreviations = snapshot.abbreviations
        self.neighbours = snapshot.neighbours

    def dense(self, vector: NDArray[np.float32], k: int, sources: Collection[str] | None = None) -> tuple[Hit, ...]:
        """The `k` passages nearest in meaning; scores are cosine similarities, -1 to 1."""
        among = None if sources is None else sorted(self._snapshot.vector_ids(sources))
        return self._live(lambda n: self._vectors.query(vector, n, among), k, sources)

    def lexical(self, text: str, k: int, sources: Collection[str] | None = None) -> tuple[Hit, ...]:
        """The `k` passages that share the most telling words; scores are BM25's, 0 and up."""
        return self._live(lambda n: self._lexical.search(text, n), k, sources)

    def phrase(self, text: str, k: int, sources: Collection[str] | None = None) -> tuple[Hit, ...]:
        """At most `k` passages that hold the words of `text` in this order."""
        return self._live(lambda n: self._lexical.phrase(text, n), k, sources)

    def frequency(self, word: str) -> int:
        """In about how many passages a word occurs, in any of its forms, headings and titles included."""
        return self._lexical.frequency(word)

    def spelling(self, word: str) -> str:
        """The word of the documents that a word which they don't hold is a slip of; "" if there is none.

        A slip is one letter added, dropped, exchanged or swapped with its neighbour, two from eight letters on; of two
        words that are as near, the more frequent one is meant.
        """
        from rapidfuzz.distance import OSA

        if len(word) < _SHORTEST_SLIP or not word.isalpha():
            return ""
        for edits in range(1, 3 if len(word) >= _LONG_WORD else 2):
            places = self._snapshot.places(self._lexical.similar(word, edits, _SIMILAR))
            there = {known for found in places.values() for known in words(found[0].embedded) if known[0] in word[:2]}
            near = [
                known
                for known in there
                if OSA.distance(word, known, score_cutoff=edits) <= edits
                and (len(word) >= _EXCHANGED or len(word) != len(known) or sorted(word) == sorted(known))
            ]
            if near:
                return min(near, key=lambda known: (-self.frequency(known), known))
        return ""

    def _live(
        self, search: Callable[[int], list[tuple[str, float]]], k: int, sources: Collection[str] | None
    ) -> tuple[Hit, ...]:
        """Ask for more until `k` hits are live and in `sources`, or there are no more."""
        wanted = k
        while True:
            found = search(wanted)
            places = self._snapshot.places([name for name, _ in found])
            hits = []
            for name, score in found:
                here = [p for p in places.get(name, ()) if sources is None or p.source in sources]
                if here:
                    hits.append(Hit(here[0], score, tuple(here[1:])))
            if len(hits) >= k or len(found) < wanted:
                return tuple(hits[:k])
            wanted *= 4


class Index:
    """An index that is open for reading; other processes may change it meanwhile."""

    def __init__(self, folder: Path, settings: IngestSettings) -> None:
        """Open the index in `folder`.

        Raises:
            IndexUnusableError: it is missing, damaged, or was made with other settings.
        """
        self.folder = folder
        self._settings = settings.model_copy(update={"index": folder})
        self._shared = shared_index(settings)
        self._looking, self._looked = threading.Lock(), time.monotonic()
        check_place(folder, settings)
        if self._shared is not None:
            from ingest.shared.cache import pull

            pull(self._shared, self._settings)
        self._manifest, meta = open_manifest(folder)
        check_shape(folder, meta, settings)
        if meta["generation"] == "0":
            raise IndexUnusableError(f"The index in '{folder}' was never finished. Run `python -m ingest`.")
        self._idle = threading.Condition()
        self._readers = 0
        self._age = (0, 0)
        self._stores = ""
        self._vectors: Vectors
        self._lexical: Lexical
        with storage_errors(folder):
            while not self._swap(meta):
                _, meta = open_manifest(folder)

    def _swap(self, meta: dict[str, str]) -> bool:
        """Go on to the generation in `meta`; False if its stores were superseded before they could be opened."""
        from ingest.stores.lexical import Lexical

        folder = stores_folder(self.folder, meta)
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
        if open_manifest(self.folder)[1]["stores"] != meta["stores"]:
            return False
        if not there:
            raise IndexUnusableError(f"The index in '{self.folder}' has lost its vectors or words. {REBUILD}")
        self._age = _age(meta)
        return True

    @contextmanager
    def reading(self) -> Iterator[View]:
        """One generation of the index, the newest there is, until the end of the block.

        A newer generation waits for the blocks in flight: keep them short, and never put one into another.
        """
        self._keep_up()
        with storage_errors(self.folder):
            while True:
                with self._manifest.reading() as snapshot:
                    meta = snapshot.meta()
                    if not self._enter(meta):
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
        from ingest.shared.cache import pull

        try:
            if time.monotonic() - self._looked >= _LOOK:
                pull(self._shared, self._settings, wait=0)
        except IndexBusyError:
            pass  # another process pulls already, or is about to commit
        except UnreachableError:
            pass  # texts can still be read here; a search says what is wrong
        finally:
            if time.monotonic() - self._looked >= _LOOK:
                self._looked = time.monotonic()
            self._looking.release()

    def _enter(self, meta: dict[str, str]) -> bool:
        """Count one more reader of the generation in `meta`; False if it is not the newest any more."""
        with self._idle:
            while _age(meta) > self._age and self._readers:
                self._idle.wait()
            if _age(meta) < self._age or (_age(meta) > self._age and not self._swap(meta)):
                return False
            self._readers += 1
            return True

    def close(self) -> None:
        """Give the files back."""
        self._vectors.close()


def _age(meta: dict[str, str]) -> tuple[int, int]:
    """What grows from generation to generation, also where a manifest was lost and made anew."""
    return int(meta["stores"]), int(meta["generation"])


def stores_folder(folder: Path, meta: dict[str, str]) -> Path:
    """Where the vectors and words of the live generation are."""
    return folder / f"stores-{meta['stores']}"


def have_stores(stores: Path, settings: IngestSettings) -> bool:
    """Whether words, and vectors unless they are on a server, are in a folder that `stores_folder` gave."""
    vectors = settings.chroma_url is not None or (stores / "chroma" / "chroma.sqlite3").is_file()
    return vectors and have_words(stores)


def have_words(stores: Path) -> bool:
    """Whether words are in a folder that `stores_folder` gave."""
    return (stores / "words" / "meta.json").is_file()


def open_vectors(settings: IngestSettings, stores: str, *, create: bool = True) -> "Vectors":
    """The vectors that the manifest names as `stores`, in the index's folder or on the server, made if need be."""
    from ingest.stores.vectors import Vectors

    shared = shared_index(settings)
    if shared is not None:
        return Vectors(shared.vectors(stores, create=create))
    return Vectors(stores_folder(settings.index_folder, {"stores": stores}) / "chroma")
