"""A file -> Document: find the files, read them by their format, and refuse with one line what cannot be read."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pathspec import GitIgnoreSpec

from ingest.documents import Document
from ingest.errors import DocumentsError, NoDocumentsError, UnavailableFileError, UnreadableFileError
from ingest.formats import READERS, extract
from ingest.formats.blocks import given
from ingest.formats.markdown_tables import markdown_tables
from ingest.formats.metadata import cleaned_metadata, dated_by
from ingest.formats.table_captions import captioned
from ingest.formats.text_printouts import as_written
from ingest.formats.text_tables import text_tables
from ingest.text.captions import spoken
from ingest.text.decoding import decoded
from ingest.text.front_matter import front_matter
from ingest.text.headings import one_line, title_of
from ingest.text.language import language_of

SUFFIXES = frozenset({".txt", ".md", *READERS})
MAX_BYTES = 200_000_000  # a PDF of 400 pages with pictures has 100 MB; what is in a file has limits of its own
IGNORE_FILE = ".footnoteignore"
_EMPTY = "is empty. Remove it or put text in."
OnError = Callable[[str, OSError], None]
OnOther = Callable[[str], None]


def find_files(
    folder: Path, onerror: OnError = lambda _source, _error: None, other: OnOther = lambda _source: None
) -> list[Path]:
    """The files below `folder` that can become documents, in order of their relative path.

    Hidden files and folders, `~$` files, other suffixes, links that lead out of the folder, and what `.footnoteignore`
    at the top of the folder names (in gitignore's syntax) are skipped.

    Args:
        folder: of the documents.
        onerror: called with the relative path of a folder in it that cannot be listed, or of a link behind which there
            is nothing; the rest is found.
        other: called with the relative path of a file whose suffix is no document's.

    Raises:
        NoDocumentsError: `folder` is missing.
        DocumentsError: it is not a folder, or cannot be listed.
    """
    if not folder.exists():
        raise NoDocumentsError(f"There is no folder '{folder}'. Create it and put your documents in.")
    if not folder.is_dir():
        raise DocumentsError(f"'{folder}' is a file, not a folder. Name the folder that holds it.")
    ignored = _ignored(folder)
    root = folder.resolve()

    def missed(path: Path, error: OSError) -> None:
        source = path.relative_to(folder).as_posix()
        if not (ignored.match_file(source) or ignored.match_file(f"{source}/")):
            onerror(source, error)

    try:
        found = list(_walk(folder, root, {root}, missed))
    except OSError as error:
        raise DocumentsError(f"'{folder}' cannot be listed ({error.strerror}). Check its permissions.") from error
    named = ((path.relative_to(folder).as_posix(), path) for path in found)
    kept = []
    for source, path in sorted(named):
        if ignored.match_file(source):
            continue
        if path.suffix.lower() in SUFFIXES:
            kept.append(path)
        else:
            other(source)
    return kept


@dataclass(frozen=True, slots=True)
class File:
    """What the disk gave of one file.

    Attributes:
        source: path relative to the documents' folder, with forward slashes.
        data: its bytes.
        modified: when it was last changed, seconds since 1970.
        bare: whether, if it is a mail, the files that came with it are left out.
    """

    source: str
    data: bytes
    modified: float
    bare: bool = False


def load(path: Path, folder: Path) -> Document:
    """Read one file in this process, without limits: for files that are trusted; `ingest.sync.reading` has limits.

    Raises what `opened` and `parsed` do.
    """
    return parsed(opened(path, folder))


def opened(path: Path, folder: Path) -> File:
    """The bytes of one file; its `source` is relative to `folder`.

    Raises:
        UnavailableFileError: it cannot be opened or read now.
        UnreadableFileError: it is too big or empty.
    """
    source = path.relative_to(folder).as_posix()
    try:
        state = path.stat()
        if state.st_size > MAX_BYTES:
            limit = f"{state.st_size / 1e6:.0f} MB is more than the {MAX_BYTES / 1e6:.0f} MB that one file may have"
            raise UnreadableFileError(f"{source}: {limit}. Split it into smaller files.")
        data = path.read_bytes()
    except (OSError, MemoryError) as error:
        raise unavailable(source, error) from error
    if not data.strip():
        raise UnreadableFileError(f"{source}: {_EMPTY}")
    return File(source, data, state.st_mtime)


def parsed(file: File) -> Document:
    """The document in a file's bytes, by the format that its name ends with.

    Raises:
        UnavailableFileError: the machine could not give what reading it takes.
        UnreadableFileError: it is empty, damaged, or not what its name says.
    """
    suffix = PurePosixPath(file.source).suffix.lower()
    try:
        return captioned(_extracted(file, suffix) if suffix in READERS else _written(file, suffix))
    except UnreadableFileError as error:
        raise UnreadableFileError(f"{file.source}: {error}") from error
    except (OSError, MemoryError) as error:
        raise unavailable(file.source, error) from error


def unavailable(source: str, error: OSError | MemoryError) -> UnavailableFileError:
    """What to say of a file or folder that the machine did not give."""
    if isinstance(error, PermissionError):
        todo = "Check its permissions."
    else:
        todo = "Run `python -m ingest` again; if that does not help, mend or remove it."
    why = "Not enough memory" if isinstance(error, MemoryError) else error.strerror or str(error) or "no reason given"
    return UnavailableFileError(f"{source}: cannot be read ({why}). {todo}")


def _written(file: File, suffix: str) -> Document:
    """The document in a text, and what its front matter says of it."""
    text = decoded(file.data)
    text = spoken(text) or as_written(text) if suffix == ".txt" else text
    if not text.strip():
        raise UnreadableFileError(_EMPTY)
    front = front_matter(text, markdown=suffix == ".md")
    body = text[front.end :]
    said = cleaned_metadata(
        front.first("author", "authors"), front.first("date", "published"), front.first("lang", "language")
    )
    named = front.first("title")
    title = given(one_line(named)) if isinstance(named, str) else ""
    title = title or given(title_of(body, markdown=suffix == ".md"))
    language, digest = language_of(body) or said.language, sha256(file.data).hexdigest()
    tables = markdown_tables(text, front.end) if suffix == ".md" else text_tables(text, front.end)
    about = (), said.author, said.date or dated_by(file.source, title, body), file.modified, tables
    return Document(file.source, title, text, digest, language, *about)


def _extracted(file: File, suffix: str) -> Document:
    """The document in a file of another format than text."""
    found = extract(suffix, file.data, bare=file.bare)
    if not found.text:
        raise UnreadableFileError("has no text in it. Remove it or put text in.")
    said = found.metadata
    # What a file says of its language is often its template's, or its program's: what its words show goes first.
    language, digest = language_of(found.text) or said.language, sha256(file.data).hexdigest()
    rows = next((one.start for one in found.sections if one.rows), len(found.text))
    written = said.date or dated_by(file.source, found.title, found.text[:rows])  # a row's date is not the document's
    about = found.sections, said.author, written, file.modified, found.tables, found.notes
    return Document(file.source, found.title, found.text, digest, language, *about)


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
