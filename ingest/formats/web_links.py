"""What of a web page leads away from it: its links."""

from typing import Any

from ingest.formats.link_targets import reached, unscrambled

_LINKED = 0.8  # of the words of what leads away from a page are links


def is_linked(node: Any, share: float = _LINKED) -> bool:  # noqa: ANN401 (lxml ships no types)
    """Whether most words of an element are links."""
    return sum(len(letters(link)) for link in node.iter("a")) > share * len(letters(node))


def letters(node: Any) -> str:  # noqa: ANN401
    """The text of an element without its white space."""
    return "".join("".join(node.itertext()).split())


def name_addresses(tree: Any) -> None:  # noqa: ANN401
    """Write the mail addresses and telephone numbers that links of a tree lead to behind their words.

    An address that is scrambled until a script shows it stands in the place of the words for it.
    """
    for node in list(tree.iter("*")):
        if address := unscrambled(node.get("data-cfemail") or ""):
            node[:], node.text = [], address
    for link in tree.iter("a"):
        words = "".join(link.itertext())
        said = reached(link.get("href") or "", words) if words.strip() else ""
        if said:
            last = link[-1] if len(link) else None
            if last is None:
                link.text = (link.text or "").rstrip() + said
            else:
                last.tail = (last.tail or "").rstrip() + said
