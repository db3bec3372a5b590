"""What a page of HTML holds but does not show, or no longer says: both are left out."""

import re
from typing import Any

from ingest.formats.web_styles import hidden_by_styles
from ingest.formats.web_tables import INLINE

_UNSHOWN = re.compile(r"display:\s*none|mso-hide:\s*all", re.IGNORECASE)
_SHOWN = re.compile(r"display:\s*(?!none)\w", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?:[^;]*line-through", re.IGNORECASE)
# How stylesheets name what is only read out: Bootstrap's two names, WordPress's, and that of shops.
_READ_OUT = re.compile(r"sr-only|visually-?hidden|screen-?reader|offscreen", re.IGNORECASE)
_ICON = re.compile(r"icon|\bfa\b", re.IGNORECASE)
_CONTROLS = ("aria-controls", "href", "data-target", "data-bs-target")
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "button", "a", "label"})  # they fold out what is below


def leave_out_hidden(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Take out what nothing on the page would show, and signs beside words that are read out in their place."""
    named = {value.lstrip("#") for node in tree.iter("*") for name in _CONTROLS if (value := node.get(name))}
    styled = set(hidden_by_styles(tree))
    for node in list(tree.iter("*")):
        unshown = _is_unshown(node) or (node in styled and not _SHOWN.search(node.get("style") or ""))
        if unshown and (_can_be_shown(node, named) or _is_page(node)):
            node.attrib.pop("hidden", None)
            node.attrib.pop("style", None)
        elif unshown or (node.get("aria-hidden") == "true" and _is_sign(node)):
            node.drop_tree()


def leave_out_deleted(tree: Any) -> None:  # noqa: ANN401
    """Take out what is struck out, unless it is all of its line: a task that is done.

    Where the page marks what is new, or it is an amount without words, it is taken out all the same.
    """
    compared = any("".join(node.itertext()).strip() for node in tree.iter("ins"))
    lines: dict[Any, list[Any]] = {}  # what is struck, by the element whose lines it stands in
    for node in tree.iter("del", "s", "strike", "span"):
        if node.tag != "span" or _STRUCK.search(node.get("style") or ""):
            lines.setdefault(next(one for one in node.iterancestors() if one.tag not in INLINE), []).append(node)
    for line, struck in lines.items():
        text = "".join("".join(node.itertext()) for node in struck)
        if compared or not any(map(str.isalpha, text)) or _letters(line) > sum(map(_letters, struck)):
            for node in struck:
                node.drop_tree()


def _is_unshown(node: Any) -> bool:  # noqa: ANN401
    hidden = node.get("hidden")
    return (hidden is not None and hidden != "until-found") or _UNSHOWN.search(node.get("style") or "") is not None


def _can_be_shown(node: Any, named: set[str]) -> bool:  # noqa: ANN401
    """Whether a click shows it: the page says so, or it stands below a heading that has nothing else."""
    if node.get("role") == "tabpanel" or node.get("id") in named:
        return True
    head, after = node.getprevious(), node.getnext()
    if head is None or head.tag not in _HEADS or node.tag in INLINE or (head.tail or "").strip():
        return False
    return after is None or after.tag in _HEADS


def _is_page(node: Any) -> bool:  # noqa: ANN401
    """Whether it is the page itself, which scripts show once it is complete."""
    return node.tag in ("html", "body", "main") or any(True for _ in node.iter("main", "h1"))


def _is_sign(node: Any) -> bool:  # noqa: ANN401
    """Whether what is not read out is an icon, or is said beside it in words that are."""
    icon = node.tag == "i" or _ICON.search(node.get("class") or "") is not None
    beside = (one for one in (node.getprevious(), node.getnext()) if one is not None)
    said = any(_READ_OUT.search(one.get("class") or "") for one in beside)
    return said or (icon and len("".join(node.itertext()).split()) <= 1)


def _letters(node: Any) -> int:  # noqa: ANN401
    """How many letters and digits stand in the lines of an element that are its own."""
    texts = [node.text or "", *(child.tail or "" for child in node)]
    own = sum(sign.isalnum() for text in texts for sign in text)
    return sum((_letters(child) for child in node if child.tag in INLINE), own)
