"""What the formats have in common: headings, paragraphs and rows in order -> one text and its sections."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ingest.documents import Section
from ingest.errors import UnreadableFileError
from ingest.formats.metadata import NO_METADATA, Metadata
from ingest.formats.superscripts import spelled
from ingest.tables import Column, Row, Table, packed
from ingest.text.headings import one_line

Path = tuple[tuple[int, str], ...]  # the headings above a place with their levels, the highest first
MAX_CHARACTERS = 50_000_000
_ROWS = 1000  # of a table in one section: what is cut and counted at once
# Control characters and halves of surrogate pairs are no text, and a database takes neither.
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
_UNCLEAN = re.compile(rf"{_NO_TEXT.pattern}|^\s|\s$|\s\s|[^\S ]")
# What programs write where nobody has given a title.
_NO_TITLE = re.compile(
    r"(?:[(\[]?(?:untitled|unnamed|no title|anonymous|none|unspecified|unknown)"
    r"(?:[ -](?:document|page)|[ -]?\d+)?[)\]]?|document|presentation|word document|powerpoint presentation"
    r"|powerpoint-[^\W\d_]+|[^\W\d_]+ (?:de )?powerpoint|slide \d+|[^\W\d_]{3,}_?\d+|microsoft \w+ - .*|[\W_]+|n/a"
    r"|.*\.(?:do[ct][xm]?|pp[ts][xm]?|xls[xm]?|pdf|eml|epub|indd|qxd|tex|dvi|e?ps|rtf|od[tspg]|txt|md|x?html?|csv|wpd|pub"
    r"|tiff?|jpe?g|png))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class TableHead:
    """What the rows of one table have in common: two tables may be alike, so a head equals only itself."""

    caption: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row before its place is known; `cells` and `total` as in `ingest.tables.Row`."""

    head: TableHead
    cells: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or the row of a table.

    Attributes:
        text: its words; white space in it counts as one space.
        kind: which of them it is.
        part: the page, slide, sheet or chapter that it stands in, counted from 1; None where there are none.
        row: of a row, the table that it belongs to and its cells; None for a line that belongs to none.
        level: of a heading, 1 for the highest; 0 where the format does not tell.
        item: how deep it stands in lists, and its number; see `ingest.documents.Section.items`.
    """

    text: str
    kind: Literal["text", "row", "heading"] = "text"
    part: int | None = None
    row: TableRow | None = None
    level: int = 0
    item: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a file says: its title or "", its text, sections, tables and notes; see `ingest.documents`.

    `metadata` is what it says of itself besides.
    """

    title: str
    text: str
    sections: tuple[Section, ...]
    metadata: Metadata = NO_METADATA
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block and where it stands; `group` grows with every heading, part, and change between rows and text."""

    block: Block
    text: str
    start: int
    end: int
    path: Path
    group: int

    @property
    def heading(self) -> str:
        """The nearest heading, or ""."""
        return self.path[-1][1] if self.path else ""


def given(title: str) -> str:
    """A title from a file's metadata; "" if it says nothing."""
    words = " ".join(_NO_TEXT.sub("", title).split())
    return "" if _NO_TITLE.fullmatch(words) else words


