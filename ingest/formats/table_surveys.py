"""The answers to a survey, as programs export them: with a row of names that only the program needs, in JSON."""

from collections.abc import Sequence

from ingest.formats.grid import GridRow, RawCell
from ingest.text.decoding import json_value

_HEADINGS = 4  # rows that it is among


def without_own_names(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    """The rows without the one in which each cell is an object of JSON, if it parts headings from answers."""
    own = next((at for at in range(1, min(_HEADINGS, len(rows) - 1)) if _are_objects(rows[at])), 0)
    if not own or _are_objects(rows[own + 1]):
        return rows
    above = [GridRow(row.texts, [RawCell(text, heading=bool(text)) for text in row.texts]) for row in rows[:own]]
    return [*above, *rows[own + 1 :]]


def _are_objects(row: GridRow) -> bool:
    cells = [text for text in row.texts if text]
    return len(cells) > 1 and all(map(_is_object, cells))


def _is_object(text: str) -> bool:
    try:
        return text.startswith("{") and isinstance(json_value(text), dict)
    except ValueError:
        return False
