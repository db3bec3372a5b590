"""What the paragraphs of a Word document share while they are read, and which of them are headings."""

import re
from dataclasses import dataclass
from typing import Any

from ingest.formats.word_numbers import Numbers, W
from ingest.formats.word_tabs import Stops
from ingest.formats.word_text import Words

_HEADING = re.compile(r"(?:heading (\d)|title)", re.IGNORECASE)


@dataclass(slots=True)
class Story:
    """What the paragraphs of one document share.

    Attributes:
        part: the package's part that relations lead on from.
        headings: the styles of headings with their levels, 1 for the highest.
        numbers: the lists.
        stops: the tab stops of styles.
        notes: the paragraphs of footnotes, end notes and comments, by kind and number.
        words: notes and boxes that were met.
        lost: what cannot be read.
        depth: in how many other documents it stands.
        inside: in how many cells of tables the paragraph stands.
    """

    part: Any
    headings: dict[str, int]
    numbers: Numbers
    stops: Stops
    notes: dict[tuple[str, str], Any]
    lost: list[str]
    words: Words
    depth: int = 0
    inside: int = 0


def heading_level(name: str | None, element: Any) -> int:  # noqa: ANN401 (lxml ships no types)
    """The level of a heading by its style's name or its place in the outline, 1 for the highest; 0 for body text."""
    told = element.find(f"{W}pPr/{W}outlineLvl")
    outlined = told.get(f"{W}val", "9") if told is not None else "9"
    found = _HEADING.fullmatch(name or "")
    if outlined.isdigit() and outlined != "9":
        return int(outlined) + 1
    return int(found[1] or 1) if found else 0


def level_of(element: Any, story: Story) -> int:  # noqa: ANN401
    """The level of a paragraph as a heading, 0 if it is none."""
    style = element.find(f"{W}pPr/{W}pStyle")
    return heading_level("", element) or (story.headings.get(style.get(f"{W}val"), 0) if style is not None else 0)
