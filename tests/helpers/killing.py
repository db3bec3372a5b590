"""Processes that are killed in the middle of a sync, and what a manifest holds afterwards."""

import os
import signal
from importlib import import_module
from types import FrameType
from typing import Any

from ingest.stores.snapshot import Snapshot


class AtLine:
    """What `sys.settrace` takes. The modules are imported at once, so that only what they do counts.

    Attributes:
        left: how many lines there are until then.
    """

    def __init__(self, left: int, *modules: str) -> None:
        self.left = left
        for name in modules:
            import_module(f"ingest.{name}")
        self._files = tuple(f"/ingest/{name.replace('.', '/')}.py" for name in modules)

    def __call__(self, frame: FrameType, event: str, _: Any) -> "AtLine | None":
        if not frame.f_code.co_filename.endswith(self._files):
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


# A sync in a process of its own that is killed at the n-th line that it runs of the modules that write, or by the
# clock after n milliseconds, which also strikes inside the stores' own writing.
KILLED = """
import signal, sys
from pathlib import Path
from tests.helpers.killing import AtLine
from ingest.settings import IngestSettings
from ingest.sync.sync import sync
left, documents, model, how, by, *modules = sys.argv[1:]
settings = IngestSettings(documents=Path(documents), embedding_model=model, passage_tokens=40)
watch = AtLine(int(left), *modules)
if by == "line":
    sys.settrace(watch)
else:
    # Nobody handles the signal: the process ends where it stands.
    signal.setitimer(signal.ITIMER_REAL, int(left) / 1000)
sync(settings, rebuild=how == "rebuild")
"""


def contents(snapshot: Snapshot) -> dict[str, Any]:
    """All that a manifest says, but for when its files were last touched and read."""
    db = snapshot._db
    return {
        "documents": db.execute(
            "SELECT source, sha256, title, text, language, sections, author, date, size FROM documents ORDER BY source"
        ).fetchall(),
        "passages": db.execute("SELECT * FROM passages ORDER BY source, start").fetchall(),
        "abbreviations": db.execute("SELECT * FROM abbreviations ORDER BY short, long, source").fetchall(),
        "unreadable": db.execute("SELECT * FROM unreadable ORDER BY source").fetchall(),
    }
