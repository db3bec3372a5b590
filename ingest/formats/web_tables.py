"""The tables of HTML, by lxml: their cells with spans, headings and bold type."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from ingest.formats.blocks import Block
from ingest.formats.grid import RawCell
from ingest.formats.tables import table_blocks
from ingest.formats.web_labels import column_names, leave_out_labels
from ingest.formats.web_marks import leave_out_letters
from ingest.formats.web_pictures import pictured
from ingest.text.lines import ends_sentence

# One sign that begins a paragraph which was the row of a table, and ends its number: of a range without a meaning.
MARK = "\ue000"
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font hi i ins kbd label mark q rb ref ruby s samp small"
    " span strike strong sub sup time tt u var wbr".split()
)
_NUMBERED = re.compile(f"{MARK}\\d*{MARK}?")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_FEW = 40  # characters of a cell that labels, or is labelled, in a frame
_ROWS = 3  # of two cells
_WIDEST, _LONGEST = 1000, 65_534  # columns and rows that a cell may span: https://html.spec.whatwg.org/#table-model


def lay_out_tables(tree: Any) -> Sequence[Block]:  # noqa: ANN401 (lxml ships no types)
    """Make paragraphs of the rows of the tables in a tree: each its mark, its number in what is returned, its line.

    Tables that are frames for text, or for other tables, stay, but for their rows of few words, as "Total | 150" in a
    bill. A table in the cell of another is read first, and its lines are words of that cell.
    """
    rows: list[Block] = []
    tables = [(table, cells, _is_frame(table, cells)) for table in tree.iter("table") if (cells := cells_of(table))]
    for table, cells, framed in reversed(tables):
        if framed:
            for run in _runs(cells):
                lines = [row[0].getparent() for row in run]
                _write(lines[0], run, "", rows)
                for line in lines[1:]:
                    line.clear(keep_tail=True)
            continue
        caption = table.find("caption")
        named = "" if caption is None else " ".join(words(caption).split())
        _write(table, cells, named, rows)
    return rows


def _write(place: Any, cells: list[list[Any]], named: str, rows: list[Block]) -> None:  # noqa: ANN401
    """Put paragraphs in the place of rows of cells, and what they are at the end of `rows`."""
    from lxml import etree

    names = column_names(cells)
    found = list(table_blocks([*([names] if names else []), *(list(raw_cells(row)) for row in cells)], caption=named))
    place.clear(keep_tail=True)
    place.tag = "div"
    if named:
        etree.SubElement(place, "p").text = named
    for block in found:
        etree.SubElement(place, "p").text = f"{MARK}{len(rows)}{MARK}{block.text}"
        rows.append(block)


def row_of(text: str, rows: Sequence[Block]) -> Block | None:
    """The row that a paragraph was, or None."""
    _, mark, rest = text.lstrip().partition(MARK)
    number = rest.partition(MARK)[0]
    return rows[int(number)] if mark and number.isdecimal() and int(number) < len(rows) else None


def words(element: Any) -> str:  # noqa: ANN401
    """The words of an element, those of its blocks parted by a space, the rows of a table in it by semicolons."""
    from lxml.etree import iterwalk

    said: list[str] = []
    for event, node in iterwalk(element, events=("start", "end")):
        if node.tag not in INLINE and node is not element:
            said.append(" ")
        if event == "start":
            said.append(node.text or "")
        elif node is not element:
            said.append(node.tail or "")
    return _NUMBERED.sub("; ", "".join(said)).strip(" ;")


def cells_of(table: Any) -> list[list[Any]]:  # noqa: ANN401
    """The cells of a table's own rows, without the letters and numbers of a spreadsheet program around them."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    return leave_out_labels(leave_out_letters([list(row.iterchildren("td", "th")) for row in rows]))


def _is_frame(table: Any, cells: list[list[Any]]) -> bool:  # noqa: ANN401
    """Whether a table only puts text, or other tables, side by side."""
    if max(map(len, cells), default=0) < 2 or table.find(".//h2") is not None:
        return True
    holding = [row for row in cells if any(cell.find(".//table") is not None for cell in row)]
    # A row that is nothing but another table, as in mails, shows what the whole is for.
    return 2 * len(holding) > len(cells) or any(len(row) == 1 for row in holding)


def _runs(cells: list[list[Any]]) -> Iterator[list[list[Any]]]:
    """The rows of few words that stand together; too few of two cells to be a table stand alone."""
    for run in (list(run) for short, run in groupby(cells, key=_is_short) if short):
        if len(run) < _ROWS and all(len(row) == 2 for row in run):
            yield from ([row] for row in run)
        else:
            yield run


def _is_short(cells: list[Any]) -> bool:
    """Whether a row is of several cells with a few words each, as a label and what it labels are."""
    texts = ["" if any(one.tag not in INLINE for one in cell.iterdescendants()) else words(cell) for cell in cells]
    return len(texts) > 1 and all(0 < len(text) <= _FEW and not ends_sentence(text) for text in texts)


def raw_cells(row: Sequence[Any]) -> Iterator[RawCell]:
    """The cells of a row; one without words says what its pictures stand for, unless they show what stands beside."""
    texts = [" ".join(words(cell).split()) for cell in row]
    for at, (cell, text) in enumerate(zip(row, texts, strict=True)):
        name = "" if any(map(str.isalnum, text)) else pictured(cell)
        shown = at == 0 and any(name in other for other in texts[1:])
        yield _raw(cell, text if shown or not name else name)


def _raw(cell: Any, text: str) -> RawCell:  # noqa: ANN401
    part = next(cell.iterancestors("thead", "tfoot", "table")).tag
    heading = cell.tag == "th" or part == "thead"
    spans = min(_span(cell, "colspan"), _WIDEST), min(_span(cell, "rowspan"), _LONGEST)
    return RawCell(text, heading, part == "tfoot" or _is_bold(cell, text), *spans)


def _is_bold(cell: Any, text: str) -> bool:  # noqa: ANN401
    """Whether all words of a cell are bold."""
    bold = (node for node in cell.iter() if node.tag in ("b", "strong") or _BOLD.search(node.get("style", "")))
    return bool(text) and any(" ".join(words(node).split()) == text for node in bold)


def _span(cell: Any, name: str) -> int:  # noqa: ANN401
    """How far a cell spans; "0" reaches to the end of the table."""
    value = cell.get(name, "1").strip()
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
    return number or (_LONGEST if name == "rowspan" else 1)
