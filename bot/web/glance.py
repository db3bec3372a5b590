"""Whether the folder's files are others by now: looked at while a page is open, and read at once when they stay so."""

import time
from dataclasses import dataclass, field
from threading import Lock, Thread

from bot.chat import Bot
from bot.web.catching_up import read_rest
from bot.web.pace import LOOKING
from ingest.errors import FootnoteError
from ingest.load import find_files

EVERY = 10.0  # seconds between two looks
_SHARE = 50  # times what a look takes: a huge folder is looked at less often
Seen = frozenset[tuple[str, int, int]]  # of each file its path, bytes, and when it was changed


@dataclass(slots=True)
class Glance:
    """The looks of one bot's pages.

    Attributes:
        bot: whose folder.
        read: what the folder held when it was read last.
        seen: what it held at the last look; None before the first.
    """

    bot: Bot
    read: Seen = frozenset()
    seen: Seen | None = None
    _due: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def look(self) -> None:
        """Look, if it is time to; a change that two looks see alike is read, in the background."""
        if self.bot.settings.reads_only or self.bot.changes.busy or not self._lock.acquire(blocking=False):
            return
        try:
            begun = time.monotonic()
            if begun < self._due:
                return
            seen, before = self._files(), self.seen
            self._due = time.monotonic() + max(EVERY, _SHARE * (time.monotonic() - begun))
            self.read, self.seen = (seen if before is None else self.read), seen
            if before == seen != self.read:  # none is still being copied
                self.read = seen
                Thread(target=self._sync, daemon=True).start()
        finally:
            self._lock.release()

    def _files(self) -> Seen:
        """What the folder holds; what it held when it was read last while it is away, as on a drive."""
        found = []
        try:
            for path in find_files(self.bot.settings.documents_folder):
                about = path.stat()
                found.append((str(path), about.st_size, about.st_mtime_ns))
        except (FootnoteError, OSError):
            return self.read
        return frozenset(found)

    def _sync(self) -> None:
        try:
            with self.bot.changes.turn(LOOKING):
                list(read_rest(self.bot, may_be_empty=not self.bot.count()[0]))
        except FootnoteError as error:
            self.bot.changes.line = str(error)
