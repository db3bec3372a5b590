"""Lists of HTML: the numbers that a browser sets before items become words of them, and how deep each item stands."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.formats.web_links import is_linked
from ingest.formats.word_numbers import formed

_LISTS = frozenset({"ul", "ol", "li"})
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLED = re.compile(
    r"list-style(?:-type)?:[^;]*?\b(none|disc|circle|square|decimal|(?:lower|upper)-(?:alpha|latin|roman))"
)
_STYLES = {"decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
           "lower-roman": "i", "upper-roman": "I"}  # fmt: skip
_CARDS = ("article", "section", "header", "form")  # an item that holds one is no line that is counted
_APART = _LISTS | {"table", "pre"}
_DIGITS = 9  # of a number that a page may begin with
_COUNTED = "counted"  # the attribute of an item whose number is one of its words


def write_numbers(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Write the number of each item before its first word, in every list of a tree that shows numbers."""
    for listing in list(tree.iter("ol", "ul")):
        items = listing.findall("li")
        labels = list(_labels(listing, items))
        if labels and not is_linked(listing) and not _is_written(items, labels):
            for item, label in zip(items, labels, strict=True):
                _write(item, label)


def _labels(listing: Any, items: Sequence[Any]) -> Iterator[str]:  # noqa: ANN401
    """The number of each item, with its point; none, if the list shows none."""
    styled = _STYLED.search(listing.get("style") or "")
    own = "" if listing.tag == "ul" else listing.get("type") or "1"
    kind = _STYLES.get(styled[1], "") if styled else own
    if not kind or any(next(item.iter(*_CARDS), None) is not None for item in items):
        return
    step = -1 if "reversed" in listing.attrib else 1
    number = _integer(listing.get("start"), 1 if step > 0 else len(items)) - step
    for item in items:
        number = _integer(item.get("value"), number + step)
        yield f"{formed(number, _FORMS.get(kind, 'decimal'))}."


def _is_written(items: Sequence[Any], labels: Sequence[str]) -> bool:
    """Whether the author wrote the numbers too."""
    pairs = zip(items, labels, strict=True)
    return all(re.match(rf"\D{{0,12}}\b{label[:-1]}\b", "".join(item.itertext()).lstrip()) for item, label in pairs)


def _write(item: Any, label: str) -> None:  # noqa: ANN401
    from lxml.etree import iterwalk

    for event, node in iterwalk(item, events=("start", "end")):
        if node.tag in _APART and node is not item:
            return
        place = "text" if event == "start" else "tail"
        if node is not item or event == "start":
            words = getattr(node, place) or ""
            if words.strip():
                setattr(node, place, f"{label} {words.lstrip()}")
                item.set(_COUNTED, "")
                return


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= _DIGITS else otherwise


class Lists:
    """Where the items of lists stand, which are asked for in the order of the page."""

    def __init__(self) -> None:
        """Begin with none."""
        self._last: Any = None

    def item(self, node: Any) -> tuple[int, int]:  # noqa: ANN401
        """How deep an element stands in lists, see `ingest.documents.Section.items`; (0, 0) where it begins no item."""
        above = [one for one in (node, *node.iterancestors()) if one.tag in _LISTS]
        if not above or above[0].tag != "li" or above[0] is self._last:
            return 0, 0
        self._last = above[0]
        return max(sum(one.tag != "li" for one in above), 1), -1 if _COUNTED in above[0].attrib else 0
