"""Tables of HTML that are made of other elements, with roles that say what each is (ARIA): they become tables."""

from typing import Any

_GRIDS = ("table", "grid", "treegrid")
_CELLS = {"cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"}
_SPANS = {"aria-colspan": "colspan", "aria-rowspan": "rowspan"}


def make_tables(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Put a table in the place of the rows of each element with the role of one; what else it holds stays."""
    for grid in [node for node in tree.iter("*") if node.get("role") in _GRIDS and node.tag != "table"]:
        rows = [row for row in _inner(grid, _GRIDS, ("row",)) if row.tag != "tr"]
        table = tree.makeelement("table")
        for row in rows:
            cells = _inner(row, ("row",), tuple(_CELLS))
            for cell in cells:
                cell.tag = _CELLS[cell.get("role")]
                for told, name in _SPANS.items():
                    cell.set(name, cell.get(told, "1"))
            if cells:
                if table.getparent() is None:
                    row.addprevious(table)
                row.tag, row.text, row.tail, row[:] = "tr", None, None, cells
                table.append(row)
        for caption in _inner(grid, _GRIDS, ("caption",)) if len(table) else ():
            caption.tag, caption.tail = "caption", None
            table.insert(0, caption)


def _inner(node: Any, around: tuple[str, ...], roles: tuple[str, ...]) -> list[Any]:  # noqa: ANN401
    """What has one of some roles below an element that has one of `around`, and in no other such element below it."""
    found = [one for one in node.iterdescendants() if one.get("role") in roles]
    return [one for one in found if next(above for above in one.iterancestors() if above.get("role") in around) is node]
