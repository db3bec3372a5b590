"""What syncs did, in words."""

from collections.abc import Sequence

from ingest.sync.plan import Synced

Report = tuple[list[str], list[str], str]  # what was done, what is wrong, and what in the trash would undo it


def report(done: Sequence[Synced]) -> Report:
    """Syncs, one after the other, in words: what they did, and what is wrong with which file."""
    if not done:
        return [], [], ""
    plans, last = [one.plan for one in done], done[-1]
    counts = (
        (sum(len(one.add) for one in plans), "added"),
        (sum(len(one.change) for one in plans), "changed"),
        (sum(len(one.remove) for one in plans), "removed"),
    )
    parts = [f"{count} {what}" for count, what in counts if count]
    took = f" in {sum(one.seconds for one in done):.1f} s" if parts else ""
    line = ", ".join(parts) if parts else "Nothing has changed"
    wrong = [*last.problems, *(note for one in done for note in one.notes)]
    held = f"{counted(last.documents, 'document')}, {counted(last.passages, 'passage')}"
    return [f"{line}{took}. {held}."], wrong, ""


def counted(number: int, what: str) -> str:
    """A number of things, in words."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
