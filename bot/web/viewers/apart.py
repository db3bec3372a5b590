"""Looking at a PDF in a process of its own: the file may bring that down, and nothing else with it."""

import atexit
import subprocess
import threading

from ingest.formats.pdf_server import CALL, REPLY, Call, Reply
from ingest.processes import started

_WAIT = 40.0  # seconds that a call may take, whatever else the machine does meanwhile
_TRIES = 2  # the process may have been ended from outside
_SERVER = "ingest.formats.pdf_server"


class Apart:
    """One process that is begun with the first call, and anew when a file has brought it down. Calls wait in line."""

    def __init__(self) -> None:
        """Begin none yet."""
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, call: Call) -> tuple[Reply, bytes]:
        """What comes of a call; an empty reply where the file cannot be looked at."""
        with self._lock:
            for _ in range(_TRIES):
                reply = self._called(call)
                if reply is not None:
                    return reply
                self._end()
        return Reply(), b""

    def warm(self) -> None:
        """Begin the process ahead of the first call."""
        with self._lock:
            self._process = self._process or started(_SERVER)

    def end(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _called(self, call: Call) -> tuple[Reply, bytes] | None:
        """The same; None if the process did not live to answer."""
        self._process = process = self._process or started(_SERVER)
        to, back = process.stdin, process.stdout
        assert to is not None  # noqa: S101 (pipes were asked for)
        assert back is not None  # noqa: S101
        timer = threading.Timer(_WAIT, process.kill)
        timer.start()
        try:
            to.write(CALL.dump_json(call) + b"\n")
            to.flush()
            line = back.readline()
            reply = REPLY.validate_json(line) if line.endswith(b"\n") else None
            image = back.read(reply.size) if reply else b""
            return (reply, image) if reply and len(image) == reply.size else None
        except OSError:
            return None
        finally:
            timer.cancel()

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None


APART = Apart()
RECOGNIZING = Apart()  # takes seconds a page: pages are shown meanwhile
atexit.register(APART.end)
atexit.register(RECOGNIZING.end)
