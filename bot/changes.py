"""What this process changes in an index, one change at a time, and what every page says of it meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Changes:
    """The changes of one index: what is being done, and what waits for it.

    Attributes:
        line: what is being done and how far it is, "" for nothing; or why that came to an end.
        wrong: what could not be read so far by what is being done, a line each.
        catching_up: whether the folder is being read in parts, between which other changes come.
    """

    def __init__(self) -> None:
        """Nothing is being done."""
        self.line = ""
        self.wrong: list[str] = []
        self.catching_up = False
        self._asked: list[str] = []  # what waits, in words
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, what: str) -> Iterator[None]:
        """Wait until nothing else is changed, and change something in the block; `what` says what."""
        self._asked.append(what)
        try:
            self._lock.acquire()
        finally:
            self._asked.remove(what)
        before = self.line
        try:
            self.line = what
            yield
        finally:
            self.line = before if self.catching_up else ""
            self.wrong = []
            self._lock.release()

    @property
    def busy(self) -> bool:
        """Whether anything is being done."""
        return self.catching_up or self._lock.locked()

    def said(self, more: str = "") -> str:
        """What is being done, and what waits for it: what was asked for already, and `more`."""
        waits = [*self._asked, *([more] if more else [])]
        if not self.busy:
            return more or self.line
        return " · ".join([self.line, *(f"{what} waits" for what in waits)])
