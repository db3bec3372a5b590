"""Work that needs a process of its own: one that may crash, or that must never have held what was removed."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

_MEGABYTE = 1_000_000
_GRACE = 1.0  # seconds
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
    """In each process: an end without words after Ctrl-C, no life beyond the process that started it.

    The end comes after the one that started it has heard Ctrl-C too: else it might take it for an accident.
    """
    signal.signal(signal.SIGINT, lambda *_: threading.Timer(_GRACE, os._exit, (1,)).start())
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def started(module: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """A process that runs a module's `main`, with pipes to it and back; what it remarks on stderr is not kept.

    It is started by name rather than by `multiprocessing`, which would run a user's script once more in it.

    Args:
        module: where `main` is.
        environment: what is set there besides.
    """
    begin = f"import sys; sys.path[:] = sys.argv[1:]; from {module} import main; main()"
    places = [place or os.getcwd() for place in sys.path]  # noqa: PTH109 (as Python itself names it)
    return subprocess.Popen(  # noqa: S603 (this program's own code)
        [sys.executable, "-P", "-c", begin, *places],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # libraries remark on files there
        env={**os.environ, **(environment or {})},
        start_new_session=True,  # Ctrl-C is for this process alone
    )


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
