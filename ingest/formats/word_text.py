"""The words of a paragraph of Word, as they read with all changes accepted, and what hangs on it: notes, boxes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.formats.equations import linear
from ingest.formats.superscripts import raised
from ingest.formats.word_numbers import W, formed

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SIGNS = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-"}
# What was moved away or deleted, how a word is spoken, and what describes rather than says.
_SILENT = {f"{W}{name}" for name in ("moveFrom", "del", "rt", "pPr", "rPr", "sdtPr", "sectPr", "tblPr", "instrText")}
_NOTES = {f"{W}footnoteReference": "decimal", f"{W}endnoteReference": "lowerRoman"}
_OFF = ("0", "false", "off")


@dataclass(slots=True)
class Words:
    """What was met so far in a document: how many notes, and which wait to be laid out behind their paragraph.

    Attributes:
        notes: marks and elements of the notes that were referred to.
        boxes: the contents of text boxes.
        drawings: charts and diagrams, which other parts of the file describe.
    """

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
                yield node.text or "", is_raised
            elif tag in _SIGNS:
                yield _SIGNS[tag], is_raised and not _SIGNS[tag].isspace()
            elif tag == f"{W}p":
                yield " ", False
                yield from self._pieces(node, is_raised=False)
            elif tag == f"{W}r":
                if not _is_on(node, "vanish"):
                    yield from self._pieces(node, is_raised=_is_raised(node))
            elif tag in _NOTES:
                yield from self._note(node)
            elif tag == f"{W}txbxContent":
                self.boxes.append(node)
            elif isinstance(tag, str) and tag not in _SILENT:
                yield from self._special(node, is_raised=is_raised)

    def _special(self, node: Any, *, is_raised: bool) -> Iterator[tuple[str, bool]]:  # noqa: ANN401
        """What is rare in a paragraph: equations, boxes to tick, fields that nobody has filled in, shapes."""
        if node.tag in (f"{_M}oMath", f"{_M}oMathPara"):
            yield f" {linear(node).strip()} ", False
        elif node.tag == f"{W}checkBox":
            yield _box(node), False
        elif node.tag == f"{_MC}AlternateContent":
            # A shape, and the picture of it for old programs, hold the same words.
            chosen = node.find(f"{_MC}Choice")
            yield from self._pieces(node.find(f"{_MC}Fallback") if chosen is None else chosen, is_raised=is_raised)
        elif not is_empty(node):
            if node.tag.endswith("}graphicData"):
                self.drawings.append(node)
            yield from self._pieces(node, is_raised=is_raised)

    def _note(self, node: Any) -> Iterator[tuple[str, bool]]:  # noqa: ANN401
        """The mark of a note, unless it is set by hand: then it follows as text."""
        kind = node.tag.removeprefix(W).removesuffix("Reference")
        mark = ""
        if node.get(f"{W}customMarkFollows", "0") in ("0", "false", "off"):
            self._counts[kind] = count = self._counts.get(kind, 0) + 1
            mark = formed(count, _NOTES[node.tag])
            yield f" [{mark}]", False
        self.notes.append((kind, node.get(f"{W}id", ""), mark))


def is_empty(element: Any) -> bool:  # noqa: ANN401
    """Whether it is a control that nobody has filled in: its words are "Click here to enter text"."""
    return element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _is_on(run: Any, name: str) -> bool:  # noqa: ANN401
    mark = run.find(f"{W}rPr/{W}{name}")
    return mark is not None and mark.get(f"{W}val", "1") not in _OFF


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
    return "☒" if ticked is not None and ticked.get(f"{W}val", "1") not in _OFF else "☐"
