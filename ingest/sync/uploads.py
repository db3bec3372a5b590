"""Files that are handed in -> the documents' folder, if they can be documents."""

import shutil
from pathlib import Path

from ingest.documents import Document
from ingest.errors import DocumentsError, UnreadableFileError
from ingest.load import SUFFIXES
from ingest.settings import IngestSettings
from ingest.sync.changes import has
from ingest.sync.reading import read_file

UPLOADS = "uploads"  # in the index's folder: where the page's server puts files before they are taken in
_LONGEST_NAME = 120


def take_in(file: Path, settings: IngestSettings, max_bytes: int) -> str:
    """Copy a file into the documents' folder, under its name, which is returned; the next sync indexes it.

    Raises:
        DocumentsError: it cannot be a document; the message says why.
    """
    document = _checked(file, settings, max_bytes)
    name, target = file.name, settings.documents_folder / file.name
    if target.exists():
        same = has(target, document.sha256)
        raise DocumentsError(
            f"{name}: is there already."
            if same
            else f"{name}: there is another document of this name. Rename this one, or remove that one first."
        )
    half = target.with_name(f".{name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, half)
        half.rename(target)  # whole or not at all
    except OSError as error:
        raise DocumentsError(f"{name}: cannot be written ({error.strerror}).") from error
    finally:
        half.unlink(missing_ok=True)
    return name


def _checked(file: Path, settings: IngestSettings, max_bytes: int) -> Document:
    """The document in a file, if its type, name and size are taken and it can be split. Raises what `take_in` does."""
    name = file.name
    if file.suffix.lower() not in SUFFIXES:
        kinds = ", ".join(sorted(SUFFIXES))
        raise DocumentsError(f"{name}: files of this type cannot be read. There are {kinds}.")
    if name.startswith((".", "~$")) or len(name) > _LONGEST_NAME or any(not sign.isprintable() for sign in name):
        raise DocumentsError(f"{name[:_LONGEST_NAME]!a}: such a name is not taken. Rename the file.")
    size = file.stat().st_size
    if size > max_bytes:
        raise DocumentsError(f"{name}: is {size / 1e6:.1f} MB; at most {max_bytes / 1e6:.0f} MB are taken.")
    try:
        return read_file(file, settings, file.parent).document
    except UnreadableFileError as error:
        raise DocumentsError(str(error)) from error


def partial_uploads(settings: IngestSettings) -> list[Path]:
    """What `take_in` has left in the documents' folder, should its process have been killed."""
    found = settings.documents_folder.glob(".*.part")
    return [path for path in found if Path(path.stem).suffix.lower() in SUFFIXES]
