"""The ZIP archive that office formats and EPUB are: opened, and refused before it is read if it is not what it says."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from ingest.errors import UnreadableFileError

MAX_UNPACKED = 200_000_000  # bytes of all members together
MAX_TREE = 64_000_000  # bytes of one member where they are read whole: as a tree they take ten times as much
_DENSE = 20_000_000  # bytes that may be packed as densely as they like
_RATIO = 100  # how densely more than that may be packed: real documents reach 50
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACE = re.compile(_STRICT + rb"(\w+)/([\w/]+)")
_OLD = b"\xd0\xcf\x11\xe0"


def opened(data: bytes, suffix: str, needed: str, largest: int = MAX_TREE) -> ZipFile:
    """The archive that `data` is; every file of this suffix has the member `needed`, and none larger than `largest`.

    Raises:
        UnreadableFileError: it is no such archive, encrypted, damaged or a bomb.
    """
    if data.startswith(_OLD):
        old = f"is locked with a password or in the old format of its program. Save it anew as {suffix}, without one."
        raise UnreadableFileError(old)
    if not data.startswith(b"PK"):
        raise UnreadableFileError(f"is not a {suffix} file, whatever its name says. Rename it or remove it.")
    try:
        archive = ZipFile(BytesIO(data))
    except BadZipFile as error:
        raise UnreadableFileError("is damaged: the end of the file is missing or wrong. Get it again.") from error
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    most = max((member.file_size for member in members), default=0)
    if most > largest or total > MAX_UNPACKED or total > max(_DENSE, _RATIO * len(data)):
        size = f"unpacks to {total / 1e6:.0f} MB, more than such a file may. Split it into smaller files."
        raise UnreadableFileError(size)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFileError("is encrypted. Save it without a password.")
    if needed not in archive.namelist():
        raise UnreadableFileError(f"is a ZIP archive, but not a {suffix} file. Unpack it or rename it.")
    return archive


def transitional(data: bytes) -> bytes:
    """An office file as the libraries read it: one in the strict form of the standard (ISO/IEC 29500) with other names.

    The strict form has the same elements in namespaces of its own; other files are returned as they are.
    """
    with ZipFile(BytesIO(data)) as archive:
        names = [name for name in ("_rels/.rels", "[Content_Types].xml") if name in archive.namelist()]
        if not any(_STRICT in archive.read(name) for name in names):
            return data
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as written:
            for member in archive.infolist():
                content = archive.read(member)
                if member.filename.endswith((".xml", ".rels")):
                    content = _NAMESPACE.sub(_named, content)
                written.writestr(member, content)
    return out.getvalue()


def _named(found: re.Match[bytes]) -> bytes:
    rest = (
        found[2]
        .replace(b"extendedProperties", b"extended-properties")
        .replace(b"customProperties", b"custom-properties")
    )
    return b"http://schemas.openxmlformats.org/" + found[1] + b"/2006/" + rest
