""".json and .jsonl -> rows, one an object, and paragraphs where a value is a text."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats.blocks import Block, Extracted, TableHead, TableRow, assemble
from ingest.formats.grid import RawCell
from ingest.formats.json_texts import shown
from ingest.formats.metadata import cleaned_metadata
from ingest.formats.table_columns import read_columns
from ingest.formats.tables import table_blocks
from ingest.text.decoding import decoded

_LONG = 200  # characters that make a value a text
_DEEP = 50  # levels that are still read
_WIDEST = 1000  # different fields of objects that are the rows of one table
_COLUMNS = ("columns", "fields", "header", "headers")  # how programs call the names of columns that stand by themselves
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
    if isinstance(value, Mapping) and _is_keyed(value):
        yield from _blocks([{"": key, **item} for key, item in value.items()], path, depth + 1)
    elif isinstance(value, Mapping) and (framed := _framed(value)):
        yield from _blocks(framed, path, depth + 1)
    elif isinstance(value, Mapping):
        yield from _object(value, path, depth)
    elif isinstance(value, list):
        head = _head(value, path, depth)
        if _is_grid(value):
            cells = ([RawCell(_plain(cell)) for cell in row] for row in value)
            yield from table_blocks(cells, caption=path, counted=True)
            return
        for item in value:
            yield from _object(item, path, depth + 1, head) if head else _blocks(item, path, depth + 1)
    else:
        yield from _texts(path, _plain(value)) if _is_text(value) else [Block(_named(path, _plain(value)), "row")]


def _is_keyed(value: Mapping[str, Any]) -> bool:
    """Whether an object holds the rows of a table by their names: objects that have their fields in common."""
    items = list(value.values())
    return len(items) > 1 and all(isinstance(item, Mapping) and item.keys() == items[0].keys() for item in items)


def _framed(value: Mapping[str, Any]) -> list[Any]:
    """The rows of a table whose columns are named beside them ("columns", "data"), each as an object; [] for others."""
    names = next((item for key, item in value.items() if key.lower() in _COLUMNS and isinstance(item, list)), [])
    grids = [item for item in value.values() if isinstance(item, list) and _is_grid([names, *item])]
    if len(grids) != 1 or not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        return []
    rest = {key: item for key, item in value.items() if item is not names and item is not grids[0]}
    return [*([rest] if rest else []), [dict(zip(names, row, strict=True)) for row in grids[0]]]


def _is_grid(items: list[Any]) -> bool:
    """Whether these are the rows of a table: lists of short values, as many in each."""
    if len(items) < 2 or not all(isinstance(item, list) and len(item) > 1 for item in items):
        return False
    plain = not any(isinstance(cell, (Mapping, list)) or _is_text(cell) for item in items for cell in item)
    return plain and len({len(item) for item in items}) == 1


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
        if not _is_text(item) and not isinstance(item, list):
            yield name, _plain(item)


def _object(value: Mapping[str, Any], path: str, depth: int, head: TableHead | None = None) -> Iterator[Block]:
    """An object: what is short in it as one row, under its title if it has a text; then what is long or nested."""
    fields = dict(_flat(value, "", depth))
    texts = {name: item for name, item in fields.items() if _is_text(item)}
    nested = {name: item for name, item in fields.items() if isinstance(item, list)}
    title = next((fields[name] for name in _NAMES if isinstance(fields.get(name), str)), None)
    headed = bool(title and texts and title not in texts.values())
    if headed:
        yield Block(str(title), "heading")
    short = {name: _plain(item) for name, item in fields.items() if name not in texts and name not in nested}
    line = "; ".join(_named(name, text) for name, text in short.items() if text)
    row = TableRow(head, tuple(short.get(column.name, "") for column in head.columns)) if head else None
    yield Block(line, "row", row=row)
    for name, item in texts.items():
        yield from _texts(name, item)
    for name, item in nested.items():
        yield from _blocks(item, name if not path else f"{path} {name}", depth + 1)
    if headed:
        yield _END


def _flat(value: Mapping[str, Any], path: str, depth: int) -> Iterator[tuple[str, Any]]:
    """The fields of an object and of those in it, and their values: scalars, or lists that hold more than scalars."""
    if depth > _DEEP:
        raise UnreadableFileError(f"is nested more than {_DEEP} levels deep. Remove it or make it flatter.")
    for key, item in value.items():
        name = f"{path} {key}".strip()
        if isinstance(item, Mapping):
            yield from _flat(item, name, depth + 1)
        elif isinstance(item, list) and not any(isinstance(one, (Mapping, list)) for one in item):
            yield name, ", ".join(_plain(one) for one in item)
        else:
            yield name, item


def _is_text(value: object) -> bool:
    return isinstance(value, str) and (len(value) > _LONG or "\n" in value.strip())


def _texts(name: str, value: str) -> Iterator[Block]:
    """The lines of a long value, each a paragraph; the first one after the value's name."""
    for number, line in enumerate(line for line in value.splitlines() if line.strip()):
        yield Block(line if number else _named(name, line))


def _named(name: str, value: str) -> str:
    return f"{name}: {value}" if name else value


def _plain(value: object) -> str:
    return "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)
