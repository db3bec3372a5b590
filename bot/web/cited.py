"""A citation as the page keeps it: its place, the passage around it, and the rows that it is of."""

from dataclasses import dataclass, replace

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
    def told(self) -> list[list[tuple[str, str, bool]]]:
        """Of each row the name, the text and the mark of every cell that is filled."""
        rows = (zip(self.columns, row.cells, row.marked, strict=True) for row in self.rows)
        return [[cell for cell in row if cell[1]] for row in rows]

    @property
    def lines(self) -> list[str]:
        """Each row as a line."""
        return [" · ".join(f"{name}: {cell}" if name else cell for name, cell, _ in row) for row in self.told]

    @property
    def more(self) -> str:
        """How many columns are not shown, in words; "" for none."""
        return f"{self.left_out} more column{'' if self.left_out == 1 else 's'}" if self.left_out else ""

    @property
    def quoted(self) -> "QuotedRows":
        """The rows that are quoted alone; all where none is."""
        return replace(self, rows=tuple(row for row in self.rows if row.quoted) or self.rows)


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

    def told(self, *, whole: bool = False) -> tuple[str, QuotedRows | None]:
        """The quote as it is handed on, or the `whole` passage: its words, "" where rows show them, and these rows."""
        if self.rows and self.in_rows:
            return "", self.rows.quoted
        return " ".join(("".join(self.shown) if whole else self.shown[1]).split()), self.rows if whole else None

    @property
    def leaf(self) -> str:
        """The page, slide or sheet, in words."""
        return leaf(self.place.source, self.page)

    @property
    def whereabouts(self) -> str:
        """Title and heading, with the page."""
        return f"{self.where}, {self.leaf}" if self.leaf else self.where
