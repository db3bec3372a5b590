"""The header of a mail, its encoded words (RFC 2047) and parameters (RFC 2231) as mail programs read them."""

import re
from base64 import b64encode
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.headerregistry import BaseHeader

from ingest.text.decoding import decode
from ingest.text.encodings import known

_WORD = r"=\?[^?\s]+\?[bBqQ]\?(?:[^?]|\?(?!=)){0,2000}\?="  # longer than allowed, and with a "?", as some write it
_WORDS = re.compile(rf"{_WORD}(?:\s*{_WORD})*")
_BREAK = re.compile(r"[\r\n]+")  # which no header may have, and Python refuses in a name
_PARAMETER = re.compile(r"(\*=\s*\"?)([\w.:+-]+)(?=')")


def parsed(name: str, value: str) -> BaseHeader:
    """A header, as Python's parser reads it, with what is encoded in it in UTF-8.

    Python takes the name of an encoding at its word: of "ks_c_5601-1987" it reads the standard of 1987, where mail
    programs mean what Windows made of it; and a character that two words share is lost.
    """
    value = _PARAMETER.sub(lambda found: found[1] + (known(found[2]) or found[2]), value)
    header: BaseHeader = policy.default.header_factory(name, _WORDS.sub(lambda found: _as_one(found[0]), value))
    return header


POLICY = policy.default.clone(header_factory=parsed)


def _as_one(words: str) -> str:
    """Encoded words one after the other as one of UTF-8; as they are, if they are damaged."""
    try:
        parts = [(raw, (charset or "").partition("*")[0]) for raw, charset in decode_header(words)]
    except HeaderParseError:
        return words
    text = _BREAK.sub(" ", "".join(decode(raw, charset) or "" for raw, charset in parts))
    return f"=?utf-8?b?{b64encode(text.encode()).decode()}?=" if text.strip() else words
