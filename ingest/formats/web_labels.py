"""Tables of HTML whose cells repeat the names of their columns, for screens that are too narrow for a row."""

import re
from typing import Any

from ingest.formats.grid import RawCell

_NAMED = re.compile(
    r"data-(?:[a-z]+-)?(?:title|label|th|head(?:er|ing)?|col(?:umn)?(?:-?name)?)"
)  # stylesheets show it


def leave_out_labels(cells: list[list[Any]]) -> list[list[Any]]:
    """The cells of a table, each without a first element that says no more than what its column is called."""
    heads = [_words(cell) if cell.tag == "th" else "" for cell in cells[0]] if cells else []
    for row in cells:
        for at, cell in enumerate(row):
            label = next(iter(cell), None)
            if label is None or (cell.text or "").strip() or len(_words(label)) == len(_words(cell)):
                continue
            if _words(label) in {_called(cell), *heads[at : at + 1]} - {""}:
                label.drop_tree()
    return cells


def column_names(cells: list[list[Any]]) -> list[RawCell]:
    """What the columns of a table without headings are called, by what its cells say beside their words; else []."""
    rows = [[_called(cell) for cell in row] for row in cells]
    told = len(rows) > 1 and all(row == rows[0] and all(row) for row in rows)
    return [RawCell(name, heading=True) for name in rows[0]] if told else []


def _called(cell: Any) -> str:  # noqa: ANN401 (lxml ships no types)
    """What a cell says that its column is called, for a stylesheet to show; "" if it does not."""
    return next((value.strip().rstrip(" :") for name, value in cell.items() if _NAMED.fullmatch(name)), "")


def _words(node: Any) -> str:  # noqa: ANN401
    return " ".join("".join(node.itertext()).split()).rstrip(" :")
