"""Who may use the page: names and hashed passwords."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping

from ingest.errors import SettingsError

_COST, _BLOCK, _LANES = 2**14, 8, 1  # of scrypt (Percival 2009, RFC 7914): 16 MB and about 50 ms a try
_SALT, _LENGTH = 16, 32  # bytes
_ENTRY = re.compile(r"scrypt\.(?P<salt>[\w-]{22})\.(?P<hash>[\w-]{43})", re.ASCII)
_SHAPE = "FOOTNOTE_AUTH: write name:hash, several with commas between; `python -m bot password NAME` makes one."


def hashed(name: str, password: str) -> str:
    """A line for FOOTNOTE_AUTH.

    Raises:
        SettingsError: the name cannot be used, or the password is too short.
    """
    if not name or any(sign in ":," or sign.isspace() or not sign.isprintable() for sign in name):
        raise SettingsError("A name is letters and digits without spaces, colons and commas.")
    if len(password) < 8:
        raise SettingsError("A password has at least 8 characters.")
    salt = secrets.token_bytes(_SALT)
    return f"{name}:scrypt.{_text(salt)}.{_text(_hash(password, salt))}"


def accounts(setting: str) -> dict[str, tuple[bytes, bytes]]:
    """Salt and hash by name, from FOOTNOTE_AUTH.

    Raises:
        SettingsError: it has another form; the message does not repeat it.
    """
    found = {}
    for entry in setting.replace("\n", ",").split(","):
        if not entry.strip():
            continue
        name, _, kept = entry.strip().partition(":")
        shape = _ENTRY.fullmatch(kept)
        if not name or shape is None:
            raise SettingsError(_SHAPE)
        found[name] = (_bytes(shape["salt"]), _bytes(shape["hash"]))
    if not found:
        raise SettingsError(_SHAPE)
    return found


def verified(known: Mapping[str, tuple[bytes, bytes]], name: str, password: str) -> bool:
    """Whether the password is that person's; takes as long for a name that nobody has."""
    salt, right = known.get(name, (b"-" * _SALT, b""))
    return hmac.compare_digest(_hash(password, salt), right)


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_COST, r=_BLOCK, p=_LANES, dklen=_LENGTH)


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_")
