"""Which passages and citations are right ones for a question."""

from collections.abc import Iterable

from bot.evaluation.metrics import holds_any
from bot.evaluation.questions import Case
from ingest.documents import Hit


def first_relevant(case: Case, hits: Iterable[Hit]) -> int | None:
    """The rank of the first right passage, from 1; None if there is none."""
    return next((rank for rank, hit in enumerate(hits, start=1) if is_relevant(case, hit)), None)


def is_relevant(case: Case, hit: Hit) -> bool:
    """Whether a hit is a right one: it holds an accepted answer, in the paragraph that is asked about if known."""
    start, end = case.paragraph or (0, hit.passage.end)
    places = (place for place in (hit.passage, *hit.also) if place.start < end and start < place.end)
    return any(proves(case, place.source, place.text) for place in places)


def proves(case: Case, source: str, text: str) -> bool:
    """Whether a text of a document holds an accepted answer, or the words that prove it, and is of the right one."""
    if case.source is not None and source != case.source:
        return False
    return holds_any(text, [*case.answers, *([case.quote] if case.quote else [])])