def assemble(
    blocks: Iterable[Block],
    title: str | None = None,
    *,
    paged: bool = False,
    carry: bool = False,
    metadata: Metadata = NO_METADATA,
    notes: Iterable[str] = (),
) -> Extracted:
    """Put blocks into one text, a line each.

    Args:
        blocks: in reading order.
        title: from the file's own metadata; the first heading, if that says nothing; None for no title.
        paged: whether parts are pages, slides or sheets, which citations name.
        carry: whether a heading holds for the parts after its own as well, until the next one.
        metadata: what the file says of itself besides.
        notes: what could not be read; taken when all blocks are, so that reading them may add to it.

    Raises:
        UnreadableFileError: there is too much text.
    """
    placed: list[_Placed] = []
    pieces: list[str] = []
    for one in _placed(blocks, carry):
        if one.end > MAX_CHARACTERS:
            limit = f"holds more than the {MAX_CHARACTERS / 1e6:.0f} million characters that one file may have"
            raise UnreadableFileError(f"{limit}. Split it into smaller files.")
        space = one.start - (placed[-1].end if placed else 0)
        pieces += ("\n" * space, one.text)
        placed.append(one)
    named = given(title or "")
    if title is not None and not named:
        headings = [one.heading for one in placed if one.block.kind == "heading"]
        named = next(filter(given, headings), "")
    rows = (
        (one.block.row, one.start, one.end, shown(one.path, named), one.block.part if paged else None)
        for one in placed
        if one.block.row is not None
    )
    sections = tuple(_sections(placed, paged))
    return Extracted(named, "".join(pieces), sections, metadata, tables_of(rows), tuple(notes))


def below(path: Path, level: int, heading: str) -> Path:
    """The headings above what follows a heading; one whose level is not known stands alone."""
    return (*(one for one in path if 0 < one[0] < level), (level, heading))


def shown(path: Path, title: str) -> str:
    """The headings above a place as `ingest.tables.Table` has them; the document's title stands above all of it."""
    above = [one for _, one in path[:-1] if one != title]
    return " › ".join([*above, *(one for _, one in path[-1:])])


def tables_of(rows: Iterable[tuple[TableRow, int, int, str, int | None]]) -> tuple[Table, ...]:
    """The tables whose rows were laid out: each row with start and end of its line, its heading and its page."""
    begun: dict[TableHead, tuple[str, int | None, list[Row]]] = {}
    for row, start, end, heading, page in rows:
        cells = tuple(map(_clean, row.cells))
        begun.setdefault(row.head, (heading, page, []))[2].append(Row(start, end, cells, row.total))
    return tuple(
        Table(head.caption, heading, page, head.columns, packed(found))
        for head, (heading, page, found) in begun.items()
    )


def _clean(text: str) -> str:
    """The text of a block or a cell as it is laid out, so that a cell is found in its line."""
    return spelled(" ".join(_NO_TEXT.sub(" ", text).split()) if _UNCLEAN.search(text) else text)


def _placed(blocks: Iterable[Block], carry: bool) -> Iterator[_Placed]:
    """Where the blocks that are not empty stand: rows of one table a line apart, all else with a blank line between."""
    last: _Placed | None = None
    rows = 0
    for block in blocks:
        text = _clean(block.text)
        if not text:
            continue
        turned = last is not None and last.block.part != block.part
        together = last is not None and not turned and last.block.kind == block.kind
        rows = rows + 1 if together and block.kind == "row" else 0
        path = () if last is None or (turned and not carry) else last.path
        path = below(path, block.level, one_line(text)) if block.kind == "heading" else path
        start = last.end + (1 if rows else 2) if last else 0
        breaks = not together or block.kind == "heading" or rows % _ROWS == _ROWS - 1
        last = _Placed(block, text, start, start + len(text), path, (last.group if last else 0) + breaks)
        yield last


def _sections(placed: Iterable[_Placed], paged: bool) -> Iterator[Section]:
    for part, inside in groupby(placed, key=lambda one: one.block.part):
        everything = list(inside)
        page = part if paged else None
        if all(one.block.kind == "heading" for one in everything):  # a slide with only a title still says something
            yield Section(everything[0].start, everything[-1].end, "", page)
            continue
        levels: list[int] = []
        for _, members in groupby(everything, key=lambda one: one.group):
            group = list(members)
            first, last = group[0], group[-1]
            if first.block.kind == "heading":
                levels.append(first.block.level)
                continue
            items = tuple(one.block.item for one in group)
            rows = first.block.kind == "row"
            listed = items if any(depth for depth, _ in items) else ()
            yield Section(first.start, last.end, first.heading, page, rows, "", tuple(levels), listed)
            levels.clear()
