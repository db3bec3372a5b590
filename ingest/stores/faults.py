"""What an error of a store says: that the disk does not do its part, or that the files are damaged."""

import errno
import os
import re
import sqlite3

_ERRNOS = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENXIO),
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EBUSY, errno.ENODEV, errno.ENOLCK, errno.ESTALE, errno.ENOTCONN),
}
_IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# https://sqlite.org/rescode.html: what tells nothing of the file that was to be read.
_DISK = {
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM),
    *(sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_NOLFS, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_AUTH),
}
# Chroma and Tantivy are written in Rust and give the number of an error in its text: of SQLite, or of the system.
_SQLITE_NUMBER = re.compile(r"\(code: (\d+)\)")
_SYSTEM_NUMBER = re.compile(r"\(os error (\d+)\)|\bOs \{ code: (\d+)")


def disk_trouble(error: BaseException) -> str:
    """What the disk, the folder or the system did not do; "" if the error is of another kind."""
    if isinstance(error, OSError):
        return os.strerror(error.errno) if error.errno in _ERRNOS else ""
    if _sqlite_code(error) in _DISK:
        return str(error)
    found = _SYSTEM_NUMBER.search(_said(error))
    number = int(found[1] or found[2]) if found else 0
    return os.strerror(number) if number in _ERRNOS else ""


def in_use(error: BaseException) -> bool:
    """Whether another process or thread has held a store for too long."""
    return _sqlite_code(error) in _IN_USE or "LockBusy" in _said(error)


def damage(error: BaseException) -> bool:
    """Whether a store cannot make sense of its files; ask `disk_trouble` and `in_use` first."""
    if isinstance(error, (sqlite3.ProgrammingError, sqlite3.InterfaceError)):
        return False
    return isinstance(error, sqlite3.DatabaseError) or type(error).__module__.startswith("chromadb")


def page_trouble(rows: list[str]) -> sqlite3.Error | None:
    """What kept SQLite's `integrity_check` from reading a page, if that was the disk: it says so among the damage."""
    for row in rows:
        found = re.search(r"error code=(\d+)", row)
        if found and int(found[1]) & 0xFF in _DISK:
            error = sqlite3.OperationalError(row)
            error.sqlite_errorcode = int(found[1])
            return error
    return None


def _sqlite_code(error: BaseException) -> int:
    """The primary result code of SQLite, 0 if the error has none."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF
    found = _SQLITE_NUMBER.search(_said(error))
    return int(found[1]) & 0xFF if found else 0


def _said(error: BaseException) -> str:
    """What Chroma says, or Tantivy, which raises nothing but ValueError; "" for an error of something else."""
    return str(error) if isinstance(error, ValueError) or type(error).__module__.startswith("chromadb") else ""
