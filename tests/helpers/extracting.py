"""What a format's reader gives, as tests look at it."""

from pathlib import Path

import pytest

from ingest.documents import Document
from ingest.errors import UnreadableFileError
from ingest.formats import extract
from ingest.load import load
from ingest.text.splitting import split


def held(suffix: str, data: bytes) -> list[tuple[str, int | None, str]]:
    """Heading, page and text of each section."""
    found = extract(suffix, data)
    return [(one.heading, one.page, found.text[one.start : one.end]) for one in found.sections]


def refusal(suffix: str, data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        extract(suffix, data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def check(one: Document) -> None:
    """No passage lacks or crosses a section, and each is what stands there."""
    passages = split(one)
    for passage in passages:
        assert one.text[passage.start : passage.end] == passage.text
        owner = [s for s in one.sections if s.start <= passage.start and passage.end <= s.end]
        assert [(s.heading, s.page) for s in owner] == [(passage.heading, passage.page)]
        assert all(one.text[a:b] == passage.quote(a, b) == one.text[a:b].strip() for a, b in passage.sentences)
    covered = "".join(p.text for p in passages)
    wanted = "".join(one.text[s.start : s.end] for s in one.sections)
    assert "".join(covered.split()) == "".join(wanted.split())


def read(folder: Path, name: str, content: str | bytes) -> Document:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load(path, folder)


def about(document: Document) -> tuple[str, str]:
    return document.author, document.date
