"""Check an index against itself and against its folder."""

from ingest.errors import DocumentsError
from ingest.index import storage_errors, stores_folder
from ingest.settings import IngestSettings
from ingest.store import Snapshot
from ingest.sync import pending_changes
from ingest.writer import manifest_for

MEND = "`python -m ingest --rebuild` mends it."


def verify(settings: IngestSettings) -> tuple[str, ...]:
    """What is wrong with the index, one line each; nothing, if every passage can be found and tells the truth.

    Raises:
        IndexUnusableError: it cannot be read at all.
    """
    from ingest.lexical import Lexical
    from ingest.vectors import Vectors

    index = settings.index_folder
    store, meta = manifest_for(settings)
    with storage_errors(index), store.reading() as snapshot:
        folder = stores_folder(index, meta)
        live = snapshot.vector_ids()
        wrong = _untrue(snapshot)
        vectors = Vectors(folder / "chroma")
        try:
            for name, there in (("vector", vectors.ids()), ("word", Lexical(folder / "words").ids())):
                if live - there:
                    wrong.append(
                        f"{len(live - there)} of {len(live)} passages are missing from the {name} index. {MEND}"
                    )
                if there - live:
                    wrong.append(f"{len(there - live)} superseded passages are left in the {name} index. {MEND}")
        finally:
            vectors.close()
        return (*wrong, *_behind(settings, snapshot))


def _untrue(snapshot: Snapshot) -> list[str]:
    """The passages that are not what stands at their offsets."""
    return [
        f"{document.source}: the passage at {p.start} is not what stands there. {MEND}"
        for document in snapshot.documents()
        for p in snapshot.passages(document.source)
        if document.text[p.start : p.end] != p.text
    ]


def _behind(settings: IngestSettings, snapshot: Snapshot) -> list[str]:
    """Whether the folder has changed since the index was made."""
    try:
        todo = pending_changes(settings, snapshot)
    except DocumentsError as error:
        return [str(error)]
    if todo.empty:
        return []
    counts = f"{len(todo.add)} new, {len(todo.change)} changed, {len(todo.remove)} removed"
    return [f"The folder has changed since it was indexed ({counts}). Run `python -m ingest`."]
