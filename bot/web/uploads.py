"""Files on their way in: how many and how big they may be, and what becomes of those that are never taken in."""

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from python_multipart.multipart import parse_options_header
from starlette.types import Message, Receive

FILES = 20  # of one upload
_WAITING = 5, 2  # uploads whose files may wait to be taken in: by their number, by their size
_KEPT = 3600.0  # seconds that a file may wait
_EVERY = 60.0  # seconds between two looks for what has waited too long


class Uploads:
    """The folder where Gradio's server puts what is uploaded."""

    def __init__(self, folder: Path, most: int, *, ours: bool) -> None:
        """Name it.

        Args:
            folder: it, whether it exists or not.
            most: bytes of one upload.
            ours: whether nobody else puts files there: only then they are deleted, and all of them now.
        """
        self.most = most
        self._folder = folder
        self._ours = ours
        self._coming: list[int] = []
        self._lock = threading.Lock()
        self._next = 0.0
        if ours:
            self._sweep(0.0)

    @contextmanager
    def room(self, size: int) -> Iterator[bool]:
        """Whether there is room for one more upload of so many bytes, which is kept for it until the block ends."""
        with self._lock:
            files = [one for path in self._folder.rglob("*") if (one := _size(path)) is not None]
            number = len(files) + FILES * (len(self._coming) + 1)
            free = number <= _WAITING[0] * FILES and sum(files) + sum(self._coming) + size <= _WAITING[1] * self.most
            if free:
                self._coming.append(size)
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    self._coming.remove(size)

    @property
    def due(self) -> bool:
        """Whether it is time to look for what has waited too long."""
        return self._ours and time.monotonic() >= self._next

    def sweep(self) -> None:
        """Delete what has waited too long."""
        self._next = time.monotonic() + _EVERY
        self._sweep(_KEPT)

    def _sweep(self, age: float) -> None:
        before = time.time() - age if age else math.inf
        for path in sorted(self._folder.rglob("*"), reverse=True):  # a folder after what is in it
            with suppress(OSError):  # taken in meanwhile, or a folder with something in it
                if path.lstat().st_mtime <= before:
                    path.rmdir() if path.is_dir() else path.unlink()


def limited(receive: Receive, most: int, content_type: str = "") -> Receive:
    """The same request, cut off where it is longer than it may be or has more files, whatever its headers said."""
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    got, parts, end = 0, 0, b""

    async def counted() -> Message:
        nonlocal got, parts, end
        message = await receive()
        body = message.get("body", b"")
        got += len(body)
        if boundary:
            mark = b"--" + boundary
            parts += (end + body).count(mark)
            end = (end + body)[-(len(mark) - 1) :]
        return message if got <= most and parts <= FILES + 1 else {"type": "http.disconnect"}

    return counted


def _size(path: Path) -> int | None:
    """Bytes of a file; None for a folder, and for what has gone meanwhile."""
    try:
        return None if path.is_dir() else path.stat().st_size
    except OSError:
        return None
