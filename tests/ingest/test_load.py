"""A file becomes a Document, or is refused in one line."""

import codecs
import os
from pathlib import Path

import pytest

from ingest.errors import DocumentsError, UnreadableFileError
from ingest.load import MAX_BYTES, find_files, load
from ingest.text.decoding import decode
from tests.conftest import Write


def sources(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_files(folder)]


def test_documents_are_found_in_order_and_hidden_and_lock_files_are_not(write: Write) -> None:
    folder = write(
        dict.fromkeys(("b.txt", "a.MD", "c.png", "d.PDF", ".h.txt", "~$d.txt", ".git/e.txt", "f/g.txt"), "x")
    )
    assert sources(folder) == ["a.MD", "b.txt", "d.PDF", "f/g.txt"]


def test_footnoteignore_is_read_as_gitignore_is(write: Write) -> None:
    folder = write({"a.txt": "x", "drafts/b.txt": "x", "notes.md": "x", ".footnoteignore": "drafts/\n*.md\n"})
    assert sources(folder) == ["a.txt"]


def test_links_out_of_the_folder_and_loops_are_not_followed(write: Write, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    folder = write({"in/a.txt": "x"})
    os.symlink(secret, folder / "out.txt")
    os.symlink(tmp_path, folder / "up")
    os.symlink(folder / "nowhere.txt", folder / "broken.txt")
    os.symlink(folder / "in" / "a.txt", folder / "link.txt")
    assert sources(folder) == ["in/a.txt", "link.txt"]


def test_missing_folder_and_file_for_folder_say_what_to_do(tmp_path: Path, write: Write) -> None:
    with pytest.raises(DocumentsError, match=r"There is no folder .* Create it"):
        find_files(tmp_path / "none")
    with pytest.raises(DocumentsError, match="is a file, not a folder"):
        find_files(write({"a.txt": "x"}) / "a.txt")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("naïve – “quoted”\r\nline".encode(), "naïve – “quoted”\r\nline"),
        (codecs.BOM_UTF8 + b"plain", "plain"),
        (codecs.BOM_UTF16_LE + "Żółw".encode("utf-16-le"), "Żółw"),
        (codecs.BOM_UTF32_BE + "Żółw".encode("utf-32-be"), "Żółw"),
        (("Größe und Maße, Prüfung, Käse. " * 9).encode("latin-1"), "Größe und Maße, Prüfung, Käse. " * 9),
    ],
)
def test_encodings_are_detected(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize("data", [b"%PDF-1.7 text", b"\x89PNG\r\n", b"a\0b", bytes(range(1, 30)) * 20, b"PK\x03\x04"])
def test_binary_is_no_text(data: bytes) -> None:
    assert decode(data) is None


def test_what_cannot_be_read_is_refused_by_name(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write({"binary.txt": b"\x7fELF\0\0", "empty.txt": " \n", "big.txt": "x" * 100})
    with pytest.raises(UnreadableFileError, match=r"binary\.txt: looks like a binary file"):
        load(folder / "binary.txt", folder)
    with pytest.raises(UnreadableFileError, match=r"empty\.txt: is empty"):
        load(folder / "empty.txt", folder)
    with pytest.raises(UnreadableFileError, match=r"gone\.txt: cannot be read"):
        load(folder / "gone.txt", folder)
    assert MAX_BYTES > 5_000_000
    monkeypatch.setattr("ingest.load.MAX_BYTES", 50)
    with pytest.raises(UnreadableFileError, match=r"big\.txt: .*Split it"):
        load(folder / "big.txt", folder)


def test_a_document_knows_source_title_hash_and_language(write: Write) -> None:
    folder = write({"a/b.md": "# The *title*\n\nThe text of the document is in English.\n"})
    document = load(folder / "a" / "b.md", folder)
    assert (document.source, document.language, len(document.sha256)) == ("a/b.md", "en", 64)
    assert "title" in document.title
    assert document.text.startswith("# The")


def test_what_stands_where_nobody_has_given_a_title_is_none(write: Write) -> None:
    folder = write({"a.txt": "untitled\n\nHarbour rules\n\nBoats stay inside the buoys.\n"})
    assert load(folder / "a.txt", folder).title == ""
