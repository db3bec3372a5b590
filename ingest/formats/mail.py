""".eml -> its subject as the heading, its text, and then who wrote to whom, by the standard library."""

import re
from collections.abc import Iterator
from email.message import MIMEPart
from email.parser import BytesParser
from itertools import chain
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats import web
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.invitations import appointments
from ingest.formats.mail_attached import file_blocks
from ingest.formats.mail_headers import POLICY, parsed
from ingest.formats.mail_html import mark_quotes
from ingest.formats.mail_inline import without_files
from ingest.formats.mail_payload import payload
from ingest.formats.mail_text import older, written
from ingest.formats.metadata import cleaned_metadata
from ingest.text.decoding import decode

_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|\s)+")  # what may stand before the header and is no part of it
_COUNT = re.compile(rb"\d+[ \t]*\r?\n")  # of the bytes before a list of properties, in the folders of Apple's Mail
_HEADER = re.compile(rb"From |(?:[A-Za-z0-9-]+:.*\r?\n(?:[ \t].*\r?\n)*)+")
_FROM = re.compile(r"^>(>*From )", re.MULTILINE)  # how a line that begins with "From " is kept in a mailbox
_SHOWN = {"From": "From", "To": "To", "Cc": "Cc", "Date": "Sent"}
_LOCKED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_LOCKED_NOTE = "Its text is encrypted or sealed, and is not read. Save it as a mail that is not."


def read_bare(data: bytes) -> Extracted:
    """What `read` gives, without the files that came with it."""
    return read(data, bare=True)


def read(data: bytes, *, bare: bool = False) -> Extracted:
    """Subject, text, invitations, messages within it, files that came with it unless it is to be `bare`, its header."""
    data = data[found.end() :] if (found := _BEFORE.match(data)) else data
    data = data if b"\n" in data else data.replace(b"\r", b"\n")
    if counted := _COUNT.match(data):
        data = data[counted.end() :].rpartition(b"<?xml")[0] or data[counted.end() :]
    message: Any = BytesParser(policy=POLICY).parsebytes(data)
    if not _HEADER.match(data) or not any(message[name] for name in ("From", "Subject", "Received", "Message-ID")):
        raise UnreadableFileError("is not an e-mail, whatever its name says. Rename it or remove it.")
    for part in message.walk() if bare else ():
        if _attachment(part) and not (part.is_multipart() or _is_text(part) or _is_calendar(part)):
            part.set_payload("")
    notes: list[str] = []
    subject, sender, date = (_header(message, name) for name in ("Subject", "From", "Date"))
    names = [one.display_name or one.addr_spec.strip("<>") for one in getattr(sender, "addresses", ())]
    metadata = cleaned_metadata(names, getattr(date, "datetime", None), str(message["Content-Language"] or ""))
    said = _message(message, notes)
    return assemble(said, str(subject) or None, paged=True, carry=True, metadata=metadata, notes=notes)


def _message(message: MIMEPart, notes: list[str]) -> Iterator[Block]:
    subject = str(_header(message, "Subject"))
    yield Block(subject, "heading")
    attached: dict[str, bool] = {}  # the names of files, and whether they are read
    yield from _part(message, subject, notes, attached)
    notes += [
        f"What is attached is not read: {name}. Save it beside the mail."
        for name, known in attached.items()
        if not known
    ]
    said = [(shown, " ".join(str(_header(message, name)).split())) for name, shown in _SHOWN.items()]
    yield Block(f"Message header: {subject}" if subject else "Message header", "heading")
    yield Block("; ".join(f"{name}: {value}" for name, value in said if value), "row")
    if attached:
        yield Block(f"Attachments: {'; '.join(attached)}", "row")


