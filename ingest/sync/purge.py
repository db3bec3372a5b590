"""Leave nothing of documents that were taken out, or of text that was taken out of documents, on the disk."""

from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexBusyError, IndexUnusableError, StorageError
from ingest.processes import run_apart
from ingest.settings import IngestSettings
from ingest.shared.cache import cache_for_writing
from ingest.shared.shared_index import SharedIndex, open_vectors, shared_index
from ingest.stores.answer_cache import FILE, FOLDER, AnswerCache
from ingest.stores.lexical import Lexical
from ingest.stores.manifest import Manifest, compact
from ingest.stores.modes import follow_folder
from ingest.stores.opening import REBUILD, storage_errors, stores_folder
from ingest.stores.writer import manifest_for, only_writer, sweep_stores
from ingest.sync.feedback import purge_feedback
from ingest.sync.plan import Progress
from ingest.sync.trash import empty_trash
from ingest.sync.uploads import UPLOADS, partial_uploads

if TYPE_CHECKING:
    from ingest.stores.vectors import Vectors

_BATCH = 1000  # vectors copied at a time


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge deleted.

    Attributes:
        trashed, answers, cases, uploads: how many documents in the trash, kept answers, feedback cases, and files that
            were handed in and not taken.
        freed: bytes that the index's folder takes less than before.
    """

    trashed: int
    answers: int
    cases: int
    uploads: int
    freed: int


def purge(settings: IngestSettings, progress: Progress = lambda _what, _done, _total: None) -> Purged:
    """Delete for good what no document of the index holds; sync first, or what the folder has lost is kept.

    Vectors and words are copied into new stores, which readers go over to at once; nothing is embedded. Killed
    anywhere, the index stays whole, and another purge deletes the rest.

    Raises:
        IndexUnusableError: the index cannot be read.
        IndexBusyError: another process is writing to it, or is reading an old generation and does not end.
        StorageError: the disk is full or the folder read-only.
    """
    index = settings.index_folder
    before = _size(index)
    shared = shared_index(settings)
    with storage_errors(index), shared.writing() if shared else nullcontext(), only_writer(index):
        if shared:
            cache_for_writing(shared, settings, rebuild=False)
        manifest, meta = manifest_for(settings)
        _renew_stores(settings, manifest, meta, progress, shared)
        trashed = empty_trash(settings)
        with manifest.reading() as snapshot:
            answers = AnswerCache(index).purge(snapshot.hashes())
            cases = purge_feedback(index, snapshot)
        uploads = [path for path in (index / UPLOADS).rglob("*") if path.is_file()]
        for path in (*uploads, *partial_uploads(settings)):
            path.unlink(missing_ok=True)
        for path in (*manifest.files[:1], *(index / FOLDER).glob(FILE)):
            if not compact(path):
                raise IndexBusyError(
                    f"A reader keeps an old state of '{path}' open. Wait until it is done, or stop it; then purge "
                    "again."
                )
        follow_folder(index)
    return Purged(len(trashed), answers, cases, len(uploads), before - _size(index))


def _renew_stores(
    settings: IngestSettings, manifest: Manifest, meta: dict[str, str], progress: Progress, shared: SharedIndex | None
) -> None:
    """Put what is live into stores of its own, go over to them, and delete the old ones."""
    index, stores = settings.index_folder, str(int(meta["stores"]) + 1)
    new = stores_folder(index, {"stores": stores})
    if new.exists():
        rmtree(new)  # left by a purge or rebuild that was killed
    if shared:
        shared.drop(stores)
    with manifest.writing() as snapshot:
        snapshot.set_meta({"pending": "1"})
    with closing(open_vectors(settings, meta["stores"])) as source:
        source.refresh()
        with manifest.reading() as snapshot:
            live = sorted(snapshot.vector_ids())
            batches = _batches(source, live, progress)
            if shared:
                target = open_vectors(settings, stores)
                for names, vectors in batches:
                    target.add(names, vectors)
            else:
                _fill_apart(new, batches)
            Lexical(new / "words").change((), snapshot.entries(live))
    with manifest.writing() as snapshot:
        snapshot.set_meta({"stores": stores, "generation": str(int(meta["generation"]) + 1)})
        if shared:
            shared.commit(snapshot)
    if shared:
        shared.sweep(live, force=True)
    sweep_stores(index, stores)
    with manifest.writing() as snapshot:
        snapshot.set_meta({"pending": "0"})


def _fill_apart(stores: Path, batches: Iterator[tuple[list[str], NDArray[np.float32]]]) -> None:
    """Make new vectors by a process that has never held any others; they pass through files beside the new stores.

    Chroma writes memory that nothing was put into yet to the disk, and so parts of what the process held before: the
    vector of a removed document too. A process that has only seen what is to be kept has nothing else to give away.
    """
    stores.mkdir()
    for number, (names, vectors) in enumerate(batches):
        np.savez(stores / f"batch-{number}.npz", names=np.array(names), vectors=vectors)
    try:
        run_apart(_fill, stores.resolve())
    except BrokenProcessPool as error:
        raise StorageError(f"The process that copies vectors to '{stores}' has died. Run it again.") from error


def _fill(stores: Path) -> None:
    from ingest.stores.vectors import Vectors

    with storage_errors(stores), closing(Vectors(stores / "chroma")) as target:
        for path in stores.glob("batch-*.npz"):
            with np.load(path) as batch:
                target.add(batch["names"].tolist(), batch["vectors"])
            path.unlink()


def _batches(source: "Vectors", live: list[str], progress: Progress) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    for at in range(0, len(live), _BATCH):
        progress("Copying", at, len(live))
        wanted = live[at : at + _BATCH]
        names, vectors = source.get(wanted)
        if len(names) < len(wanted):
            raise IndexUnusableError(f"The index has lost {len(wanted) - len(names)} vectors. {REBUILD}")
        yield names, vectors
    progress("Copying", len(live), len(live))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
