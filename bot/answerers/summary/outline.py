"""The headings of a document as a tree: what stands below "Chapter 3", its sections included.

Passages cover all of a document but its headings, so these are what stands between them, in every format; how deep each
lies is told by its mark (Markdown), its number, or that another heading stands right below it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.documents import Passage
from ingest.text.front_matter import front_matter
from ingest.text.headings import one_line
from ingest.text.labels import label_of
from ingest.text.words import words

_MARK = re.compile(r" {0,3}(#{1,6})[ \t]+")
_DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands below it.

    Attributes:
        heading: its words, on one line.
        number: what it is numbered by: ("3", "1") for "3.1", ("2",) for "Part II", ("b",) for "Appendix B", or ().
        key: the word before its number, in small letters: "chapter", "§", or "".
        level: 0 for the title, 1 for the highest sections.
        start, end: offsets into the document's text: from the heading to the next one that is as high.
    """

    heading: str
    number: tuple[str, ...]
    key: str
    level: int
    start: int
    end: int

    def holds(self, place: int) -> bool:
        """Whether a place of the document stands below this heading."""
        return self.start <= place < self.end


def innermost(parts: Sequence[Part], place: int) -> Part | None:
    """The last of some parts, in order, that a place of the document stands in; None if it stands in none."""
    return next((part for part in reversed(parts) if part.holds(place)), None)


def outline(text: str, passages: Sequence[Passage]) -> tuple[Part, ...]:
    """The parts of a document, in order.

    Args:
        text: of the document.
        passages: all of it, in order.
    """
    if not passages:
        return ()
    found = list(_between(text, passages))
    leveled = _leveled(found, passages[0].title)
    end = passages[-1].end
    parts = []
    for at, part in enumerate(leveled):
        after = next((one.start for one in leveled[at + 1 :] if one.level <= part.level), end)
        parts.append(replace(part, end=after))
    return tuple(parts)


def _between(text: str, passages: Sequence[Passage]) -> Iterator[Part]:
    """The headings between the passages; `end` is that of the heading itself, `level` that of its mark or 0."""
    last = front_matter(text, markdown=passages[0].source.lower().endswith(".md")).end
    for passage in passages:
        lines = list(_lines(text, last, passage.start))
        if len(lines) > 1 and passage.heading == one_line(f"{lines[-2].heading} {lines[-1].heading}"):
            lines[-2:] = [replace(lines[-2], heading=passage.heading, end=lines[-1].end)]
        yield from map(_numbered, lines)
        last = max(last, passage.end)  # a passage may stand in front matter


def _lines(text: str, start: int, end: int) -> Iterator[Part]:
    for found in re.finditer(r"\S.*", text[start:end]):
        line = found.group()
        mark = _MARK.match(line)
        title = one_line(line[mark.end() :].rstrip("# ") if mark else line)
        if any(map(str.isalnum, title)):
            yield Part(title, (), "", len(mark[1]) if mark else 0, start + found.start(), start + found.end())


def _numbered(line: Part) -> Part:
    label = label_of(line.heading, 0, len(line.heading))
    if label is None or not label.readings:
        return line
    kind, before, last = label.readings[0]
    if kind == "letter":
        return replace(line, number=(chr(ord("a") + last - 1),), key=label.form[1])
    return replace(line, number=(*filter(None, before.split(".")), str(last)), key=label.form[1])


def _leveled(found: Sequence[Part], title: str) -> list[Part]:
    """The same with their levels. Without marks and numbers a heading that stands right over another one is higher."""
    named = words(title)
    if any(part.level for part in found):
        return [replace(part, level=part.level if part.level else _DEEPEST) for part in found]
    numbered = [at for at, part in enumerate(found) if part.number]
    over = {at for at, (one, two) in enumerate(pairwise(found)) if two.start - one.end < 4 and at}
    depth, parts = 1, []
    for at, part in enumerate(found):
        if at == 0 and words(part.heading) == named:
            level = 0
        elif part.number:
            level = depth = len(part.number) if not part.key else 1
        elif numbered:
            level = depth + 1 if numbered[0] < at < numbered[-1] else 1
        else:
            level = 2 if over and at not in over else 1
        parts.append(replace(part, level=level))
    return parts
