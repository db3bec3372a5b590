"""The words of a paragraph of Word, as they read with all changes accepted, and what hangs on it: notes, boxes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from ingest.formats.equations import linear
from ingest.formats.superscripts import raised
from ingest.formats.symbol_fonts import in_symbols
from ingest.formats.word_hidden import OFF, Hidden
from ingest.formats.word_numbers import W, formed

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SIGNS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-"}
# What was moved away or deleted, how a word is spoken, and what describes rather than says.
_SILENT = {f"{W}{name}" for name in ("moveFrom", "del", "rt", "pPr", "rPr", "sdtPr", "sectPr", "tblPr", "instrText")}
_CODE = re.compile(r"[0-9A-Fa-f]{1,4}")
_NOTES = {f"{W}footnoteReference": "decimal", f"{W}endnoteReference": "lowerRoman"}


@dataclass(slots=True)
class Words:
    """What was met so far in a document: how many notes, and which wait to be laid out behind their paragraph.

    Attributes:
        hidden: what of it is not seen.
        notes: kinds, numbers and marks of the notes and comments that were referred to.
        boxes: the contents of text boxes.
        drawings: charts and diagrams, which other parts of the file describe.
    """

    hidden: Hidden = field(default_factory=Hidden)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    drawings: list[Any] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    def of(self, element: Any) -> str:  # noqa: ANN401 (lxml ships no types)
        """The words in an element; a paragraph in it begins with a space."""
        text = above = ""
        for piece, is_raised in self._pieces(element, is_raised=False):
            if is_raised:
                above += piece
                continue
            if above:
                text, above = text + raised(text, above), ""
            text += piece
        return text + raised(text, above) if above else text

    def _pieces(self, element: Any, *, is_raised: bool) -> Iterator[tuple[str, bool]]:  # noqa: ANN401
        """Stretches of text, and whether they stand raised."""
        for node in element:
            tag = node.tag
            if tag == f"{W}t":
                yield in_symbols(node.text or "", _font(node.getparent())), is_raised
            elif tag in _SIGNS:
                yield _SIGNS[tag], is_raised and not _SIGNS[tag].isspace()
            elif tag == f"{W}p":
                yield " ", False
                yield from self._pieces(node, is_raised=False)
            elif tag == f"{W}r":
                if not self.hidden.hides(node):
                    yield from self._pieces(node, is_raised=_is_raised(node))
            elif tag in _NOTES or tag == f"{W}commentReference":
                yield from self._note(node)
            elif tag == f"{W}txbxContent":
                self.boxes.append(node)
            elif isinstance(tag, str) and tag not in _SILENT:
                yield from self._special(node, is_raised=is_raised)

    def _special(self, node: Any, *, is_raised: bool) -> Iterator[tuple[str, bool]]:  # noqa: ANN401
        """What is rare in a paragraph: equations, signs, what is chosen in old forms, shapes."""
        if node.tag in (f"{_M}oMath", f"{_M}oMathPara"):
            yield f" {linear(node).strip()} ", False
        elif node.tag == f"{W}checkBox":
            yield _box(node), False
        elif node.tag == f"{W}ddList":
            yield _chosen(node), False
        elif node.tag == f"{W}sym":
            yield _sign(node), is_raised
        elif node.tag == f"{_MC}AlternateContent":
            # A shape, and the picture of it for old programs, hold the same words.
            chosen = node.find(f"{_MC}Choice")
            yield from self._pieces(node.find(f"{_MC}Fallback") if chosen is None else chosen, is_raised=is_raised)
        elif not is_empty(node):
            if node.tag.endswith("}graphicData"):
                self.drawings.append(node)
            yield from self._pieces(node, is_raised=is_raised)

    def _note(self, node: Any) -> Iterator[tuple[str, bool]]:  # noqa: ANN401
        """The mark of a note, unless it is set by hand: then it follows as text. A comment has none."""
        kind = node.tag.removeprefix(W).removesuffix("Reference")
        mark = ""
        if node.tag in _NOTES and node.get(f"{W}customMarkFollows", "0") in ("0", "false", "off"):
            self._counts[kind] = count = self._counts.get(kind, 0) + 1
            mark = formed(count, _NOTES[node.tag])
            yield f" [{mark}]", False
        self.notes.append((kind, node.get(f"{W}id", ""), mark))


def is_empty(element: Any) -> bool:  # noqa: ANN401
    """Whether it is a control that nobody has filled in: its words are "Click here to enter text"."""
    return element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _is_raised(run: Any) -> bool:  # noqa: ANN401
    mark = run.find(f"{W}rPr/{W}vertAlign")
    lifted = run.find(f"{W}rPr/{W}position")
    return (mark is not None and mark.get(f"{W}val") == "superscript") or (
        lifted is not None and (lifted.get(f"{W}val") or "0").strip("-").isdigit() and int(lifted.get(f"{W}val")) > 2
    )


def _box(node: Any) -> str:  # noqa: ANN401
    """The sign for a box to tick of an old form."""
    ticked = node.find(f"{W}checked")
    ticked = node.find(f"{W}default") if ticked is None else ticked
    return "☒" if ticked is not None and ticked.get(f"{W}val", "1") not in OFF else "☐"


def _chosen(node: Any) -> str:  # noqa: ANN401
    """The entry of an old form's list that is chosen: by its number, or else the usual one, or the first."""
    entries = [one.get(f"{W}val", "") for one in node.iter(f"{W}listEntry")]
    told = next((one for name in ("result", "default") if (one := node.find(f"{W}{name}")) is not None), None)
    at = "0" if told is None else told.get(f"{W}val", "0")
    return entries[int(at)] if at.isdecimal() and int(at) < len(entries) else ""


def _font(run: Any) -> str:  # noqa: ANN401
    """The font that a run is set in, if it says so itself; "" if it does not."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""


def _sign(node: Any) -> str:  # noqa: ANN401
    """The sign that was chosen from a font: "" for one of a font that is not known."""
    code = node.get(f"{W}char", "")
    letter = chr(int(code, 16)) if _CODE.fullmatch(code) else ""
    shown = in_symbols(letter, node.get(f"{W}font", ""))
    return "" if category(shown or " ") == "Co" else shown
