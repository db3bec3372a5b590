"""Opening an index: its manifest checked against the settings, its stores found, its troubles put in one line each."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.embedding.model_files import is_dotted
from ingest.errors import FootnoteError, ForeignError, IndexBusyError, IndexUnusableError, StorageError
from ingest.settings import IngestSettings
from ingest.stores.faults import damage, disk_trouble, in_use
from ingest.stores.manifest import LAYOUT, Manifest

REBUILD = "Run `python -m ingest --rebuild` to make it anew from the documents."


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Say what the disk or a store reports about the index in `folder` as one clear line.

    Raises:
        StorageError: the disk is full or fails, or the folder cannot be read or written; the index may be whole.
        IndexBusyError: another process holds a store.
        IndexUnusableError: a store cannot make sense of its files.
    """
    try:
        yield
    except FootnoteError:
        raise
    except Exception as error:
        if reason := disk_trouble(error):
            raise StorageError(_storage_line(folder, reason)) from error
        if in_use(error):
            raise IndexBusyError(f"Another process is using the index in '{folder}' ({error}). Try again.") from error
        if damage(error):
            raise IndexUnusableError(f"The index in '{folder}' is damaged ({error}). {REBUILD}") from error
        raise


def _storage_line(folder: Path, reason: str) -> str:
    return (
        f"Cannot read or write the index in '{folder}': {reason}. Free some space, check the disk and the permissions "
        "of the folder, or name another place with --index; what was indexed before is kept."
    )


def open_manifest(folder: Path) -> tuple[Manifest, dict[str, str]]:
    """The manifest of the index in `folder` and its `meta`.

    Raises:
        IndexUnusableError: there is none, or it is damaged, half-written or of another layout.
        StorageError: it cannot be read, and may be whole.
    """
    manifest = Manifest(folder / "manifest.sqlite")
    with storage_errors(folder):
        if not manifest.exists():
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


def check_code(folder: Path, meta: dict[str, str], settings: IngestSettings) -> None:
    """Make sure that no index says which code is run: `module:function` counts only where the setting names it.

    Raises:
        IndexUnusableError: the index was made with such embeddings, and the setting names others.
    """
    if is_dotted(meta["embedding_model"]):
        check_shape(folder, meta, settings)


def check_place(folder: Path, settings: IngestSettings) -> None:
    """Make sure that a folder is not taken for an index that it is not.

    Raises:
        IndexUnusableError: it is the cache of a server but the settings name none, or the other way round.
    """
    cache = folder / "server"
    with storage_errors(folder):
        is_cache, has_index = cache.is_file(), Manifest(folder / "manifest.sqlite").exists()
    if settings.chroma_url is None and is_cache:
        raise IndexUnusableError(
            f"'{folder}' is the cache of the index {cache.read_text(encoding='utf-8')}. Set FOOTNOTE_CHROMA_URL, "
            "or name another folder with --index."
        )
    if settings.chroma_url is not None and not is_cache and has_index:
        raise IndexUnusableError(
            f"'{folder}' holds an index of its own and cannot be the cache of a Chroma server as well. "
            "Name another folder with --index."
        )


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
