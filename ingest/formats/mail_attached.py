"""Files of text that came with a mail: read below their names, by which they are told, as many a type says nothing."""

from email.message import MIMEPart

from ingest.errors import UnreadableFileError
from ingest.formats import delimited, web
from ingest.formats.blocks import Block
from ingest.formats.mail_payload import payload
from ingest.formats.mail_text import written
from ingest.text.decoding import decode

_TABLES = (".csv", ".tsv")
_PAGES = (".html", ".htm")
_TEXTS = (".txt", ".md")


def attached_text(name: str, part: MIMEPart) -> list[Block]:
    """The blocks of a file of text of that name, the first of them the name; none of any other file."""
    ending = name.lower()
    if not ending.endswith(_TABLES + _PAGES + _TEXTS):
        return []
    data = payload(part)
    text = decode(data, part.get_content_charset() or web.declared(data)) or ""
    try:
        if ending.endswith(_TABLES):
            found = list(delimited.rows_of(text))
        elif ending.endswith(_PAGES):
            found = list(web.everything(text))
        else:
            found = list(written(text, name))
    except UnreadableFileError:  # it is named among those that are not read, and the mail goes on
        return []
    return [Block(name, "heading"), *found] if found else []
