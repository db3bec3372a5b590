"""What a sync has to do, worked out from hashes alone, and what it did."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

_NAMED = 5  # files of other kinds
Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, how much there is
Part = Callable[[Sequence[Path]], int]  # how many of the new and changed files are read now: the first, then by size


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be done so that the index matches the folder, as sources in order."""

    add: tuple[str, ...]
    change: tuple[str, ...]
    remove: tuple[str, ...]
    keep: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether index and folder match already."""
        return not (self.add or self.change or self.remove)

    def limited(self, now: Collection[str], moved: Collection[str]) -> "Plan":
        """The plan with only those of the files that are to be read which are in `now`.

        What is gone stays as long as it is among `moved`: it is elsewhere now, and is read there first.
        """
        return replace(
            self,
            add=tuple(source for source in self.add if source in now),
            change=tuple(source for source in self.change if source in now),
            remove=tuple(source for source in self.remove if source not in moved),
        )

    def without(self, refused: Collection[str], away: Collection[str]) -> "Plan":
        """The plan as it is done where some files turned out unreadable, and others could not be read now.

        An unreadable file that was indexed is removed; what is indexed of one that is away is kept.
        """
        return Plan(
            add=tuple(source for source in self.add if source not in refused and source not in away),
            change=tuple(source for source in self.change if source not in refused and source not in away),
            remove=tuple(sorted((*self.remove, *(source for source in self.change if source in refused)))),
            keep=tuple(sorted((*self.keep, *(source for source in self.change if source in away)))),
        )


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did.

    Attributes:
        plan: the changes.
        documents, passages: how many the index holds now.
        embedded: how many passages were embedded for it.
        problems: one line for each file that could not be read.
        seconds: how long it took.
        notes: one line for each part of a new or changed file that could not be read.
        waiting: how many new and changed files are still to be read, by the next sync.
        others: the files of the folder whose kind is not read.
        stopped: whether it has left files that it was to read.
    """

    plan: Plan
    documents: int
    passages: int
    embedded: int
    problems: tuple[str, ...]
    seconds: float
    notes: tuple[str, ...] = ()
    waiting: int = 0
    others: tuple[str, ...] = ()
    stopped: bool = False

    def told(self) -> tuple[str, ...]:
        """What of the folder is not read, a line for each file that should have been, and one for those of other kinds.

        Where nothing has changed it has been said before, and one line says where it is told.
        """
        if not self.plan.empty:
            return (*self.problems, *self.notes, *other_kinds(self.others))
        if not self.problems:
            return ()
        files = "1 file" if len(self.problems) == 1 else f"{len(self.problems):,} files"
        return (f"{files} could not be read. `python -m ingest --status` says why.",)


def other_kinds(sources: Sequence[str]) -> tuple[str, ...]:
    """The line on files whose kind is not read, if there are any."""
    if not sources:
        return ()
    one = len(sources) == 1
    files, them = ("1 file of a kind that is", "it") if one else (f"{len(sources):,} files of kinds that are", "them")
    named = f"{', '.join(sources[:_NAMED])}{', …' if len(sources) > _NAMED else ''}"
    return (f"{files} not read: {named}. To have {them} read, save {them} as PDF, for example.",)


def plan(old: Mapping[str, str], new: Mapping[str, str]) -> Plan:
    """Compare hashes by source, as they were indexed and as they are."""
    both = sorted(old.keys() & new.keys())
    return Plan(
        add=tuple(sorted(new.keys() - old.keys())),
        change=tuple(source for source in both if new[source] != old[source]),
        remove=tuple(sorted(old.keys() - new.keys())),
        keep=tuple(source for source in both if new[source] == old[source]),
    )


def note_lines(notes: Mapping[str, Collection[str]], done: Plan | None = None) -> tuple[str, ...]:
    """Notes by source as lines, in order: of all documents, or of those that a plan has added or changed."""
    sources = sorted(notes if done is None else notes.keys() & {*done.add, *done.change})
    return tuple(f"{source}: {note}" for source in sources for note in notes[source])
