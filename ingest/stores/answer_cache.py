"""What a language model answered, kept beside the index, and gone with the documents that it rests on.

A table of texts: what is read from an index that somebody else has made runs nothing.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from ingest.stores.faults import disk_trouble, in_use

FOLDER, FILE = "answers", "answers.sqlite"
_MOST = 100_000_000  # characters; the oldest go first
_WAIT = 10.0  # seconds for another process that writes
_TABLE = "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, reply TEXT NOT NULL, documents TEXT NOT NULL)"
_TOO_OLD = """DELETE FROM answers WHERE rowid IN (SELECT rowid FROM (
    SELECT rowid, sum(length(reply) + length(documents)) OVER (ORDER BY rowid DESC) AS size FROM answers
) WHERE size > ?)"""


class AnswerCache:
    """Replies by what was asked. Safe to use from several threads and processes."""

    def __init__(self, index: Path) -> None:
        """Use the index in that folder; nothing is opened yet."""
        self._folder = index / FOLDER

    def get(self, asked: str, rests_on: Mapping[str, str]) -> str | None:
        """The reply to exactly this, if there is one and it can be read.

        Args:
            asked: the model's name and the whole prompt.
            rests_on: SHA-256 of each document in it, by source.
        """
        if not self._folder.is_dir():
            return None
        try:
            with self._open() as database:
                found = database.execute("SELECT reply FROM answers WHERE key = ?", (_key(asked, rests_on),)).fetchone()
        except sqlite3.OperationalError:
            return None  # locked, or the folder cannot be written: asked anew
        except sqlite3.DatabaseError:
            rmtree(self._folder)  # damaged: nothing is lost but time
            return None
        return None if found is None else str(found[0])

    def put(self, asked: str, rests_on: Mapping[str, str], reply: str) -> str:
        """Keep a reply; what to note where that cannot be done, else ""."""
        row = (_key(asked, rests_on), reply, json.dumps(dict(rests_on)))
        try:
            with self._open() as database:
                database.execute("REPLACE INTO answers VALUES (?, ?, ?)", row)
                database.execute(_TOO_OLD, (_MOST,))
        except (OSError, ValueError, sqlite3.Error) as error:
            return f"The answer could not be kept for the next time ({error}). Free some space in '{self._folder}'."
        return ""

    def purge(self, live: Mapping[str, str]) -> int:
        """Delete every reply whose documents are not as in `live`, SHA-256 by source; how many were found.

        Raises:
            sqlite3.Error: the disk is full or fails; nothing is lost.
        """
        if not self._folder.is_dir():
            return 0
        for path in self._folder.iterdir():
            if not path.name.startswith(FILE):
                rmtree(path) if path.is_dir() else path.unlink()  # of a version that kept them in another form
        try:
            with self._open() as database:
                rows = database.execute("SELECT key, documents FROM answers").fetchall()
                gone = [(key,) for key, documents in rows if not json.loads(documents).items() <= live.items()]
                database.executemany("DELETE FROM answers WHERE key = ?", gone)
        except (ValueError, sqlite3.DatabaseError) as error:
            if disk_trouble(error) or in_use(error):
                raise
            rmtree(self._folder)
            return 0
        return len(gone)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The table, in one transaction."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._folder / FILE, timeout=_WAIT)) as database, database:
            database.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
            database.execute(_TABLE)
            yield database


def _key(asked: str, rests_on: Mapping[str, str]) -> str:
    return sha256(json.dumps([asked, sorted(rests_on.items())]).encode("utf-8", "surrogatepass")).hexdigest()
