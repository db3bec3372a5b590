"""Lists and objects in JSON that are tables: rows as lists of values, or by their names."""

from collections.abc import Mapping
from typing import Any

from ingest.formats.grid import GridRow
from ingest.formats.json_texts import is_text, plain
from ingest.formats.table_headings import evidence

_COLUMNS = ("columns", "fields", "header", "headers")  # how programs call the names of columns that stand by themselves


def is_keyed(value: Mapping[str, Any]) -> bool:
    """Whether an object holds the rows of a table by their names: objects that have their fields in common."""
    items = list(value.values())
    return len(items) > 1 and all(isinstance(item, Mapping) and item.keys() == items[0].keys() for item in items)


def framed(value: Mapping[str, Any]) -> list[Any]:
    """The rows of a table whose columns are named beside them ("columns", "data"), each as an object; [] for others."""
    names = next((item for key, item in value.items() if key.lower() in _COLUMNS and isinstance(item, list)), [])
    grids = [item for item in value.values() if isinstance(item, list) and is_grid([names, *item])]
    if len(grids) != 1 or not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        return []
    rest = {key: item for key, item in value.items() if item is not names and item is not grids[0]}
    return [*([rest] if rest else []), [dict(zip(names, row, strict=True)) for row in grids[0]]]


def is_grid(items: list[Any]) -> bool:
    """Whether these are the rows of a table: lists of short values, as many in each."""
    return _are_lists(items) and len({len(item) for item in items}) == 1


def is_ragged(items: list[Any]) -> bool:
    """Whether the ends of rows are left out where they are blank, as spreadsheets do, below the names of columns."""
    if not _are_lists(items):
        return False
    names, *rows = (GridRow([plain(cell) for cell in item]) for item in items)
    width, widths = len(names.texts), [len(row.texts) for row in rows]
    if not min(widths) < width >= max(widths) or len({*names.texts, ""}) <= width:
        return False
    return evidence(names, rows) > 0 or not all(cell for row in rows for cell in row.texts)


def _are_lists(items: list[Any]) -> bool:
    """Whether these are lists of short values, the first of several."""
    if len(items) < 2 or not all(isinstance(item, list) for item in items) or len(items[0]) < 2:
        return False
    return not any(isinstance(cell, (Mapping, list)) or is_text(cell) for item in items for cell in item)
