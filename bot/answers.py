"""What an answerer drafts, and what is shown once it is proved. Only `bot.proof` turns the one into the other."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.blocks import blocks
from bot.markup import plain, unmarked
from ingest.documents import Hit

Kind = Literal["answer", "summary", "declined", "smalltalk", "reading"]
Relation = Literal["is", "holds", "over", "under", "at least", "at most", "spans", "empty", "filled", "not"]
Operation = Literal[
    "list",  # what a column shows, each once
    "count",
    "distinct",  # how many different values a column has
    "sum",
    "average",
    "highest",  # number or date of a column
    "lowest",
    "range",  # the highest less the lowest
    "difference",  # of two cells: the first less the second
    "change",  # the same in percent of the second
    "times",  # of one cell, so often
    "most",  # what a column shows where another one is highest
    "least",
    "frequent",  # what a column shows most often
    "first",  # what a column shows in the first of the rows
    "last",
    "next",  # what a column shows in the row below
    "previous",
    "column most",  # the name of the column that is highest in a row
    "column least",
]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a claim rests on, not yet verified.

    Attributes:
        hit: index into the hits that the answerer was given, from 0.
        text: the words, said to stand in that hit's passage.
    """

    hit: int
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which of two things has the most or the least, or by how much they differ.

    The proof decides it from the characters that are cited.

    Attributes:
        things: what is compared; "" where the quote itself tells.
        values: the words that tell how much, or when, of each: in the claim's first quote and in its second.
        wanted: which of the two is asked for, or their difference.
    """

    things: tuple[str, str]
    values: tuple[str, str]
    wanted: Literal["most", "least", "difference"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must meet.

    Attributes:
        column: its place in the table, from 0.
        relation: of the row's cell to a value: it is the same words or date, holds them, is more or less, or is a range
            of numbers that spans it; or it holds none of the values; or the cell is empty, or filled.
        values: as they are written; one of them is enough; none for what is empty or filled.
    """

    column: int
    relation: Relation
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Computation:
    """How a result comes from the rows of a table: enough to compute it again.

    Attributes:
        source: path of the document.
        table: its place in `Document.tables`, from 0.
        operation: what is done.
        columns: places of the columns that it is done with, from 0; of "most" and "least" those that are shown.
        by: the column whose number decides, for "most" and "least".
        conditions: which rows it is done with; none for all.
        factor: how many times, for "times"; for "most" and "least" 2 for the second, and so on.
        rows: offsets into the document's text of the lines of the rows that it rests on.
        result: what came out, each value as it is shown.
    """

    source: str
    table: int
    operation: Operation
    columns: tuple[int, ...] = ()
    by: int | None = None
    conditions: tuple[Condition, ...] = ()
    factor: float = 1.0
    rows: tuple[int, ...] = ()
    result: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the rows of a table from one edition to the next: enough to tell it again.

    Attributes:
        tables: source and place in `Document.tables` of the newer edition, then of the older one.
        wanted: which rows: those that only one edition has, or those whose number is more, less or the same.
        keys: the columns that name a row, in the newer edition and in the older one.
        column: the columns of the number, likewise.
        said: stems that the rows must hold.
        most: whether only the row is meant whose number has changed most.
        rows: of each row of the result which edition it is of, 0 the newer, and the offset of its line.
    """

    tables: tuple[tuple[str, int], tuple[str, int]]
    wanted: Literal["new", "gone", "raised", "lowered", "same"]
    keys: tuple[tuple[int, int], ...]
    column: tuple[int, int] = (0, 0)
    said: tuple[str, ...] = ()
    most: bool = False
    rows: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """What a claim says of documents that stands in no text, but in the index; `bot/proof/facts.py` looks it up again.

    Attributes:
        field: of the document: "name", "file", "format", "author", "date", "language" or "size"; of several: "count",
            or what puts the first of them before the others: "newest", "oldest", "largest", "smallest"; of the text:
            how many "times" the words `of` stand in it.
        text: how the claim says it; "" for an order.
        sources: the documents that it is said of.
        of: "count": the format that just these have, "" where they are counted for another reason.
    """

    field: str
    text: str
    sources: tuple[str, ...]
    of: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer and the quotes that it rests on.

    Attributes:
        text: the sentence.
        quotes: what proves it.
        bold: (start, end) of the words in it that answer, characters of `text`.
        facts: what of it the index proves, and not the quotes.
        verdict: what its quotes say to a question for yes or no; shown before the sentence, never without it.
        likely: whether that is only likely, which is said too.
        under: what it is shown under: title, heading, author, date, speaker, as many of them as tell it.
        also: further words in it that answer, each after the one before it.
        comparison: what the proof is to compare: it writes the sentence itself, and `text` is "".
        computation: where it says what was computed: how.
        change: where it says what has changed from one edition of a table to the next: how.
    """

    text: str
    quotes: tuple[Quote, ...]
    bold: tuple[int, int] | None = None
    under: tuple[str, ...] = ()
    also: tuple[tuple[int, int], ...] = ()
    comparison: Comparison | None = None
    computation: Computation | None = None
    change: Change | None = None
    facts: tuple[Fact, ...] = ()
    verdict: Literal["Yes", "No", ""] = ""
    likely: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answerer proposes; nothing in it is shown before `bot/proof/citations.py` has verified it.

    Attributes:
        kind: what it is meant to be.
        claims: the sentences, in order; for "declined" and "smalltalk" none.
        message: what to say for "declined", "smalltalk" and "reading".
        near: for "declined", where nobody can be sure: words of passages that may help, best first.
        missing: for "declined": names and numbers of the question that no document holds.
        short: the exact span of the answer ("Poland"), or "Yes" or "No", where there is one.
        listed: whether the claims are a list, one item a line.
        confidence: probability that the answer is right, 0 to 1.
        answerer: "embedded", or the language model's name.
        notes: what the user should know besides.
        usage: tokens by kind, for a language model.
        whole: whether no more of it is to come.
    """

    kind: Kind
    claims: tuple[Claim, ...] = ()
    message: str = ""
    near: tuple[Quote, ...] = ()
    missing: tuple[str, ...] = ()
    short: str | None = None
    listed: bool = False
    confidence: float = 0.0
    answerer: str = "embedded"
    notes: tuple[str, ...] = ()
    usage: dict[str, int] = field(default_factory=dict)
    whole: bool = True


_LEAVES = {"pptx": "slide", "xlsx": "sheet"}  # what the pages of these formats are called


def leaf(source: str, page: int | None) -> str:
    """A page by name and number: "page 3", of a .pptx "slide 3", of a .xlsx "sheet 3"; "" where there are none."""
    return f"{_LEAVES.get(source.rsplit('.', 1)[-1].lower(), 'page')} {page}" if page else ""


def where(*parts: str) -> str:
    """A place as a person reads it: title, heading and what else is given, each once."""
    return " › ".join(dict.fromkeys(part for part in parts if part))


_MONTHS = "January February March April May June July August September October November December".split()


def dated(date: str, modified: float) -> str:
    """A document's date in words; by its file, where the document does not say one. See `ingest.documents.Document`."""
    if not date:
        return f"file of {dated(datetime.fromtimestamp(modified).date().isoformat(), 0)}" if modified else ""
    year, *rest = date.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*(str(int(day)) for day in rest[1:]), *month, year])


