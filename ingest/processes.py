"""Work that needs a process of its own: one that may crash, or that must never have held what was removed."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

_MEGABYTE = 1_000_000
_Result = TypeVar("_Result")


def run_apart(function: Callable[..., _Result], *arguments: object) -> _Result:
    """What a module's function returns, called in a new process; all that passes between must be picklable.

    Raises:
        BrokenProcessPool: the process has died.
        Exception: what the function raises.
    """
    with pool(1, init_process) as one, interrupts_blocked():
        future = one.submit(function, *arguments)
    return future.result()


def pool(count: int, initializer: Callable[[], None]) -> ProcessPoolExecutor:
    """Processes that start with nothing of this one; submit to it in a block of `interrupts_blocked`."""
    context = multiprocessing.get_context("spawn")  # a fork would inherit memory, threads and locks
    return ProcessPoolExecutor(count, mp_context=context, initializer=initializer)


@contextmanager
def interrupts_blocked() -> Iterator[None]:
    """Processes that start in the block hear no Ctrl-C before `init_process`: Python would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def init_process() -> None:
    """In each process: an end without words at Ctrl-C, no life beyond the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def limited(seconds: int, megabytes: int) -> Iterator[None]:
    """Within the block, memory beyond what is there already is a MemoryError, and time beyond it ends the process.

    The system counts both, so what a library does without Python counts too. Time is that of the processor: what other
    programs take of it, and OCR in a process of its own, is not the work's fault. Windows knows neither.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = memory() + megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def memory() -> int:
    """Bytes that this process holds for data, as the limit counts them; 0 where Linux does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
