"""Documents as editors keep them in JSON, a tree of nodes -> headings, paragraphs, items of lists and tables.

ProseMirror, TipTap and Atlassian write {"type": "paragraph", "content": […]}, Lexical and Slate "children" in its
place, Contentful "nodeType" and Sanity "_type" for "type"; Quill writes its texts one after the other under "ops".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats.blocks import Block
from ingest.formats.grid import RawCell
from ingest.formats.tables import table_blocks

Node = Mapping[str, Any]
_ROOTS = frozenset("doc document root".split())
_SHOWN = ("text", "label", "alt", "shortName")  # of the attributes of a mention, a status, a picture, an emoji
_BREAK = re.compile(r"hard_?break|line_?break|br", re.IGNORECASE)
_HEADING = re.compile(r"h(?:ead(?:ing|er))?(?:[-_]?[1-6]|[-_](?:one|two|three|four|five|six))?", re.IGNORECASE)
_LIST = re.compile(r"(?P<counted>ol|(?:ordered|number(?:ed)?)[-_]?list)|ul|.*list", re.IGNORECASE)
_ROW = re.compile(r"(?:table[-_]?)?row|tr", re.IGNORECASE)
_HEAD = re.compile(r"(?:table[-_]?)?head(?:er)?(?:[-_]?cell)?|th", re.IGNORECASE)
_DEEP = 50  # levels that are still read


def is_document(value: object) -> bool:
    """Whether a JSON value is a document of an editor, or the list of its nodes."""
    if isinstance(value, Mapping):
        return bool(_inserted(value)) or (_kind(value) in _ROOTS and _has_text(value, 0))
    nodes = value if isinstance(value, list) else []
    whole = all(isinstance(node, Mapping) and _kind(node) and _inside(node) for node in nodes)
    return bool(nodes) and whole and all(_has_text(node, 0) for node in nodes)


def document_blocks(value: Node | Sequence[Node]) -> Iterator[Block]:
    """The blocks of a document.

    Raises:
        UnreadableFileError: it is nested too deeply.
    """
    root = value if isinstance(value, Mapping) else {"children": value}
    texts = "".join(_inserted(root)).splitlines()
    yield from (Block(line) for line in texts) if texts else _blocks(root, 0, 0)


def _inserted(value: Node) -> list[str]:
    """The texts that Quill inserts one after the other."""
    steps = value.get("ops")
    steps = steps if isinstance(steps, list) and all(isinstance(step, Mapping) for step in steps) else []
    return [step["insert"] for step in steps if isinstance(step.get("insert"), str)]


def _blocks(node: Node, depth: int, listed: int) -> Iterator[Block]:
    """What a node holds; `listed` is how many lists it stands in."""
    if depth > _DEEP:
        raise UnreadableFileError(f"is nested more than {_DEEP} levels deep. Remove it or make it flatter.")
    inside = _inside(node)
    if any(_ROW.fullmatch(_kind(child)) for child in inside):
        yield from table_blocks([_cell(cell) for cell in _inside(row)] for row in inside)
        return
    items = _LIST.fullmatch(_kind(node)) if inside else None
    counted = bool(items and items["counted"]) or node.get("listType") == "number"
    texts = any(_text(child) is not None for child in inside)
    at = 0
    for plain, run in groupby(inside, key=lambda child: _is_inline(child, texts=texts)):
        if plain:
            yield from _paragraphs(node, "".join(map(_words, run)))
            continue
        for child in run:
            at += 1
            blocks = _blocks(child, depth + 1, listed + bool(items))
            first = next(blocks, None)
            if first and items and first.kind == "text":
                first = replace(first, item=(listed + 1, at if counted else 0))
            yield from [first] if first else []
            yield from blocks


def _paragraphs(node: Node, text: str) -> Iterator[Block]:
    names = (name for name in (_kind(node), node.get("style")) if isinstance(name, str) and _HEADING.fullmatch(name))
    if name := next(names, ""):
        digits = re.findall(r"[1-6]", f"{_attributes(node).get('level')}{node.get('level')}{node.get('tag')}{name}")
        yield Block(text, "heading", level=int(digits[0]) if digits else 0)
    else:
        yield from (Block(line) for line in text.splitlines())


def _cell(node: Node) -> RawCell:
    said = {**node, **_attributes(node)}
    across, down = (
        next((int(said[name]) for name in names if str(said.get(name)).isdecimal()), 1)
        for names in (("colspan", "colSpan"), ("rowspan", "rowSpan"))
    )
    return RawCell(_words(node), heading=bool(_HEAD.fullmatch(_kind(node))), across=across, down=down)


def _words(node: Node) -> str:
    """What is shown of a node, blocks in it with a space between."""
    text, inside = _text(node), _inside(node)
    if text is not None or _BREAK.fullmatch(_kind(node)):
        return "\n" if text is None else text
    if not inside:
        return next((shown for name in _SHOWN if isinstance(shown := _attributes(node).get(name), str)), "")
    texts = any(_text(child) is not None for child in inside)
    return "".join(_words(child) + ("" if _is_inline(child, texts=texts) else " ") for child in inside)


def _is_inline(node: Node, *, texts: bool) -> bool:
    """Whether a node stands in a line, among others of which some are `texts`."""
    return not _inside(node) or (texts and not _LIST.fullmatch(_kind(node)))


def _kind(node: Node) -> str:
    return next((node[name] for name in ("type", "nodeType", "_type") if isinstance(node.get(name), str)), "")


def _inside(node: Node) -> list[Node]:
    """The nodes in a node."""
    found: list[Any] = next((node[name] for name in ("content", "children") if isinstance(node.get(name), list)), [])
    return found if all(isinstance(one, Mapping) for one in found) else []


def _text(node: Node) -> str | None:
    """The text that a node is; None if it is another."""
    said = node.get("value" if node.get("nodeType") == "text" else "text")
    return said if isinstance(said, str) else None


def _attributes(node: Node) -> Node:
    said = node.get("attrs") or node.get("data")
    return said if isinstance(said, Mapping) else {}


def _has_text(node: Node, depth: int) -> bool:
    return _text(node) is not None or (depth < _DEEP and any(_has_text(one, depth + 1) for one in _inside(node)))