@dataclass(frozen=True, slots=True)
class Citation:
    """Proof of a claim: `document.text[start:end] == quote`, verified when the answer was made.

    Attributes:
        number: the marker in the answer's text, from 1.
        source, title, heading, page: where it stands; see `ingest.documents.Passage`.
        quote: the exact characters of the source.
        start, end: offsets into the document's text in Unicode code points, end exclusive.
        score: of the passage that it comes from.
        author, date, modified: of its document; see `ingest.documents.Document`.
    """

    number: int
    source: str
    title: str
    heading: str
    page: int | None
    quote: str
    start: int
    end: int
    score: float
    author: str = ""
    date: str = ""
    modified: float = 0.0

    @property
    def dated(self) -> str:
        """How old the source is, in words: "5 June 2025" by its own date, else "file of 5 June 2025"; "" if unknown."""
        return dated(self.date, self.modified)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets.

    Attributes:
        text: Markdown with markers [1], [2]; when declined, one polite sentence that says what is missing.
        kind: "answer", "summary", "declined", "smalltalk"; of a part in a stream also "reading": nothing is said yet.
        short: the exact span, or "Yes" or "No", where there is one.
        confidence: probability that it is right, 0 to 1.
        citations: the proofs, numbered from 1 in order of first use.
        passages: what was retrieved, best first.
        near: where it declines for want of sureness: the places that may help, each with its likeliest words.
        answerer: "embedded", or the language model's name.
        searched: the stand-alone question that was searched for.
        carried: what of it was taken over from the conversation; "" where the question stands alone.
        notes: what the user should know besides ("a sentence without support was dropped").
        timings: seconds by step.
        usage: for a language model "input_tokens", "output_tokens" and "total_tokens" of this question, and
            "cached_answers": 1 where its answer was kept from before.
    """

    text: str
    kind: Kind
    short: str | None
    confidence: float
    citations: tuple[Citation, ...]
    passages: tuple[Hit, ...]
    answerer: str
    searched: str
    near: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    usage: dict[str, int] = field(default_factory=dict)
    carried: str = ""

    @property
    def answered(self) -> bool:
        """Whether there is an answer, and so at least one citation."""
        return self.kind in ("answer", "summary")

    @property
    def plain(self) -> str:
        """The text without Markdown's bold, escapes and markers."""
        return plain(unmarked(self.text))

    def to_blocks(self) -> list[dict[str, Any]]:
        """The text as content blocks with the citations of each, as Claude's API gives them; see `bot.blocks`."""
        return blocks(self.text, self.citations)

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for `json.dumps`, plus `answered`."""
        return {**asdict(self), "answered": self.answered}


def total_usage(answers: Iterable[Answer]) -> dict[str, int]:
    """Tokens by kind of a conversation: the sums over its answers; {} where no language model was asked."""
    total: Counter[str] = Counter()
    for answer in answers:
        total.update(answer.usage)
    return dict(total)
