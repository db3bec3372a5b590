""".json and .jsonl -> rows, one an object, and paragraphs where a value is a text."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.metadata import cleaned_metadata
from ingest.text.decoding import decoded

_LONG = 200  # characters that make a value a text
_DEEP = 50  # levels that are still read
_NAMES = ("title", "headline", "subject", "name", "question")

_END = Block("", "heading")  # where the heading of an object holds no more


def read_json(data: bytes) -> Extracted:
    """The objects of a JSON file."""
    value = _parsed(decoded(data, "JSON"), "")
    said = value if isinstance(value, dict) else {}
    title = said.get("title")
    metadata = cleaned_metadata(said.get("author"), said.get("date"), said.get("language"))
    return assemble(_parted(_blocks(value, "", 0)), title if isinstance(title, str) else None, metadata=metadata)


def read_lines(data: bytes) -> Extracted:
    """The objects of JSON Lines, one a line."""
    rows = decoded(data, "JSON").split("\n")
    values = (_parsed(line, f" in line {number}") for number, line in enumerate(rows, 1) if line.strip())
    return assemble(_parted(block for value in values for block in _blocks(value, "", 0)))


def _parsed(text: str, where: str) -> Any:  # noqa: ANN401 (any JSON value)
    try:
        # Numbers are kept as they are written: 3.10 is quoted as 3.10.
        return json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        place = where or f" in line {error.lineno}"
        raise UnreadableFileError(f"is not valid JSON{place} ({error.msg}). Mend it or remove it.") from error


def _parted(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with a part of its own for each object that has a heading."""
    part = 0
    for block in blocks:
        part += block.kind == "heading"
        yield Block(block.text, block.kind, part)


def _blocks(value: Any, path: str, depth: int) -> Iterator[Block]:  # noqa: ANN401
    if depth > _DEEP:
        raise UnreadableFileError(f"is nested more than {_DEEP} levels deep. Remove it or make it flatter.")
    if isinstance(value, Mapping):
        yield from _object(value, path, depth)
    elif isinstance(value, list):
        for item in value:
            yield from _blocks(item, path, depth + 1)
    else:
        yield from _texts(path, _plain(value)) if _is_text(value) else [Block(_named(path, _plain(value)), "row")]


def _object(value: Mapping[str, Any], path: str, depth: int) -> Iterator[Block]:
    """An object: what is short in it as one row, under its title if it has a text; then what is long or nested."""
    fields = dict(_flat(value, "", depth))
    texts = {name: item for name, item in fields.items() if _is_text(item)}
    nested = {name: item for name, item in fields.items() if isinstance(item, list)}
    title = next((fields[name] for name in _NAMES if isinstance(fields.get(name), str)), None)
    headed = bool(title and texts and title not in texts.values())
    if headed:
        yield Block(str(title), "heading")
    short = [(name, item) for name, item in fields.items() if name not in texts and name not in nested]
    yield Block("; ".join(_named(name, _plain(item)) for name, item in short if _plain(item)), "row")
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
