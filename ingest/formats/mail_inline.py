"""What stands in the plain text of a mail and is none: files that old programs wrote into it, and blocks of OpenPGP."""

import re

_LINE = r"[ -`]{0,63}\r?\n"  # of uuencode, with the spaces at its end cut off or not
_FILE = re.compile(
    r"^begin(?:"
    rf" [0-7]{{3,4}} (\S.*)\n(?:(?:M{_LINE})*(?:{_LINE}){{1,3}}?end\s*$|(?:M[ -`]{{60,61}}\r?\n)+)"
    r"|-base64 [0-7]{3,4} (\S.*)\n(?:[A-Za-z0-9+/=]+\r?\n)*?====\s*$)",
    re.MULTILINE,
)
_BLOCK = re.compile(
    r"^-----BEGIN PGP (MESSAGE|SIGNATURE)-----\s*\n(?:(?!-----).*\n)*-----END PGP \1-----", re.MULTILINE
)
_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----\s*\n(?:Hash: .*\n)*", re.MULTILINE)


def without_files(text: str) -> tuple[str, list[str], bool]:
    """The text alone, the names of the files that were in it, and whether a part of it was encrypted."""
    names = [(found[1] or found[2]).strip() for found in _FILE.finditer(text)]
    blocks = [found[1] for found in _BLOCK.finditer(text)]
    for pattern in (_FILE, _BLOCK, _SIGNED):
        text = pattern.sub("", text)
    return text, names, "MESSAGE" in blocks
