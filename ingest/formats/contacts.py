"""vCard (.vcf) -> a line for each card: a name, and how to reach who has it."""

import re
from collections.abc import Iterator
from quopri import decodestring

from ingest.formats.blocks import Block, Extracted, assemble
from ingest.text.decoding import decode, decoded

_FOLD = re.compile(r"\n[ \t]")
_SOFT = re.compile(r"^[^\n:]*QUOTED-PRINTABLE[^\n]*(?:=\n[^\n]*)+", re.MULTILINE | re.IGNORECASE)  # of version 2.1
_LINE = re.compile(r'(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":;])*)*):(.*)')
_CHARSET = re.compile(r"CHARSET=([\w-]+)", re.IGNORECASE)
_KIND = re.compile(r"\b(?:home|work|cell|fax)\b")
_SCHEME = re.compile(r"(?:tel|mailto):")
_PART = re.compile(r"((?:\\.|[^;])*)(?:;|$)")
_SIGN = re.compile(r"\\(.)")
_ORDER = (3, 1, 2, 0, 4)  # of the parts of a name, as they are said
_SHOWN = {
    "FN": "Name",
    "N": "",  # the same in parts, for where the whole is missing
    "NICKNAME": "Nickname",
    "ORG": "Organization",
    "TITLE": "Title",
    "ROLE": "Role",
    "TEL": "Phone",
    "EMAIL": "E-mail",
    "ADR": "Address",
    "BDAY": "Birthday",
    "URL": "Website",
    "NOTE": "Note",
}


def read(data: bytes) -> Extracted:
    """The cards of an address book."""
    return assemble(contacts(decoded(data, "a card")))


def contacts(text: str) -> Iterator[Block]:
    """The cards of a file; nothing of one that has none."""
    text = _FOLD.sub("", _SOFT.sub(lambda found: found[0].replace("=\n", ""), "\n".join(text.splitlines())))
    said: list[tuple[str, str]] = []
    for line in text.splitlines():
        if not (found := _LINE.fullmatch(line)):
            continue
        name, how, value = found[1].upper(), found[2], found[3]
        if name == "BEGIN":
            said = []
        elif name == "END" and said:
            whole = any(label == "Name" for label, _ in said)
            shown = (f"{label or 'Name'}: {words}" for label, words in said if label or not whole)
            yield Block("; ".join(shown), "row")
        elif name in _SHOWN and (words := _words(name, how, value)):
            kinds = ", ".join(dict.fromkeys(_KIND.findall(how.lower())))
            said.append((f"{_SHOWN[name]} ({kinds})" if kinds else _SHOWN[name], words))


def _words(name: str, how: str, value: str) -> str:
    if "QUOTED-PRINTABLE" in how.upper():
        charset = _CHARSET.search(how)
        value = decode(decodestring(value.encode()), charset[1] if charset else "") or ""
    parts = [_SIGN.sub(lambda one: " " if one[1] in "nN" else one[1], part).strip() for part in _PART.findall(value)]
    if name == "N":
        return " ".join(parts[at] for at in _ORDER if at < len(parts) and parts[at])
    joined = (", " if name in ("ORG", "ADR") else ";").join(filter(None, parts))
    return _SCHEME.sub("", joined)
