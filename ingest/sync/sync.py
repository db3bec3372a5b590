"""Make the index match the folder: plan what changed, embed what is new, switch over, then sweep."""

import time
from collections.abc import Mapping
from contextlib import nullcontext
from hashlib import file_digest
from pathlib import Path
from shutil import rmtree

from ingest.errors import DocumentsError, IndexUnusableError
from ingest.load import SUFFIXES, find_files
from ingest.settings import IngestSettings
from ingest.shared.cache import cache_for_writing, pull
from ingest.shared.shared_index import SharedIndex, open_vectors, shared_index
from ingest.stores.answer_cache import AnswerCache
from ingest.stores.lexical import Lexical
from ingest.stores.manifest import Manifest
from ingest.stores.opening import REBUILD, have_stores, storage_errors, stores_folder
from ingest.stores.snapshot import Snapshot
from ingest.stores.writer import discard_unreadable, manifest_for, only_writer, shape, sweep_stores
from ingest.sync.pipeline import Pipeline
from ingest.sync.plan import Plan, Progress, Synced, plan


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
        kinds = ", ".join(sorted(SUFFIXES))
        raise DocumentsError(f"No documents in '{folder}'. Add a file ({kinds}) and run `python -m ingest`.")
    hashes, closed = _hash(files)
    index = settings.index_folder
    shared = shared_index(settings, create=True)
    if not rebuild and _is_there(settings, shared):
        manifest, meta = manifest_for(settings)
        with storage_errors(index), manifest.reading() as snapshot:
            todo, known = _compare(snapshot, hashes)
            if todo.empty and meta["pending"] == "0" and meta["generation"] != "0":
                lines = _lines({**known, **closed})
                return Synced(todo, *snapshot.count(), 0, lines, time.perf_counter() - began)
    with storage_errors(index), shared.writing() if shared else nullcontext(), only_writer(index):
        if shared:
            cache_for_writing(shared, settings, rebuild=rebuild)
        elif rebuild:
            discard_unreadable(index)
        manifest, meta = manifest_for(settings, create=True, rebuild=rebuild)
        if shared and not rebuild:
            _check_kin(settings, manifest, hashes)
        return _Sync(settings, manifest, meta, rebuild, progress, shared).run(files, hashes, closed, began)


def _is_there(settings: IngestSettings, shared: SharedIndex | None) -> bool:
    """Whether there is an index to compare the folder with; a shared one is brought up to date."""
    if shared is None:
        return (settings.index_folder / "manifest.sqlite").exists()
    if shared.head() is None:
        return False
    pull(shared, settings)
    return True


def _check_kin(settings: IngestSettings, manifest: Manifest, hashes: Mapping[str, str]) -> None:
    """Make sure that a shared index is of this folder, wherever it is mounted: they have a name or a file in common.

    Raises:
        IndexUnusableError: a sync would remove all that is there.
    """
    with manifest.reading() as snapshot:
        known = snapshot.hashes()
    if known and not known.keys() & hashes.keys() and not set(known.values()) & set(hashes.values()):
        raise IndexUnusableError(
            f"The index '{settings.chroma_collection}' on the Chroma server has none of the documents in "
            f"'{settings.documents_folder}': it belongs to another folder. Set FOOTNOTE_CHROMA_COLLECTION to another "
            "name, or run `python -m ingest --rebuild` to use it for this folder."
        )


def pending_changes(settings: IngestSettings, snapshot: Snapshot) -> Plan:
    """What a sync would do now."""
    folder = settings.documents_folder
    hashes, _ = _hash({path.relative_to(folder).as_posix(): path for path in find_files(folder)})
    return _compare(snapshot, hashes)[0]


def _hash(files: Mapping[str, Path]) -> tuple[dict[str, str], dict[str, str]]:
    """SHA-256 by source, and what is wrong by source for those that cannot be opened."""
    hashes, closed = {}, {}
    for source, path in files.items():
        try:
            source.encode()
            with path.open("rb") as file:
                hashes[source] = file_digest(file, "sha256").hexdigest()
        except UnicodeEncodeError:
            closed[source] = f"{source!a}: its name is not valid Unicode. Rename it."
        except OSError as error:
            closed[source] = f"{source}: cannot be read ({error.strerror}). Check its permissions."
    return hashes, closed


