"""What a model has just made of some pairs, kept for a while: several steps of one question look at the same."""

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Memo(Generic[_Key, _Value]):
    """Values by key, those that were asked for last. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._kept: dict[_Key, _Value] = {}
        self._lock = threading.Lock()
        self._most = most

    def of(self, keys: Sequence[_Key], make: Callable[[list[_Key]], Sequence[_Value]]) -> tuple[_Value, ...]:
        """The value of each key; those that are not kept are made, together."""
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
        if new := [key for key in dict.fromkeys(keys) if key not in known]:
            known |= dict(zip(new, make(new), strict=True))
        with self._lock:
            for key, value in known.items():  # what was asked for last goes last
                self._kept.pop(key, None)
                self._kept[key] = value
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return tuple(known[key] for key in keys)
