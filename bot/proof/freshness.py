"""Whether a document is still the file that was indexed."""

from functools import lru_cache
from hashlib import file_digest
from pathlib import Path


def changed_since(folder: Path, source: str, sha256: str) -> str:
    """What to note about a cited document: "" if its file is the one that was indexed.

    Args:
        folder: of the documents.
        source: path of the document in it.
        sha256: of the file when it was indexed.
    """
    path = folder / source
    try:
        state = path.stat()
        same = _hash(path, state.st_mtime_ns, state.st_size) == sha256
    except FileNotFoundError:
        return f"{source} has been removed since it was indexed." if folder.is_dir() else ""
    except OSError as error:
        return f"{source} cannot be compared with what was indexed ({error.strerror})."
    return "" if same else f"{source} has changed since it was indexed."


@lru_cache(maxsize=256)
def _hash(path: Path, _modified: int, _size: int) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
