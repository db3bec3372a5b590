"""What is quoted in the answers of a forum: it stands between quotation marks, behind who wrote it."""

from typing import Any

from ingest.formats.web_links import letters
from ingest.formats.web_tables import INLINE, words

_TITLES = ("div", "header")  # of a quotation; a paragraph that ends with a colon is a part of it
_LONGEST = 120  # characters that say who wrote it


def mark_quotes(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Put quotation marks around each quotation in a tree that begins with who wrote it."""
    for quote in list(tree.iter("blockquote")):
        by = _writer(quote)
        if by is None:
            continue
        said, place = " ".join(words(by).split()).rstrip(" :"), by.getnext()
        _end(quote)
        by.clear(keep_tail=True)
        by.tag, by.text = "span", f"{said}: “"
        if (by.tail or "").strip():
            by.tail = by.tail.lstrip()
        elif place is not None:
            while not (place.text or "").strip() and len(place) and place[0].tag not in INLINE:
                place = place[0]
            by.tail, place.text = place.text, None
            place.insert(0, by)


def _writer(quote: Any) -> Any:  # noqa: ANN401
    """The first element of a quotation with words, or what stands right above it, if that names who wrote it."""
    node = quote
    while not (node.text or "").strip() and len(node):
        node = node[0]
        said = " ".join(words(node).split())
        if (node.tag == "cite" and ":" in said) or (node.tag in _TITLES and said.endswith(":")):
            return node if len(said) <= _LONGEST else None
    above = quote.getprevious()
    if above is None or above.tag not in _TITLES or (above.tail or "").strip():
        return None
    said = " ".join(words(above).split())
    return above if said.endswith(":") and len(said) <= _LONGEST else None


def _end(node: Any) -> None:  # noqa: ANN401
    last = next((one for one in reversed(node) if letters(one) or (one.tail or "").strip()), None)
    if last is None:
        node.text = f"{(node.text or '').rstrip()}”"
    elif (last.tail or "").strip():
        last.tail = f"{last.tail.rstrip()}”"
    else:
        _end(last)
