"""What lies over the cells of a sheet: the words of its text boxes and shapes, and whether there are pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.formats.drawing_text import A, choose, words_of
from ingest.formats.sheet_parts import parts_of

_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What lies over a sheet.

    Attributes:
        lines: the paragraphs in its shapes, by the cells that these begin at, from the top.
        pictures: whether there are any.
    """

    lines: tuple[str, ...]
    pictures: bool


def drawn_over(book: Any, sheet: Any) -> Drawn:  # noqa: ANN401 (openpyxl ships no types)
    """What lies over a sheet and is not hidden."""
    lines: list[str] = []
    pictures = False
    for root in parts_of(book, sheet, "drawing"):
        choose(root)
        for hidden in [one for one in root.iter(f"{_XDR}cNvPr") if one.get("hidden") in ("1", "true")]:
            shape = hidden.getparent().getparent()
            shape.getparent().remove(shape)
        for anchor in sorted(root.iterchildren("{*}*"), key=_place):
            lines += _lines(anchor)
        pictures = pictures or next(root.iter(f"{_XDR}pic"), None) is not None
    return Drawn(tuple(lines), pictures)


def _place(anchor: Any) -> tuple[int, int]:  # noqa: ANN401
    """The row and the column of the cell that an anchor begins at; those of none are first."""
    row, column = (anchor.findtext(f"{_XDR}from/{_XDR}{name}") or "" for name in ("row", "col"))
    return (int(row), int(column)) if row.isdecimal() and column.isdecimal() else (-1, -1)


def _lines(anchor: Any) -> Iterator[str]:  # noqa: ANN401
    for body in anchor.iter(f"{_XDR}txBody"):
        yield from filter(str.strip, map(words_of, body.iter(f"{A}p")))
