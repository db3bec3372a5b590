"""Raised signs of HTML: powers and the marks of notes, written so that neither is a digit of the number before it."""

import re
from typing import Any

from ingest.formats.superscripts import raised
from ingest.formats.web_tables import INLINE

_RAISED = re.compile(r"vertical-align:\s*(?:super|text-top)", re.IGNORECASE)
_NOTES = frozenset({"noteref", "doc-noteref"})
_LOOKED = 40  # characters before a sign that tell what it means
_LONGEST = 12  # characters of a mark


def write_raised(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Write what is raised in a tree as `superscripts.raised` does; what leads to a note is its mark."""
    for node in list(tree.iter("sup", "a", "span")):
        noted = _NOTES & {node.get("role"), node.get("epub:type")}
        if node.tag == "sup" or noted or (node.tag == "span" and _RAISED.search(node.get("style", ""))):
            mark = " ".join("".join(node.itertext()).split())
            if 0 < len(mark) <= _LONGEST and node.find(".//img") is None:
                _write(node, mark, noted=bool(noted) or leads_down(node))


def _write(node: Any, mark: str, *, noted: bool) -> None:  # noqa: ANN401
    before = words_before(node)
    plain = mark.strip("[]()")
    written = f" [{plain}]" if noted and (plain.isdecimal() or mark.startswith("[")) else raised(before, mark)
    node.clear(keep_tail=True)
    node.tag, node.text = "span", written if before.strip() else mark


def leads_down(node: Any) -> bool:  # noqa: ANN401
    """Whether a raised sign is a link to another place of the page."""
    links = [*node.iter("a"), *node.iterancestors("a")]
    return any("#" in (link.get("href") or "") for link in links)


def words_before(node: Any) -> str:  # noqa: ANN401
    """The last words before an element in its line; "" if it is the first there."""
    while node is not None and (node.tag in INLINE or node.tag == "sup"):
        previous, above = node.getprevious(), node.getparent()
        if previous is not None and not previous.tail and previous.tag not in INLINE:
            return ""
        if previous is not None:
            text = previous.tail or "".join(previous.itertext())
        else:
            text = (above.text or "") if above is not None else ""
        if text:
            return str(text[-_LOOKED:])
        node = above if previous is None else previous
    return ""
