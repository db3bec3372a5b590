""".json and .jsonl -> rows, one an object, and paragraphs where a value is a text."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats.blocks import Block, Extracted, TableHead, TableRow, assemble
from ingest.formats.grid import RawCell
from ingest.formats.json_documents import document_blocks, is_document
from ingest.formats.json_grids import framed, is_grid, is_keyed, is_ragged
from ingest.formats.json_texts import Html, is_text, plain, shown
from ingest.formats.metadata import cleaned_metadata
from ingest.formats.table_columns import read_columns
from ingest.formats.tables import table_blocks
from ingest.text.decoding import decoded

_DEEP = 50  # levels that are still read
_WIDEST = 1000  # different fields of objects that are the rows of one table
_NAMES = ("title", "headline", "subject", "name", "question")
_END = Block("", "heading")  # where the heading of an object holds no more


def read_json(data: bytes) -> Extracted:
    """The objects of a JSON file, or of JSON Lines under that name."""
    text = decoded(data, "JSON")
    try:
        value = _parsed(text, "")
    except UnreadableFileError as error:
        if _goes_on(text, error.__cause__):
            return read_lines(data)
        raise
    said = value if isinstance(value, dict) else {}
    title = said.get("title")
    metadata = cleaned_metadata(said.get("author"), said.get("date"), said.get("language"))
    return assemble(_parted(_blocks(value, "", 0)), title if isinstance(title, str) else None, metadata=metadata)


def read_lines(data: bytes) -> Extracted:
    """The objects of JSON Lines, one a line."""
    rows = decoded(data, "JSON").split("\n")
    values = [_parsed(line, f" in line {number}") for number, line in enumerate(rows, 1) if line.strip()]
    return assemble(_parted(_blocks(values, "", 0)))


def _goes_on(text: str, fault: BaseException | None) -> bool:
    """Whether what is wrong is that another value begins in the line after the first one."""
    if not isinstance(fault, json.JSONDecodeError) or fault.msg != "Extra data":
        return False
    return text[: fault.pos].rstrip(" \t\r").endswith("\n")


def _parsed(text: str, where: str) -> Any:  # noqa: ANN401 (any JSON value)
    try:
        # Numbers are kept as they are written: 3.10 is quoted as 3.10.
        return shown(json.loads(text, parse_int=str, parse_float=str))
    except json.JSONDecodeError as error:
        place = where or f" in line {error.lineno}"
        raise UnreadableFileError(f"is not valid JSON{place} ({error.msg}). Mend it or remove it.") from error


def _parted(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with a part of its own for each object that has a heading."""
    part = 0
    for block in blocks:
        part += block.kind == "heading"
        yield replace(block, part=part)


def _blocks(value: Any, path: str, depth: int) -> Iterator[Block]:  # noqa: ANN401
    if depth > _DEEP:
        raise UnreadableFileError(f"is nested more than {_DEEP} levels deep. Remove it or make it flatter.")
    if is_document(value):
        yield from document_blocks(value)
    elif isinstance(value, Mapping) and is_keyed(value):
        yield from _blocks([{"": key, **item} for key, item in value.items()], path, depth + 1)
    elif isinstance(value, Mapping) and (table := framed(value)):
        yield from _blocks(table, path, depth + 1)
    elif isinstance(value, Mapping):
        yield from _object(value, path, depth)
    elif isinstance(value, list) and is_ragged(value):
        names = [plain(name) for name in value[0]]
        yield from _blocks([dict(zip(names, row, strict=False)) for row in value[1:]], path, depth + 1)
    elif isinstance(value, list):
        head = _head(value, path, depth)
        if is_grid(value):
            cells = ([RawCell(plain(cell)) for cell in row] for row in value)
            yield from table_blocks(cells, caption=path, counted=True)
            return
        for item in value:
            yield from _object(item, path, depth + 1, head) if head else _blocks(item, path, depth + 1)
    else:
        yield from _texts(path, plain(value)) if is_text(value) else [Block(_named(path, plain(value)), "row")]


def _head(items: list[Any], path: str, depth: int) -> TableHead | None:
    """What objects of a list have in common as rows of a table; None where it is none."""
    if len(items) < 2 or not all(isinstance(item, Mapping) for item in items):
        return None
    rows = [dict(_short(item, depth + 1)) for item in items]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not names or len(names) > _WIDEST:
        return None
    return TableHead(path, read_columns(names, [[row.get(name, "") for name in names] for row in rows], counted=True))


def _short(value: Mapping[str, Any], depth: int) -> Iterator[tuple[str, str]]:
    """The fields of an object that stand in one row, as they are shown."""
    for name, item in _flat(value, "", depth):
        if not is_text(item) and not isinstance(item, (list, Mapping)):
            yield name, plain(item)


def _object(value: Mapping[str, Any], path: str, depth: int, head: TableHead | None = None) -> Iterator[Block]:
    """An object: what is short as one row, under its title if it has a text; then what is long, nested, a document."""
    fields = dict(_flat(value, "", depth))
    texts = {name: item for name, item in fields.items() if is_text(item)}
    nested = {name: item for name, item in fields.items() if isinstance(item, (list, Mapping))}
    named = (fields.get(key) for name in _NAMES for key in (name, f"{name} rendered"))  # as WordPress gives it
    title = next((one for one in named if isinstance(one, str)), None)
    long = bool(texts) or any(map(is_document, nested.values()))
    headed = bool(title and long and title not in texts.values())
    if headed:
        yield Block(str(title), "heading")
    short = {name: plain(item) for name, item in fields.items() if name not in texts and name not in nested}
    line = "; ".join(_named(name, text) for name, text in short.items() if text)
    row = TableRow(head, tuple(short.get(column.name, "") for column in head.columns)) if head else None
    yield Block(line, "row", row=row)
    for name, item in texts.items():
        yield from _texts(name, item)
    for name, item in nested.items():
        yield from _blocks(item, name if not path else f"{path} {name}", depth + 1)
    if headed or any(isinstance(item, Html) for item in texts.values()):
        yield _END


def _flat(value: Mapping[str, Any], path: str, depth: int) -> Iterator[tuple[str, Any]]:
    """The fields of an object and of those in it: scalars, lists that hold more than scalars, documents of editors."""
    if depth > _DEEP:
        raise UnreadableFileError(f"is nested more than {_DEEP} levels deep. Remove it or make it flatter.")
    for key, item in value.items():
        name = f"{path} {key}".strip()
        if isinstance(item, Mapping) and not is_document(item):
            yield from _flat(item, name, depth + 1)
        elif isinstance(item, list) and not any(isinstance(one, (Mapping, list)) for one in item):
            yield name, ", ".join(plain(one) for one in item)
        else:
            yield name, item


def _texts(name: str, value: str) -> Iterator[Block]:
    """The lines of a long value, each a paragraph, or what HTML has; the first one after the value's name."""
    blocks = value.blocks if isinstance(value, Html) else map(Block, filter(str.strip, value.splitlines()))
    for number, block in enumerate(blocks):
        yield block if number or block.kind != "text" else replace(block, text=_named(name, block.text))


def _named(name: str, value: str) -> str:
    return f"{name}: {value}" if name else value
