"""Elements of HTML within a line that no space parts, as their looks do: badges, labels, and the parts of a price."""

import re
from itertools import islice
from typing import Any

from ingest.cells import is_money
from ingest.formats.web_raised import leads_down, words_before
from ingest.formats.web_tables import INLINE

_CODE = ("pre", "code", "kbd", "samp")
_NAME = re.compile(r"[a-z]{3}", re.IGNORECASE)  # a class that a person has named
_LABEL = re.compile(r"[^\W\d_]{2}:")
_CENTS = re.compile(r"\d\d")
_WHOLE = re.compile(r"(?:^|(?P<money>[^\d\s.,]?)\s?)(?<![\d.,])(?P<digits>\d{1,3}(?:[.,' ]\d{3})+|\d+)$")
_LINE = 40  # characters of a line that says a price and little else
_PRICE = re.compile(r"price", re.IGNORECASE)  # what shops and schema.org call it


def part_badges(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Put a comma between words side by side that look alike, or lead to different places."""
    for node in tree.iter(*INLINE):
        last = node.getprevious()
        if last is None or last.tag != node.tag or last.tail or not _are_alike(last, node):
            continue
        words = ["".join(one.itertext()) for one in (last, node)]
        whole = all(len(text) > 1 and text[0].isalnum() and text[-1].isalnum() for text in words)
        if whole and next(node.iterancestors(*_CODE), None) is None:
            last.tail = ", "


def part_labels(tree: Any) -> None:  # noqa: ANN401
    """Put a space behind a label and its colon where what it labels is another element of the line."""
    from lxml.etree import iterwalk

    last = ""
    for event, node in iterwalk(tree, events=("start", "end")):
        place = "text" if event == "start" else "tail"
        said = getattr(node, place) or ""
        last = last if node.tag in INLINE else ""
        if said[:1].isalnum() and _LABEL.fullmatch(last[-3:]) and next(node.iterancestors(*_CODE), None) is None:
            setattr(node, place, f" {said}")
        last = said or last


def _are_alike(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Whether two elements have a class of a person's name in common, or are links to two places."""
    names = [(node.get("class") or "").split()[:1] for node in (one, other)]
    if names[0] == names[1] and names[0] and _NAME.search(names[0][0]):
        return True
    return one.tag == "a" and len({one.get("href"), other.get("href"), None}) > 2


def join_prices(tree: Any) -> None:  # noqa: ANN401
    """Put a decimal mark before cents that are raised, or an element of their own, behind the whole part of a price."""
    for node in list(tree.iter("sup", "span", "small", "b", "i", "em")):
        cents = "".join(node.itertext()).strip()
        whole = _WHOLE.search(words_before(node)) if _CENTS.fullmatch(cents) else None
        if whole and _is_price(node, whole["money"] or words_before(node.getprevious()).rstrip()[-1:]):
            node.clear(keep_tail=True)
            node.tag, node.text = "span", f"{',' if '.' in whole['digits'] else '.'}{cents}"


def _is_price(node: Any, sign: str) -> bool:  # noqa: ANN401
    """Whether what stands before an element in its line, after the given sign, and in it are the parts of a price."""
    above, last = node.getparent(), node.getprevious()
    alike = last is not None and (last.tag, last.get("class")) == (node.tag, node.get("class"))
    if leads_down(node) or (alike and node.tag != "sup"):
        return False
    if any(_PRICE.search(f"{one.get('class')} {one.get('itemprop')}") for one in (node, above)):
        return True
    # In running text raised digits behind an amount are the mark of a note.
    return is_money(_after(node)) or (is_money(sign) and _stands_alone(node))


def _stands_alone(node: Any) -> bool:  # noqa: ANN401
    """Whether the line that an element stands in is short."""
    line = next(one for one in node.iterancestors() if one.tag not in INLINE)
    return sum(map(len, islice(line.itertext(), _LINE))) <= _LINE


def _after(node: Any) -> str:  # noqa: ANN401
    """The first word behind an element in its line, or the sign that it begins with."""
    following = node.getnext()
    said = f"{node.tail or ''} {''.join(following.itertext()) if following is not None else ''}".split()
    return "" if not said else said[0] if said[0].isalpha() else said[0][0]
