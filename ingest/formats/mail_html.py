"""What is quoted in a mail of HTML: put under headings that say so."""

from typing import Any

from ingest.formats.mail_text import QUOTED

_ATTRIBUTION = 300  # characters that "On ... wrote:" has at most


def mark_quotes(tree: Any, subject: str) -> None:  # noqa: ANN401 (lxml ships no types)
    """Put a heading on each quotation in a tree, and `subject` on what follows it."""
    from lxml import etree

    for node in list(tree.iter("blockquote")):
        heading = etree.Element("h6")
        attribution = _attribution(node)
        heading.text = f"{QUOTED}: {attribution}" if attribution else QUOTED
        heading.tail, node.text = node.text, None
        node.insert(0, heading)
        outer = next(node.iterancestors("blockquote"), None)
        if outer is None and any(text.strip() for text in node.xpath("following::text()")):
            after = etree.Element("h6")
            after.text = subject or "Reply"
            after.tail, node.tail = node.tail, None
            node.addnext(after)


def _attribution(node: Any) -> str:  # noqa: ANN401
    """Whom a quotation is from: the words just before it, which are taken out, if they end with a colon."""
    previous = node.getprevious()
    if previous is None or (previous.tail or "").strip():
        return ""
    said = " ".join("".join(previous.itertext()).split())
    if not said.endswith(":") or len(said) > _ATTRIBUTION:
        return ""
    previous.getparent().remove(previous)
    return said.rstrip(":")
