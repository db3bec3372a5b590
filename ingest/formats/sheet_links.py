"""The addresses that links of a sheet's cells lead to, written behind the words of these."""

from dataclasses import replace
from typing import Any

from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils import coordinate_to_tuple

from ingest.formats.grid import RawCell
from ingest.formats.link_targets import reached


def name_addresses(book: Any, sheet: Any, links: Any, rows: dict[int, dict[int, RawCell]]) -> None:  # noqa: ANN401 (openpyxl ships no types)
    """Change the cells of `rows`, which are by number of the row and of the column, that have such links."""
    path = get_rels_path(sheet._worksheet_path)
    if not links or path not in book._archive.namelist():
        return
    targets = {one.Id: one.target for one in get_dependents(book._archive, path)}
    for link in links:
        row, column = coordinate_to_tuple(link.ref.partition(":")[0])
        cell = rows.get(row, {}).get(column)
        if cell is not None:
            said = reached(targets.get(link.id, ""), cell.text)
            rows[row][column] = replace(cell, text=cell.text + said)