def _compare(snapshot: Snapshot, hashes: dict[str, str]) -> tuple[Plan, dict[str, str]]:
    """The plan, and what is wrong with the files that are known to be unreadable as they are."""
    known = {
        source: reason for source, (sha256, reason) in snapshot.unreadable().items() if hashes.get(source) == sha256
    }
    return plan(snapshot.hashes(), {source: hashes[source] for source in hashes.keys() - known.keys()}), known


def _lines(problems: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(problems[source] for source in sorted(problems))


class _Sync:
    """One run of a sync, under the lock."""

    def __init__(
        self,
        settings: IngestSettings,
        manifest: Manifest,
        meta: dict[str, str],
        rebuild: bool,
        progress: Progress,
        shared: SharedIndex | None,
    ) -> None:
        self.settings, self.manifest, self.meta, self.rebuild, self.progress = (
            settings,
            manifest,
            meta,
            rebuild,
            progress,
        )
        self.index, self.shared = settings.index_folder, shared
        self.refused: dict[str, str] = {}

    def run(self, files: Mapping[str, Path], hashes: dict[str, str], closed: dict[str, str], began: float) -> Synced:
        stores = str(int(self.meta["stores"]) + 1) if self.rebuild else self.meta["stores"]
        folder = stores_folder(self.index, {"stores": stores})
        if self.rebuild and folder.exists():
            rmtree(folder)  # what a rebuild that was killed has left
        if self.rebuild and self.shared:
            self.shared.drop(stores)  # likewise, by whatever machine
        with self.manifest.writing() as snapshot:
            snapshot.set_meta({"pending": "1"})
            live = set() if self.rebuild else snapshot.vector_ids()
        if live and not have_stores(folder, self.settings):
            raise IndexUnusableError(f"The index in '{self.index}' has lost its vectors or words. {REBUILD}")
        vectors, lexical = open_vectors(self.settings, stores), Lexical(folder / "words")
        vectors.refresh()  # a page that syncs may have opened them before another process wrote
        try:
            crashed = self.meta["pending"] == "1" and not self.rebuild
            there = vectors.ids() & lexical.ids() if crashed else set(live)
            with self.manifest.writing() as snapshot:
                if self.rebuild:
                    snapshot.remove((*snapshot.hashes(), *snapshot.unreadable()))
                todo, known = _compare(snapshot, hashes)
                gone = (source for source in snapshot.unreadable() if source not in known)
                snapshot.remove((*todo.remove, *todo.change, *gone))
                intake = Pipeline(self.settings, vectors, lexical, there, self.progress)
                intake.run(files, hashes, (*todo.add, *todo.change), snapshot)
                self.refused = intake.refused
                self._commit(snapshot, stores, {**closed, **known, **self.refused})
                now, counts = snapshot.vector_ids(), snapshot.count()
                if self.shared:
                    self.shared.commit(snapshot)  # from here on every machine sees it, this one after the block
            stray = (vectors.ids() | lexical.ids() if crashed else live) - now
            if stray:
                lexical.change(stray, ())
            if self.shared:
                self.shared.sweep(live | now)
            elif stray:
                vectors.delete(stray)
        finally:
            vectors.close()
        self._sweep(stores)
        done = self._done(todo)
        lines = _lines({**closed, **known, **self.refused})
        return Synced(done, *counts, intake.embedded, lines, time.perf_counter() - began)

    def _commit(self, snapshot: Snapshot, stores: str, problems: dict[str, str]) -> None:
        if not snapshot.count()[0]:
            first = " ".join(_lines(problems)[:3])
            raise DocumentsError(f"Nothing in '{self.settings.documents_folder}' can be read. {first}")
        generation = str(int(self.meta["generation"]) + 1)
        snapshot.set_meta({**shape(self.settings), "stores": stores, "generation": generation})

    def _done(self, todo: Plan) -> Plan:
        """The plan without the files that turned out unreadable; such a file that was indexed is removed."""
        gone = tuple(source for source in todo.change if source in self.refused)
        return Plan(
            add=tuple(source for source in todo.add if source not in self.refused),
            change=tuple(source for source in todo.change if source not in self.refused),
            remove=tuple(sorted((*todo.remove, *gone))),
            keep=todo.keep,
        )

    def _sweep(self, stores: str) -> None:
        """Nothing names the superseded any more: take it off the disk, and note that all is tidy."""
        sweep_stores(self.index, stores)
        with self.manifest.reading() as snapshot:
            live = snapshot.hashes()
        AnswerCache(self.index).purge(live)
        with self.manifest.writing() as snapshot:
            snapshot.set_meta({"pending": "0"})
