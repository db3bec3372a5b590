"""What this process changes in an index, one change at a time, and what every page says of it meanwhile."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_TURN = 0.05  # seconds in which changes that wait come first


class Changes:
    """The changes of one index: what is being done, and what waits for it.

    Attributes:
        line: what is being done and how far it is, "" for nothing; or why that came to an end.
        wrong: what could not be read so far by what is being done, a line each.
        gives_way: whether a change is only interrupted, and goes on after others.
    """

    def __init__(self) -> None:
        """Nothing is being done."""
        self.line = ""
        self.wrong: list[str] = []
        self.gives_way = False
        self._asked: list[tuple[str, bool]] = []  # what waits, in words, and whether it is patient
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, what: str, *, patient: bool = False) -> Iterator[None]:
        """Wait until nothing else is changed, and change something in the block; `what` says what.

        Nobody gives way to one that is patient.
        """
        self._asked.append((what, patient))
        try:
            self._lock.acquire()
        finally:
            self._asked.remove((what, patient))
        before = self.line
        try:
            self.line = what
            yield
        finally:
            self.line = before if self.gives_way else ""
            self.wrong = []
            self._lock.release()

    @property
    def awaited(self) -> bool:
        """Whether a change waits that is not patient."""
        return any(not patient for _, patient in self._asked)

    def give_way(self) -> None:
        """Let what waits come first, in the middle of a turn, which goes on after it."""
        line, self.gives_way = self.line, True
        self._lock.release()
        try:
            time.sleep(_TURN)
        finally:
            self._lock.acquire()
            self.line, self.gives_way = line, False

    @property
    def busy(self) -> bool:
        """Whether anything is being done."""
        return self.gives_way or self._lock.locked()

    def said(self, more: str = "") -> str:
        """What is being done, and what waits for it: what was asked for already, and `more`."""
        waits = [*(what for what, _ in self._asked), *([more] if more else [])]
        if not self.busy:
            return more or self.line
        return " · ".join([self.line, *(f"{what} waits" for what in waits)])
