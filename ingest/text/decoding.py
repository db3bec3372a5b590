"""Bytes -> text, as browsers decide: a mark, UTF-8, what is declared, UTF-16 by its zero bytes, then a detector."""

import codecs
import json
import re
import unicodedata
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.text.encodings import MULTIBYTE, guessed, known, mixed, text_of

_SAMPLE = 65_536  # bytes, or characters, that are looked at to tell text from anything else
_LATIN = 10  # of that many signs of valid UTF-8, one broken byte does not make another encoding
_MEANINGLESS = 0.02  # share of characters without a meaning that a guess at UTF-16 may have
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
_JAPANESE = re.compile(rb"\x1b\$[@B(]")  # begins two-byte characters in ISO-2022-JP, whose bytes all are ASCII
_PADDING = re.compile(rb"\0{4,}")
_OVERSTRUCK = re.compile(r"[^\n\x08](?:\x08[^\n\x08])+")  # signs in one place, as nroff prints bold type and underlines
_COLOURED = re.compile(r"\x1b\[[\d;]*[mK]")  # what a terminal takes for the looks of the text that follows
_BROKEN = re.compile(r"[\udc80-\udcff]")  # how Python keeps a byte that is no UTF-8


def decode(data: bytes, declared: str = "") -> str | None:
    """The text that `data` encodes, its newlines as they stand; None if it is no text.

    Args:
        data: the whole file; zero bytes that pad it out, and the Ctrl-Z that ends one of DOS, are no part of its text.
        declared: the encoding that it says it has, if any. Valid UTF-8 that is not ASCII goes before an encoding of
            one byte a character, which could be that by chance only.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if data.startswith(_SIGNATURES):
        return None
    text = _wide(data)
    if text is not None:
        return text
    data = _PADDING.sub(b"\n", data.strip(b"\0").rstrip(b"\0\x1a"))
    encoding = known(declared)
    if data.isascii() and _JAPANESE.search(data):
        text = _readable(text_of(data, "iso2022_jp_ext", lenient=True))
    else:
        text = _strict(data, encoding) if encoding in MULTIBYTE else None
    return text or _utf8(data) or (_strict(data, encoding) if encoding else None) or _detected(data)


def decoded(data: bytes, kind: str = "text", declared: str = "") -> str:
    """What `decode` gives of a file of that kind. `UnreadableFileError`, if it is no text."""
    text = decode(data, declared)
    if text is None:
        raise UnreadableFileError(f"looks like a binary file, not {kind}. Remove it or convert it to text.")
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in the right order of its bytes it has a meaning, and the most ASCII."""
    if b"\0" not in data[:_SAMPLE].strip(b"\0"):
        return None
    read = [data.decode(encoding, "replace").rstrip("\0") for encoding in ("utf-16-le", "utf-16-be")]
    text = max(read, key=lambda text: sum(character < "\x80" for character in text[:_SAMPLE]))
    sample = text[:_SAMPLE]
    odd = sum(
        unicodedata.category(character) in ("Cn", "Co", "Cs") or (character < " " and not character.isspace())
        for character in sample.replace("�", "\0")
    )
    return text if odd <= _MEANINGLESS * len(sample) else None


def _utf8(data: bytes) -> str | None:
    """UTF-8, also if a byte in it here and there is Windows-1252, as where texts were put together."""
    if data.isascii():
        return _readable(data.decode("ascii"))
    text = data.decode("utf-8", "surrogateescape")
    broken = len(_BROKEN.findall(text))
    if broken * _LATIN > sum(character > "\x7f" for character in text) - broken:
        return None
    repaired = _BROKEN.sub(lambda found: bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    return _readable(repaired)


def _detected(data: bytes) -> str | None:
    return _readable(mixed(data) or text_of(data, guessed(data), lenient=True))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return _readable(text_of(data, encoding))
    except (UnicodeError, LookupError):
        return None


def _readable(text: str) -> str | None:
    """The text as a terminal shows it, without zero characters; None if it has more control signs than text has."""
    text = _OVERSTRUCK.sub(_printed, text) if "\x08" in text else text
    text = _COLOURED.sub("", text) if "\x1b" in text else text
    sample = text[:_SAMPLE]
    odd = sum(character == "�" or (character < " " and character not in "\t\n\r\f\v\x1b") for character in sample)
    return None if odd > len(sample) // 20 else text.replace("\0", " ")


def _printed(place: re.Match[str]) -> str:
    """What shows of signs that were printed in one place: an "o" over a "+" is a bullet."""
    signs = place[0][::2]
    return "•" if set(signs) == {"+", "o"} else next((sign for sign in reversed(signs) if sign != "_"), "_")


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
