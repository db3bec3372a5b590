"""What an answerer drafts: claims, what each rests on, how it was computed. Only `bot.proof` makes an answer of it."""

from dataclasses import dataclass, field
from typing import Literal

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
DECLINED = ("The documents don't", "I am not sure enough")  # how an answer begins that tells nothing


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
