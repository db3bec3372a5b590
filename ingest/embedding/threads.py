"""One text on each core: threads in which torch computes alone."""

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar

import torch

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_here = threading.local()


def each(
    work: Callable[[_Item], _Result], items: Sequence[_Item], size: Callable[[_Item], int] | None = None
) -> list[_Result]:
    """What `work` gives for each of `items`, as many at once as there are cores; the largest are begun first."""
    order = sorted(range(len(items)), key=lambda row: -size(items[row])) if size else range(len(items))
    begun = [items[row] for row in order]
    done = map(work, begun) if getattr(_here, "alone", False) else _threads().map(work, begun)
    found = dict(zip(order, done, strict=True))
    return [found[row] for row in range(len(items))]


def _begin() -> None:
    torch.set_num_threads(1)
    _here.alone = True


def _pool() -> ThreadPoolExecutor:
    """As many threads as torch has, each of which computes alone."""
    count = torch.get_num_threads()
    pool = ThreadPoolExecutor(count, thread_name_prefix="encoder", initializer=_begin)
    # Torch counts threads a thread, but one that is new counts as the last one was told. So all are begun, and then
    # this one is told the former number again.
    together = threading.Barrier(count)
    list(pool.map(lambda _: together.wait(), range(count)))
    torch.set_num_threads(count)
    return pool


_threads = lru_cache(maxsize=1)(_pool)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_threads.cache_clear)  # threads do not come along


@contextmanager
def side_by_side() -> Iterator[ThreadPoolExecutor]:
    """Threads of their own for what takes long, so that a question meanwhile need not wait until all of it is done."""
    try:
        with _pool() as pool:
            yield pool
    finally:
        # The system gets back what was freed: glibc keeps it for each thread apart, and would take as much again.
        if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
            trim(0)
