"""What the documents' folder holds now, and what has changed in it since it was indexed."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from ingest.load import find_files
from ingest.settings import IngestSettings
from ingest.stores.snapshot import Snapshot
from ingest.sync.plan import Plan, plan


@dataclass(frozen=True, slots=True)
class Files:
    """The files of the documents' folder that can become documents.

    Attributes:
        paths: by source.
        hashes: SHA-256 by source, of those that can be opened.
        closed: what is wrong by source with the others.
    """

    paths: dict[str, Path]
    hashes: dict[str, str]
    closed: dict[str, str]


def scan(folder: Path) -> Files:
    """Find and hash the files below `folder`. Raises what `ingest.load.find_files` does."""
    paths = {path.relative_to(folder).as_posix(): path for path in find_files(folder)}
    hashes, closed = {}, {}
    for source, path in paths.items():
        try:
            source.encode()
            with path.open("rb") as file:
                hashes[source] = file_digest(file, "sha256").hexdigest()
        except UnicodeEncodeError:
            closed[source] = f"{source!a}: its name is not valid Unicode. Rename it."
        except OSError as error:
            closed[source] = f"{source}: cannot be read ({error.strerror}). Check its permissions."
    return Files(paths, hashes, closed)


def compare(snapshot: Snapshot, hashes: Mapping[str, str]) -> tuple[Plan, dict[str, str]]:
    """The plan, and what is wrong with the files that are known to be unreadable as they are."""
    known = {
        source: reason for source, (sha256, reason) in snapshot.unreadable().items() if hashes.get(source) == sha256
    }
    return plan(snapshot.hashes(), {source: hashes[source] for source in hashes.keys() - known.keys()}), known


def pending_changes(settings: IngestSettings, snapshot: Snapshot) -> Plan:
    """What a sync would do now. Raises what `scan` does."""
    return compare(snapshot, scan(settings.documents_folder).hashes)[0]
