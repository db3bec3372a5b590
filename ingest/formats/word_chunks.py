"""What another program has put into a Word document whole (altChunk): a page of HTML or an archive of one, a text."""

from collections.abc import Callable, Iterator
from email import policy
from email.parser import BytesParser
from typing import Any

from ingest.formats import web
from ingest.formats.blocks import Block
from ingest.text.decoding import decode

_ARCHIVES = ("message/rfc822", "multipart/related", "application/x-mimearchive")  # a page with its pictures (MHTML)


def chunk(part: Any, lost: list[str], document: Callable[[bytes], Iterator[Block]] | None) -> Iterator[Block]:  # noqa: ANN401 (python-docx has no types for it)
    """The blocks of such a part; what cannot be read is named in `lost`.

    Args:
        part: of the package; None for one that is missing.
        lost: what cannot be read.
        document: reads another document of Word; None where they are nested too deeply.
    """
    kind = part.content_type.lower() if part is not None else ""
    if "wordprocessingml" in kind and document is not None:
        yield from document(part.blob)
        return
    page, text = None, None
    if "html" in kind:
        page = decode(part.blob, web.declared(part.blob))
    elif kind in _ARCHIVES:
        page, text = _unpacked(part.blob)
    elif kind.startswith("text/"):
        text = decode(part.blob)
    if page is not None:
        yield from web.everything(page)
    elif text is not None:
        yield from (Block(line) for line in text.splitlines())
    else:
        lost.append(f"a part of it that another program has put in ({kind or 'missing'}) is not read")


def _unpacked(data: bytes) -> tuple[str | None, str | None]:
    """The page in an archive, or the text, if it holds one of these."""
    message = BytesParser(policy=policy.default).parsebytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    pages = (one for one in message.walk() if one.get_content_type() == "text/html")
    body = message.get_body(("html", "plain")) or next(pages, None)
    if body is None:
        return None, None
    raw: Any = body.get_payload(decode=True)
    said = str(body.get_content_charset() or "")
    if body.get_content_type() == "text/html":
        return decode(raw or b"", said or web.declared(raw or b"")), None
    return None, decode(raw or b"", said)
