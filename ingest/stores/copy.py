"""An index in a place that cannot be written, copied: Chroma and Tantivy write beside what they read."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.errors import IndexBusyError
from ingest.stores.manifest import Manifest

_TRIES = 5


def read_only(folder: Path) -> bool:
    """Whether this process may read the index in `folder` and not write all of it."""
    places = (folder, folder / "manifest.sqlite", *folder.glob("stores-*"), *folder.glob("stores-*/**/*"))
    return folder.is_dir() and not all(os.access(place, os.W_OK) for place in places if place.exists())


def copied(folder: Path) -> "TemporaryDirectory[str]":
    """A copy of what is needed to answer from the index in `folder`, as it is now; gone when it is cleaned up.

    Raises:
        IndexBusyError: it changes all the time.
        OSError: there is no room for it.
    """
    for _ in range(_TRIES):
        copy = TemporaryDirectory(prefix="footnote-")  # for the user alone
        try:
            before = _state(folder)
            _copy(folder, Path(copy.name))
            if _state(folder) == before:
                return copy
        except FileNotFoundError:
            pass  # superseded and swept meanwhile
        except BaseException:
            copy.cleanup()
            raise
        copy.cleanup()
    raise IndexBusyError(f"The index in '{folder}' cannot be written and changes all the time. Try again later.")


def _copy(folder: Path, target: Path) -> None:
    files = Manifest(folder / "manifest.sqlite").files[:2]  # what the third one holds is made anew
    for path in (*files, *folder.glob("stores-*/**/*")):
        if path.is_file():
            place = target / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def _state(folder: Path) -> list[tuple[int, int, int]]:
    """What changes with each commit."""
    files = (path.stat() for path in Manifest(folder / "manifest.sqlite").files[:2] if path.exists())
    return [(about.st_ino, about.st_size, about.st_mtime_ns) for about in files]
