""".eml -> its subject as the heading, who wrote to whom, and the text, by the standard library."""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats import web
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.metadata import cleaned_metadata
from ingest.text.decoding import decode
from ingest.text.lines import paragraphs

_HEADER = re.compile(rb"\A(?:From |(?:[A-Za-z0-9-]+:.*\r?\n(?:[ \t].*\r?\n)*)+)")
_SHOWN = ("From", "To", "Cc", "Date")


def read(data: bytes) -> Extracted:
    """Subject, sender, receivers, date, text and the names of attachments; what is attached is not read."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    if not _HEADER.match(data) or not any(message[name] for name in ("From", "Subject", "Received", "Message-ID")):
        raise UnreadableFileError("is not an e-mail, whatever its name says. Rename it or remove it.")
    subject = str(message["Subject"] or "")
    senders = message["From"].addresses if message["From"] else ()
    names = [one.display_name or one.addr_spec for one in senders]
    sent = message["Date"].datetime if message["Date"] else None
    metadata = cleaned_metadata(names, sent, str(message["Content-Language"] or ""))
    return assemble(_blocks(message, subject), subject, metadata=metadata)


def _blocks(message: EmailMessage, subject: str) -> Iterator[Block]:
    yield Block(subject, "heading")
    yield Block("; ".join(f"{name}: {message[name]}" for name in _SHOWN if message[name]), "row")
    body = message.get_body(("plain", "html"))
    if body is not None:
        content = _content(body)
        if body.get_content_subtype() == "html":
            yield from web.everything(content)
        else:
            yield from (Block(content[p.start : p.end]) for p in paragraphs(content))
    names = [name for part in message.iter_attachments() if (name := part.get_filename())]
    if names:
        yield Block(f"Attachments: {'; '.join(names)}", "row")


def _content(body: Any) -> str:  # noqa: ANN401 (its methods are those of a policy)
    """The text of a part, also if it names an encoding that there is not."""
    try:
        return str(body.get_content())
    except LookupError:
        return decode(body.get_payload(decode=True)) or ""
