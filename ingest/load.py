"""A file -> Document: find the files, read them by their format, and refuse with one line what cannot be read."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from pathspec import GitIgnoreSpec

from ingest.documents import Document
from ingest.errors import DocumentsError, UnavailableFileError, UnreadableFileError
from ingest.formats import READERS, extract
from ingest.formats.metadata import cleaned_metadata
from ingest.text.decoding import decoded
from ingest.text.front_matter import front_matter
from ingest.text.headings import one_line, title_of
from ingest.text.language import language_of

SUFFIXES = frozenset({".txt", ".md", *READERS})
MAX_BYTES = 50_000_000
IGNORE_FILE = ".footnoteignore"
_EMPTY = "is empty. Remove it or put text in."
OnError = Callable[[str, OSError], None]


def find_files(folder: Path, onerror: OnError = lambda _source, _error: None) -> list[Path]:
    """The files below `folder` that can become documents, in order of their relative path.

    Hidden files and folders, `~$` files, other suffixes, links that lead out of the folder, and what `.footnoteignore`
    at the top of the folder names (in gitignore's syntax) are skipped.

    Args:
        folder: of the documents.
        onerror: called with the relative path of a folder in it that cannot be listed, or of a link behind which there
            is nothing; the rest is found.

    Raises:
        DocumentsError: `folder` is missing, not a folder, or cannot be listed.
    """
    if not folder.exists():
        raise DocumentsError(f"There is no folder '{folder}'. Create it and put your documents in.")
    if not folder.is_dir():
        raise DocumentsError(f"'{folder}' is a file, not a folder. Name the folder that holds it.")
    ignored = _ignored(folder)
    root = folder.resolve()

    def missed(path: Path, error: OSError) -> None:
        source = path.relative_to(folder).as_posix()
        if not (ignored.match_file(source) or ignored.match_file(f"{source}/")):
            onerror(source, error)

    try:
        found = [path for path in _walk(folder, root, {root}, missed) if path.suffix.lower() in SUFFIXES]
    except OSError as error:
        raise DocumentsError(f"'{folder}' cannot be listed ({error.strerror}). Check its permissions.") from error
    named = ((path.relative_to(folder).as_posix(), path) for path in found)
    return [path for source, path in sorted(named) if not ignored.match_file(source)]


def load(path: Path, folder: Path) -> Document:
    """Read one file; its `source` is relative to `folder`.

    Raises:
        UnavailableFileError: it cannot be opened or read now.
        UnreadableFileError: it is too big, empty, damaged, or not what its name says.
    """
    source = path.relative_to(folder).as_posix()
    try:
        return _read(path, source)
    except UnreadableFileError as error:
        raise UnreadableFileError(f"{source}: {error}") from error
    except (OSError, MemoryError) as error:
        raise unavailable(source, error) from error


def unavailable(source: str, error: OSError | MemoryError) -> UnavailableFileError:
    """What to say of a file or folder that the machine did not give."""
    if isinstance(error, PermissionError):
        todo = "Check its permissions."
    else:
        todo = "Run `python -m ingest` again; if that does not help, mend or remove it."
    why = "Not enough memory" if isinstance(error, MemoryError) else error.strerror or str(error) or "no reason given"
    return UnavailableFileError(f"{source}: cannot be read ({why}). {todo}")


def _read(path: Path, source: str) -> Document:
    state, suffix = path.stat(), path.suffix.lower()
    if state.st_size > MAX_BYTES:
        limit = f"{state.st_size / 1e6:.0f} MB is more than the {MAX_BYTES / 1e6:.0f} MB that one file may have"
        raise UnreadableFileError(f"{limit}. Split it into smaller files.")
    data = path.read_bytes()
    if not data.strip():
        raise UnreadableFileError(_EMPTY)
    document = _extracted(source, suffix, data) if suffix in READERS else _written(source, suffix, data)
    return replace(document, modified=state.st_mtime)


def _written(source: str, suffix: str, data: bytes) -> Document:
    """The document in a text, and what its front matter says of it."""
    text = decoded(data)
    if not text.strip():
        raise UnreadableFileError(_EMPTY)
    front = front_matter(text, markdown=suffix == ".md")
    body = text[front.end :]
    said = cleaned_metadata(
        front.first("author", "authors"), front.first("date", "published"), front.first("lang", "language")
    )
    named = front.first("title")
    title = one_line(named) if isinstance(named, str) else title_of(body, markdown=suffix == ".md")
    language = language_of(body) or said.language
    digest = sha256(data).hexdigest()
    return Document(source, title, text, digest, language, author=said.author, date=said.date)


def _extracted(source: str, suffix: str, data: bytes) -> Document:
    """The document in a file of another format than text."""
    found = extract(suffix, data)
    if not found.text:
        raise UnreadableFileError("has no text in it. Remove it or put text in.")
    said = found.metadata
    # What a file says of its language is often its template's, or its program's: what its words show goes first.
    language = language_of(found.text) or said.language
    digest = sha256(data).hexdigest()
    return Document(
        *(source, found.title, found.text, digest, language, found.sections, said.author, said.date),
        tables=found.tables,
        notes=found.notes,
    )


def _ignored(folder: Path) -> GitIgnoreSpec:
    listed = folder / IGNORE_FILE
    try:
        lines = listed.read_text("utf-8-sig").splitlines() if listed.is_file() else []
        return GitIgnoreSpec.from_lines(lines)
    except (OSError, ValueError) as error:
        raise DocumentsError(f"'{listed}' cannot be read ({error}). Mend it or remove it.") from error


def _walk(folder: Path, root: Path, seen: set[Path], onerror: Callable[[Path, OSError], None]) -> Iterator[Path]:
    """Every visible file below `folder`, each folder once; `seen` holds the resolved folders that were entered.

    Raises:
        OSError: `folder` itself cannot be listed.
    """
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        path, linked = Path(entry.path), entry.is_symlink()
        if entry.name.startswith((".", "~$")) or (linked and not _real(path).is_relative_to(root)):
            continue
        try:
            if entry.is_file():
                yield path
            elif entry.is_dir():
                real = _real(path)
                if real not in seen:
                    seen.add(real)
                    yield from _walk(path, root, seen, onerror)
            elif linked and path.suffix.lower() in {*SUFFIXES, ""}:
                path.stat()  # says what is wrong with a link that leads nowhere
        except OSError as error:
            onerror(path, error)


def _real(path: Path) -> Path:
    """The path without links, as far as it exists; unlike `Path.resolve`, of a link to itself too."""
    return Path(os.path.realpath(path))
