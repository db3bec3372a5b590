"""Which blocks of a web page are its article: trafilatura tells where it is, the page's tree how far it reaches."""

import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.formats.blocks import Block

Placed = tuple[Block, Any]  # a block, and the element of the page that it stands in
_LEAST = 200  # characters of an article; a page with less is taken whole
_TELLING = 30  # characters of a paragraph that shows where the article is
_NAMED = 12  # characters of a row that does
_NEAR = 6  # blocks above the article's first paragraph in which its heading is looked for
# By what it is about, and by the programs that most pages have for it.
_ASKS = re.compile(
    r"cookie|consent|gdpr|privacy[-_ ]?(?:banner|bar|popup|modal|overlay)"
    r"|onetrust|didomi|usercentrics|truste|sp_message|\bcmp\b|qc-cmp|klaro|iubenda|osano",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"comment|comol|disqus|dsq", re.IGNORECASE)  # not all that trafilatura counts as comments is
_OVER = ("dialog", "alertdialog")  # the roles of what lies over a page until it is answered
_LINKED = 0.8  # of the words of what leads away from a page are links
_MENU = 0.5  # of those of what is named so


def article(tree: Any, found: Sequence[Placed]) -> list[Block]:  # noqa: ANN401 (lxml ships no types)
    """The blocks that belong to the article; none, if there is no article.

    What trafilatura gives lacks the headings of many pages, most code, and short lines after the last long paragraph:
    so it only tells where to begin and to end. From there on all counts that the same element of the page holds,
    unless it is only links or something beside the text.

    Args:
        tree: the page.
        found: its blocks in order.
    """
    words = [" ".join(block.text.split()) for block, _ in found]
    named = _named_beside(tree)
    told = _told(_chosen(tree), words, found, named)
    if not told:
        return []
    first, last = told[0], told[-1]
    holding = {node for at in told for node in _up(found[at][1])}
    beside = named - holding
    menus = {node for node in beside if _is_linked(node, _MENU)}
    kept = [at for at in range(first, last + 1) if not _is_beside(found[at][1], menus)]
    inside = _common(found[first][1], found[last][1])
    kept += [at for at in range(last + 1, len(found)) if _goes_on(found[at], inside, beside)]
    above = [at for at in range(max(0, first - _NEAR), first) if found[at][0].kind == "heading" and words[at]]
    own = [found[at] for at in ([*range(above[0], first)] if above else []) + kept]
    return [*(block for block, _ in own), *_comments(tree, found, own)]


def _comments(tree: Any, found: Sequence[Placed], own: Sequence[Placed]) -> list[Block]:  # noqa: ANN401
    """What readers have written about an article, whose `own` blocks these are, under a heading that says so."""
    from trafilatura.xpaths import COMMENTS_DISCARD_XPATH, COMMENTS_XPATH

    holding = {node for _, placed in own for node in _up(placed)}
    around = {node for path in COMMENTS_XPATH for node in path(tree) if _WRITTEN.search(_name(node))} - holding
    asking = {node for path in COMMENTS_DISCARD_XPATH for node in path(tree)} | {*tree.iter("form", "button", "nav")}
    said = [
        block
        for block, node in found
        if block.kind != "heading" and _is_beside(node, around) and not _is_beside(node, asking)
        if not _is_link(block, node)
    ]
    return [Block("Comments", "heading"), *said] if said else []


def _is_link(block: Block, node: Any) -> bool:  # noqa: ANN401
    """Whether a block is only a link within its element: "Reply"."""
    return any("".join(block.text.split()) == _letters(link) for link in node.iter("a"))


def _told(text: str, words: Sequence[str], found: Sequence[Placed], named: set[Any]) -> list[int]:
    """Which blocks show where the article is: those that are long enough and stand in what trafilatura gives."""
    if len(text) < _LEAST:
        return []
    least = [_NAMED if block.kind == "row" else _TELLING for block, _ in found]
    same = [at for at, line in enumerate(words) if len(line) >= least[at] and line in text]
    beside = {at for at in same if _is_beside(found[at][1], named)}
    clear = {words[at] for at in same if at not in beside}
    # What is beside the text by its name may say once more what the text says, as a menu does the title of the page.
    return [at for at in same if at not in beside or words[at] not in clear]


def leave_out_consent(tree: Any) -> None:  # noqa: ANN401
    """Take out what asks for consent to cookies: by its name, or as it lies over the page, unless it is most of it."""
    whole = len(tree.text_content())
    for node in [node for node in tree.iter("div", "section", "aside", "dialog", "form") if _asks(node)]:
        if node.getparent() is not None and 2 * len(node.text_content()) < whole and node.find(".//h1") is None:
            node.drop_tree()


def _asks(node: Any) -> bool:  # noqa: ANN401
    over = node.tag == "dialog" or node.get("role") in _OVER or node.get("aria-modal") == "true"
    return over or _ASKS.search(_name(node)) is not None


def _name(node: Any) -> str:  # noqa: ANN401
    return f"{node.get('id') or ''} {node.get('class') or ''}"


def _named_beside(tree: Any) -> set[Any]:  # noqa: ANN401
    """The elements of a page that by their names are no part of its text, in trafilatura's list of such names."""
    from trafilatura.xpaths import OVERALL_DISCARD_XPATH, REMOVE_COMMENTS_XPATH, TEASER_DISCARD_XPATH

    paths = (*OVERALL_DISCARD_XPATH, *TEASER_DISCARD_XPATH, *REMOVE_COMMENTS_XPATH)
    return {node for path in paths for node in path(tree)}


def _chosen(tree: Any) -> str:  # noqa: ANN401
    """What trafilatura takes for the article."""
    import trafilatura

    # Its remarks are about the page's make; with this handler they go to those who ask for them only.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    chosen: Any = trafilatura.bare_extraction(tree, include_comments=False)
    return " ".join(chosen.text.split()) if chosen is not None and chosen.text else ""


def _goes_on(placed: Placed, inside: Any, beside: set[Any]) -> bool:  # noqa: ANN401
    """Whether a block after the last that is told is of the article too."""
    block, node = placed
    if not any(one is inside for one in _up(node)) or _is_beside(node, beside):
        return False
    return block.kind == "row" or not _is_linked(node)


def _is_linked(node: Any, share: float = _LINKED) -> bool:  # noqa: ANN401
    """Whether most words of an element are links."""
    return sum(len(_letters(link)) for link in node.iter("a")) > share * len(_letters(node))


def _letters(node: Any) -> str:  # noqa: ANN401
    """The text of an element without its white space."""
    return "".join("".join(node.itertext()).split())


def _is_beside(node: Any, beside: set[Any]) -> bool:  # noqa: ANN401
    return any(one in beside for one in _up(node))


def _common(one: Any, other: Any) -> Any:  # noqa: ANN401
    """The innermost element around both."""
    holding = {node for node in _up(one) if node is not one}
    return next((node for node in _up(other) if node in holding), one)


def _up(node: Any) -> Iterator[Any]:  # noqa: ANN401
    """An element and those around it."""
    while node is not None:
        yield node
        node = node.getparent()
