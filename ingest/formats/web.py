""".html -> blocks: trafilatura tells where the article is, lxml gives its headings, paragraphs and rows."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.formats.blocks import Block, Extracted, assemble, given
from ingest.formats.web_article import Placed, article, leave_out_consent
from ingest.formats.web_breaks import join_lines
from ingest.formats.web_chats import is_chat, join_messages
from ingest.formats.web_forms import fill_in
from ingest.formats.web_grids import make_tables
from ingest.formats.web_hidden import leave_out_deleted, leave_out_hidden
from ingest.formats.web_links import is_linked, name_addresses
from ingest.formats.web_lists import Lists, write_numbers
from ingest.formats.web_marks import leave_out_marks
from ingest.formats.web_metadata import published
from ingest.formats.web_pictures import keep_names
from ingest.formats.web_quotes import mark_quotes
from ingest.formats.web_raised import write_raised
from ingest.formats.web_spans import join_prices, part_badges, part_labels
from ingest.formats.web_tables import INLINE, MARK, lay_out_tables, row_of, words
from ingest.formats.web_terms import join_terms
from ingest.text.decoding import decoded

_CHARSET = re.compile(rb"<(?:meta[^>]{0,200}charset\s*=|\?xml[^>]{0,200}encoding=)\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SOFT = re.compile(r"\u00ad|&(?:shy|#173|#x0*ad);", re.IGNORECASE)  # where a word may be parted, and mostly is not
_TAG = re.compile(r"<[a-zA-Z!?/]")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_AROUND = frozenset({"nav", "aside", "footer", "form", "button", "menu"})
_MENU = 0.5  # of the words of what an article says aside are links, where it leads to others
_SILENT = ("script", "style", "noscript", "template", "math", "iframe", "object", "select", "textarea")


def read(data: bytes) -> Extracted:
    """The article of a page; all of it, where there is no article."""
    tree = _tree(_page(data))
    said = published(tree)
    made = tree.find(".//script") is not None
    leave_out_hidden(tree)
    leave_out_consent(tree)
    rows = _simplify(tree)
    title = _title(tree)
    body = tree.find("body")
    chosen = [] if is_chat(tree) else article(tree, list(_placed(body, rows, _AROUND)))
    found = chosen or list(_blocks(body, rows))
    if made and not any(block.text.strip() for block in found):
        raise UnreadableFileError("shows nothing without its scripts. Open it in a browser and save what it shows.")
    if title and not any(block.kind == "heading" for block in found):
        found.insert(0, Block(title, "heading"))
    return assemble(found, title, metadata=said)


def everything(text: str, prepare: Callable[[Any], None] = lambda _tree: None) -> Iterator[Block]:
    """All that HTML says, with nothing chosen from it: a chapter, a letter, its tree prepared as that needs it."""
    if text.strip():
        tree = _tree(text)
        leave_out_hidden(tree)
        prepare(tree)
        rows = _simplify(tree)
        yield from _blocks(tree.find("body"), rows)


def _page(data: bytes) -> str:
    text = decoded(data, "HTML", declared(data))
    if not _TAG.search(text):
        raise UnreadableFileError("is not HTML, whatever its name says. Rename it to .txt or remove it.")
    return text


def declared(data: bytes) -> str:
    """The encoding that a page says it has; "" if it does not."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else ""


def _tree(text: str) -> Any:  # noqa: ANN401 (lxml ships no types)
    """HTML as a tree.

    Raises:
        UnreadableFileError: it is nested so deeply that the parser gives up, and would leave out the rest.
    """
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(_SOFT.sub("", text).encode("utf-8", "replace"), parser, ensure_head_body=True)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnreadableFileError("is nested too deeply. Remove it or make it flatter.")
    return tree


def _simplify(tree: Any) -> Sequence[Block]:  # noqa: ANN401
    """Take out what shows no words, and make lines of the rows of tables, which are returned."""
    from lxml import etree

    keep_names(tree)
    fill_in(tree)
    etree.strip_elements(tree, *_SILENT, with_tail=False)
    leave_out_marks(tree)
    name_addresses(tree)
    leave_out_deleted(tree)
    join_lines(tree)
    mark_quotes(tree)
    make_tables(tree)
    join_messages(tree)
    join_prices(tree)
    write_raised(tree)
    part_badges(tree)
    write_numbers(tree)
    join_terms(tree)
    part_labels(tree)
    return lay_out_tables(tree)


def _title(tree: Any) -> str:  # noqa: ANN401
    """The only heading of the first level, else what the page calls itself."""
    firsts = [words(node) for node in tree.iter("h1")]
    named = [node.get("content") or "" for node in tree.iter("meta") if node.get("property") == "og:title"]
    named += ["".join(node.itertext()) for node in tree.iter("title")]
    return next((title for one in [*(firsts if len(firsts) == 1 else ()), *named] if (title := given(one))), "")


def _blocks(root: Any, rows: Sequence[Block]) -> Iterator[Block]:  # noqa: ANN401
    """Headings, paragraphs and `rows` below an element, in order."""
    return (block for block, _ in _placed(root, rows))


def _placed(
    root: Any,  # noqa: ANN401 (lxml ships no types)
    rows: Sequence[Block],
    around: frozenset[str] = frozenset(),
) -> Iterator[Placed]:
    """The blocks below an element, each with the element that it stands in, without those in elements of `around`."""
    from lxml.etree import iterwalk

    said: list[str] = []
    within: list[frozenset[str]] = [frozenset()]  # of the kinds of elements that matter, those around the words
    holder, lists = root, Lists()
    for event, node in iterwalk(root, events=("start", "end")):
        if node.tag not in INLINE:
            if not within[-1] & around:
                for block in _said("".join(said), within[-1], rows):
                    item = lists.item(holder) if block.row is None else (0, 0)
                    yield (replace(block, item=item) if block.kind == "text" else block), holder
            said.clear()
            holder = node if event == "start" else node.getparent()
        if event == "start":
            within.append(within[-1] | _kind(node))
            said.append(node.text or "")
        else:
            within.pop()
            said.append("" if node is root else node.tail or "")


def _kind(node: Any) -> frozenset[str]:  # noqa: ANN401
    """The kind of an element, if it matters: the foot of an article, and what it says aside, are parts of it."""
    if node.tag == "footer" and next(node.iterancestors("article", "main"), None) is not None:
        return frozenset()
    if node.tag == "aside" and next(node.iterancestors("article"), None) is not None and not is_linked(node, _MENU):
        return frozenset()
    return frozenset({node.tag} & (_HEADINGS | _AROUND | {"pre"}))


def _said(text: str, within: frozenset[str], rows: Sequence[Block]) -> Iterator[Block]:
    """The words between two borders of elements."""
    if row := row_of(text, rows):
        yield row
    elif "pre" in within:
        yield from (Block(line, "row") for line in text.splitlines())
    elif text.strip():
        level = max((int(tag[1]) for tag in within & _HEADINGS), default=0)
        yield Block(text.replace(MARK, ""), "heading" if level else "text", level=level)
