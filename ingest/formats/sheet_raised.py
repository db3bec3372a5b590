"""Raised and struck signs within the texts of a workbook's cells, which openpyxl joins to the words around them."""

from collections.abc import Sequence
from typing import Any

from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from ingest.formats.struck import left
from ingest.formats.superscripts import raised

_ITEM, _RUN, _TEXT = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "r", "t"))
_ALIGNED, _STRUCK = (f"{{{SHEET_MAIN_NS}}}rPr/{{{SHEET_MAIN_NS}}}{name}" for name in ("vertAlign", "strike"))
_OFF = ("0", "false")


def with_raised(book: Any, strings: Sequence[str]) -> Sequence[str]:  # noqa: ANN401 (openpyxl ships no types)
    """The texts that the cells of a workbook share, those with raised or struck signs written anew."""
    name = next((one for one in book._archive.namelist() if one.lower().endswith("/sharedstrings.xml")), None)
    data = b"" if name is None else book._archive.read(name)
    if b"superscript" not in data and b"strike" not in data:
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
    """A text in several types, raised signs as `raised` writes them, struck ones left out; "" of one without either."""
    runs = node.findall(_RUN)
    given = [(run.findtext(_TEXT) or "", _is_struck(run)) for run in runs]
    texts = left(given)
    said, any_raised = "", False
    for run, text in zip(runs, texts, strict=True):
        aligned = run.find(_ALIGNED)
        if aligned is not None and aligned.get("val") == "superscript" and said.strip():
            said, any_raised = said + raised(said, text), True
        else:
            said += text
    return said if any_raised or texts != [text for text, _ in given] else ""


def _is_struck(run: Any) -> bool:  # noqa: ANN401
    mark = run.find(_STRUCK)
    return mark is not None and mark.get("val", "1") not in _OFF
