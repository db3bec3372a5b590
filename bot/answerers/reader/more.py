"""Where more is asked for ("What else did she say?"): what the conversation has not given yet."""

from collections.abc import Iterator, Sequence

from bot.answerers.reader.evidence import Sentence
from bot.answerers.reader.selection import leans_back
from bot.question.analysis import Question
from ingest.documents import Hit


def untold(question: Question, hits: Sequence[Hit], found: Sequence[Sentence]) -> tuple[Sequence[Sentence], bool]:
    """The sentences that were not given yet; and whether they go on where one stands that was.

    Those that follow what was told and lean on it ("She also …"), or name whom that was about, come before all others.
    """
    told = " ".join(" ".join(answer.split()) for answer in question.told)
    if not told:
        return found, False
    given = {one for one in found if _text(one, hits) in told}
    more = [*_going_on(question, hits, found, given)]
    return more or [one for one in found if one not in given], bool(more)


def _going_on(
    question: Question, hits: Sequence[Hit], found: Sequence[Sentence], given: set[Sentence]
) -> Iterator[Sentence]:
    """The sentences of the same passages that are about the same."""
    there = {one.hit for one in given}
    before = None
    for one in sorted(found, key=lambda one: (one.hit, one.number)):
        follows = before is not None and (before.hit, before.number + 1) == (one.hit, one.number)
        about = (follows and leans_back(_text(one, hits))) or bool(question.required & one.stems)
        if one in given:
            before = one
        elif one.hit in there and about:
            before = one
            yield one


def _text(sentence: Sentence, hits: Sequence[Hit]) -> str:
    return " ".join(hits[sentence.hit].passage.quote(sentence.start, sentence.end).split())
