"""What the style sheets within a page hide: the elements of a class or a name that nothing ever shows.

CSS is at https://www.w3.org/TR/css-syntax-3/. Sheets that a page only links to are not read.
"""

import re
from collections.abc import Iterator
from typing import Any

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_PART = re.compile(r"([^{}]*)([{}])")
_NEVER = re.compile(r"print|max-|max_|<", re.IGNORECASE)  # what holds on paper, or on a narrow screen alone
_ALWAYS = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*", re.IGNORECASE)
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
_LAST = re.compile(r"[^\s>+~]+$")
_STATE = re.compile(r"::?[\w-]+(?:\([^)]*\))?|\[[^\]]*\]")  # what an element is only at times
_SIMPLE = re.compile(r"\*?(?:[a-zA-Z][\w-]*)?(?:[.#][\w-]+)+")
_NAME = re.compile(r"[.#]?[\w-]+")
_Names = frozenset[str]  # ".class", "#id", and the element's own in small letters


def hidden_by_styles(tree: Any) -> list[Any]:  # noqa: ANN401 (lxml ships no types)
    """The elements of a page that its style sheets hide by class or name, and which no other rule would ever show.

    A rule for elements in a state ("open") or within others shows them; it hides none, as a click may undo it.
    """
    hiding: list[_Names] = []
    showing: list[_Names] = []
    for sheet in tree.iter("style"):
        for selector, display, always in _rules("".join(sheet.itertext())):
            last = _LAST.search(_STATE.sub("", selector))
            if display == "none" and always and _SIMPLE.fullmatch(selector):
                hiding.append(_names(selector))
            elif display != "none" and last:
                showing.append(_names(last[0]))
    hides: dict[str, list[_Names]] = {}  # by one of their names
    for names in hiding:
        if not any(names <= other for other in showing):
            hides.setdefault(max(names, key=lambda name: name[0] in ".#"), []).append(names)
    own = ((node, _own(node)) for node in (tree.iter("*") if hides else ()))
    return [node for node, has in own if any(names <= has for name in has for names in hides.get(name, ()))]


def _rules(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """The selectors to which a value of `display` is given, each with that, and whether it holds on every screen."""
    within: list[str] = []
    for said, mark in _PART.findall(_COMMENT.sub("", sheet)):
        if mark == "{":
            within.append(said.rpartition(";")[2].strip())
            continue
        selectors = within.pop() if within else ""
        found = _DISPLAY.findall(said)
        if not found or selectors.startswith("@"):
            continue
        always = all(_ALWAYS.fullmatch(f"{one} ") for one in within)
        if found[-1].lower() == "none" or not any(map(_NEVER.search, within)):
            yield from ((one.strip(), found[-1].lower(), always) for one in selectors.split(","))


def _names(compound: str) -> _Names:
    """The names in a selector of one element: "p.old" has two."""
    return frozenset(one if one[0] in ".#" else one.lower() for one in _NAME.findall(compound))


def _own(node: Any) -> _Names:  # noqa: ANN401
    classes = (node.get("class") or "").split()
    return frozenset([node.tag, f"#{node.get('id')}", *(f".{name}" for name in classes)])
