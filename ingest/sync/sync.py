"""Make the index match the folder: plan what changed, embed what is new, switch over, then sweep."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from shutil import rmtree
from typing import TYPE_CHECKING

from ingest.errors import IndexUnusableError, NoDocumentsError
from ingest.load import SUFFIXES
from ingest.settings import IngestSettings
from ingest.shared.cache import cache_for_writing, pull
from ingest.shared.shared_index import SharedIndex, open_vectors, shared_index
from ingest.stores.answer_cache import AnswerCache
from ingest.stores.lexical import Lexical
from ingest.stores.manifest import Manifest, Transaction
from ingest.stores.modes import follow_folder
from ingest.stores.opening import REBUILD, have_stores, storage_errors, stores_folder
from ingest.stores.writer import manifest_for, only_writer, shape, sweep_stores, unreadable_aside
from ingest.sync.changes import Files, compare, scan, touched
from ingest.sync.pipeline import Pipeline
from ingest.sync.plan import Part, Plan, Progress, Synced, note_lines

if TYPE_CHECKING:
    from ingest.stores.vectors import Vectors

_DELETED = 1000  # vectors, between two reports of progress


def sync(
    settings: IngestSettings,
    *,
    rebuild: bool = False,
    may_be_empty: bool = False,
    part: Part = len,
    first: Collection[str] = (),
    progress: Progress = lambda _what, _done, _total: None,
    told: Callable[[str], None] = lambda _line: None,
    stop: Callable[[], bool] = lambda: False,
) -> Synced:
    """Make the index in `settings.index_folder` match `settings.documents_folder`.

    What readers see changes at once, in one commit, when everything new is in place; killed anywhere before, the old
    index goes on serving, and the next sync uses what was embedded already.

    Args:
        settings: where both are.
        rebuild: whether all of the index is made anew.
        may_be_empty: whether a folder that is missing or holds nothing readable makes an index without documents.
        part: how many of the new and changed files are read now, the smallest first; the others wait for the next sync.
        first: the sources of those that are read before all others.
        progress: called with what is being done, how much of it is done, and how much there is.
        told: called with what is wrong with a file as soon as that is known.
        stop: asked every second or so whether to leave what is not yet read to the next sync, which uses what of it was
            embedded. An index on a server does not ask.

    Raises:
        NoDocumentsError: the folder is missing, empty or holds nothing that can be read, and may not be empty.
        DocumentsError: the folder is none, or cannot be listed.
        IndexUnusableError: the index cannot be read (`rebuild` helps).
        IndexBusyError: another process is writing to it.
        StorageError: the disk is full or the folder read-only.
    """
    began = time.perf_counter()
    files = _files(settings, may_be_empty=may_be_empty)
    index, shared = settings.index_folder, shared_index(settings, create=True)
    if not rebuild and (done := _up_to_date(settings, shared, files, began)):
        return done
    aside = unreadable_aside(index) if rebuild and not shared else nullcontext()
    with storage_errors(index), shared.writing() if shared else nullcontext(), only_writer(index), aside:
        work = _Work(part, frozenset(first), progress, told, stop, rebuild, may_be_empty)
        return _Sync(settings, shared, files, work).run(began)


def holds_documents(settings: IngestSettings) -> bool:
    """Whether this machine has an index of the folder with documents in it. Raises what `sync` does."""
    with storage_errors(settings.index_folder):
        if not Manifest(settings.index_folder / "manifest.sqlite").exists():
            return False
        with manifest_for(settings)[0].reading() as snapshot:
            return snapshot.count()[0] > 0


def _files(settings: IngestSettings, *, may_be_empty: bool) -> Files:
    folder = settings.documents_folder
    if may_be_empty and not folder.exists():
        return Files()
    files = scan(folder)
    if not files.paths and not may_be_empty:
        if files.closed:
            raise _nothing_readable(settings, files.closed)
        kinds = ", ".join(sorted(SUFFIXES))
        raise NoDocumentsError(f"No documents in '{folder}'. Add a file ({kinds}) and run `python -m ingest`.")
    return files


def _up_to_date(settings: IngestSettings, shared: SharedIndex | None, files: Files, began: float) -> Synced | None:
    """What a sync did that had nothing to do, and so need not become the writer; None if there is something to do."""
    with storage_errors(settings.index_folder):
        there = Manifest(settings.index_folder / "manifest.sqlite").exists()
    if shared and shared.head():
        pull(shared, settings)
    elif shared or not there:
        return None
    manifest, meta = manifest_for(settings)
    with storage_errors(settings.index_folder), manifest.reading() as snapshot:
        todo, known = compare(settings, snapshot, files)
        if not todo.empty or meta["pending"] != "0" or meta["generation"] == "0":
            return None
        if touched(settings, snapshot, files, todo.keep):
            return None
        problems, took = _lines({**known, **files.closed}), time.perf_counter() - began
        return Synced(todo, *snapshot.count(), 0, problems, took, others=tuple(files.others))


def _opened(
    settings: IngestSettings, shared: SharedIndex | None, files: Files, *, rebuild: bool
) -> tuple[Manifest, dict[str, str]]:
    """The manifest and its `meta`, made if there is none; this process must be the only writer."""
    if shared:
        cache_for_writing(shared, settings, rebuild=rebuild)
    manifest, meta = manifest_for(settings, create=True, rebuild=rebuild)
    if shared and not rebuild:
        with manifest.reading() as snapshot:
            known = snapshot.hashes()
        # A folder, wherever it is mounted, has a name or a file in common with its index; else all of that would go.
        if known and not known.keys() & files.paths.keys() and not set(known.values()) & set(files.hashes.values()):
            raise IndexUnusableError(
                f"The index '{settings.chroma_collection}' on the Chroma server has none of the documents in "
                f"'{settings.documents_folder}': it belongs to another folder. Set FOOTNOTE_CHROMA_COLLECTION to "
                "another name, or run `python -m ingest --rebuild` to use it for this folder."
            )
    return manifest, meta


def _nothing_readable(settings: IngestSettings, problems: Mapping[str, str]) -> NoDocumentsError:
    first = " ".join(_lines(problems)[:3])
    return NoDocumentsError(f"Nothing in '{settings.documents_folder}' can be read. {first}")


def _lines(problems: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(problems[source] for source in sorted(problems))


@dataclass(frozen=True, slots=True)
class _Work:
    """How a sync is to run; see `sync`."""

    part: Part
    first: frozenset[str]
    progress: Progress
    told: Callable[[str], None]
    stop: Callable[[], bool]
    rebuild: bool
    may_be_empty: bool


class _Sync:
    """One run of a sync, under the lock."""

    def __init__(self, settings: IngestSettings, shared: SharedIndex | None, files: Files, work: _Work) -> None:
        self.settings, self.shared, self.files, self.work = settings, shared, files, work
        self.waiting: tuple[str, ...] = ()
        self.manifest, self.meta = _opened(settings, shared, files, rebuild=work.rebuild)
        self.crashed = self.meta["pending"] == "1" and not work.rebuild
        self.stores = str(int(self.meta["stores"]) + 1) if work.rebuild else self.meta["stores"]
        self.folder = stores_folder(settings.index_folder, {"stores": self.stores})

    def run(self, began: float) -> Synced:
        live = self._begin()
        lexical = Lexical(self.folder / "words")
        with closing(open_vectors(self.settings, self.stores)) as vectors:
            vectors.refresh()  # a page that syncs may have opened them before another process wrote
            there = vectors.ids() & lexical.ids() if self.crashed else set(live)
            stop = (lambda: False) if self.shared else self.work.stop
            pipeline = Pipeline(
                self.settings, vectors, lexical, there, self.work.progress, told=self.work.told, stop=stop
            )
            with self.manifest.writing() as snapshot:
                todo, problems = self._take_in(pipeline, snapshot)
                self._commit(snapshot, problems)
                now, counts, noted = snapshot.vector_ids(), snapshot.count(), snapshot.notes()
                if self.shared:
                    self.shared.commit(snapshot)  # from here on every machine sees it, this one after the block
            # What was embedded of files that are still to be read is for the sync that reads them.
            partly = bool(self.waiting) and (self.crashed or bool(pipeline.left))
            stray = (vectors.ids() | lexical.ids() if self.crashed and not partly else live) - now
            with self.manifest.reading() as snapshot:
                lexical.sweep(stray, lambda: snapshot.entries(sorted(now)))
            if self.shared:
                self.shared.sweep(live | now)
            else:
                self._delete(vectors, sorted(stray))
        self._sweep(partly=partly)
        done = todo.without(pipeline.refused, {*pipeline.away, *pipeline.left})
        took = time.perf_counter() - began
        notes = note_lines(noted, done)
        others, waiting, stopped = tuple(self.files.others), len(self.waiting), bool(pipeline.left)
        return Synced(done, *counts, pipeline.embedded, _lines(problems), took, notes, waiting, others, stopped)

    def _begin(self) -> set[str]:
        """Note that a run is under way, on stores that are whole or new; returns the live vectors."""
        if self.work.rebuild and self.folder.exists():
            rmtree(self.folder)  # what a rebuild that was killed has left
        if self.work.rebuild and self.shared:
            self.shared.drop(self.stores)  # likewise, by whatever machine
        with self.manifest.writing() as snapshot:
            snapshot.set_meta({"pending": "1"})
            live = set() if self.work.rebuild else snapshot.vector_ids()
        if live and not have_stores(self.folder, self.settings):
            raise IndexUnusableError(
                f"The index in '{self.settings.index_folder}' has lost its vectors or words. {REBUILD}"
            )
        return live

    def _take_in(self, pipeline: Pipeline, snapshot: Transaction) -> tuple[Plan, dict[str, str]]:
        """Make `snapshot` hold what the files say; the plan, and what is wrong by source."""
        files = self.files
        if self.work.rebuild:
            snapshot.remove((*snapshot.hashes(), *snapshot.unreadable()))
        whole, known = compare(self.settings, snapshot, files)
        old = snapshot.hashes()
        todo = self._limited(whole, old)
        snapshot.remove(source for source in snapshot.unreadable() if source not in known)
        snapshot.touch(touched(self.settings, snapshot, files, todo.keep))
        pipeline.run(files.paths, files.hashes, (*todo.add, *todo.change), snapshot)
        self.waiting += pipeline.left
        stays = self._moved(todo, old)
        snapshot.remove(source for source in todo.remove if source not in stays)
        return todo, {**files.closed, **known, **pipeline.refused, **pipeline.away}

    def _limited(self, whole: Plan, known: Mapping[str, str]) -> Plan:
        """The plan without the files that wait; `known` are the hashes of what the index holds, by source."""
        files, first = self.files, self.work.first
        # Small files can be asked about long before a large one is read.
        fresh = sorted((*whole.add, *whole.change), key=lambda one: (one not in first, files.sizes[one], one))
        count = self.work.part([files.paths[source] for source in fresh])
        self.waiting = tuple(fresh[count:])
        return whole.limited(frozenset(fresh[:count]), self._moved(whole, known))

    def _moved(self, todo: Plan, known: Mapping[str, str]) -> set[str]:
        """Which of the documents that are gone are files that wait, under another name."""
        coming = {self.files.hashes[source] for source in self.waiting}
        return {source for source in todo.remove if known[source] in coming}

    def _commit(self, snapshot: Transaction, problems: dict[str, str]) -> None:
        if not snapshot.count()[0] and not self.work.may_be_empty and not self.waiting:
            raise _nothing_readable(self.settings, problems)
        generation = str(int(self.meta["generation"]) + 1)
        limits = self.settings.file_limits
        snapshot.set_meta({**shape(self.settings), "stores": self.stores, "generation": generation, "limits": limits})

    def _delete(self, vectors: "Vectors", stray: Sequence[str]) -> None:
        """Some at a time: it takes a while where many are gone."""
        for at in range(0, len(stray), _DELETED):
            self.work.progress("Removing", at, len(stray))
            vectors.delete(stray[at : at + _DELETED])

    def _sweep(self, *, partly: bool) -> None:
        """Nothing names the superseded any more: take it off the disk, and note that all is tidy, or partly read."""
        sweep_stores(self.settings.index_folder, self.stores)
        with self.manifest.reading() as snapshot:
            AnswerCache(self.settings.index_folder).purge(snapshot.hashes())
        with self.manifest.writing() as snapshot:
            snapshot.set_meta({"pending": "1" if partly else "0"})
        follow_folder(self.settings.index_folder)