def _part(part: MIMEPart, subject: str, notes: list[str], attached: dict[str, bool]) -> Iterator[Block]:
    """What a part of a message says, and the parts of it; what is not read is named in `notes` and `attached`."""
    kind = part.get_content_type()
    if inside := _messages(part):
        yield from chain.from_iterable(_message(inner, notes) for inner in inside)
    elif kind in _LOCKED:
        notes.append(_LOCKED_NOTE)
    elif kind == "multipart/alternative":
        yield from _best(list(part.iter_parts()), subject, notes, attached)
    elif kind == "message/delivery-status":
        yield from (Block("; ".join(f"{n}: {v}" for n, v in one.items()), "row") for one in part.iter_parts())
    elif part.is_multipart():
        yield from _several(part, subject, notes, attached)
    elif _is_calendar(part):
        yield from appointments(_content(part))
    elif _is_text(part):
        yield from _text(part, subject, notes, attached)
    elif kind.startswith("multipart/"):  # its parts cannot be told apart, or it has none
        yield from written(f"{part.preamble or ''}\n{_content(part)}", subject)
    elif name := _attachment(part):
        found = file_blocks(name, part, notes)
        attached[name] = bool(found)
        yield from found


def _several(part: MIMEPart, subject: str, notes: list[str], attached: dict[str, bool]) -> Iterator[Block]:
    """What the parts of a part say: where one ends below another heading, the subject leads the next."""
    heading = subject
    for one in part.iter_parts():
        blocks = list(_part(one, subject, notes, attached))
        if blocks and blocks[0].kind != "heading" and heading != subject:
            yield Block(subject or "Reply", "heading")
        heading = next((block.text for block in reversed(blocks) if block.kind == "heading"), heading)
        yield from blocks


def _best(parts: list[MIMEPart], subject: str, notes: list[str], attached: dict[str, bool]) -> Iterator[Block]:
    """Of several forms of one text one that is not much shorter than the longest, and all appointments.

    It is the first with the most rows of tables, as the cells of one are lines of their own in many a plain text.
    """
    forms = [list(_part(one, subject, notes, attached)) for one in parts if not _is_calendar(one)]
    sizes = [sum(len(block.text) for block in blocks) for blocks in forms]
    whole = [blocks for blocks, size in zip(forms, sizes, strict=True) if 2 * size >= max(sizes)]
    yield from max(whole, key=_rows, default=[])
    yield from chain.from_iterable(_part(one, subject, notes, attached) for one in parts if _is_calendar(one))


def _rows(blocks: list[Block]) -> int:
    return sum(block.row is not None for block in blocks)


def _text(part: MIMEPart, subject: str, notes: list[str], attached: dict[str, bool]) -> Iterator[Block]:
    content = _content(part)
    if part.get_content_type() == "text/html":
        shown = web.everything(content, lambda tree: mark_quotes(tree, subject))
        yield from older(((block, False) for block in shown), subject)
        return
    content, names, locked = without_files(content)
    attached |= dict.fromkeys(names, False)
    notes += [_LOCKED_NOTE] if locked else []
    said = {name: str(part.get_param(name, "")).lower() for name in ("format", "delsp")}
    yield from written(content, subject, flowed=said["format"] == "flowed", joined=said["delsp"] == "yes")


def _messages(part: MIMEPart) -> list[Any]:
    """The messages within a part: as such, or as a file of one that the program which sent it took for any other."""
    if part.get_content_type() == "message/rfc822":
        return list(part.iter_parts())
    if not (part.get_filename() or "").lower().endswith(".eml"):
        return []
    message: Any = BytesParser(policy=POLICY).parsebytes(payload(part))
    return [message] if message["From"] or message["Subject"] else []


def _header(message: MIMEPart, name: str) -> Any:  # noqa: ANN401 (a kind of text for each header)
    """A header; its bytes beyond ASCII are read as a text's are. "" if there is none."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            raw = value.encode("utf-8", "surrogateescape")
            text = decode(raw, str(message.get_content_charset() or "")) or ""
            return parsed(key, " ".join(text.split()))
    return ""


def _content(part: MIMEPart) -> str:
    """The text of a part, whatever encoding it says it has."""
    text = decode(payload(part), str(part.get_content_charset() or "")) or ""
    return _FROM.sub(r"\1", text) if part.get_unixfrom() else text


def _is_text(part: MIMEPart) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"


def _is_calendar(part: MIMEPart) -> bool:
    return part.get_content_type() == "text/calendar" or (part.get_filename() or "").lower().endswith(".ics")


def _attachment(part: MIMEPart) -> str:
    """The name of a file that comes with a message; "" of a picture in its text, and of a signature."""
    kind = part.get_content_type()
    shown = part.get_content_disposition() != "attachment" and kind.startswith("image/")
    return "" if shown or kind.endswith("-signature") else part.get_filename() or ""
