"""Line breaks of HTML in the middle of a sentence, as those set who break their lines by hand: they become spaces."""

import re
from typing import Any

from ingest.formats.web_tables import INLINE
from ingest.text.lines import ends_sentence

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*[,.;:!?)]*(?:\s|$)")  # which an address is not
_WORDS = 5  # of a line that is no item, or name, above others
_LISTS = (":", ";")  # how a line ends before items


def join_lines(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Make a space of each break after the beginning of a sentence, where the next line is in small letters."""
    for node in list(tree.iter("br")):
        after = (node.tail or "").lstrip()
        goes_on = after[:1].islower() and _WORD.match(after) and _begins(_before(node))
        if goes_on and next(node.iterancestors("pre"), None) is None:
            node.tail = f" {after}"
            node.drop_tree()


def _begins(line: str) -> bool:
    """Whether a line is the beginning of a sentence, and not the end."""
    line = line.strip()
    whole = ends_sentence(line) or line.endswith(_LISTS)
    return len(line.split()) >= _WORDS and not line[0].islower() and not whole


def _before(node: Any) -> str:  # noqa: ANN401
    """The words before an element in its line, as far as the element around it goes."""
    said: list[str] = []
    last = node.getprevious()
    while last is not None and last.tag in INLINE:
        said += (last.tail or "", "".join(last.itertext()))
        last = last.getprevious()
    said.append((node.getparent().text if last is None else last.tail) or "")
    return "".join(reversed(said))
