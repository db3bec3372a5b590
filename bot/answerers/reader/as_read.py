"""A passage as a model reads it: rows of Markdown with the names of their columns, as those of other formats have."""

from dataclasses import dataclass, replace

from ingest.documents import Passage
from ingest.text.table_lines import readable


@dataclass(frozen=True, slots=True)
class Text:
    """What is read.

    Attributes:
        above: title and heading, a line each, and the names of columns that are not in the text.
        text: the passage.
        places: for each character of `text` its place in the passage as it stands, or -1; () if all are the same.
    """

    above: str
    text: str
    places: tuple[int, ...] = ()


def as_read(passage: Passage) -> Text:
    """A passage as it is read."""
    if not passage.columns:
        return Text(passage.above, passage.text)
    text, places = readable(passage.text, passage.columns)
    return Text(replace(passage, columns="").above, text, places)
