"""A file -> Document: find the files, decode them, and refuse with one line what is not text."""

import codecs
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from charset_normalizer import from_bytes
from pathspec import GitIgnoreSpec

from ingest.documents import Document
from ingest.errors import DocumentsError, UnreadableFileError
from ingest.headings import title_of
from ingest.language import language_of

SUFFIXES = frozenset({".txt", ".md"})
MAX_BYTES = 50_000_000
IGNORE_FILE = ".footnoteignore"

_SAMPLE = 65_536  # bytes, or characters, that are looked at to tell text from anything else
# Longest first: the mark of UTF-32 little-endian begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How files begin that are mistaken for text: their bytes alone do not always give them away.
_SIGNATURES = (
    *(b"%PDF-", b"\x89PNG", b"PK\x03\x04", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"{\\rtf"),
    *(b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"RIFF", b"OggS", b"ID3", b"\x7fELF", b"SQLite format 3"),
)


def find_files(folder: Path) -> list[Path]:
    """The files below `folder` that can become documents, in order of their relative path.

    Hidden files and folders, `~$` files, other suffixes, links that lead out of the folder, and what `.footnoteignore`
    at the top of the folder names (in gitignore's syntax) are skipped.

    Raises:
        DocumentsError: `folder` is missing, not a folder, or cannot be listed.
    """
    if not folder.exists():
        raise DocumentsError(f"There is no folder '{folder}'. Create it and put your .txt or .md files in.")
    if not folder.is_dir():
        raise DocumentsError(f"'{folder}' is a file, not a folder. Name the folder that holds it.")
    ignored = _ignored(folder)
    root = folder.resolve()
    found = [path for path in _walk(folder, root, {root}) if path.suffix.lower() in SUFFIXES]
    named = ((path.relative_to(folder).as_posix(), path) for path in found)
    return [path for source, path in sorted(named) if not ignored.match_file(source)]


def load(path: Path, folder: Path) -> Document:
    """Read one file.

    Args:
        path: the file.
        folder: the documents' folder, which the document's `source` is relative to.

    Raises:
        UnreadableFileError: it cannot be opened, is too big, empty, or not text.
    """
    source = path.relative_to(folder).as_posix()
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = f"{size / 1e6:.0f} MB is more than the {MAX_BYTES / 1e6:.0f} MB that one file may have"
            raise UnreadableFileError(f"{source}: {limit}. Split it into smaller files.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            f"{source}: cannot be read ({error.strerror or error}). Check its permissions."
        ) from error
    text = decode(data)
    if text is None:
        raise UnreadableFileError(f"{source}: looks like a binary file, not text. Remove it or convert it to text.")
    if not text.strip():
        raise UnreadableFileError(f"{source}: is empty. Remove it or put text in.")
    title = title_of(text, markdown=path.suffix.lower() == ".md")
    return Document(source, title, text, sha256(data).hexdigest(), language_of(text))


def decode(data: bytes) -> str | None:
    """The text that `data` encodes, its newlines as they stand; None if it is no text.

    A byte order mark decides; else it is UTF-8 if it is valid as such; else charset-normalizer guesses.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if data.startswith(_SIGNATURES):
        return None
    text = _strict(data, "utf-8")
    if text is not None or b"\0" in data:
        return text
    guess = from_bytes(data).best()
    return None if guess is None else _strict(data, guess.encoding)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return None
    return None if _garbled(text) else text


def _garbled(text: str) -> bool:
    """Whether there is a NUL in the text, or more control characters than text has."""
    if "\0" in text:
        return True
    sample = text[:_SAMPLE]
    odd = sum(1 for character in sample if character < " " and character not in "\t\n\r\f\v\x1b")
    return odd > len(sample) // 20


def _ignored(folder: Path) -> GitIgnoreSpec:
    listed = folder / IGNORE_FILE
    try:
        lines = listed.read_text("utf-8-sig").splitlines() if listed.is_file() else []
        return GitIgnoreSpec.from_lines(lines)
    except (OSError, ValueError) as error:
        raise DocumentsError(f"'{listed}' cannot be read ({error}). Mend it or remove it.") from error


def _walk(folder: Path, root: Path, seen: set[Path]) -> Iterator[Path]:
    """Every visible file below `folder`, each folder once; `seen` holds the resolved folders that were entered."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise DocumentsError(f"'{folder}' cannot be listed ({error.strerror}). Check its permissions.") from error
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        path = Path(entry.path)
        try:
            target = path.resolve(strict=True) if entry.is_symlink() else path.absolute()
            inside = not entry.is_symlink() or target.is_relative_to(root)
            if inside and entry.is_file():
                yield path
            elif inside and entry.is_dir() and (real := path.resolve()) not in seen:
                seen.add(real)
                yield from _walk(path, root, seen)
        except OSError:  # a broken link, or a link to itself: there is no file behind it
            continue
