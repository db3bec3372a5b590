"""Notice when the folder of documents changes."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.settings import IngestSettings

_LOOK = 1000  # milliseconds after which a quiet folder is looked at: it may be another one by now


def watched(settings: IngestSettings) -> Iterator[None]:
    """Yield when watching begins, then after each burst of changes in the documents' folder, until Ctrl-C.

    Changes inside the index do not count, should it lie in the folder. A folder that vanishes is waited for.
    """
    from watchfiles import watch

    folder, index = settings.documents_folder.absolute(), str(settings.index_folder.resolve())
    while True:
        while not (known := _identity(folder)):
            time.sleep(_LOOK / 1000)
        begun = False
        with _held(folder), suppress(FileNotFoundError):  # it may go between the two looks
            for changes in watch(
                folder, debounce=500, rust_timeout=_LOOK, yield_on_timeout=True, ignore_permission_denied=True
            ):
                # What changed before the watch began shows in the folder at its first sign of life.
                if not begun or any(not path.startswith(index) for _, path in changes):
                    begun = True
                    yield
                if _identity(folder) != known:
                    break
        if not _identity(folder):
            yield


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep a folder open: as long as it is, no folder that is made in its place is given its number.

    Where folders cannot be opened (Windows), their numbers are not given anew so soon.
    """
    try:
        held = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        os.close(held)


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder it is that has this name; None if there is none."""
    try:
        about = folder.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino
