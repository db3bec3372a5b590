"""Bring the cache of a shared index, words and manifest, to the newest generation on the server."""

import time
from pathlib import Path

from ingest.errors import ForeignError, IndexUnusableError
from ingest.settings import IngestSettings
from ingest.shared.generation import Generation, Listing
from ingest.shared.object_store import MissingError
from ingest.shared.shared_index import SharedIndex, shared_index
from ingest.stores.answer_cache import AnswerCache
from ingest.stores.lexical import Lexical
from ingest.stores.manifest import LAYOUT, Manifest, Transaction
from ingest.stores.opening import check_place, have_words, open_manifest, storage_errors, stores_folder
from ingest.stores.server import no_index
from ingest.stores.writer import discard_unreadable, only_writer, shape, sweep_stores

_GROUP = 2000  # passages whose words are added at a time


def pull(shared: SharedIndex, settings: IngestSettings, *, wait: float | None = None) -> None:
    """Make the index's folder hold the newest generation; another process that writes there has `wait` seconds to end.

    Raises:
        IndexBusyError: that one does not end.
        IndexUnusableError: the server has no such index, or one of another layout; the folder holds another index.
        StorageError: the server cannot be reached, or the folder cannot be written.
    """
    head = shared.head()
    if head is None:
        raise no_index(shared.server)
    if not _is_at(settings.index_folder, shared, head):
        with storage_errors(settings.index_folder), only_writer(settings.index_folder, wait):
            pull_locked(shared, settings)


def pull_locked(shared: SharedIndex, settings: IngestSettings) -> None:
    """As `pull`, by a process that is the only writer of the folder already; nothing, before the first generation."""
    folder = settings.index_folder
    while (head := shared.head()) is not None and not _is_at(folder, shared, head):
        _opened(shared, settings)
        if head.meta["layout"] != LAYOUT:
            raise IndexUnusableError(
                f"The index '{shared.server.name}' on {shared.server.url} has layout {head.meta['layout']}, which this "
                "version does not read. Use one version everywhere, or run `python -m ingest --rebuild`."
            )
        try:
            _bring(shared, folder, head)
        except MissingError:
            now = shared.head()
            if now is None or now.number == head.number:
                raise
            # else it was swept while we read it: on to the newer one


def cache_for_writing(shared: SharedIndex, settings: IngestSettings, *, rebuild: bool) -> None:
    """Bring the cache to where the only writer can go on: the newest generation, or nothing before the first.

    Raises what `pull` does; for a `rebuild`, what is there need not be readable.
    """
    try:
        pull_locked(shared, settings)
    except IndexUnusableError:
        if not rebuild:
            raise
    manifest, head = _opened(shared, settings), shared.head()
    with storage_errors(settings.index_folder), manifest.writing() as snapshot:
        if head is None and snapshot.meta().get("server") != shared.id:
            snapshot.remove((*snapshot.hashes(), *snapshot.unreadable()))
            # Higher than the stores of any manifest that was here: by it an open reader tells what is newer.
            meta = {"generation": "0", "stores": str(int(time.time())), "pending": "0", **shape(settings)}
            snapshot.set_meta({**meta, "server": shared.id})
        elif head is not None and rebuild:
            snapshot.set_meta({"generation": str(head.number), "stores": head.meta["stores"], "server": shared.id})


def bring_up_to_date(settings: IngestSettings) -> None:
    """Pull, if the settings name a server. Raises what `pull` does."""
    shared = shared_index(settings)
    if shared is not None:
        pull(shared, settings)


def _opened(shared: SharedIndex, settings: IngestSettings) -> Manifest:
    """The manifest of the cache, made if it is missing or cannot be read."""
    folder, place = settings.index_folder, f"'{shared.server.name}' on {shared.server.url}"
    check_place(folder, settings)
    mark, manifest = folder / "server", Manifest(folder / "manifest.sqlite")
    try:
        known = open_manifest(folder)[1].get("server")
    except ForeignError:
        raise
    except IndexUnusableError:
        discard_unreadable(folder)
        mark.write_text(place, encoding="utf-8")
        manifest.create({**shape(settings), "stores": "0", "pending": "0"})
        known = None
    if known not in (None, shared.id) and mark.read_text(encoding="utf-8") != place:
        raise IndexUnusableError(
            f"'{folder}' is the cache of the index {mark.read_text(encoding='utf-8')}. "
            "Name another folder with --index."
        )
    mark.write_text(place, encoding="utf-8")
    return manifest


def _is_at(folder: Path, shared: SharedIndex, head: Generation) -> bool:
    """Whether the cache holds this generation, words included."""
    if not (folder / "server").exists():
        return False
    try:
        _, meta = open_manifest(folder)
    except IndexUnusableError:
        return False  # a cache: it is made anew
    there = {key: meta.get(key) for key in head.meta}
    same = meta.get("server") == shared.id and meta["generation"] == str(head.number) and there == head.meta
    return same and have_words(stores_folder(folder, meta))


def _bring(shared: SharedIndex, folder: Path, head: Generation) -> None:
    """Fetch what is missing, switch over in one transaction, then sweep."""
    manifest, meta = open_manifest(folder)
    same = meta.get("server") == shared.id and meta["stores"] == head.meta["stores"]
    same = same and have_words(stores_folder(folder, meta))
    listing = shared.listing(head)
    lexical = Lexical(stores_folder(folder, head.meta) / "words")
    with manifest.writing() as snapshot:
        if same and snapshot.records() == listing.documents and snapshot.unreadable() == listing.unreadable:
            # The same once more: what a sync that was killed here has embedded is still of use.
            snapshot.set_meta({"generation": str(head.number)})
            return
        snapshot.set_meta({"pending": "1"})
        live = snapshot.vector_ids() if same else set()
    crashed = meta["pending"] == "1" or not same
    there = lexical.ids() if crashed else set(live)
    with manifest.writing() as snapshot:
        _update(shared, snapshot, listing, lexical, there, all_anew=not same)
        snapshot.set_meta({**head.meta, "generation": str(head.number), "documents": "", "server": shared.id})
        now, hashes = snapshot.vector_ids(), snapshot.hashes()
    with manifest.reading() as reading:
        lexical.sweep((lexical.ids() if crashed else live) - now, lambda: reading.entries(sorted(now)))
    sweep_stores(folder, head.meta["stores"])
    AnswerCache(folder).purge(hashes)
    with manifest.writing() as snapshot:
        snapshot.set_meta({"pending": "0"})


def _update(
    shared: SharedIndex, snapshot: Transaction, listing: Listing, lexical: Lexical, there: set[str], *, all_anew: bool
) -> None:
    """Make the manifest hold what the listing names, and the words what is missing of it."""
    had = {} if all_anew else snapshot.records()
    kept = {source for source, name in listing.documents.items() if had.get(source) == name}
    snapshot.remove((*(snapshot.hashes().keys() - kept), *snapshot.unreadable()))
    for source, (sha256, reason) in listing.unreadable.items():
        snapshot.refuse(source, sha256, reason)
    waiting: dict[str, tuple[str, str, str]] = {}
    wanted = (name for source, name in listing.documents.items() if source not in kept)
    for name, one in shared.stored(wanted):
        snapshot.add(one.document, one.size, one.passages, one.added)
        snapshot.record([(one.document.source, name)])
        fresh = (p for p in one.passages if p.vector_id not in there)
        waiting.update({p.vector_id: (p.vector_id, p.embedded, p.text) for p in fresh})
        if len(waiting) >= _GROUP:
            lexical.change((), waiting.values())
            there.update(waiting)
            waiting = {}
    lexical.change((), waiting.values())
