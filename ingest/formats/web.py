""".html -> blocks: trafilatura tells where the article is, lxml gives its headings, paragraphs and rows."""

import codecs
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.web_metadata import published
from ingest.formats.web_tables import INLINE, MARK, lay_out_tables, row_of, words
from ingest.text.decoding import decoded

_CHARSET = re.compile(rb"<(?:meta[^>]{0,200}charset\s*=|\?xml[^>]{0,200}encoding=)\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z!?/]")
_LEAST = 200  # characters of an article; a page with less is taken whole
_TELLING = 30  # characters of a paragraph that shows where the article is
_NAMED = 12  # characters of a row that does
_NEAR = 6  # blocks above the article's first paragraph in which its heading is looked for
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_AROUND = frozenset({"nav", "aside", "footer", "form", "button", "menu"})
_SILENT = ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "textarea")


def read(data: bytes) -> Extracted:
    """The article of a page; all of it, where there is no article."""
    text = _decoded(data)
    if not _TAG.search(text):
        raise UnreadableFileError("is not HTML, whatever its name says. Rename it to .txt or remove it.")
    tree = _tree(text)
    said = published(tree)
    rows = _simplify(tree)
    title = _title(tree)
    body = tree.find("body")
    found = _article(tree, list(_blocks(body, rows, _AROUND))) or list(_blocks(body, rows))
    if title and not any(block.kind == "heading" for block in found):
        found.insert(0, Block(title, "heading"))
    return assemble(found, title, metadata=said)


def everything(text: str) -> Iterator[Block]:
    """All that HTML says, with nothing chosen from it: a chapter, a letter."""
    if text.strip():
        tree = _tree(text)
        rows = _simplify(tree)
        yield from _blocks(tree.find("body"), rows)


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with suppress(LookupError, UnicodeError):  # it may not be what it says it is
            return data.decode(declared[1].decode("ascii"))
    return decoded(data, "HTML")


def _tree(text: str) -> Any:  # noqa: ANN401 (lxml ships no types)
    """HTML as a tree.

    Raises:
        UnreadableFileError: it is nested so deeply that the parser gives up, and would leave out the rest.
    """
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(text.encode("utf-8", "replace"), parser, ensure_head_body=True)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnreadableFileError("is nested too deeply. Remove it or make it flatter.")
    return tree


def _simplify(tree: Any) -> Sequence[Block]:  # noqa: ANN401
    """Take out what shows no words, and make lines of the rows of tables, which are returned."""
    from lxml import etree

    etree.strip_elements(tree, *_SILENT, with_tail=False)
    return lay_out_tables(tree)


def _article(tree: Any, found: list[Block]) -> list[Block]:  # noqa: ANN401
    """The blocks from the first to the last one that belong to the article; none, if there is no article.

    What trafilatura gives lacks the headings of many pages, and most code: so it only tells where to begin and to end.
    """
    import trafilatura

    # Its remarks are about the page's make; with this handler they go to those who ask for them only.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    chosen: Any = trafilatura.bare_extraction(tree, include_comments=False)
    text = " ".join(chosen.text.split()) if chosen is not None and chosen.text else ""
    if len(text) < _LEAST:
        return []
    words = [" ".join(block.text.split()) for block in found]
    telling = [at for at, line in enumerate(words) if len(line) >= (_NAMED if found[at].kind == "row" else _TELLING)]
    first = next((at for at in telling if words[at] in text), None)
    last = next((at for at in reversed(telling) if words[at] in text), None)
    if first is None or last is None:
        return []
    above = [at for at in range(max(0, first - _NEAR), first) if found[at].kind == "heading" and words[at]]
    return found[above[0] if above else first : last + 1]


def _title(tree: Any) -> str:  # noqa: ANN401
    """The only heading of the first level, else what the page calls itself."""
    firsts = [" ".join(words(node).split()) for node in tree.iter("h1")]
    if len(firsts) == 1 and firsts[0]:
        return firsts[0]
    for node in tree.iter("meta"):
        if node.get("property") == "og:title" and node.get("content"):
            return str(node.get("content"))
    return next(("".join(node.itertext()) for node in tree.iter("title")), "")


def _blocks(
    root: Any,  # noqa: ANN401 (lxml ships no types)
    rows: Sequence[Block],
    around: frozenset[str] = frozenset(),
) -> Iterator[Block]:
    """Headings, paragraphs and `rows` below an element, in order, without those in elements named in `around`."""
    from lxml.etree import iterwalk

    said: list[str] = []
    within: list[frozenset[str]] = [frozenset()]  # of the kinds of elements that matter, those around the words
    for event, node in iterwalk(root, events=("start", "end")):
        if node.tag not in INLINE:
            if not within[-1] & around:
                yield from _said("".join(said), within[-1], rows)
            said.clear()
        if event == "start":
            within.append(within[-1] | {node.tag} & (_HEADINGS | _AROUND | {"pre"}))
            said.append(node.text or "")
        else:
            within.pop()
            said.append("" if node is root else node.tail or "")


def _said(text: str, within: frozenset[str], rows: Sequence[Block]) -> Iterator[Block]:
    """The words between two borders of elements."""
    if row := row_of(text, rows):
        yield row
    elif "pre" in within:
        yield from (Block(line, "row") for line in text.splitlines())
    elif text.strip():
        yield Block(text.replace(MARK, ""), "heading" if within & _HEADINGS else "text")
