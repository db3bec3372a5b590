"""The values that flow through ingest: a file's text, its passages, and a passage that was found."""

from dataclasses import dataclass
from hashlib import sha256

from ingest.tables import Table


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document that no passage reaches out of.

    Attributes:
        start, end: offsets into `Document.text`, end exclusive.
        heading: the heading that it stands under, or "".
        page: the page, slide or sheet of a paged format, counted from 1.
        rows: whether each of its lines is the row of a table, to be kept whole.
        columns: the names of the columns, with bars between, where they do not stand in each row (Markdown).
        levels: of the headings between the section before and this one, 1 for the highest, 0 where nothing tells it.
        items: of each line that is not blank how deep it stands in lists, 0 for in none, and its number where the text
            does not have it, -1 where it begins with it, 0 for a bullet; none where no line stands in a list.
    """

    start: int
    end: int
    heading: str = ""
    page: int | None = None
    rows: bool = False
    columns: str = ""
    levels: tuple[int, ...] = ()
    items: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The extracted text of one file.

    Attributes:
        source: path relative to the documents' folder, with forward slashes.
        title: what the file calls itself, else the first heading of the text, or "" where it has none.
        text: the decoded text, or what was extracted from another format; every offset counts Unicode code
            points in it.
        sha256: hex digest of the file's bytes.
        language: ISO 639-1 code of the text's main language ("en"), or "" where it cannot be told.
        sections: of a format that marks them, in order, each of its lines a paragraph; none for plain text and
            Markdown, whose headings show in the text.
        author: who wrote it, several with commas between; "" where the file does not say.
        date: when it was written, by what the file says of itself, or its name, title or first lines: "2025-06-05", or
            "2025-06" or "2025" where no more is known, or "".
        modified: when its file was last changed, seconds since 1970, as it was when the file was read.
        tables: in the order of their first rows.
        notes: what of the file could not be read, a line each that can stand after the file's name: "pages 3-4 are
            scans".
    """

    source: str
    title: str
    text: str
    sha256: str
    language: str = ""
    sections: tuple[Section, ...] = ()
    author: str = ""
    date: str = ""
    modified: float = 0.0
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What to call this document: its title, or its file name where it has none."""
        return self.title or self.source.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Listed:
    """What the index knows of a document without its text.

    Attributes:
        source, title, sha256, language, author, date, notes, modified: see `Document`.
        size: of its file, bytes.
        added: when it was indexed, seconds since 1970.
        passages: how many it has.
    """

    source: str
    title: str
    sha256: str
    language: str
    size: int
    added: float
    passages: int
    author: str
    date: str
    notes: tuple[str, ...] = ()
    modified: float = 0.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is embedded, retrieved and quoted as one.

    Attributes:
        source, title: of its document.
        start, end: offsets into `Document.text`, end exclusive: `document.text[start:end] == text`.
        text: its characters, as they stand.
        heading: the heading that it stands under, or "".
        sentences: (start, end) of its sentences, offsets into `Document.text`, in order and without overlap.
        page: the page, slide or sheet of a paged format, counted from 1.
        columns: of a Markdown table, the names of its columns, with bars between.
    """

    source: str
    title: str
    start: int
    end: int
    text: str
    heading: str = ""
    sentences: tuple[tuple[int, int], ...] = ()
    page: int | None = None
    columns: str = ""

    @property
    def above(self) -> str:
        """Title, heading and names of columns, where there are any, a line each."""
        return "\n".join(dict.fromkeys(line for line in (self.title, self.heading, self.columns) if line))

    @property
    def embedded(self) -> str:
        """What the retrievers see: title, heading and names of columns, where there are any, then the text."""
        return f"{self.above}\n{self.text}" if self.above else self.text

    @property
    def vector_id(self) -> str:
        """The name of this passage's vector: the hash of what was embedded, so equal texts share one."""
        return sha256(self.embedded.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def quote(self, start: int, end: int) -> str:
        """The characters from `start` to `end`, offsets into `Document.text` that lie within this passage."""
        if not self.start <= start <= end <= self.end:
            raise ValueError(f"{start}:{end} is not within the passage {self.start}:{self.end}")
        return self.text[start - self.start : end - self.start]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found.

    Attributes:
        passage: where it stands; the first place, in order of source and start, if it stands in several.
        score: of the search that found it; more is better. `Index.dense`: cosine similarity, -1 to 1.
            `Index.lexical`: BM25, 0 and up. `Bot.search`: fused, see bot/retrieval/hybrid.py.
        also: the other places where the same text stands, or one that differs in trifles (bot/retrieval/duplicates.py).
    """

    passage: Passage
    score: float
    also: tuple[Passage, ...] = ()
