"""What a table is called by the line above it: "Meal allowances per full day of travel:"."""

import re
from dataclasses import replace

from ingest.documents import Document
from ingest.tables import Table
from ingest.text.words import words

_MARKS = re.compile(r"\*+|__")  # of emphasis
_LONGEST = 120  # characters of a line that introduces a table
_ABOVE = 2000  # characters above it that are looked at


def captioned(document: Document) -> Document:
    """A document whose tables without a caption are called by the line above them, if that ends with a colon."""
    if all(table.caption for table in document.tables):
        return document
    return replace(document, tables=tuple(_captioned(document.text, table) for table in document.tables))


def _captioned(text: str, table: Table) -> Table:
    first = next(table.rows, None)
    if table.caption or first is None:
        return table
    names = {word for column in table.columns for word in words(column.name)}
    above = text[max(0, first.start - _ABOVE) : first.start].splitlines()
    for line in map(str.strip, reversed(above)):
        said = words(line)
        if not said or names.issuperset(said):
            continue  # nothing but rules, or the names of the columns
        called = _MARKS.sub("", line).strip("# ")
        named = called.removesuffix(":").strip()
        own = called.endswith(":") and len(called) <= _LONGEST and not table.heading.rstrip(" :").endswith(named)
        return replace(table, caption=named) if own else table
    return table
