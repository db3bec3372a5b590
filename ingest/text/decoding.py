"""Bytes -> text: which encoding it is, or that it is none; and what a text in JSON says."""

import codecs
import json
from typing import Any

from charset_normalizer import from_bytes

from ingest.errors import UnreadableFileError

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


def decoded(data: bytes, kind: str = "text") -> str:
    """What `decode` gives of a file of that kind. `UnreadableFileError`, if it is no text."""
    text = decode(data)
    if text is None:
        raise UnreadableFileError(f"looks like a binary file, not {kind}. Remove it or convert it to text.")
    return text


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return None
    return None if _garbled(text) else text


def _garbled(text: str) -> bool:
    """Whether there is a NUL in the text, or more control characters than text has."""
    sample = text[:_SAMPLE]
    odd = sum(1 for character in sample if character < " " and character not in "\t\n\r\f\v\x1b")
    return "\0" in text or odd > len(sample) // 20


def json_value(text: str) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """What a text in JSON says.

    Raises:
        ValueError: it is no JSON, is nested too deeply to be read, or holds half of a surrogate pair, which no file and
            no model takes.
    """
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return found
