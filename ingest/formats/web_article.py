"""Which blocks of a web page are its article: trafilatura tells where it is, the page's tree how far it reaches."""

import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.formats.blocks import Block
from ingest.formats.web_links import is_linked, letters
from ingest.formats.web_terms import FACT

Placed = tuple[Block, Any]  # a block, and the element of the page that it stands in
_LEAST = 200  # characters of an article; a page with less is taken whole
_TELLING = 30  # characters of a paragraph that shows where the article is
_NAMED = 12  # characters of a row that does
_FEW = 300  # letters around a form that asks for an address
_NEAR = 6  # blocks above the article's first paragraph in which its heading is looked for
# By what it is about, and by the programs that most pages have for it.
_ASKS = re.compile(
    r"cookie|consent|gdpr|privacy[-_ ]?(?:banner|bar|popup|modal|overlay)"
    r"|onetrust|didomi|usercentrics|truste|sp_message|\bcmp\b|qc-cmp|klaro|iubenda|osano",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"comment|comol|disqus|dsq", re.IGNORECASE)  # not all that trafilatura counts as comments is
_OVER = ("dialog", "alertdialog")  # the roles of what lies over a page until it is answered
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
    asking = _asks_for_mail(tree)
    found = [placed for placed in found if not _is_beside(placed[1], asking)]
    words = [" ".join(block.text.split()) for block, _ in found]
    named = _named_beside(tree)
    told = _told(_chosen(tree), words, found, named)
    if not told:
        return []
    first, last = told[0], told[-1]
    holding = {node for at in told for node in _up(found[at][1])}
    beside = named - holding
    menus = {node for node in beside if is_linked(node, _MENU)}
    kept = [at for at in range(first, last + 1) if not _is_beside(found[at][1], menus)]
    inside = _common(found[first][1], found[last][1])
    if all(block.row for block, _ in found[first : last + 1]):  # what is below a table is of what it stands in
        inside = inside.getparent()
    around = next((one for one in _up(found[first][1]) if _is_main(one)), inside)
    kept += [at for at in range(last + 1, len(found)) if _goes_on(found[at], inside, beside)]
    kept += _facts(found, last + 1, around, beside)
    kept += _above(found, first, inside, around, beside)
    own = [found[at] for at in sorted(set(kept))]
    return [*(block for block, _ in own), *_comments(tree, found, own)]


def _asks_for_mail(tree: Any) -> set[Any]:  # noqa: ANN401
    """What asks a reader to be sent letters: a form with a field for an address, and the few words around it."""
    forms = [next(field.iterancestors("form"), None) for field in tree.iter("input") if field.get("type") == "email"]
    around = {form.getparent() for form in forms if form is not None}
    return {node for node in around if not _is_main(node) and len(letters(node)) <= _FEW and node.find(".//h1") is None}


def _is_main(node: Any) -> bool:  # noqa: ANN401
    """Whether the page calls an element its article, or its main part."""
    return node.tag in ("article", "main") or node.get("role") == "main"


def _above(found: Sequence[Placed], first: int, inside: Any, around: Any, beside: set[Any]) -> list[int]:  # noqa: ANN401
    """Which blocks above the first paragraph that is told are of the article: all from a heading close to it on.

    Where its part of the page has a heading of the first level further above, so are that and what goes on from it:
    prices, facts. Where there is no heading, what the same element holds is.
    """
    heads = [at for at in range(first) if found[at][0].kind == "heading" and found[at][0].text.strip()]
    near = next((at for at in heads if first - at <= _NEAR), first)
    top = next((at for at in heads if found[at][0].level == 1 and around in _up(found[at][1])), near)
    if top < near:
        far, holder = range(top + 1, near), around
    else:
        far, holder = range(0 if near < first else first), inside
    more = [at for at in far if _goes_on(found[at], holder, beside)]
    return [*range(top, min(top + 1, near)), *more, *range(near, first)]


def _facts(found: Sequence[Placed], start: int, around: Any, beside: set[Any]) -> list[int]:  # noqa: ANN401
    """Which blocks from one on are rows and short facts in the same part of the page, and the headings above them."""
    said = [at for at in range(start, len(found)) if _is_fact(found[at]) and around in _up(found[at][1])]
    said = [at for at in said if not _is_beside(found[at][1], beside)]
    return [*said, *(at - 1 for at in said if at > start and found[at - 1][0].kind == "heading")]


def _is_fact(placed: Placed) -> bool:
    block, node = placed
    return block.row is not None or FACT in node.attrib


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
    return any("".join(block.text.split()) == letters(link) for link in node.iter("a"))


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
    return block.kind == "row" or not is_linked(node)


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
