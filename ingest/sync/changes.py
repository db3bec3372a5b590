"""What the documents' folder holds now, and what has changed in it since it was indexed."""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from ingest.load import find_files, unavailable
from ingest.settings import IngestSettings
from ingest.stores.snapshot import Snapshot
from ingest.sync.plan import Plan, plan


@dataclass(frozen=True, slots=True)
class Files:
    """The files of the documents' folder that can become documents.

    Attributes:
        paths: by source.
        hashes: SHA-256 by source, of those that can be opened.
        modified: when they were last changed, seconds since 1970, by source, likewise.
        sizes: in bytes, by source, likewise.
        closed: what is wrong by source with the others, and with folders that cannot be listed.
        others: the files beside them whose kind is not read.
    """

    paths: dict[str, Path] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    modified: dict[str, float] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


def scan(folder: Path) -> Files:
    """Find and hash the files below `folder`. Raises what `ingest.load.find_files` does."""
    found = Files()

    def close(source: str, error: OSError) -> None:
        found.closed[source] = str(unavailable(source if _is_text(source) else ascii(source), error))

    for path in find_files(folder, close, found.others.append):
        source = path.relative_to(folder).as_posix()
        found.paths[source] = path
        if not _is_text(source):
            found.closed[source] = f"{source!a}: its name is not valid Unicode. Rename it."
            continue
        try:
            found.hashes[source], found.modified[source], found.sizes[source] = hashed(path)
        except OSError as error:
            close(source, error)
    return found


def hashed(path: Path) -> tuple[str, float, int]:
    """SHA-256 of a file, when it was last changed, and its bytes. `OSError`, if it cannot be read."""
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        return file_digest(file, "sha256").hexdigest(), state.st_mtime, state.st_size


def has(path: Path, sha256: str) -> bool:
    """Whether there is a file that can be read and has that hash."""
    try:
        return hashed(path)[0] == sha256
    except OSError:
        return False


def _is_text(name: str) -> bool:
    return name.encode("utf-8", "replace").decode() == name


def compare(settings: IngestSettings, snapshot: Snapshot, files: Files) -> tuple[Plan, dict[str, str]]:
    """The plan, and what is wrong with the files that are known to be unreadable as they are, within the same limits.

    What the index has of a file that cannot be opened now is kept: it may be there again the next time.
    """
    refused = snapshot.unreadable() if snapshot.meta().get("limits") == settings.file_limits else {}
    known = {source: reason for source, (sha256, reason) in refused.items() if files.hashes.get(source) == sha256}
    old = snapshot.hashes()
    kept = {source: sha256 for source, sha256 in old.items() if files.closed and _among(source, files.closed)}
    new = {source: sha256 for source, sha256 in files.hashes.items() if source not in known}
    return plan(old, kept | new), known


def touched(settings: IngestSettings, snapshot: Snapshot, files: Files, kept: Iterable[str]) -> dict[str, float]:
    """The new times, by source, of those of the `kept` documents whose files have changed in nothing else.

    None for an index on a server: each machine's copy of the folder has times of its own.
    """
    if settings.chroma_url is not None:
        return {}
    old, new = snapshot.modified(), files.modified
    return {source: new[source] for source in kept if source in new and new[source] != old[source]}


def _among(source: str, closed: Collection[str]) -> bool:
    """Whether a file, or a folder that it is in, is one of `closed`."""
    return source in closed or any(str(folder) in closed for folder in PurePosixPath(source).parents)


def pending_changes(settings: IngestSettings, snapshot: Snapshot) -> tuple[Plan, dict[str, str], list[str]]:
    """What a sync would do now, by source why files cannot be read, as far as is known, and those of other kinds.

    Raises what `scan` does.
    """
    files = scan(settings.documents_folder)
    todo, known = compare(settings, snapshot, files)
    return todo, {**files.closed, **known}, files.others
