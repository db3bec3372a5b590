"""Public questions with what was retrieved and read for them: what `bot.learning.reader.fit` learns from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answerers.reader.ranker import read_near
from bot.answerers.reader.spans import Reading
from bot.chat import Bot
from bot.evaluation.metrics import holds_any, joined
from bot.evaluation.questions import Case
from bot.question.analysis import Question, analyze
from bot.retrieval.retriever import look_up
from ingest.documents import Hit

_HIDDEN = 3  # every third answerable question is read once more without the document that answers it


@dataclass(frozen=True, slots=True)
class QuestionReadings:
    """A question and the passages that were retrieved and read for it.

    Attributes:
        case: what would be right; without answers where the documents that were read do not have them.
        hits, readings: as they were retrieved, those that were read before the others; what was read in the former.
        right: whether each hit holds an answer.
        posed: whether it was put to these documents only to teach what speaks against an answer: the document that
            answers it was hidden, or they are about something else.
    """

    case: Case
    question: Question
    hits: tuple[Hit, ...]
    readings: tuple[Reading, ...]
    right: tuple[bool, ...]
    posed: bool


def ask_all(bot: Bot, cases: Sequence[Case], *, within: bool = False) -> Iterator[QuestionReadings]:
    """Retrieve and read for each case, and for some also without the document that answers it.

    If `within`, each is put to its own document alone, of which nothing is hidden.
    """
    k = bot.settings.passages
    for at, case in enumerate(cases):
        question, hits = _found(bot, case, k if within else k + 40, within=within)
        yield _readings(case, question, hits[:k])
        if case.answers and case.source and at % _HIDDEN == 0 and not within:
            others = tuple(hit for hit in hits if hit.passage.source != case.source)[:k]
            yield _readings(case, question, others, posed=True)


def ask_strangers(bot: Bot, cases: Sequence[Case]) -> Iterator[QuestionReadings]:
    """Retrieve and read for questions about other documents than the bot's."""
    for case in cases:
        yield _readings(case, *_found(bot, case, bot.settings.passages), posed=True)


def strange(bot: Bot, cases: Sequence[Case]) -> list[Case]:
    """The answerable ones of `cases` whose accepted answers occur nowhere in the bot's documents."""
    there = [joined(document.text) for document in bot.documents()]
    sought = [(case, [joined(answer) for answer in case.answers]) for case in cases if case.answers]
    return [case for case, answers in sought if not any(answer in text for answer in answers for text in there)]


def holds(case: Case, hit: Hit, text: str) -> bool:
    """Whether a stretch of a passage holds an answer, and is of the document that is asked about."""
    return (case.source is None or hit.passage.source == case.source) and holds_any(text, case.answers)


def is_right(case: Case, hit: Hit) -> bool:
    """Whether a passage is a right one: it holds an answer, in the paragraph that is asked about if that is known."""
    start, end = case.paragraph or (0, hit.passage.end)
    return hit.passage.start < end and start < hit.passage.end and holds(case, hit, hit.passage.text)


def _found(bot: Bot, case: Case, k: int, *, within: bool = False) -> tuple[Question, tuple[Hit, ...]]:
    sources = frozenset([case.source]) if within and case.source else None
    with bot.index.reading() as view:
        found = look_up(view, case.question, k, sources)
        return analyze(view, found.text, found.vector), found.hits[:k]


def _readings(case: Case, question: Question, hits: tuple[Hit, ...], *, posed: bool = False) -> QuestionReadings:
    asked = replace(case, answers=()) if posed else case
    hits, readings = read_near(question.text, hits)
    return QuestionReadings(asked, question, hits, readings, tuple(is_right(asked, hit) for hit in hits), posed)
