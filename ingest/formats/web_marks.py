"""What programs write beside the words of a page: how to read them, signs that link, "[edit]", the numbers of lines."""

import re
from typing import Any

from ingest.formats.web_links import letters

_READINGS = ("rt", "rp", "rtc")  # furigana: they stand within the words that they belong to
_SIGN = re.compile(r"[^\w*†‡]{1,3}")  # of a link to a place of the page: "¶", "#", "↩"; stars are marks of notes
_EDIT = re.compile(r"\bmw-editsection\b|\beditsection\b")  # MediaWiki's names
_NUMBERS = re.compile(r"line-?no|line-?num|\bgutter\b", re.IGNORECASE)  # how highlighters of code call them
_CODE = ("pre", "code")


def leave_out_marks(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Take all of them out of a tree."""
    from lxml import etree

    etree.strip_elements(tree, *_READINGS, with_tail=False)
    for node in list(tree.iter("a", "span", "td", "div", "pre")):
        sign = node.tag == "a" and "#" in (node.get("href") or "") and _SIGN.fullmatch(letters(node))
        if sign or _EDIT.search(node.get("class") or "") or _numbers_lines(node):
            node.drop_tree()


def leave_out_letters(cells: list[list[Any]]) -> list[list[Any]]:
    """The cells of a table without the letters and numbers that a spreadsheet program shows around them."""
    first = [letters(cell) for cell in cells[0]] if cells else []
    rows = [letters(row[0]) for row in cells[1:] if row]
    lettered = re.fullmatch(r"(?: [A-Z]{1,3})+", " ".join(first)) and first == sorted(first, key=lambda s: (len(s), s))
    numbered = all(row[0].tag == "th" for row in cells if row) and not any(
        name and not name.isdecimal() for name in rows
    )
    return [row[1:] for row in cells[1:] if row] if lettered and numbered else cells


def _numbers_lines(node: Any) -> bool:  # noqa: ANN401
    """Whether an element holds nothing but the numbers of the lines of code beside it."""
    if not _NUMBERS.search(node.get("class") or "") or not letters(node).isdecimal():
        return False
    if next(node.iterancestors(*_CODE), None) is not None:
        return True
    return node.tag == "td" and any(
        one is not node and next(one.iter(*_CODE), None) is not None for one in node.getparent()
    )
