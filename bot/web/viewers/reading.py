"""A document as its blocks: headings, paragraphs, lists, tables; of a mail its header first, quoted mails folded."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bot.answers import leaf
from bot.web.render import filled
from bot.web.viewers.marks import BLOCK, Piece, Seen, Span
from bot.web.viewers.tables import Grid, grid
from ingest.documents import Section

_ITEM = re.compile(r"(?P<sign>[-•–*▪◦]\s+)|(?P<number>\(?(?:\d{1,3}|[a-z])[.)]\s+)(?=\S)")
_NUMBERED = re.compile(r"(?P<number>\S{1,12}\s+)(?=\S)")
_FACT = re.compile(r"; (?=[A-Z][\w-]+(?: \([^()]*\))?: )")
_LABEL = re.compile(r"[A-Z][\w-]+(?: \([^()]*\))?:")
_LONGEST = 400_000  # characters: a longer text is shown plain, since taking it apart would take seconds
_LEVEL = 2  # of a heading whose level is not known
_HEADER, _QUOTED = "Message header", "Quoted"  # how the headings of ingest/formats/mail.py begin
Kind = Literal["heading", "text", "plain", "item", "fact", "code", "table"]
Run = tuple[int, int, int, int]  # rows that stand together: their table, the first, one past the last, end in the text
Runs = dict[int, Run]  # by where they begin


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a document.

    Attributes:
        kind: what it is; "fact" is a label and what it says, "plain" a text whose spaces and lines are kept.
        pieces: its text.
        level: of a heading, from 1; of an item, how deep it stands, from 0.
        label: of an item, its number; "" for none.
        grid: of a table.
    """

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    level: int = 2
    label: str = ""
    grid: Grid | None = None


@dataclass(slots=True)
class Group:
    """Blocks that are laid out together.

    Attributes:
        label: what they are, as in "slide 3"; "" for what needs no name.
        folded: whether they are shown only when they are asked for.
        parts: they.
        size: characters of them.
    """

    label: str = ""
    folded: bool = False
    parts: list[Part] = field(default_factory=list)
    size: int = 0


def view(seen: Seen) -> str | None:
    """What is looked at, as HTML; see `plain.view`."""
    return filled("viewers/reading", groups=groups(seen))


def taken_apart(seen: Seen, parts: Callable[[Seen], Iterable[Part]]) -> str | None:
    """What is looked at as the parts that it is taken apart into, as HTML; None if it is too long for that."""
    if len(seen.document.text) > _LONGEST:
        return None
    return filled("viewers/reading", groups=grouped(parts(seen)))


def grouped(parts: Iterable[Part]) -> list[Group]:
    """Blocks in groups that are laid out together."""
    made = [Group()]
    for part in parts:
        if made[-1].size > BLOCK:
            made.append(Group())
        made[-1].parts.append(part)
        made[-1].size += sum(len(piece.text) for piece in part.pieces)
    return made


def groups(seen: Seen) -> list[Group]:
    """The document in groups: slides, quoted mails, and else as much as is laid out together."""
    source = seen.document.source.lower()
    slides, mail = source.endswith(".pptx"), source.endswith(".eml")
    made: list[Group] = []
    header = Group()
    key: object = None
    rows = _runs(seen)
    for start, end, section, heading, at in _lines(seen, rows):
        if mail and section.heading.startswith(_HEADER):
            header.parts += [] if heading else _facts(seen, start, end)
            continue
        quoted = mail and section.heading.startswith(_QUOTED)
        now = section.page if slides else section.heading if quoted else None
        if not made or now != key or (now is None and made[-1].size > BLOCK):
            label = leaf(source, section.page).capitalize() if slides else section.heading if quoted else ""
            made.append(Group(label, quoted))
            key = now
        if quoted and heading:
            continue
        if section.rows and not heading and start not in rows and _LABEL.match(seen.document.text, start, end):
            made[-1].parts += _facts(seen, start, end)  # an appointment, an address
        else:
            made[-1].parts.append(_part(seen, rows.get(start), (start, end), section, at, heading=heading))
        made[-1].size += end - start
        made[-1].folded &= not seen.touches(start, end)
    return [header, *made] if header.parts else made


def _lines(seen: Seen, rows: Runs) -> Iterator[tuple[int, int, Section, bool, int]]:
    """Start and end of each line, or of all rows of a table that follow each other; its section; if it is a heading.

    Last comes its place among the lines of the section, or among the headings before it.
    """
    text, sections = seen.document.text, list(seen.document.sections) or [Section(0, len(seen.document.text))]
    at = number = before = 0
    last: tuple[int, bool] | None = None
    while at < len(text):
        end = rows[at][3] if at in rows else text.find("\n", at)
        end = len(text) if end < 0 else end
        while number + 1 < len(sections) and sections[number].end <= at:
            number += 1
        if text[at:end].strip():
            heading = not sections[number].start <= at < sections[number].end
            before = before + 1 if last == (number, heading) else 0
            last = number, heading
            yield at, end, sections[number], heading, before
        at = end + 1


def _runs(seen: Seen) -> Runs:
    """The rows of the tables."""
    found: Runs = {}
    for number, places in enumerate(seen.rows):
        first = 0
        for at, (_, end) in enumerate(places):
            if at + 1 == len(places) or places[at + 1][0] != end + 1:
                found[places[first][0]] = (number, first, at + 1, end)
                first = at + 1
    return found


def _part(seen: Seen, run: Run | None, line: Span, section: Section, at: int, *, heading: bool) -> Part:
    if run:
        return Part("table", grid=grid(seen, *run[:3]))
    if heading:
        level = section.levels[at] if at < len(section.levels) else 0
        return Part("heading", seen.pieces(*line), level or _LEVEL)
    depth, number = section.items[at] if at < len(section.items) else (0, 0)
    signed = (_NUMBERED if number < 0 else _ITEM).match(seen.document.text, *line)
    if not signed and not depth:
        return Part("text", seen.pieces(*line))
    label = (signed["number"] or "").strip() if signed else f"{number}." if number > 0 else ""
    return Part("item", seen.pieces(signed.end() if signed else line[0], line[1]), max(depth - 1, 0), label)


def _facts(seen: Seen, start: int, end: int) -> list[Part]:
    cuts = [found.span() for found in _FACT.finditer(seen.document.text, start, end)]
    starts, ends = [start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end]
    return [Part("fact", _labelled(seen, a, b)) for a, b in zip(starts, ends, strict=True)]


def _labelled(seen: Seen, start: int, end: int) -> tuple[Piece, ...]:
    """A label and what it says; a text without one as it is."""
    label = _LABEL.match(seen.document.text, start, end)
    at = label.end() if label else start
    return (*(seen.pieces(start, at, "strong") if label else ()), *seen.pieces(at, end))
