"""The right to change an index: one writer at a time, on a manifest that fits the settings."""

import os
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from filelock import FileLock, Timeout

from ingest.errors import FootnoteError, ForeignError, IndexBusyError, IndexUnusableError
from ingest.settings import IngestSettings
from ingest.stores.manifest import Manifest
from ingest.stores.modes import make_private
from ingest.stores.opening import check_place, check_shape, open_manifest, storage_errors

_ASIDE = "unreadable-"
_WAIT = 10.0  # seconds that a second writer waits for the first


@contextmanager
def only_writer(index: Path, wait: float | None = None) -> Iterator[None]:
    """Be the only writer in the block, and leave word who it is.

    Raises:
        IndexBusyError: another process still writes after `wait` seconds, by default 10.
    """
    make_private(index)
    note = index / "writer"
    try:
        with FileLock(index / "lock", timeout=_WAIT if wait is None else wait):
            note.write_text(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}", encoding="utf-8")
            try:
                yield
            finally:
                note.unlink(missing_ok=True)
    except Timeout:
        who = note.read_text(encoding="utf-8") if note.exists() else "unknown"
        raise IndexBusyError(
            f"Another process is writing to the index in '{index}' ({who}). Wait until it is done, or stop it."
        ) from None


def shape(settings: IngestSettings) -> dict[str, str]:
    """What the manifest remembers of the settings, because the index would be another with others."""
    return {
        "embedding_model": settings.embedding_model,
        "passage_tokens": str(settings.passage_tokens),
        # Machines that share an index may have the same documents in different places.
        "documents": "" if settings.chroma_url is not None else str(settings.documents_folder.resolve()),
    }


def manifest_for(
    settings: IngestSettings, *, create: bool = False, rebuild: bool = False
) -> tuple[Manifest, dict[str, str]]:
    """The manifest of the index in `settings.index_folder`, and its `meta`; `create` makes an empty one if need be.

    For a `rebuild`, which makes everything anew, it may have been made with other settings.

    Raises:
        IndexUnusableError: it is missing or damaged, or was made with other settings or from another folder.
    """
    index = settings.index_folder
    empty = Manifest(index / "manifest.sqlite")
    if create and not empty.exists():
        # Higher than the stores of any manifest that was here: by it an open reader tells what is newer.
        numbers = (entry.name.removeprefix("stores-") for entry in index.glob("stores-*"))
        stores = max(int(time.time()), *(int(number) for number in numbers if number.isdecimal()), 0)
        empty.create({**shape(settings), "stores": str(stores), "pending": "0"})
    check_place(index, settings)
    manifest, meta = open_manifest(index)
    if rebuild:
        return manifest, meta
    check_shape(index, meta, settings)
    if meta["passage_tokens"] != str(settings.passage_tokens):
        raise IndexUnusableError(
            f"The index in '{index}' has passages of {meta['passage_tokens']} tokens, but the setting is "
            f"{settings.passage_tokens}. Set FOOTNOTE_PASSAGE_TOKENS={meta['passage_tokens']}, "
            "or run `python -m ingest --rebuild`."
        )
    documents = Path(meta["documents"])
    if settings.chroma_url is None and documents != settings.documents_folder.resolve() and documents.is_dir():
        raise IndexUnusableError(
            f"The index in '{index}' belongs to the documents in '{documents}'. Name another index with --index, "
            "or run `python -m ingest --rebuild` to use it for this folder."
        )
    return manifest, meta


def sweep_stores(index: Path, live: str) -> None:
    """Delete what was set aside, and all stores but the live ones, each at once for those who look for its name."""
    for entry in index.glob("stores-*"):
        if entry.name != f"stores-{live}":
            entry.rename(index / f"swept-{entry.name}")
    for entry in index.glob("swept-*"):
        rmtree(entry)
    for entry in index.glob(f"{_ASIDE}*"):
        entry.unlink()


@contextmanager
def unreadable_aside(index: Path) -> Iterator[None]:
    """Set aside, for a rebuild in the block, a manifest that cannot be read, and put it back should the block fail.

    Its stores stay where they are: `sweep_stores` deletes it and them when the new ones are complete.

    Raises:
        ForeignError: it is none of ours.
        StorageError: whether it can be read cannot be told, as the disk fails.
    """
    if _readable(index):
        yield
        return
    before, files = set(index.glob("stores-*")), Manifest(index / "manifest.sqlite").files
    for path in files:  # the file first: nobody reads it without its log
        if path.exists():
            path.replace(index / f"{_ASIDE}{path.name}")
    try:
        yield
    except BaseException:
        if not _finished(index):
            _put_back(index, before)
        raise


def _put_back(index: Path, stores: Collection[Path]) -> None:
    """Undo what a rebuild has begun: the manifest that was set aside, and `stores` alone."""
    aside = list(index.glob(f"{_ASIDE}*"))
    for path in reversed(Manifest(index / "manifest.sqlite").files):
        path.unlink(missing_ok=True)
    for path in sorted(aside, reverse=True):  # the file last: without it a log is never read
        path.replace(index / path.name.removeprefix(_ASIDE))
    for entry in index.glob("stores-*"):
        if entry not in stores:
            rmtree(entry, ignore_errors=True)


def _finished(index: Path) -> bool:
    """Whether the manifest has a generation, or may have one."""
    try:
        return open_manifest(index)[1]["generation"] != "0"
    except IndexUnusableError:
        return False
    except FootnoteError:
        return True


def _readable(index: Path) -> bool:
    """Whether the manifest can be read to its last page. Raises what `unreadable_aside` does."""
    try:
        manifest, _ = open_manifest(index)
        with storage_errors(index), manifest.reading() as snapshot:
            return snapshot.sound()
    except ForeignError:
        raise
    except IndexUnusableError:
        return False  # that is what the rebuild is for


def discard_unreadable(index: Path) -> None:
    """Delete a cache that cannot be read; what it holds is on the server. Raises what `unreadable_aside` does."""
    if _readable(index):
        return
    for entry in index.glob("stores-*"):
        rmtree(entry)
    for path in reversed(Manifest(index / "manifest.sqlite").files):  # the file last: without it a log is never read
        path.unlink(missing_ok=True)
