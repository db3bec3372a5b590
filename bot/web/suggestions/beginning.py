"""The questions to begin with: of several kinds and documents, each answered surely before it is offered."""

import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, zip_longest

from bot.answers import Answer
from bot.chat import Bot
from bot.question.names import weak_stems
from bot.web.asking import UNDER_WAY
from bot.web.conversation import LIKELY, SURE
from bot.web.suggestions.candidates import LONGEST, facts, sections, summaries
from bot.web.suggestions.rows import cells
from ingest.text.words import stem, words

OFFERED = 3
_TRIED = 6  # questions of a kind that are tried, of several documents
_WAIT = 0.2  # seconds between two looks whether somebody's question is still being answered
ENGLISH = "", "en"  # languages of documents, "" where nobody can tell
_READ = 40  # documents that questions to begin with are made from, spread over all


def example_questions(bot: Bot) -> Iterator[str]:
    """At most three questions that this bot answers surely, each as soon as it is; see `Suggestions.first`."""
    with bot.index.reading() as view:
        listed = [one for one in view.listing() if one.language in ENGLISH]
        chosen = [one.source for one in listed[:: max(1, len(listed) // _READ)]]
        documents = [one for one in map(view.document, chosen) if one]
        passages = {source: view.passages(source) for source in chosen}
    kinds = [
        _rounds((one.source, facts(passages[one.source])) for one in documents),
        _rounds((one.source, cells(one)) for one in documents),
        list(summaries(listed, passages, alone=len(listed) == 1)),
        _rounds((one.source, sections(passages[one.source])) for one in documents),
    ]
    found: dict[str, str] = {}  # by question, its document
    for _ in range(OFFERED):
        for kind in kinds:
            if len(found) < OFFERED:
                new = _sure(bot, kind, found)
                found |= new
                yield from new


def _sure(bot: Bot, kind: list[tuple[str, str]], found: Mapping[str, str]) -> dict[str, str]:
    """The first question of a kind that is answered surely from its document, by another one than before if possible.

    Nobody would ask "How much is the rent?" where two documents tell of one. What was tried is taken off the kind.
    """
    kind.sort(key=lambda one: one[0] in found.values())
    for _ in range(min(_TRIED, len(kind))):
        source, text = kind.pop(0)
        while UNDER_WAY:
            time.sleep(_WAIT)
        answer = bot.ask(text) if len(text) <= LONGEST and text not in found else None
        if answer and surely(answer) and source in {one.source for one in answer.citations}:
            if answer.kind != "summary" and told_elsewhere(answer, text):
                continue
            return {text: source}
    return {}


def told_elsewhere(answer: Answer, question: str) -> bool:
    """Whether a passage of a document that is not cited has all words of the question that tell something."""
    cited = {one.source for one in answer.citations}
    wanted = {stem(word) for word in words(question)} - weak_stems()
    others = (hit.passage for hit in answer.passages if hit.passage.source not in cited)
    return any(wanted <= {stem(word) for word in words(one.embedded)} for one in others)


def _rounds(made: Iterable[tuple[str, Iterator[str]]]) -> list[tuple[str, str]]:
    """The first question of each document, then the second of each, and so on."""
    columns = [[(source, text) for text in islice(texts, _TRIED)] for source, texts in made]
    return [one for row in zip_longest(*columns) for one in row if one]


def surely(answer: Answer) -> bool:
    """Whether an answer is sure; a summary is of what it says it is of, and need only be likely to be meant."""
    return answer.answered and answer.confidence >= (LIKELY if answer.kind == "summary" else SURE)
