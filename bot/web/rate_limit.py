"""How many questions one person may ask a minute, and how often a password may be tried."""

import math
import threading
import time
from collections import deque

from bot.errors import QuestionError

_MINUTE = 60.0
_REMEMBERED = 10_000  # people


class RateLimit:
    """A sliding window of a minute for each person."""

    def __init__(self, most: int) -> None:
        """Allow `most` questions a minute."""
        self._most = most
        self._asked: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def count(self, who: str) -> None:
        """Count one more question.

        Raises:
            QuestionError: it is one too many.
        """
        now = time.monotonic()
        with self._lock:
            asked = self._within(who, now)
            if len(asked) >= self._most:
                wait = math.ceil(asked[0] + _MINUTE - now)
                raise QuestionError(f"That is more than {self._most} questions a minute. Ask again in {wait} s.")
            asked.append(now)
            if len(self._asked) > _REMEMBERED:
                self._asked = {one: times for one, times in self._asked.items() if times and times[-1] > now - _MINUTE}

    def full(self, who: str) -> bool:
        """Whether one more would be one too many."""
        with self._lock:
            return len(self._within(who, time.monotonic())) >= self._most

    def forget(self, who: str) -> None:
        """Take back the last one that was counted."""
        with self._lock:
            if asked := self._asked.get(who):
                asked.pop()

    def _within(self, who: str, now: float) -> deque[float]:
        """The times of the last minute; the lock is held."""
        asked = self._asked.setdefault(who, deque())
        while asked and asked[0] <= now - _MINUTE:
            asked.popleft()
        return asked
