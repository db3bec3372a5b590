"""What is shown of what was asked: an answer with its proofs. Only `bot.proof` makes one, of a `bot.drafts.Draft`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from bot.blocks import blocks
from bot.drafts import Kind
from bot.markup import plain, unmarked
from ingest.documents import Hit

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
