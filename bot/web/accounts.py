"""Who may use the page: names and hashed passwords."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.errors import SettingsError

# Of scrypt (Percival 2009, RFC 7914), as OWASP's Password Storage Cheat Sheet has them: 128 MB a try. The cost is that
# of a new entry, as a power of two; entries without one are of a time when it was 2**14.
_COST, _BLOCK, _LANES = 17, 8, 1
_OLD_COST = 14
_SALT, _LENGTH = 16, 32  # bytes
_ENTRY = re.compile(r"scrypt\.(?:(?P<cost>1[4-9]|20)\.)?(?P<salt>[\w-]{22})\.(?P<hash>[\w-]{43})", re.ASCII)
_SHAPE = "FOOTNOTE_AUTH: write name:hash, several with commas between; `python -m bot password NAME` makes one."


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of a password.

    Attributes:
        cost: of its hash, as a power of two.
        salt, hash: of it.
    """

    cost: int
    salt: bytes
    hash: bytes


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
    return f"{name}:scrypt.{_COST}.{_text(salt)}.{_text(_hash(password, salt, _COST))}"


def accounts(setting: str) -> dict[str, Entry]:
    """What is kept of each person's password by name, from FOOTNOTE_AUTH.

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
        found[name] = Entry(int(shape["cost"] or _OLD_COST), _bytes(shape["salt"]), _bytes(shape["hash"]))
    if not found:
        raise SettingsError(_SHAPE)
    return found


def verified(known: Mapping[str, Entry], name: str, password: str) -> bool:
    """Whether the password is that person's; takes as long for a name that nobody has."""
    nobody = Entry(max(one.cost for one in known.values()), b"-" * _SALT, b"")
    entry = known.get(name, nobody)
    return hmac.compare_digest(_hash(password, entry.salt, entry.cost), entry.hash)


def _hash(password: str, salt: bytes, cost: int) -> bytes:
    memory = 2 * 128 * _BLOCK * 2**cost  # bytes that it may take, by default less than it does
    return hashlib.scrypt(password.encode(), salt=salt, n=2**cost, r=_BLOCK, p=_LANES, maxmem=memory, dklen=_LENGTH)


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_")
