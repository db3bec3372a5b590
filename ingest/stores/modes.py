"""Who may read and change the index on the disk: its user alone, unless the folder's own mode says otherwise."""

import os
import stat
from contextlib import suppress
from pathlib import Path

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def make_private(index: Path) -> None:
    """Make the index's folder, for its user alone; one that is there and holds something keeps its mode.

    Raises:
        OSError: it cannot be made.
    """
    if not index.is_dir():
        index.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # another process was quicker
            index.mkdir(mode=0o700)
    elif not any(index.iterdir()):
        with suppress(PermissionError):  # it is somebody else's
            index.chmod(0o700)


def follow_folder(index: Path) -> None:
    """Take from the files in the index's folder every right that the folder itself does not give."""
    allowed = index.stat().st_mode & 0o777
    for path in index.rglob("*"):
        with suppress(FileNotFoundError, PermissionError):
            mode = path.lstat().st_mode
            if not stat.S_ISLNK(mode) and mode & 0o777 & ~allowed:
                path.chmod(stat.S_IMODE(mode) & (allowed | ~0o777))


def exposed(index: Path) -> str:
    """A line on the first folder by which others could put another index in this one's place; "" if none can."""
    if os.name == "nt":  # which has no such modes
        return ""
    for folder in (index, index.absolute().parent):
        with suppress(OSError):
            mode = folder.stat().st_mode
            if mode & _OTHERS_WRITE and not mode & stat.S_ISVTX:
                return f"Others can write in '{folder}' and so change the index: `chmod go-w '{folder}'` forbids it."
    return ""
