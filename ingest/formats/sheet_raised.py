"""Raised signs within the texts of a workbook's cells, which openpyxl joins to the words before them."""

from collections.abc import Sequence
from typing import Any

from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from ingest.formats.superscripts import raised

_ITEM, _RUN, _TEXT = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "r", "t"))
_ALIGNED = f"{{{SHEET_MAIN_NS}}}rPr/{{{SHEET_MAIN_NS}}}vertAlign"


def with_raised(book: Any, strings: Sequence[str]) -> Sequence[str]:  # noqa: ANN401 (openpyxl ships no types)
    """The texts that the cells of a workbook share, those with raised signs written anew."""
    name = next((one for one in book._archive.namelist() if one.lower().endswith("/sharedstrings.xml")), None)
    if name is None or b"superscript" not in book._archive.read(name):
        return strings
    found = list(strings)
    with book._archive.open(name) as source:
        items = (node for _, node in iterparse(source) if node.tag == _ITEM)
        for at, node in enumerate(items):
            if at < len(found) and (text := rich_text(node)):
                found[at] = text
            node.clear()
    return found


def rich_text(node: Any) -> str:  # noqa: ANN401
    """A text in several types, its raised signs as `raised` writes them; "" of one that has none."""
    said, any_raised = "", False
    for run in node.findall(_RUN):
        text = run.findtext(_TEXT) or ""
        aligned = run.find(_ALIGNED)
        if aligned is not None and aligned.get("val") == "superscript" and said.strip():
            said, any_raised = said + raised(said, text), True
        else:
            said += text
    return said if any_raised else ""
