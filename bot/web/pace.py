"""How far the reading of documents is, in words."""

from collections.abc import Sequence
from pathlib import Path

from bot.changes import Changes
from ingest.sync.plan import Part, Progress
from ingest.sync.throughput import Throughput

LOOKING = "Looking at the folder"


class Pace:
    """What a sync reports, told to a bot's pages.

    "Reading big.csv · 17 of 18 documents can be asked about · 40 %", "Removing big.csv · 40 %".
    """

    def __init__(self, changes: Changes, there: int, part: Part, progress: Progress) -> None:
        """Tell it.

        Args:
            changes: whose line says it.
            there: how many documents can be asked about already.
            part: see `ingest.sync.sync.sync`.
            progress: what is told as well.
        """
        self._changes, self._there, self._part, self._progress = changes, there, part, progress
        self._begun = changes.line
        self._pace = Throughput()
        self._what, self._of = "", ""

    def part(self, paths: Sequence[Path]) -> int:
        """How many of the new and changed files are read now."""
        count = self._part(paths)
        if count:
            self._what = f"Reading {paths[0].name if count == 1 else f'{count:,} files'}"
            self._of = f"{self._there:,} of {self._there + len(paths):,} documents can be asked about"
        return count

    def __call__(self, what: str, done: int, total: int) -> None:
        """One report."""
        self._progress(what, done, total)
        left = self._pace(what, done, total).rpartition(", ")[2]
        head = [self._what or self._begun, self._of]
        if what == "Reading":
            far = f"{done:,} of {total:,} read" if total > 1 else ""
        else:
            far = f"{100 * done // max(total, 1)} %"
        if what == "Removing" and self._what:
            head = ["Removing what is gone"]
        self._changes.line = " · ".join(filter(None, [*head, far, left if left != what else ""]))
