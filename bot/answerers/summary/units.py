"""What a summary has a line or more for: the sections of a document, or each of several documents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from bot.answerers.summary.library import Item, is_mail
from bot.answerers.summary.outline import Part, innermost
from bot.answerers.summary.wish import asking_stems
from bot.answers import dated
from ingest.documents import Passage
from ingest.tables import Table
from ingest.text.lines import is_list_item, paragraphs
from ingest.text.words import stems
from ingest.view import View

MOST = 12  # units of a summary
_SHORTEST = 60  # characters of a paragraph that tells something
_LEAD = 6  # words that say what an item is about
_MARKS = re.compile(r"^\W*(?:\d{1,2}[.)]\W*)?")
_HEADERS = ("Message header", "Quoted")  # the headings that `ingest.formats.mail` writes over what is not the mail


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table and its place among those of its document, from 0."""

    number: int
    table: Table


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch that a summary says something of.

    Attributes:
        name: what its lines are shown under, each part of it a title, a heading, an author or a date; () for nothing.
        passages: of its text.
        tables: which stand in it.
        size: characters of all its passages.
        sums_up: whether it is the summary that the document has itself.
    """

    name: tuple[str, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Sheet, ...]
    size: int
    sums_up: bool = False


def units(items: Sequence[Item], view: View) -> tuple[Unit, ...]:
    """The units of what is summarized, in order."""
    tables = {
        source: [Sheet(at, table) for at, table in enumerate(view.tables(source))]
        for source in dict.fromkeys(item.document.source for item in items)
    }
    if len(items) == 1:
        return tuple(unit for unit in _of_one(items[0], tables[items[0].document.source]) if unit.size)
    alone = len({item.document.source for item in items}) == 1
    mails = all(is_mail(item.document.source) for item in items)
    ordered = sorted(items, key=_sent) if mails else items
    return tuple(
        unit
        for item in ordered
        if (unit := _unit(_name(item, alone=alone, mails=mails), item.passages, tables[item.document.source])).size
    )


def _sent(item: Item) -> tuple[str, str]:
    return item.document.date, item.document.source


def _name(item: Item, *, alone: bool, mails: bool) -> tuple[str, ...]:
    document, heading = item.document, item.part.heading if item.part else ""
    if alone:
        return (heading,) if heading else ()
    if mails and document.author:
        return tuple(filter(None, (document.author, dated(document.date, 0.0))))
    return tuple(filter(None, (document.title or document.source.rsplit("/", 1)[-1], heading)))


def _of_one(item: Item, tables: Sequence[Sheet]) -> Iterator[Unit]:
    """The sections of a document or of a part of it, no more than twelve of about one rank."""
    inner = [part for part in item.parts if part.level and not _is_title(part, item.parts)]
    sections = _sections(inner)
    if len(sections) < 2:
        pieces = _pieces(item.passages)
        yield from (_unit(_lead(one), (one,), tables) for one in pieces)
        if not pieces:
            yield _unit((), item.passages, tables)
        return
    # What a part says before its first section is told under its own heading.
    told = [part for part in inner if part in sections or _holds_one(part, sections)]
    yield from (
        _unit((part.heading,) if part else (), list(own), tables)
        for part, own in groupby(item.passages, lambda one: innermost(told, one.start))
    )


def _pieces(passages: Sequence[Passage]) -> list[Passage]:
    """The paragraphs of a text without sections, lists as one where it has too many; none where they are too few."""
    text = [one for one in passages if not _mail_header(one)]
    for apart in (True, False):
        pieces = [piece for one in text for piece in cut(one, apart=apart) if len(piece.text) >= _SHORTEST]
        if len(pieces) <= MOST:
            return pieces if len(pieces) > 2 else []
    return []


def cut(passage: Passage, *, apart: bool) -> Iterator[Passage]:
    """A passage cut where its paragraphs begin, or only where a blank line is before them."""
    starts = [one.start for one in paragraphs(passage.text) if apart or one.gap]
    for begin, after in pairwise([*starts, len(passage.text)]):
        text = passage.text[begin:after].rstrip()
        start, end = passage.start + begin, passage.start + begin + len(text)
        inside = tuple(span for span in passage.sentences if start <= span[0] and span[1] <= end)
        yield replace(passage, start=start, end=end, text=text, sentences=inside)


def _lead(piece: Passage) -> tuple[str, ...]:
    """What an item of a list is about, where it begins by saying so: "3. **Roof vents.** Two quotes …"."""
    if len(piece.sentences) < 2 or not (is_list_item(piece.text) or piece.text.startswith("**")):
        return ()
    said = _MARKS.sub("", piece.quote(*piece.sentences[0])).strip(" .:*_")
    return (said,) if 0 < len(said.split()) <= _LEAD and not said[-1].isdigit() else ()  # "on the 3." is no end


def _sections(inner: Sequence[Part]) -> list[Part]:
    """The parts of the deepest level whose parts, with all that are higher and hold none of them, are not too many."""
    best: list[Part] = []
    for level in sorted({part.level for part in inner}):
        high = [part for part in inner if part.level <= level]
        these = [part for part in high if not _holds_one(part, high)]
        if best and len(these) > MOST:
            break
        best = these
    return best


def _is_title(part: Part, parts: Sequence[Part]) -> bool:
    """Whether all other parts stand in this one."""
    return len(parts) > 1 and all(part.start <= one.start and one.end <= part.end for one in parts)


def _holds_one(part: Part, parts: Sequence[Part]) -> bool:
    return any(part.start < one.start < part.end for one in parts)


def _unit(name: tuple[str, ...], passages: Sequence[Passage], tables: Sequence[Sheet]) -> Unit:
    text = tuple(one for one in passages if not (_mail_header(one)))
    inside = tuple(sheet for sheet in tables if any(_is_in(sheet.table, one) for one in text))
    said = set(stems(name[-1])) if name else set()
    return Unit(name, text, inside, sum(len(one.text) for one in text), bool(said) and said <= asking_stems())


def _is_in(table: Table, passage: Passage) -> bool:
    first = next(table.rows, None)
    return first is not None and passage.start <= first.start < passage.end


def _mail_header(passage: Passage) -> bool:
    return is_mail(passage.source) and passage.heading.startswith(_HEADERS)
