"""The bytes of a part of a mail, its encoding undone as mail programs do it, which forgive what others write wrong."""

import re
from copy import copy
from email.message import MIMEPart

_ENCODING = "Content-Transfer-Encoding"
_SOFT = re.compile(rb"=[ \t\r]+(?=\n|\Z)")  # a soft break with blanks behind it, which are none of the text
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]*[ \t]*\r?\n)*(?:[A-Za-z0-9+/]*={1,2}[ \t]*\r?\n)?")


def payload(part: MIMEPart) -> bytes:
    """What a part holds; b"" if nothing."""
    bare, mended = copy(part), copy(part)
    del bare[_ENCODING]
    raw = _bytes(bare)
    kind = str(part[_ENCODING] or "").strip().lower()
    plain = b""
    if kind == "quoted-printable":
        raw = _SOFT.sub(b"=", raw)
    elif kind == "base64":
        raw, plain = _parted(raw)
    mended.set_payload(raw.decode("ascii", "surrogateescape"))
    return _bytes(mended) + plain


def _bytes(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _parted(raw: bytes) -> tuple[bytes, bytes]:
    """Base64, and what a mailing list has written below it in plain letters."""
    found = _BASE64.match(raw)
    coded = found[0] if found else b""
    rest = raw[len(coded) :]
    # The last line of base64 may lack its end; what has a space within it, or other signs, is none.
    return (coded, b"\n" + rest) if coded.strip() and re.search(rb"[^A-Za-z0-9+/=\s]|\S[ \t]+\S", rest) else (raw, b"")
