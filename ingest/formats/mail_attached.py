"""Files that came with a mail: read below their names, by which they are told, as many a type says nothing."""

import re
from collections.abc import Iterator
from email.message import MIMEPart
from pathlib import PurePosixPath

from ingest.errors import UnreadableFileError
from ingest.formats import delimited, web
from ingest.formats.blocks import Block, Extracted, TableHead, TableRow
from ingest.formats.mail_payload import payload
from ingest.formats.mail_text import written
from ingest.text.decoding import decode

_TABLES = (".csv", ".tsv")
_PAGES = (".html", ".htm")
_TEXTS = (".txt", ".md")
_FILES = (".pdf", ".docx", ".pptx", ".xlsx", ".json", ".jsonl", ".epub", ".vcf", ".vtt", ".srt")
_LINE = re.compile(r"[^\n]+")


def file_blocks(name: str, part: MIMEPart, notes: list[str]) -> list[Block]:
    """The blocks of a file of that name, the first of them the name; none of one that cannot be read.

    What of it cannot be read is added to `notes`.
    """
    try:
        found = list(_read(name, PurePosixPath(name.lower()).suffix, part, notes))
    except (UnreadableFileError, MemoryError):  # it is named among those that are not read, and the mail goes on
        return []
    return [Block(name, "heading", found[0].part, level=1), *found] if found else []


def _read(name: str, ending: str, part: MIMEPart, notes: list[str]) -> Iterator[Block]:
    from ingest.formats import extract  # it reads mails too

    data = payload(part)
    if ending in _FILES:
        made = extract(ending, data)
        notes += [f"{name}: {note}" for note in made.notes]
        yield from _blocks(name, made, paged=ending == ".pdf")
    elif ending in _TABLES + _PAGES + _TEXTS:
        text = decode(data, part.get_content_charset() or web.declared(data)) or ""
        if ending in _TABLES:
            yield from delimited.rows_of(text)
        elif ending in _PAGES:
            yield from web.everything(text)
        else:
            yield from written(text, name)


def _blocks(name: str, found: Extracted, *, paged: bool) -> Iterator[Block]:
    """What was read of a file as the blocks that it was made of, its headings below its name."""
    rows: dict[int, TableRow] = {}
    for table in found.tables:
        head = TableHead(table.caption, table.columns)
        rows |= {row.start: TableRow(head, row.cells, row.total) for row in table.rows}
    at, last = 0, ""
    for section in found.sections:
        page = section.page if paged else None
        above = _LINE.findall(found.text, at, section.start)
        levels = (0,) * (len(above) - len(section.levels)) + section.levels
        for line, level in zip(above, levels, strict=True):
            yield Block(line, "heading", page, level=max(level, 1) + 1)
        if last and not section.heading:
            yield Block(name, "heading", page, level=1)
        for number, line in enumerate(_LINE.finditer(found.text, section.start, section.end)):
            item = section.items[number] if section.items else (0, 0)
            yield Block(line[0], "row" if section.rows else "text", page, rows.get(line.start()), item=item)
        at, last = section.end, section.heading
