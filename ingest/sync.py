"""Make the index match the folder: plan what changed, embed what is new, switch over, then sweep."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ingest.documents import Document, Passage
from ingest.errors import DocumentsError, IndexBusyError, IndexUnusableError, UnreadableFileError
from ingest.index import check_shape, open_manifest, storage_errors, stores_folder
from ingest.load import SUFFIXES, find_files, load
from ingest.settings import IngestSettings
from ingest.split import split
from ingest.store import Snapshot, Store

if TYPE_CHECKING:
    from ingest.lexical import Lexical
    from ingest.vectors import Vectors

Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, how much there is
_GROUP = 4096  # passages held in memory at a time
_SLICE = 128  # passages embedded between two reports of progress
_WAIT = 10.0  # seconds that a second writer waits for the first


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be done so that the index matches the folder, as sources in order."""

    add: tuple[str, ...]
    change: tuple[str, ...]
    remove: tuple[str, ...]
    keep: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether index and folder match already."""
        return not (self.add or self.change or self.remove)


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did.

    Attributes:
        plan: the changes.
        documents, passages: how many the index holds now.
        embedded: how many passages were embedded for it.
        problems: one line for each file that could not be read.
        seconds: how long it took.
    """

    plan: Plan
    documents: int
    passages: int
    embedded: int
    problems: tuple[str, ...]
    seconds: float


def plan(old: Mapping[str, str], new: Mapping[str, str]) -> Plan:
    """Compare hashes by source, as they were indexed and as they are."""
    return Plan(
        add=tuple(sorted(new.keys() - old.keys())),
        change=tuple(sorted(source for source in new.keys() & old.keys() if new[source] != old[source])),
        remove=tuple(sorted(old.keys() - new.keys())),
        keep=tuple(sorted(source for source in new.keys() & old.keys() if new[source] == old[source])),
    )


def sync(
    settings: IngestSettings, *, rebuild: bool = False, progress: Progress = lambda _what, _done, _total: None
) -> Synced:
    """Make the index in `settings.index_folder` match `settings.documents_folder`.

    What readers see changes at once, in one commit, when everything new is in place; killed anywhere before, the old
    index goes on serving, and the next sync uses what was embedded already.

    Args:
        settings: folders, model, passage size.
        rebuild: make everything anew; the old index serves until the new one is complete.
        progress: called as the work goes on.

    Raises:
        DocumentsError: the folder is missing, empty or holds nothing that can be read.
        IndexUnusableError: the index cannot be read (`rebuild` helps).
        IndexBusyError: another process is writing to it.
        StorageError: the disk is full or the folder read-only.
    """
    began = time.perf_counter()
    folder = settings.documents_folder
    files = {path.relative_to(folder).as_posix(): path for path in find_files(folder)}
    if not files:
        kinds = " or ".join(sorted(SUFFIXES))
        raise DocumentsError(f"No documents in '{folder}'. Add a {kinds} file and run `python -m ingest`.")
    new, problems = _hash(files)
    index = settings.index_folder
    if not rebuild and (index / "manifest.sqlite").exists():
        store, meta = _manifest(settings)
        with storage_errors(index), store.reading() as snapshot:
            todo = plan(snapshot.hashes(), new)
            if todo.empty and not problems and meta["pending"] == "0" and meta["generation"] != "0":
                return Synced(todo, *snapshot.count(), 0, (), time.perf_counter() - began)
    with storage_errors(index), _writer(index):
        if rebuild:
            _discard_unreadable(index)
        store, meta = _manifest(settings, create=True, other=rebuild)
        work = _Sync(settings, store, meta, rebuild, progress)
        return work.run(files, new, problems, began)


