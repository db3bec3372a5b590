"""Pictures that stand for words in the cells of tables: what they are called is what the cell says."""

import re
from typing import Any

_FILE = re.compile(r"\S+\.\w{3,4}")  # a name that no person has given
_CLICKED = ("a", "button")


def keep_names(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Make the name of each drawing (svg) in a tree that of a picture, as what is drawn shows no words."""
    for drawing in list(tree.iter("svg")):
        title = drawing.find("title")
        name = drawing.get("aria-label") or ("".join(title.itertext()) if title is not None else "")
        drawing.clear(keep_tail=True)
        drawing.tag = "img"
        drawing.set("alt", name)


def pictured(cell: Any) -> str:  # noqa: ANN401
    """What pictures, signs and the cell itself are called in a cell without words, and that its box is ticked.

    What is there to be clicked says nothing.
    """
    names = (" ".join(_name(node).split()) for node in cell.iter())
    return ", ".join(name for name in names if name and not _FILE.fullmatch(name))


def _name(node: Any) -> str:  # noqa: ANN401
    if node.tag == "input":
        return "checked" if "checked" in node.attrib else ""
    if node.tag in _CLICKED or next(node.iterancestors(*_CLICKED), None) is not None:
        return ""
    return node.get("aria-label") or node.get("alt") or node.get("title") or ""
