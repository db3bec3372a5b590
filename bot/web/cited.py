"""A citation as the page keeps it: its place, the passage around it, and the rows that it is of."""

from dataclasses import dataclass

from bot.answers import leaf


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """A row of a table.

    Attributes:
        cells: as the document shows them, one a column.
        numbers: of each, whether it is set like a number.
        marked: of each, whether it says what was asked for.
        quoted: whether the quote has some of the row; else it is a neighbour.
    """

    cells: tuple[str, ...]
    numbers: tuple[bool, ...]
    marked: tuple[bool, ...]
    quoted: bool


@dataclass(frozen=True, slots=True)
class QuotedRows:
    """Rows that stand together, shown as a table whatever they are written like.

    Attributes:
        columns: the names of those that are shown, "" for none.
        rows: from the top.
        left_out: how many columns are not shown.
    """

    columns: tuple[str, ...]
    rows: tuple[QuotedRow, ...]
    left_out: int = 0

    @property
    def pairs(self) -> list[tuple[str, str, bool]]:
        """Of a row that is alone the name, the text and the mark of each cell that is filled; none of several."""
        if len(self.rows) != 1:
            return []
        (row,) = self.rows
        return [one for one in zip(self.columns, row.cells, row.marked, strict=True) if one[1]]


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of a document, and how to find them again.

    Attributes:
        source: path of the document in its folder.
        start, end: offsets into its text in code points, end exclusive.
        hash: the beginning of the SHA-256 of its file when it was quoted.
    """

    source: str
    start: int
    end: int
    hash: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with the passage around it.

    Attributes:
        number: its marker.
        place: where the quote stands.
        where: title and heading.
        page: of a paged format, from 1.
        before, quote, after: the passage in three parts, as it is written.
        score: of the passage.
        dated: how old the source is, in words.
        seen: the three parts without the marks of a Markdown document, and without lines that are empty at the start or
            follow each other; none where they are shown as they are written.
        rows: the quote as a table, where it is of one; else the rows that stand beside it, if there are any.
    """

    number: int
    place: Place
    where: str
    page: int | None
    before: str
    quote: str
    after: str
    score: float
    dated: str = ""
    seen: tuple[str, str, str] | None = None
    rows: QuotedRows | None = None

    @property
    def shown(self) -> tuple[str, str, str]:
        """What is shown of the passage before the quote, of the quote, and after it."""
        return self.seen or (self.before, self.quote, self.after)

    @property
    def in_rows(self) -> bool:
        """Whether its rows show the quote, and not what stands beside it."""
        return self.rows is not None and any(row.quoted for row in self.rows.rows)

    @property
    def told(self) -> str:
        """The passage in words, as it is handed on: of rows the one that is quoted, those beside a text below it."""
        if self.rows is None or self.in_rows:
            return self.shown[1] if self.in_rows else "".join(self.shown)
        rows = (zip(self.rows.columns, row.cells, strict=True) for row in self.rows.rows)
        below = ("; ".join(f"{name}: {cell}" if name else cell for name, cell in row) for row in rows)
        return "\n".join(["".join(self.shown), *below])

    @property
    def leaf(self) -> str:
        """The page, slide or sheet, in words."""
        return leaf(self.place.source, self.page)

    @property
    def whereabouts(self) -> str:
        """Title and heading, with the page."""
        return f"{self.where}, {self.leaf}" if self.leaf else self.where
