"""What every way to answer has in common: what it is asked, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.drafts import Draft
from bot.question.analysis import Question
from bot.question.kind import Intent
from bot.settings import Settings
from ingest.documents import Hit
from ingest.view import View


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of an answerer.

    Attributes:
        question: stand-alone and taken apart.
        intent: what kind of thing was said.
        hits: the passages that were retrieved, best first.
        sources: answer from these documents only; None for all.
        settings: how to answer.
        written: whether a language model answers what the others leave.
        near: the document of the answer that the question leans on; "" where it stands alone.
    """

    question: Question
    intent: Intent
    hits: tuple[Hit, ...]
    sources: frozenset[str] | None
    settings: Settings
    written: bool = False
    near: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answerer gives.

    Attributes:
        hits: the passages that it answers from: the quotes of its drafts name them by index.
        drafts: the answer as it grows, the last one whole. They need nothing more of the index, so that what takes
            long holds no generation of it.
        facts: whether its claims say what the index knows of the documents besides their text.
    """

    hits: tuple[Hit, ...]
    drafts: Iterator[Draft]
    facts: bool = False


# None: the question is not for it, and the next likely one is asked.
Answerer = Callable[[Request, View], Reply | None]


def growing(draft: Callable[[], Draft]) -> Iterator[Draft]:
    """A draft as it grows, by a claim each; it is not made before the first is asked for."""
    whole = draft()
    for count in range(1, len(whole.claims)):
        yield replace(whole, claims=whole.claims[:count], whole=False)
    yield whole
