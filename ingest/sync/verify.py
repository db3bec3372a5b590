"""Check an index against itself and against its folder."""

import os
import random
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest.documents import Passage
from ingest.errors import DocumentsError, IndexUnusableError, UnavailableFileError, UnreadableFileError
from ingest.processes import run_apart
from ingest.settings import IngestSettings
from ingest.shared.cache import bring_up_to_date
from ingest.shared.shared_index import open_vectors, shared_index
from ingest.stores.graph import graph_damage
from ingest.stores.lexical import Lexical
from ingest.stores.opening import have_stores, storage_errors, stores_folder
from ingest.stores.snapshot import Snapshot
from ingest.stores.writer import manifest_for, only_writer
from ingest.sync.changes import pending_changes
from ingest.sync.reading import read_file

if TYPE_CHECKING:
    from ingest.stores.vectors import Vectors

MEND = "`python -m ingest --rebuild` mends it."
_SAMPLE = 64  # passages that are embedded and searched for again
_SAME = 0.95  # cosine of a text's vector with itself, computed twice: fast arithmetic is not exact


def verify(settings: IngestSettings) -> tuple[str, ...]:
    """What is wrong with the index, one line each; nothing, if every passage can be found and tells the truth.

    Vectors and words are counted; whether they are those of their text is looked at for 64 passages, others every time.

    Raises:
        IndexBusyError: another process is writing to it.
        StorageError: the disk fails, or the folder cannot be written, as the only writer must.
    """
    index = settings.index_folder
    try:
        bring_up_to_date(settings)
        manifest, meta = manifest_for(settings)
        with storage_errors(index), only_writer(index), manifest.reading() as snapshot:
            if not snapshot.sound():
                return (f"The manifest of the index in '{index}' is damaged. {MEND}",)
            wrong = [*_texts(settings, snapshot), *_folder(settings, snapshot)]
            if meta["pending"] != "0":
                wrong.append("A run was interrupted; `python -m ingest` finishes it.")
            folder = stores_folder(index, meta)
            embedded = settings.chroma_url is None and have_stores(folder, settings)
            if embedded and (cut := graph_damage(folder / "chroma")):
                return (*wrong, f"The vectors in '{folder}' are damaged ({cut}). {MEND}")
            has_graph = any(folder.glob("chroma/*/index_metadata.pickle"))  # written with the thousandth vector
            try:  # a damaged graph may crash the process that Chroma reads it in
                wrong += run_apart(_stores_wrong, settings) if has_graph else _stores_wrong(settings)
            except BrokenProcessPool:
                wrong.append(f"The vectors in '{folder}' are damaged. {MEND}")
            return tuple(dict.fromkeys(wrong))  # a file that cannot be read now is met twice
    except IndexUnusableError as error:
        return (str(error),)


def _texts(settings: IngestSettings, snapshot: Snapshot) -> Iterator[str]:
    """The documents that are not what their files say, and the passages that are not what their documents say."""
    folder = settings.documents_folder
    for document in snapshot.documents():
        source, passages = document.source, snapshot.passages(document.source)
        for p in passages:
            if document.text[p.start : p.end] != p.text:
                yield f"{source}: the passage at {p.start} is not what stands there. {MEND}"
        if {p.vector_id for p in passages} != snapshot.vector_ids([source]):
            yield f"{source}: passages are named for other texts than theirs. {MEND}"
        try:
            taken = read_file(folder / source, settings)
        except UnreadableFileError as error:
            if isinstance(error, UnavailableFileError) and os.path.lexists(folder / source):
                yield str(error)
            continue  # what has changed, the comparison with the folder says
        if taken.document.sha256 != document.sha256:
            continue
        if replace(taken.document, modified=document.modified) != document:
            yield f"{source}: the index holds another text than the file. {MEND}"
        elif taken.passages != passages:
            yield f"{source}: its passages are not those of its text. {MEND}"


def _folder(settings: IngestSettings, snapshot: Snapshot) -> Iterator[str]:
    """What the folder holds and the index does not, and whether it has changed since the index was made."""
    try:
        todo, problems, _ = pending_changes(settings, snapshot)
    except DocumentsError as error:
        yield str(error)
        return
    yield from (problems[source] for source in sorted(problems))
    for source in todo.add:
        try:
            read_file(settings.documents_folder / source, settings)
        except UnreadableFileError as error:
            yield str(error)
        else:
            yield f"{source}: is not indexed yet."
    if not todo.empty:
        counts = f"{len(todo.add)} new, {len(todo.change)} changed, {len(todo.remove)} removed"
        yield f"The folder has changed since it was indexed ({counts}). Run `python -m ingest`."


def _stores_wrong(settings: IngestSettings) -> list[str]:
    """What is wrong with vectors and words."""
    index = settings.index_folder
    manifest, meta = manifest_for(settings)
    try:
        with storage_errors(index), manifest.reading() as snapshot:
            return list(_stores(settings, stores_folder(index, meta), snapshot))
    except IndexUnusableError as error:
        return [str(error)]


def _stores(settings: IngestSettings, folder: Path, snapshot: Snapshot) -> Iterator[str]:
    """What is missing, superseded or of another text among vectors and words."""
    if not have_stores(folder, settings):
        yield f"The vectors or words are gone. {MEND}"
        return
    live, shared = snapshot.vector_ids(), shared_index(settings)
    if shared and (head := shared.head()) and not shared.whole(shared.listing(head)):
        yield f"The Chroma server has lost some of its documents. {MEND}"
    lexical = Lexical(folder / "words")
    with closing(open_vectors(settings, snapshot.meta()["stores"], create=False)) as vectors:
        vectors.refresh()
        whole = live
        for what, there in (("vector", vectors.ids()), ("word", lexical.ids())):
            if live - there:
                yield f"{len(live - there)} of {len(live)} passages are missing from the {what} index. {MEND}"
            if there - live and not (shared and what == "vector"):  # those stay for a while
                yield f"{len(there - live)} superseded passages are left in the {what} index. {MEND}"
            whole = whole & there
        names = random.sample(sorted(whole), min(_SAMPLE, len(whole)))
        sample = {name: places[0] for name, places in snapshot.places(names).items()}
        yield from _sampled(settings, vectors, lexical, sample)


def _sampled(
    settings: IngestSettings, vectors: "Vectors", lexical: Lexical, sample: dict[str, Passage]
) -> Iterator[str]:
    """The passages of a sample, by vector id, that are not found by their own text."""
    if not sample:
        return
    from ingest.embedding.models import load_embeddings

    again = load_embeddings(settings.embedding_model).encode_passages([p.embedded for p in sample.values()])
    kept = dict(zip(*vectors.get(list(sample)), strict=True))
    for (name, passage), vector in zip(sample.items(), again, strict=True):
        place = f"{passage.source}: the passage at {passage.start}"
        with np.errstate(all="ignore"):  # what a damaged file gives may be no numbers at all
            same = bool(np.dot(kept[name], vector) >= _SAME * np.linalg.norm(kept[name]))
        if not same:
            yield f"{place} has the vector of another text. {MEND}"
        else:
            nearest = vectors.query(kept[name], 1)
            if not nearest or nearest[0][1] < _SAME:
                yield f"{place} is not found by its meaning. {MEND}"
        if not lexical.holds(name, passage.text):
            yield f"{place} is not found by its words. {MEND}"
