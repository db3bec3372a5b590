""".csv and .tsv -> rows, whatever parts their cells and whatever a quotation mark means in them."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain, islice

from ingest.formats.blocks import MAX_CHARACTERS, Block, Extracted, assemble
from ingest.formats.tables import table_blocks
from ingest.text.decoding import decoded

_SEPARATOR = re.compile(r"\ufeff?sep=([^\r\n\"])\r?\n", re.IGNORECASE)
_SAMPLE, _FIRST = 65_536, 30  # characters, and rows in them, that show what parts the cells
_MARKS = ",;\t|"
_FOLDED = re.compile(r'"(?:[^"]|"")*"|[^"]*')  # a line that is one cell
_LEAST = 2  # lines that show that they are, and cells in them that may be words with a comma
_DRAWN = re.compile(r"([-=*_])\1{7,}\s*(?P<title>(?:[^-=*_\s].*?)?)\s*(?:\1{8,})?")
_STROKES = "--", "==", "**", "__"
_LINE = re.compile(r"\r\n?|\n")
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\[nrt]")  # a line's end or a tab, as databases write it
_FORMULA = re.compile(r'=(?:HYPERLINK\("[^"]*"[,;]\s?)?"((?:[^"]|"")*)"\)?', re.IGNORECASE)  # that shows a text only
_REGULAR = 0.8  # of the rows: how many have as many cells, where quotation marks quote nothing


def read_csv(data: bytes) -> Extracted:
    """One row a line; cells are parted by a comma, a semicolon, a tab or a bar, or by what Excel's "sep=" line says."""
    return assemble(rows_of(decoded(data)))


def read_tsv(data: bytes) -> Extracted:
    """The same of a file whose name says that tabs part its cells, if it has any."""
    text = decoded(data)
    return assemble(rows_of(text, "\t" if "\t" in text[:_SAMPLE] else ""))


def rows_of(text: str, mark: str = "") -> Iterator[Block]:
    """The rows of a text; `mark` parts their cells, or if it is "", what shows itself to."""
    said = _SEPARATOR.match(text)
    text = _unfolded(text[said.end() :] if said else text)
    sample = text[:_SAMPLE]
    csv.field_size_limit(MAX_CHARACTERS)  # of one cell; the module's own limit is 131,072
    mark = said[1] if said else mark or max(_MARKS, key=lambda mark: _usual(_first(sample, mark)))
    rows = [[_shown(cell) for cell in row] for row in _rows(text, mark)]
    return chain.from_iterable(table_blocks(run, sheet=True, named=True) for run in _parted(rows))


def _parted(rows: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    """The rows, those apart that a drawn line sets above or below a table; what it says within is the table's title."""
    run: list[list[str]] = []
    for at, row in enumerate(rows):
        found = _DRAWN.fullmatch("".join(row).strip()) if row and row[0].startswith(_STROKES) else None
        if not found:
            run.append(row)
            continue
        around = {sum(map(bool, other)) for other in rows[max(at - 1, 0) : at + 2] if other is not row}
        if found["title"] or len(around) > 1 or around == {1}:
            yield run
            run = [[found["title"]]] if found["title"] else []
    yield run


def _unfolded(text: str) -> str:
    """The text; where a program took each line for one cell, and quoted it, as it was before."""
    first = list(islice(filter(None, text[:_SAMPLE].splitlines()), _FIRST))
    if len(first) < _LEAST or not all(map(_FOLDED.fullmatch, first)):
        return text
    inner = "\n".join(map(_unquoted_line, first))
    count, width = max(_usual(_first(inner, mark)) for mark in _MARKS)
    quoted = any('""' in line for line in first) or (width > _LEAST and all(line[0] == '"' for line in first))
    return "\n".join(map(_unquoted_line, text.splitlines())) if count == len(first) and quoted else text


def _unquoted_line(line: str) -> str:
    return line[1:-1].replace('""', '"') if line.startswith('"') and _FOLDED.fullmatch(line) else line


def _first(sample: str, mark: str) -> Iterable[list[str]]:
    """The first rows, if `mark` parts the cells.

    The standard library's Sniffer guesses by expressions that take a minute for some 60 kB.
    """
    return islice(csv.reader(StringIO(sample, newline=""), delimiter=mark, skipinitialspace=True), _FIRST)


def _usual(rows: Iterable[Sequence[str]]) -> tuple[int, int]:
    """How many rows have the same number of cells, and how many cells that is."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    return count, width


def _regularity(rows: Sequence[Sequence[str]]) -> float:
    """The share of the rows that have the usual number of cells."""
    return _usual(rows)[0] / max(1, sum(any(row) for row in rows))


def _rows(text: str, mark: str) -> list[list[str]]:
    """The rows, as most programs write quotation marks, as databases do, or as signs for inches and "as above"."""
    part = re.escape(mark)
    text = re.sub(rf'(?<![^{part}\r\n])("?)\\N\1(?![^{part}\r\n])', "", text)  # how databases write that there is none
    strict = _strict(text, mark)
    if f'{mark} "' in text and mark != " ":  # blanks behind the marks, as people type them
        spaced = _strict(text, mark, spaced=True)
        if spaced is not None and (strict is None or _regularity(spaced) >= _regularity(strict)):
            return spaced
    rows = strict if strict is not None else list(csv.reader(StringIO(text, newline=""), delimiter=mark))
    if (strict is None and '\\"' in text) or f"\\{mark}" in text:
        escaped = _strict(_ESCAPED.sub(r"\1 ", text), mark, escapechar="\\")
        if escaped is not None and (strict is None or _regularity(escaped) > _regularity(rows)):
            return escaped
    if strict is None or any(cell.startswith(mark) or _LINE.search(cell) for row in rows for cell in row):
        cell = re.compile(rf'(?:^|{part})(?:"(?!{part})((?:[^"]|"")*)"(?={part}|$)|([^{part}]*))')
        plain = [[_unquoted(found) for found in cell.finditer(line)] for line in _LINE.split(text) if line]
        if _regularity(plain) >= max(_REGULAR, _regularity(rows)):
            return plain
    return rows


def _strict(text: str, mark: str, escapechar: str | None = None, *, spaced: bool = False) -> list[list[str]] | None:
    """The rows; None if a quotation mark stands where none can."""
    lines = StringIO(text, newline="")
    try:
        return list(csv.reader(lines, delimiter=mark, escapechar=escapechar, skipinitialspace=spaced, strict=True))
    except csv.Error:
        return None


def _unquoted(cell: re.Match[str]) -> str:
    return cell[2] if cell[1] is None else cell[1].replace('""', '"')


def _shown(cell: str) -> str:
    """What a spreadsheet program shows of a cell: 00417 of ="00417", which keeps the zeros of a number."""
    found = _FORMULA.fullmatch(cell) if cell.startswith("=") else None
    return found[1].replace('""', '"') if found else cell
