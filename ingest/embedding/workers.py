"""Embedding by several processes, of this machine or of a Ray cluster.

Each worker loads the model once and computes on one core, as each thread does where there are no workers: the default
model gives a text the same vector in any of them, bit for bit, on processors of one kind.
"""

import logging
import os
import socket
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.models import load_embeddings
from ingest.errors import SettingsError, WorkerError
from ingest.processes import init_process, interrupts_blocked, pool
from ingest.settings import IngestSettings

Rows = Generator[NDArray[np.float32], None, None]
Encode = Callable[[Sequence[Sequence[str]]], Rows]
_Ask = Callable[[int, Sequence[str]], Callable[[], NDArray[np.float32]]]
_Started = Generator[tuple[_Ask, int], None, None]  # how to ask, and how many slices may be asked for at a time

_AHEAD = 2  # slices that a worker has been given: one in work, one at hand
_PATIENCE = 5.0  # seconds that a cluster may take to answer
_AGAIN = "What was embedded before is kept: run it again"
_DIED = f"A process that embeds has died, perhaps for lack of memory. {_AGAIN}, with fewer FOOTNOTE_PROCESSES."


@contextmanager
def embedding(settings: IngestSettings) -> Iterator[Encode]:
    """What gives the vectors of slices of texts, in order, by the workers that `settings` asks for.

    Workers start with the first slices that are more than one, and end with the block.

    Raises:
        WorkerError: a worker has died, or the cluster does not answer.
        ModelError: the model cannot be loaded.
    """
    name = settings.embedding_model
    started: _Started | None = None
    if settings.ray:
        started = _cluster(settings.ray, name)
    elif settings.processes > 1:
        started = _processes(settings.processes, name)
    ask: tuple[_Ask, int] | None = None

    def encode(slices: Sequence[Sequence[str]]) -> Rows:
        nonlocal ask
        if started is None or len(slices) <= 1:
            yield from load_embeddings(name).encode_slices(slices)
        else:
            ask = ask or next(started)
            try:
                yield from _in_order(slices, *ask)
            except BrokenProcessPool as error:
                raise WorkerError(_DIED) from error

    try:
        yield encode
    finally:
        if started:
            started.close()


def _in_order(slices: Sequence[Sequence[str]], ask: _Ask, most: int) -> Rows:
    """Give out slices, at most so many before the first of them is back."""
    given: deque[Callable[[], NDArray[np.float32]]] = deque()
    for number, texts in enumerate(slices):
        given.append(ask(number, texts))
        if len(given) >= most:
            yield given.popleft()()
    while given:
        yield given.popleft()()


def _processes(count: int, name: str) -> _Started:
    processes = pool(count, _begin)

    def ask(_number: int, texts: Sequence[str]) -> Callable[[], NDArray[np.float32]]:
        with interrupts_blocked():
            return processes.submit(_encoded, name, texts).result

    try:
        yield ask, _AHEAD * count
    finally:
        processes.shutdown(cancel_futures=True)


def _begin() -> None:
    os.environ["OMP_NUM_THREADS"] = "1"  # one core
    init_process()


def _encoded(name: str, texts: Sequence[str]) -> NDArray[np.float32]:
    return load_embeddings(name).encode_passages(texts)


class _Actor:
    """A worker of a cluster; Ray gives it one core."""

    def encode(self, name: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return _encoded(name, texts)


def _cluster(address: str, name: str) -> _Started:
    ray = _connected(address)
    actors: list[Any] = []
    try:
        cores = int(ray.available_resources().get("CPU", 0))
        if not cores:
            raise WorkerError(f"The Ray cluster at '{address}' has no free core. Wait until it has, or add machines.")
        kind = ray.remote(num_cpus=1)(_Actor)
        actors += [kind.remote() for _ in range(cores)]

        def ask(number: int, texts: Sequence[str]) -> Callable[[], NDArray[np.float32]]:
            reference = actors[number % cores].encode.remote(name, texts)

            def result() -> NDArray[np.float32]:
                try:
                    found: NDArray[np.float32] = ray.get(reference)
                except ray.exceptions.RayTaskError as error:
                    raise error.cause from None  # what the worker raised: a ModelError, for one
                except ray.exceptions.RayError as error:
                    reason = " ".join(str(error).split())[:160]
                    raise WorkerError(f"A worker of the Ray cluster has died ({reason}). {_AGAIN}.") from error
                return found

            return result

        yield ask, _AHEAD * cores
    finally:
        for actor in actors:
            ray.kill(actor)
        ray.shutdown()


def _connected(address: str) -> Any:  # noqa: ANN401 (Ray's own types are not at hand where it is not installed)
    """Ray's module, connected.

    Raises:
        SettingsError: Ray is not installed, or the address is none.
        WorkerError: no cluster answers there.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise SettingsError(f"'{address}' is no address of a Ray cluster. Give host:port, as in 10.0.0.1:6379.")
    if find_spec("ray") is None:
        raise SettingsError("Ray is not installed. Run `pip install 'footnote[ray]'`.")
    unreachable = f"No Ray cluster answers at '{address}'. Start one with `ray start --head`, or correct the address."
    try:
        socket.create_connection((host, int(port)), _PATIENCE).close()
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        import ray

        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, RuntimeError, ValueError) as error:
        raise WorkerError(f"{unreachable} ({' '.join(str(error).split())[:160]})") from error
    return ray
