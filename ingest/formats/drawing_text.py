"""The words in shapes, as slides, sheets, charts and diagrams have them (DrawingML)."""

from typing import Any

from openpyxl.utils.escape import unescape

from ingest.formats.equations import linear
from ingest.formats.link_targets import reached
from ingest.formats.struck import left
from ingest.formats.superscripts import raised
from ingest.formats.symbol_fonts import in_symbols

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WHOLE = "noStrike"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def choose(root: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Put what new programs show in the place of each choice between that and what old ones do."""
    for choice in list(root.iter(f"{_MC}AlternateContent")):
        chosen = choice.find(f"{_MC}Choice")
        chosen = choice.find(f"{_MC}Fallback") if chosen is None else chosen
        for child in () if chosen is None else list(chosen):
            choice.addprevious(child)
        choice.getparent().remove(choice)


def name_addresses(root: Any, part: Any) -> None:  # noqa: ANN401
    """Write the addresses that links of a part lead to behind their words."""
    for link in root.iter(f"{A}hlinkClick"):
        text = link.getparent().getparent().find(f"{A}t")
        relation = part.rels.get(link.get(_LINKED, ""))
        if text is not None and relation is not None and relation.is_external:
            text.text = (text.text or "") + reached(relation.target_ref, text.text or "")


def words_of(paragraph: Any) -> str:  # noqa: ANN401
    """The words of a paragraph, raised ones as what they mean, without what is struck out beside others."""
    text = ""
    said = iter(left([_words(run) for run in paragraph.iterchildren(f"{A}r", f"{A}fld")]))
    for node in paragraph.iterchildren("{*}*"):
        if node.tag in (f"{A}r", f"{A}fld"):
            looks, words = node.find(f"{A}rPr"), next(said)
            is_raised = looks is not None and (looks.get("baseline") or "0").rstrip("%").isdigit()
            is_raised = is_raised and float(looks.get("baseline", "0").rstrip("%")) > 0
            text += raised(text, words) if is_raised and text else words
        elif node.tag == f"{A}br":
            text += " "
        elif node.tag.endswith("}m"):
            text += f" {linear(node).strip()} "
    return text


def _words(run: Any) -> tuple[str, bool]:  # noqa: ANN401
    """The words of a run, and whether they are struck out."""
    looks = run.find(f"{A}rPr")
    words = _shown("".join(one.text or "" for one in run.iter(f"{A}t")), looks)
    return words, looks is not None and looks.get("strike", _WHOLE) != _WHOLE


def _shown(words: str, looks: Any) -> str:  # noqa: ANN401
    """What a run shows: signs of its fonts, and control characters that stand as "_x000B_"."""
    words = unescape(words)
    for kind in ("latin", "sym"):
        font = looks.find(f"{A}{kind}") if looks is not None else None
        if font is not None:
            words = in_symbols(words, font.get("typeface", ""), private_only=kind == "sym")
    return words
