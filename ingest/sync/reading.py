"""Files -> documents and passages, in processes of their own: what a file can bring down is only its reader.

The processes are kept for the next files, and end with this one.
"""

import atexit
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.documents import Document, Passage
from ingest.errors import UnavailableFileError, UnreadableFileError
from ingest.load import opened
from ingest.processes import started
from ingest.settings import IngestSettings
from ingest.sync.worker import OUTCOME, TASK, Outcome, Task

_ONE_CORE = {"TOKENIZERS_PARALLELISM": "false", "OMP_THREAD_LIMIT": "1"}  # the others are there for what embeds
_SMALLER = "Split it into smaller files, or raise"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read: its document, its size in bytes, and its passages in order."""

    document: Document
    size: int
    passages: tuple[Passage, ...]


class _Died(Exception):  # noqa: N818 (no error of the program's: it never leaves this module)
    """A worker has ended; `code` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Worker:
    """One process; it serves one thread at a time."""

    def __init__(self) -> None:
        self._process = started("ingest.sync.worker", _ONE_CORE)

    def read(self, task: Task, data: bytes) -> Outcome:
        """What has become of a file. Raises _Died."""
        to, back = self._process.stdin, self._process.stdout
        assert to is not None  # noqa: S101 (pipes were asked for)
        assert back is not None  # noqa: S101
        try:
            to.write(TASK.dump_json(task) + b"\n")
            to.write(data)
            to.flush()
            line = back.readline()
        except BrokenPipeError:
            line = b""
        if not line.endswith(b"\n"):
            code = self._process.wait()
            self.end()
            raise _Died(code)
        return OUTCOME.validate_json(line)

    def alive(self) -> bool:
        """Whether nothing has ended it while it waited."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it, whatever it does, and give its pipes back."""
        self._process.kill()
        self._process.communicate()


_lock = threading.Lock()
_idle: list[_Worker] = []
_owner = os.getpid()


def _borrowed() -> _Worker:
    """A worker that waits, or a new one."""
    global _owner
    with _lock:
        if _owner != os.getpid():  # after a fork they are the other process's
            _idle.clear()
            _owner = os.getpid()
        while _idle:
            if (worker := _idle.pop()).alive():
                return worker
            worker.end()
    return _Worker()


@atexit.register
def end_workers() -> None:
    """End those that wait."""
    with _lock:
        while _owner == os.getpid() and _idle:
            _idle.pop().end()


def read_file(path: Path, settings: IngestSettings, folder: Path | None = None) -> Taken:
    """Read and split one file, its `source` relative to `folder`, by default that of the documents.

    Raises:
        UnavailableFileError: it cannot be read now.
        UnreadableFileError: it is no document, or takes more time or memory than `settings` allow.
    """
    return _read(path, folder or settings.documents_folder, settings, set())


def read_ahead(files: Mapping[str, Path], settings: IngestSettings) -> Generator[tuple[str, Callable[[], Taken]]]:
    """Read and split files, by source, in order: each with what gives it or raises what `read_file` does.

    The next ones are read meanwhile, by as many workers as `settings.processes`; closing it ends those at work.
    """
    busy: set[_Worker] = set()
    given: deque[tuple[str, Callable[[], Taken]]] = deque()
    threads = ThreadPoolExecutor(settings.processes)
    try:
        for source, path in files.items():
            given.append((source, threads.submit(_read, path, settings.documents_folder, settings, busy).result))
            if len(given) > settings.processes:
                yield given.popleft()
        while given:
            yield given.popleft()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in tuple(busy):
            worker.end()


def _read(path: Path, folder: Path, settings: IngestSettings, busy: set[_Worker]) -> Taken:
    file = opened(path, folder)
    seconds, megabytes = settings.file_seconds, settings.file_megabytes
    task = Task(file.source, file.modified, len(file.data), settings.passage_tokens, seconds, megabytes)
    try:
        return _taken(task, file.data, busy)
    except UnreadableFileError as error:
        if isinstance(error, UnavailableFileError) or not file.source.lower().endswith(".eml"):
            raise
        return _taken(replace(task, bare=True), file.data, busy)  # what came with a mail may be too much, not its text


def _taken(task: Task, data: bytes, busy: set[_Worker]) -> Taken:
    """A file as a worker gives it. Raises what `read_file` does."""
    outcome = _outcome(task, data, busy)
    if outcome.memory:
        most = f"takes more than {task.megabytes:,} MB of memory to read"
        raise UnreadableFileError(f"{task.source}: {most}. {_SMALLER} FOOTNOTE_FILE_MEGABYTES.")
    if outcome.away:
        raise UnavailableFileError(outcome.away)
    if outcome.document is None:
        raise UnreadableFileError(outcome.refused)
    return Taken(outcome.document, task.size, outcome.passages)


def _outcome(task: Task, data: bytes, busy: set[_Worker]) -> Outcome:
    """What a worker makes of a file. Raises what `read_file` does, if the worker does not survive it."""
    worker = _borrowed()
    busy.add(worker)
    try:
        outcome = worker.read(task, data)
    except _Died as died:
        raise _cause(task, died.code) from died
    finally:
        busy.discard(worker)
    if outcome.spent:
        worker.end()
    else:
        with _lock:
            _idle.append(worker)
    return outcome


def _cause(task: Task, code: int) -> UnreadableFileError:
    """What to say of a file that was in work when its reader ended with `code`, negative for a signal."""
    if sys.platform != "win32" and code == -signal.SIGPROF:
        return UnreadableFileError(
            f"{task.source}: takes more than {task.seconds} s to read. {_SMALLER} FOOTNOTE_FILE_SECONDS."
        )
    if sys.platform != "win32" and code in {-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP}:
        again = "Run `python -m ingest` again, where more memory is free."
        return UnavailableFileError(f"{task.source}: cannot be read (its reader was ended from outside). {again}")
    return UnreadableFileError(
        f"{task.source}: ends what reads it, for lack of memory ({task.megabytes:,} MB are allowed) or a fault in it. "
        "Get it again, or remove it."
    )
