"""Lists of terms in HTML (dl): a term and the few words that say what it is become one line, "Length: 42 m"."""

from typing import Any

from ingest.formats.web_tables import words
from ingest.text.lines import ends_sentence

_LONGEST = 80  # characters of a term, and of what is said of it: more is text under a heading of its own


def join_terms(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Put what is said of a term behind it, in every list of terms in a tree, where both are short."""
    for term in list(tree.iter("dt")):
        said = []
        node = term.getnext()
        while node is not None and node.tag == "dd":
            said.append(node)
            node = node.getnext()
        name, texts = _plain(term), [_plain(one) for one in said]
        if node is term.getnext() or not all(map(_is_short, [name, *texts])):
            continue
        for one in said:
            one.drop_tree()
        term.clear(keep_tail=True)
        term.text = f"{name.rstrip(' :')}: {'; '.join(texts)}"


def _plain(node: Any) -> str:  # noqa: ANN401
    return " ".join(words(node).split())


def _is_short(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and not ends_sentence(text)
