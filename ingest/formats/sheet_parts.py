"""The parts of a workbook that belong to one sheet, which openpyxl does not read together with its rows."""

from collections.abc import Iterator
from typing import Any

from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.xml.functions import fromstring


def parts_of(book: Any, sheet: Any, kind: str) -> Iterator[Any]:  # noqa: ANN401 (openpyxl ships no types)
    """The roots of a sheet's parts of a kind, which is the last word of their relation: "comments", "drawing"."""
    yield from (root for _, root in linked(book, sheet._worksheet_path, kind))


def linked(book: Any, path: str, kind: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """The parts of a kind that a part leads to: their paths and their roots."""
    links = get_rels_path(path)
    if links not in book._archive.namelist():
        return
    for link in get_dependents(book._archive, links):
        if link.Type.rsplit("/", 1)[-1] == kind and link.target in book._archive.namelist():
            yield link.target, fromstring(book._archive.read(link.target))