def _hash(files: Mapping[str, Path]) -> tuple[dict[str, str], dict[str, str]]:
    """SHA-256 by source, and what is wrong by source for those that cannot be read."""
    hashes, problems = {}, {}
    for source, path in files.items():
        try:
            source.encode()
            with path.open("rb") as file:
                hashes[source] = file_digest(file, "sha256").hexdigest()
        except UnicodeEncodeError:
            problems[source] = f"{ascii(source)}: its name is not valid Unicode. Rename it."
        except OSError as error:
            problems[source] = f"{source}: cannot be read ({error.strerror}). Check its permissions."
    return hashes, problems


def _shape(settings: IngestSettings) -> dict[str, str]:
    return {"embedding_model": settings.embedding_model, "passage_tokens": str(settings.passage_tokens)}


def _manifest(settings: IngestSettings, *, create: bool = False, other: bool = False) -> tuple[Store, dict[str, str]]:
    """Open the manifest; make it if it may be made; it may be of `other` shape if everything is made anew."""
    index = settings.index_folder
    path = index / "manifest.sqlite"
    if create and not path.exists():
        folder = str(settings.documents_folder.resolve())
        Store(path).create({**_shape(settings), "stores": "1", "pending": "0", "documents": folder})
    store, meta = open_manifest(index)
    if other:
        return store, meta
    check_shape(index, meta, settings)
    if meta["passage_tokens"] != str(settings.passage_tokens):
        raise IndexUnusableError(
            f"The index in '{index}' has passages of {meta['passage_tokens']} tokens, but the setting is "
            f"{settings.passage_tokens}. Set FOOTNOTE_PASSAGE_TOKENS={meta['passage_tokens']}, "
            "or run `python -m ingest --rebuild`."
        )
    documents = Path(meta["documents"])
    if documents != settings.documents_folder.resolve() and documents.is_dir():
        raise IndexUnusableError(
            f"The index in '{index}' belongs to the documents in '{documents}'. Name another index with --index, "
            "or run `python -m ingest --rebuild` to use it for this folder."
        )
    return store, meta


def _discard_unreadable(index: Path) -> None:
    """Before a rebuild: an index that cannot be opened cannot be served meanwhile, so it goes."""
    try:
        open_manifest(index)
    except IndexUnusableError:
        for entry in index.iterdir():
            if entry.name.startswith("stores-"):
                rmtree(entry)
            elif entry.name.startswith("manifest.sqlite"):
                entry.unlink()


@contextmanager
def _writer(index: Path) -> Iterator[None]:
    """Be the only writer, and leave word who it is."""
    import os

    index.mkdir(parents=True, exist_ok=True)
    note = index / "writer"
    try:
        with FileLock(index / "lock", timeout=_WAIT):
            note.write_text(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}", encoding="utf-8")
            yield
            note.unlink(missing_ok=True)
    except Timeout:
        who = note.read_text(encoding="utf-8") if note.exists() else "unknown"
        raise IndexBusyError(
            f"Another process is writing to the index in '{index}' ({who}). Wait until it is done, or stop it."
        ) from None


