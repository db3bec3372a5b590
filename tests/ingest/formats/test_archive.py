"""An archive that is a bomb, or locked, is refused before it is unpacked."""

import pytest

from tests.helpers.extracting import refusal
from tests.helpers.making import word, zipped


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx", ".epub"])
def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(suffix: str) -> None:
    names = ("[Content_Types].xml", "META-INF/container.xml", "mimetype")
    bomb = zipped({**dict.fromkeys(names, "x"), "word/document.xml": b" " * 30_000_000})
    assert refusal(suffix, bomb) == "unpacks to 30 MB, more than such a file may. Split it into smaller files."


def test_an_archive_whose_members_are_encrypted_is_refused() -> None:
    data = bytearray(word())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag in the central directory
    assert refusal(".docx", bytes(data)) == "is encrypted. Save it without a password."
