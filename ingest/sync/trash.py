"""Documents taken out of the folder, kept beside the index until the trash is emptied."""

import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.errors import DocumentsError
from ingest.settings import IngestSettings

_FOLDER = "trash"
_ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class Trashed:
    """A document in the trash.

    Attributes:
        name: of its place in the trash.
        source: where it stood in the documents' folder.
        removed: when it was taken out, seconds since 1970.
        size: bytes.
    """

    name: str
    source: str
    removed: float
    size: int


def throw_away(settings: IngestSettings, source: str) -> Trashed:
    """Move a document's file from the folder into the trash; the next sync takes it out of the index.

    Raises:
        DocumentsError: it is not there, or cannot be moved.
    """
    path = inside(settings.documents_folder, source)
    if not path.is_file():
        raise DocumentsError(f"There is no file '{source}' in '{settings.documents_folder}' any more.")
    now = time.time()
    name = f"{int(now * 1000):013d}-{os.getpid()}"
    place = settings.index_folder / _FOLDER / name
    try:
        place.mkdir(parents=True)
        (place / _ABOUT).write_text(json.dumps({"source": source, "removed": now}), encoding="utf-8")
        size = path.stat().st_size
        shutil.move(path, place / "file")
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise DocumentsError(f"'{source}' cannot be removed ({error.strerror}). Check its permissions.") from error
    return Trashed(name, source, now, size)


def trashed(settings: IngestSettings) -> tuple[Trashed, ...]:
    """What is in the trash, newest first."""
    found = []
    for place in sorted((settings.index_folder / _FOLDER).glob("*/"), reverse=True):
        about, file = place / _ABOUT, place / "file"
        if about.is_file() and file.is_file():
            told = json.loads(about.read_text(encoding="utf-8"))
            found.append(Trashed(place.name, told["source"], told["removed"], file.stat().st_size))
    return tuple(found)


def put_back(settings: IngestSettings, name: str) -> str:
    """Move a document from the trash to where it stood; returns its source.

    Raises:
        DocumentsError: it is not in the trash, or another file stands in its place.
    """
    one = next((one for one in trashed(settings) if one.name == name), None)
    if one is None:
        raise DocumentsError("This document is not in the trash any more.")
    path = inside(settings.documents_folder, one.source)
    if path.exists():
        raise DocumentsError(f"There is another '{one.source}' by now. Rename or remove it first.")
    place = settings.index_folder / _FOLDER / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(place / "file", path)
        shutil.rmtree(place)
    except OSError as error:
        raise DocumentsError(f"'{one.source}' cannot be put back ({error.strerror}).") from error
    return one.source


def empty_trash(settings: IngestSettings) -> tuple[str, ...]:
    """Delete for good what is in the trash; returns the sources."""
    gone = tuple(one.source for one in trashed(settings))
    folder = settings.index_folder / _FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    return gone


def inside(folder: Path, source: str) -> Path:
    """The path of `source` in `folder`.

    Raises:
        DocumentsError: it would lead out of it.
    """
    path = PurePosixPath(source)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in source or "\0" in source:
        raise DocumentsError(f"{source!r} is not the name of a document.")
    return folder / path
