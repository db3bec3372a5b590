"""What of a web page leads away from it: its links."""

from typing import Any

_LINKED = 0.8  # of the words of what leads away from a page are links


def is_linked(node: Any, share: float = _LINKED) -> bool:  # noqa: ANN401 (lxml ships no types)
    """Whether most words of an element are links."""
    return sum(len(letters(link)) for link in node.iter("a")) > share * len(letters(node))


def letters(node: Any) -> str:  # noqa: ANN401
    """The text of an element without its white space."""
    return "".join("".join(node.itertext()).split())
