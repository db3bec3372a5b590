"""One writer at a time for an index on a Chroma server: a lease that is kept there."""

import os
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from ingest.errors import FootnoteError, IndexBusyError, StorageError
from ingest.shared.object_store import Facts, ObjectStore

_KIND = "lease"
_BEAT = 2.0  # seconds between two signs of life
_DEAD = 15.0  # seconds without one, by the clock of the one who waits, after which an owner counts as dead
_WAIT = 10.0  # seconds that a second writer waits for a living one
_KEEP = 10  # claims that are kept, so that a straggler does not take a number that was given before


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write.

    Attributes:
        number: grows with every owner.
        inherited: whether the owner before died with it; it may be asleep only, and wake up.
    """

    records: ObjectStore
    number: int
    inherited: bool

    def check(self) -> None:
        """Make sure that it is still ours. `IndexBusyError`, if another writer took us for dead."""
        newest = self.records.newest(_KIND)
        if newest is None or newest["number"] != self.number:
            raise IndexBusyError(
                f"{_who(newest or {})} has taken over the index '{self.records.server.name}', because this process "
                "gave no sign of life. Run `python -m ingest` again."
            )


@contextmanager
def leased(records: ObjectStore) -> Iterator[Lease]:
    """Be the only writer of an index in the block.

    Raises:
        IndexBusyError: another process still writes after 10 seconds.
        IndexUnusableError, StorageError: see `ingest.stores.server.server_errors`.
    """
    lease = _take(records)
    over = threading.Event()
    beating = threading.Thread(target=_beat, args=(lease, over), daemon=True)
    beating.start()
    try:
        yield lease
    finally:
        over.set()
        # A server that cannot be reached is said when something is asked of it; the lease runs out by itself then.
        with suppress(StorageError):
            records.change(_KIND, lease.number, {"free": True})
        beating.join(_BEAT)


def _take(records: ObjectStore) -> Lease:
    began = changed = time.monotonic()
    last = records.newest(_KIND)
    alive = False  # not by what it said before we came: whether its last sign is a moment or a day old cannot be told
    while True:
        newest = records.newest(_KIND)
        now = time.monotonic()
        if newest != last:
            last, changed, alive = newest, now, True
        free = newest is None or bool(newest["free"])
        dead = not free and now - changed >= _DEAD
        if free or dead:
            number = int(newest["number"]) + 1 if newest else 1
            owner: Facts = {"host": socket.gethostname(), "process": os.getpid(), "since": time.strftime("%H:%M:%S")}
            if records.claim(_KIND, number, {**owner, "free": False, "beat": 0}):
                records.remove([f"{_KIND}-{one['number']}" for one in records.claims(_KIND)[:-_KEEP]])
                return Lease(records, number, inherited=dead)
        elif alive and now - began >= _WAIT and now - changed < 2 * _BEAT:  # else it may be dying: until _DEAD tells
            assert newest is not None  # noqa: S101 (it is not free)
            raise IndexBusyError(
                f"{_who(newest)} is writing to the index '{records.server.name}' on {records.server.url}. "
                "Wait until it is done, or stop it."
            )
        time.sleep(random.uniform(0.1, 0.3))  # noqa: S311 (so that those who wait don't all come at once)


def _who(facts: Facts) -> str:
    return f"Process {facts.get('process')} on {facts.get('host')}, since {facts.get('since')},"


def _beat(lease: Lease, over: threading.Event) -> None:
    """Give signs of life until the end."""
    beat = 0
    while not over.wait(_BEAT):
        beat += 1
        try:
            lease.records.change(_KIND, lease.number, {"beat": beat})
        except FootnoteError:
            continue  # a server that is away for a moment; whether the lease is still ours is checked at the commit
