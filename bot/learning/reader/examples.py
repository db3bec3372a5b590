"""What the reader learns from: each question with a passage that answers it and some that do not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """A passage to read, and where in it the answers stand.

    Attributes:
        above: title and heading, a line each; "" for none.
        text: of the passage.
        spans: (start, end) of the answers, characters of `text`; none where it does not answer.
    """

    above: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A question and what to read for it.

    Attributes:
        question: as it was asked.
        answers: what is accepted; none where the passage was written not to answer it.
        source: of its article, by which examples are parted.
        own: its passage as it was given, and as ingest cuts it, where that differs.
        wrong: passages that retrieval ranks high and that do not answer, best first.
    """

    question: str
    answers: tuple[str, ...]
    source: str
    own: tuple[Context, ...]
    wrong: tuple[Context, ...] = ()
