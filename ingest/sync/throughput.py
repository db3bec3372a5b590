"""How fast work goes and how long it still takes, in words."""

import time
from collections.abc import Callable

_LEAST = 0.5  # seconds of work that a rate can be told from
_MINUTE, _HOUR = 60, 3600


class Throughput:
    """The pace of each kind of work, from its first report on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Read the time from `clock`, in seconds."""
        self._clock = clock
        self._began: dict[str, tuple[float, int]] = {}

    def __call__(self, what: str, done: int, total: int) -> str:
        """One report of progress as "Embedding, 85/s, 2 min left"; the name alone while there is no rate yet."""
        now = self._clock()
        began, first = self._began.setdefault(what, (now, done))
        if done <= first or now - began < _LEAST:
            return what
        rate = (done - first) / (now - began)
        return f"{what}, {rate:,.0f}/s, {_span((total - done) / rate)} left"


def _span(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / _MINUTE:.0f} min" if seconds < _HOUR else f"{seconds / _HOUR:.1f} h"
