"""Paragraphs of Word whose words stand at tab stops: a table that was set without one, as price lists are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ingest.formats.columns import is_prose
from ingest.formats.grid import RawCell
from ingest.formats.word_numbers import W
from ingest.formats.word_tables import is_bold
from ingest.text.lines import is_list_item

_LEAST = 3  # lines of such a table
_AT_END = ("right", "end", "decimal")
_CONTENTS = ("toc ", "table of ")  # what Word calls the styles of lists of contents, figures and sources
Stops = Mapping[str, Sequence[Any]]


def stops_in(styles: Any) -> Stops:  # noqa: ANN401 (lxml ships no types)
    """The tab stops of each paragraph style of the part "styles", by its name in the file, but those of contents."""
    found: dict[str, Sequence[Any]] = {}
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is None or not name.get(f"{W}val", "").lower().startswith(_CONTENTS):
            found[style.get(f"{W}styleId", "")] = style.findall(f"{W}pPr/{W}tabs/{W}tab")
    return found


def stops_of(paragraph: Any, styles: Stops) -> int:  # noqa: ANN401
    """At how many tab stops words of a paragraph may stand; 0 if none do, or it is an item of a list.

    One stop counts where it sets words to its left or leads to them with dots: others set words further in.
    """
    used = paragraph.tag == f"{W}p" and len(paragraph.findall(f"{W}r/{W}tab"))
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    of_style = [] if named is None else styles.get(named.get(f"{W}val", ""))
    if not used or of_style is None or paragraph.find(f"{W}pPr/{W}numPr") is not None:
        return 0
    stops = [*paragraph.findall(f"{W}pPr/{W}tabs/{W}tab"), *of_style]
    stops = [one for one in stops if one.get(f"{W}val") not in ("clear", "bar")]
    led = any(one.get(f"{W}val") in _AT_END or one.get(f"{W}leader", "none") != "none" for one in stops)
    return len(stops) if used <= len(stops) and (led or len(stops) > 1) else 0


def are_tabbed(paragraphs: Sequence[Any]) -> bool:
    """Whether paragraphs with as many tab stops, one after another, are the rows of a table and no list or text."""
    rows = ["".join(map(_sign, one.iterfind(f"{W}r/*"))).split("\t") for one in paragraphs]
    last = [text for row in rows if (text := row[-1].strip())]
    listed = all(len(row) == 2 and is_list_item(f"{row[0].strip()} ") for row in rows)
    return len(rows) >= _LEAST and bool(last) and not is_prose(last) and not listed


def _sign(node: Any) -> str:  # noqa: ANN401
    return "\t" if node.tag == f"{W}tab" else (node.text or "") if node.tag == f"{W}t" else ""


def tabbed_rows(paragraphs: Sequence[Any], text: Callable[[Any], str]) -> list[list[RawCell]]:
    """Such rows; `text` gives the words of a paragraph. What dots lead from to one value is marked as its label."""
    found = []
    for one in paragraphs:
        first, *others = text(one).split("\t")
        label = len(others) == 1 and one.find(f"{W}pPr/{W}tabs/{W}tab[@{W}leader='dot']") is not None
        bold = is_bold(one)
        found.append([RawCell(first, bold=bold or label), *(RawCell(cell, bold=bold) for cell in others)])
    return found
