"""The manifest: one SQLite file with every document's text, its passages, and what is live. It is the truth."""

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import astuple
from pathlib import Path
from stat import S_ISREG

from ingest.documents import Document, Passage
from ingest.stores.snapshot import Snapshot
from ingest.text.abbreviations import abbreviations

LAYOUT = "6"
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE documents (
    source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    language TEXT NOT NULL, sections TEXT NOT NULL, author TEXT NOT NULL, date TEXT NOT NULL, modified REAL NOT NULL,
    size INTEGER NOT NULL, added REAL NOT NULL, notes TEXT NOT NULL
) STRICT;
CREATE TABLE tables (
    source TEXT NOT NULL, number INTEGER NOT NULL, caption TEXT NOT NULL, heading TEXT NOT NULL, page INTEGER,
    columns TEXT NOT NULL, packed TEXT NOT NULL, PRIMARY KEY (source, number)
) STRICT;
CREATE TABLE passages (
    source TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, heading TEXT NOT NULL,
    sentences TEXT NOT NULL, page INTEGER, columns TEXT NOT NULL, vector_id TEXT NOT NULL, PRIMARY KEY (source, start)
) STRICT;
CREATE INDEX passages_by_vector ON passages (vector_id);
CREATE TABLE abbreviations (
    short TEXT NOT NULL, long TEXT NOT NULL, source TEXT NOT NULL, written TEXT NOT NULL, defined INTEGER NOT NULL,
    PRIMARY KEY (short, long, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX abbreviations_by_long ON abbreviations (long);
CREATE INDEX abbreviations_by_source ON abbreviations (source);
CREATE TABLE unreadable (source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE TABLE records (source TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
"""


class Transaction(Snapshot):
    """The writer's snapshot: it sees what it changes, and others do when it is committed."""

    def set_meta(self, values: Mapping[str, str]) -> None:
        """Set entries of `meta`."""
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def refuse(self, source: str, sha256: str, reason: str) -> None:
        """Remember that a file could not be read, so that it is not tried again before it changes."""
        self._db.execute("INSERT OR REPLACE INTO unreadable VALUES (?, ?, ?)", (source, sha256, reason))

    def touch(self, modified: Mapping[str, float]) -> None:
        """Note when the files of documents were last changed, seconds since 1970, by source."""
        rows = ((changed, source) for source, changed in modified.items())
        self._db.executemany("UPDATE documents SET modified = ? WHERE source = ?", rows)

    def remove(self, sources: Iterable[str]) -> None:
        """Take documents and their passages out, and what is known of unreadable files."""
        names = [(source,) for source in sources]
        for table in ("passages", "tables", "abbreviations", "documents", "unreadable", "records"):
            self._db.executemany(f"DELETE FROM {table} WHERE source = ?", names)  # noqa: S608 (constant names)

    def record(self, names: Iterable[tuple[str, str]]) -> None:
        """Remember what documents, by source, are called on the server."""
        self._db.executemany("INSERT OR REPLACE INTO records VALUES (?, ?)", names)

    def add(self, document: Document, size: int, passages: Iterable[Passage], added: float | None = None) -> None:
        """Put in a document that is not there; `size` in bytes of its file, `added` in seconds since 1970, or now."""
        one, sections = document, json.dumps([astuple(section) for section in document.sections])
        self._db.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(one.source, one.sha256, one.title, one.text, one.language, sections, one.author, one.date),
                *(one.modified, size, time.time() if added is None else added, json.dumps(one.notes)),
            ),
        )
        self._db.executemany(
            "INSERT INTO tables VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    one.source,
                    number,
                    t.caption,
                    t.heading,
                    t.page,
                    json.dumps([astuple(c) for c in t.columns]),
                    t.packed,
                )
                for number, t in enumerate(one.tables)
            ),
        )
        self._db.executemany(
            "INSERT INTO abbreviations VALUES (?, ?, ?, ?, ?)",
            ((a.short, a.long, document.source, a.written, a.defined) for a in abbreviations(document.text)),
        )
        self._db.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (p.source, p.start, p.end, p.text, p.heading, json.dumps(p.sentences), p.page, p.columns, p.vector_id)
                for p in passages
            ),
        )


class Manifest:
    """The manifest's file: one writer, any number of readers, in any number of processes."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet."""
        self.path = path

    def create(self, meta: Mapping[str, str]) -> None:
        """Make an empty manifest, whole or not at all; there must be none."""
        new = Manifest(self.path.with_name("new.sqlite"))
        for path in (*new.files, *self.files[1:]):  # left by a process that was killed; a log fits its own file only
            path.unlink(missing_ok=True)
        with closing(connected(new.path, "rwc")) as db:
            # Readers see the last commit while a writer writes: https://sqlite.org/wal.html
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(f"BEGIN IMMEDIATE; {_TABLES}")
            Transaction(db).set_meta({"layout": LAYOUT, "generation": "0", **meta})
            db.execute("COMMIT")
        new.path.replace(self.path)

    @property
    def files(self) -> tuple[Path, ...]:
        """The manifest and what SQLite keeps beside it."""
        return tuple(self.path.with_name(self.path.name + end) for end in ("", "-wal", "-shm"))

    def exists(self) -> bool:
        """Whether there is one. Raises OSError where that cannot be told: a folder that is away for a moment."""
        try:
            return S_ISREG(self.path.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def reading(self) -> AbstractContextManager[Snapshot]:
        """One generation, held until the end of the block."""
        if os.access(self.path.parent, os.W_OK):
            return self._transaction("DEFERRED", "ROLLBACK")
        # Without a log it has all been said in the file itself, and no lock can be taken beside it.
        log = self.files[1]
        whole = not log.exists() or log.stat().st_size == 0
        return self._transaction("DEFERRED", "ROLLBACK", "ro&immutable=1" if whole else "ro")

    def writing(self) -> AbstractContextManager[Transaction]:
        """One transaction: all of the block, or nothing of it."""
        return self._transaction("IMMEDIATE", "COMMIT")

    @contextmanager
    def _transaction(self, kind: str, ending: str, mode: str = "rw") -> Iterator[Transaction]:
        with closing(connected(self.path, mode)) as db:  # closing rolls back what is not committed
            db.execute(f"BEGIN {kind}")
            yield Transaction(db)
            db.execute(ending)


def connected(path: Path, mode: str) -> sqlite3.Connection:
    """An SQLite database, "rw", "ro" or as else https://sqlite.org/uri.html has it; each statement counts at once."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    # A partial answer may be handed to another thread while its snapshot is open; uses never overlap.
    return sqlite3.connect(uri, uri=True, timeout=10, isolation_level=None, check_same_thread=False)


def compact(path: Path) -> bool:
    """Leave nothing of deleted rows in an SQLite file and its log; False if a reader is in the way for 10 seconds."""
    with closing(connected(path, "rw")) as db:
        db.execute("VACUUM")
        return bool(db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