class _Sync:
    """One run of a sync, under the lock."""

    def __init__(
        self, settings: IngestSettings, store: Store, meta: dict[str, str], rebuild: bool, progress: Progress
    ) -> None:
        self.settings, self.store, self.meta, self.rebuild, self.progress = settings, store, meta, rebuild, progress
        self.index = settings.index_folder
        self.embedded = 0

    def run(
        self, files: Mapping[str, Path], new: dict[str, str], problems: dict[str, str], began: float
    ) -> Synced:
        from ingest.lexical import Lexical
        from ingest.vectors import Vectors

        stores = str(int(self.meta["stores"]) + 1) if self.rebuild else self.meta["stores"]
        folder = stores_folder(self.index, {"stores": stores})
        if self.rebuild and folder.exists():
            rmtree(folder)  # what a rebuild that was killed has left
        with self.store.reading() as snapshot:
            old = {} if self.rebuild else snapshot.hashes()
            live = set() if self.rebuild else snapshot.vector_ids()
        todo = plan(old, new)
        vectors, lexical = Vectors(folder / "chroma"), Lexical(folder / "words")
        try:
            crashed = self.meta["pending"] == "1" and not self.rebuild
            there = vectors.ids() & lexical.ids() if crashed else live
            with self.store.writing() as snapshot:
                snapshot.set_meta({"pending": "1"})
            with self.store.writing() as snapshot:
                snapshot.remove(snapshot.hashes() if self.rebuild else (*todo.remove, *todo.change))
                for group in self._load(files, todo, problems):
                    self._embed(group, there, vectors, lexical)
                    for document, size, passages in group:
                        snapshot.add(document, size, passages)
                result = self._commit(snapshot, stores, todo, problems, began)
                now = snapshot.vector_ids()
            stray = (vectors.ids() | lexical.ids() if crashed else live) - now
            if stray:
                vectors.delete(stray)
                lexical.change(stray, ())
        finally:
            vectors.close()
        self._sweep(stores)
        return result

    def _load(
        self, files: Mapping[str, Path], todo: Plan, problems: dict[str, str]
    ) -> Iterator[list[tuple[Document, int, tuple[Passage, ...]]]]:
        """Read and split what is new, in groups that fit in memory."""
        group: list[tuple[Document, int, tuple[Passage, ...]]] = []
        sources = (*todo.add, *todo.change)
        held = 0
        for done, source in enumerate(sources):
            self.progress("reading", done, len(sources))
            try:
                document = load(files[source], self.settings.documents_folder)
            except UnreadableFileError as error:
                problems[source] = str(error)
                continue
            passages = split(document, self.settings.passage_tokens)
            group.append((document, files[source].stat().st_size, passages))
            held += len(passages)
            if held >= _GROUP:
                yield group
                group, held = [], 0
        self.progress("reading", len(sources), len(sources))
        if group:
            yield group

    def _embed(
        self,
        group: list[tuple[Document, int, tuple[Passage, ...]]],
        there: set[str],
        vectors: "Vectors",
        lexical: "Lexical",
    ) -> None:
        """Put the passages whose text is not there yet into both stores."""
        fresh = {p.vector_id: p for _, _, passages in group for p in passages}
        # Sorted by length, a slice wastes little on padding; which slice a passage is in does not matter otherwise.
        missing = sorted((name for name in fresh if name not in there), key=lambda name: len(fresh[name].text))
        if not missing:
            return
        from ingest.embed import load_embeddings

        model = load_embeddings(self.settings.embedding_model)
        for at in range(0, len(missing), _SLICE):
            names = missing[at : at + _SLICE]
            self.progress("embedding", at, len(missing))
            vectors.add(names, model.encode_passages([fresh[name].embedded for name in names]))
        self.progress("embedding", len(missing), len(missing))
        lexical.change((), ((name, fresh[name].embedded, fresh[name].text) for name in missing))
        self.embedded += len(missing)
        there.update(missing)

    def _commit(
        self, snapshot: Snapshot, stores: str, todo: Plan, problems: dict[str, str], began: float
    ) -> Synced:
        documents, passages = snapshot.count()
        if not documents:
            reasons = " ".join(list(problems.values())[:3])
            raise DocumentsError(f"Nothing in '{self.settings.documents_folder}' can be read. {reasons}")
        generation = str(int(self.meta["generation"]) + 1)
        folder = str(self.settings.documents_folder.resolve())
        shape = {**_shape(self.settings), "documents": folder}
        snapshot.set_meta({**shape, "stores": stores, "generation": generation})
        lines = tuple(problems[source] for source in sorted(problems))
        return Synced(todo, documents, passages, self.embedded, lines, time.perf_counter() - began)

    def _sweep(self, stores: str) -> None:
        """Nothing names the superseded any more: take it off the disk, and note that all is tidy."""
        for entry in self.index.glob("stores-*"):
            if entry.name != f"stores-{stores}":
                rmtree(entry)
        with self.store.writing() as snapshot:
            snapshot.set_meta({"pending": "0"})
