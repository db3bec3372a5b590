"""The columns of a table: their names, their units, and in which notation their numbers and dates are written."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log10
from statistics import mean

from ingest.cells import date_orders, decimal_marks, is_money, number
from ingest.formats.grid import GridRow
from ingest.formats.table_shapes import reach, spread
from ingest.tables import Column

_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]\d]{1,20})[)\]]$")
_SIGN = re.compile(r"[^\W\d_]{0,2}[^\w\s]")
_ENDS = re.compile(r"\)|\)?\s?%\s?\)?")
_SUFFIX = re.compile(r"[^\W_]_([^\W\d_]{1,7})$")
_SYMBOLS = "g kg t mm cm m km ha ml l min h kw kwh".split()  # of the SI and what is used with it
_SUFFIXES = {"pct": "%", "percent": "%", **{one: one for one in _SYMBOLS}}
_SAMPLE = 50
_GROUP = 3  # digits that a mark parts from thousands
_LARGER = 1.8  # in powers of ten: how much larger the numbers without a mark are than those with one, if it is decimal


def joined(row: GridRow) -> GridRow:
    """The row with signs that have a cell of their own put to their numbers: "$", "(310", ")"."""
    texts = row.texts
    if not any(0 < len(text) <= 3 and not text.isalnum() for text in texts):
        return row
    made = list(texts)
    for at, text in enumerate(texts):
        if at and _ENDS.fullmatch(text) and made[at - 1][-1:].isdigit():
            made[at - 1], made[at] = made[at - 1] + text, ""
        elif at + 1 < len(made) and _SIGN.fullmatch(text) and is_money(text) and _begins(made[at + 1]):
            made[at + 1], made[at] = text + made[at + 1], ""
    return GridRow(made, row.looks)


def _begins(text: str) -> bool:
    return text.lstrip("(-−– ")[:1].isdigit()


def names(rows: Sequence[GridRow], width: int) -> tuple[str, ...]:
    """The name of each column, by its headings from the top; "" for one that has none."""
    layers = [_filled(row, rows[at + 1 :], width) for at, row in enumerate(rows)]
    found = []
    for column in range(width):
        parts = [layer[column] for layer in layers if layer[column]]
        found.append(" ".join(part for at, part in enumerate(parts) if at == 0 or part != parts[at - 1]))
    return tuple(found)


def _filled(row: GridRow, below: Sequence[GridRow], width: int) -> list[str]:
    """The texts of a row of headings; those of one above others reach to the right as far as there is room."""
    texts = [*row.texts, *[""] * (width - len(row.texts))]
    cells = spread(row)
    if not below or not cells or any(end - start > 1 for start, end in cells):
        return texts
    if centred := _centred(texts, below[-1], cells):
        return centred
    there = [any(column < len(other.texts) and other.texts[column] for other in below) for column in range(width)]
    if len(cells) == 1 and cells[0][0] > 0:
        return [row.texts[cells[0][0]] if at > 0 and (there[at] or at == cells[0][0]) else "" for at in range(width)]
    said = ""
    for at in range(width):
        said = texts[at] or said
        if not texts[at] and there[at] and said and at > cells[0][0]:
            texts[at] = said
    return texts


def _centred(texts: Sequence[str], lower: GridRow, cells: Sequence[tuple[int, int]]) -> list[str]:
    """The texts, each over all columns of its group; none, unless the headings below come again in every group.

    What stands in the middle of its columns does not begin where they do: "Q1, Q2, Q3, Q1, Q2, Q3" shows where.
    """
    width, count = reach(lower), len(cells)
    for first in range(min(cells[0][0] + 1, width) if count > 1 else 0):
        size, rest = divmod(width - first, count)
        group = lower.texts[first : first + size]
        places = [(start - first) // size for start, _ in cells] if size > 1 and not rest else []
        if places == list(range(count)) and all(group) and lower.texts[first:width] == group * count:
            said = [texts[start] for start, _ in cells for _ in range(size)]
            return [*texts[:first], *said, *texts[width:]]
    return []


def read_columns(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, counted: bool = False
) -> tuple[Column, ...]:
    """The columns of a table with these names and cells; `counted` if a program wrote the numbers, not a person."""
    read = [_notation(rows, at) for at in range(len(headings))]
    usual = _most(decimal for _, decimal, _ in read if decimal)
    if not usual and not counted:
        sized = (_by_size([row[at] for row in rows]) for at, (numeric, _, _) in enumerate(read) if numeric)
        usual = _most(mark for mark in sized if mark)
    return tuple(
        Column(name, unit_of(name) if numeric else "", (decimal or usual) if numeric else "", dates)
        for name, (numeric, decimal, dates) in zip(headings, read, strict=True)
    )


def _notation(rows: Sequence[Sequence[str]], at: int) -> tuple[bool, str, str]:
    """Whether a column holds numbers, its decimal mark, and the order of its dates."""
    texts = [text for text in (row[at] for row in rows) if text]
    sample = texts[:_SAMPLE]
    if 2 * sum(number(text) is not None for text in sample) >= len(sample) > 0:
        return True, _most(decimal_marks(texts)), ""
    return False, "", _most(date_orders(texts))


def _by_size(texts: Iterable[str]) -> str:
    """The decimal mark where a mark stands before three digits in all numbers that have one: "1.204" beside "310".

    It parts thousands if that makes them about as large as the numbers without it.
    """
    digits = [found["digits"] for text in texts if (found := number(text))]
    marked = [one for one in digits if len(one) > _GROUP and one[-_GROUP - 1] in ".,"]
    bare = [log10(int(one)) for one in digits if one.isdecimal() and int(one) > 0]
    signs = {one[-_GROUP - 1] for one in marked}
    if not bare or len(signs) != 1 or max(bare) >= _GROUP or not (len(marked) > 1 or marked[0].endswith("0")):
        return ""
    sign = signs.pop()
    small = mean(log10(float(one.replace(sign, "."))) for one in marked)
    return ("," if sign == "." else ".") if mean(bare) - small > _LARGER else ""


def _most(found: Iterable[str]) -> str:
    counted = Counter(found)
    return counted.most_common(1)[0][0] if counted else ""


def unit_of(name: str) -> str:
    """The unit that a heading names: "km" of "Length (km)", "%" of "Margin %", "GBP" of "price_gbp"."""
    bracketed = _IN_BRACKETS.search(name)
    last = bracketed[1] if bracketed else name.rsplit(" ", 1)[-1]
    if bracketed and (len(last) > 1 or not last.isascii() or not last.isalpha() or last in "mgslhtVWA"):
        return last
    if found := _SUFFIX.search(name):  # as programs and databases name what they write
        code = found[1].upper()
        return code if is_money(code) else _SUFFIXES.get(found[1].lower(), "")
    return last if last in ("%", "‰") or (last and is_money(last)) else ""
