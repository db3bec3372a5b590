"""Ports for the servers of tests, which no other run of the tests on this machine is given meanwhile.

Between finding a port free and listening there, another process may take it. So each process that runs tests has a
hundred ports of its own.
"""

import socket
from collections.abc import Iterator
from functools import cache
from itertools import cycle, islice

_PORTS = 100


def free_port() -> int:
    """The next of this process's own ports at which nothing listens."""
    _, own = _held()
    return next(port for port in islice(own, _PORTS) if _free(port))


@cache
def _held() -> tuple[socket.socket, Iterator[int]]:
    """What listens at one port as long as this process lives, and the ports after it: who has the one has the others."""
    for first in range(20_000, 30_000, 1 + _PORTS):  # between those that Ray takes and those that the system gives
        try:
            return socket.create_server(("127.0.0.1", first)), cycle(range(first + 1, first + 1 + _PORTS))
        except OSError:  # another's
            continue
    raise RuntimeError("No hundred ports are left.")


def _free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
