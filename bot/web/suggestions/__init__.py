"""Questions that are worth asking, each tried before it is offered: to begin with, and after an answer."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, zip_longest

from bot.answers import Answer
from bot.chat import Bot
from bot.proof.citations import plain
from bot.web.asking import UNDER_WAY
from bot.web.conversation import SURE, Conversation
from bot.web.filters import filters_of
from bot.web.suggestions.candidates import (
    LONGEST,
    cells,
    facts,
    mentions,
    next_section,
    other_rows,
    sections,
    summaries,
)

_OFFERED = 3
_TRIED = 6  # questions of a kind that are tried, of several documents
_AFTER, _SECONDS = 8, 5.0  # questions that are tried after an answer, and for how long
_WAIT = 0.2  # seconds between two looks whether somebody's question is still being answered
_ENGLISH = "", "en"  # languages of documents, "" where nobody can tell
_READ = 40  # documents that questions to begin with are made from, spread over all


class Suggestions:
    """The questions that one page offers. They are tried one at a time, and while nobody else asks."""

    def __init__(self, bot: Bot) -> None:
        """Offer what `bot` answers surely; the embedded reader tries, also where a language model would answer."""
        self._page, self._bot = bot, bot.embedded() or bot
        self._trying = threading.Lock()
        self._first: tuple[int, list[str]] = (-1, [])

    def first(self) -> list[str] | None:
        """At most three questions to begin with; None while they are being tried for somebody else.

        They are of different kinds and documents where there are enough: a fact, a table, a summary of the largest.
        """
        with self._bot.index.reading() as view:
            generation = view.generation
        # While documents are read, generation follows generation, and what was found stays true.
        if self._first[0] == generation or (self._page.waiting and self._first[1]):
            return self._first[1]
        if not self._trying.acquire(blocking=False):
            return None
        try:
            self._first = generation, example_questions(self._bot)
            return self._first[1]
        finally:
            self._trying.release()

    def following(self, said: Conversation) -> list[str] | None:
        """At most three questions to go on with after the last answer; None while others are tried, or somebody asks.

        They ask the same of other rows of the table, of the section that follows, which documents mention a name, and
        for summaries of the document and its sections.
        """
        last = said.turns[-1] if said.turns else None
        if last is None or last.reply is None or not last.reply.cited:
            return []
        if not self._trying.acquire(blocking=False):
            return None
        try:
            asked = {turn.question.casefold() for turn in said.turns}
            new = (text for text in _going_on(self._bot, said) if text.casefold() not in asked and len(text) <= LONGEST)
            limits = filters_of(last.sources, last.folder, last.after, last.before)
            found: dict[str, str] = {}  # by answer
            began = time.monotonic()
            for text in islice(dict.fromkeys(new), _AFTER):
                if UNDER_WAY:
                    return list(found.values()) or None
                if len(found) == _OFFERED or time.monotonic() - began > _SECONDS:
                    break
                answer = self._bot.ask(text, said.history, **limits)
                if _surely(answer) and _tells_more(answer, said):
                    found.setdefault(answer.text, text)
            return list(found.values())
        finally:
            self._trying.release()


def example_questions(bot: Bot) -> list[str]:
    """At most three questions that this bot answers surely; see `Suggestions.first`."""
    with bot.index.reading() as view:
        listed = [one for one in view.listing() if one.language in _ENGLISH]
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
    for _ in range(_OFFERED):
        for kind in kinds:
            if len(found) < _OFFERED:
                found |= _sure(bot, kind, found)
    return list(found)


def _sure(bot: Bot, kind: list[tuple[str, str]], found: Mapping[str, str]) -> dict[str, str]:
    """The first question of a kind that is answered surely from its document, by another one than before if possible.

    What was tried is taken off the kind.
    """
    kind.sort(key=lambda one: one[0] in found.values())
    for _ in range(min(_TRIED, len(kind))):
        source, text = kind.pop(0)
        while UNDER_WAY:
            time.sleep(_WAIT)
        answer = bot.ask(text) if len(text) <= LONGEST and text not in found else None
        if answer and _surely(answer) and source in {one.source for one in answer.citations}:
            return {text: source}
    return {}


def _surely(answer: Answer) -> bool:
    return answer.answered and answer.confidence >= SURE


def _tells_more(answer: Answer, said: Conversation) -> bool:
    """Whether an answer rests on words that the conversation has not cited, or is short and not in its answers."""
    replies = [turn.reply for turn in said.turns if turn.reply]
    cited = {(one.place.source, one.place.start, one.place.end) for reply in replies for one in reply.cited}
    if any((one.source, one.start, one.end) not in cited for one in answer.citations):
        return True
    return answer.short is not None and all(answer.short not in plain(reply.text) for reply in replies)


def _rounds(made: Iterable[tuple[str, Iterator[str]]]) -> list[tuple[str, str]]:
    """The first question of each document, then the second of each, and so on."""
    columns = [[(source, text) for text in islice(texts, _TRIED)] for source, texts in made]
    return [one for row in zip_longest(*columns) for one in row if one]


def _going_on(bot: Bot, said: Conversation) -> Iterator[str]:
    """What may be asked after the last answer, a question of each kind before the second of any."""
    last = said.turns[-1]
    assert last.reply is not None  # noqa: S101 (see `following`)
    first = last.reply.cited[0].place
    places = [(one.place.start, one.place.end) for one in last.reply.cited if one.place.source == first.source]
    with bot.index.reading() as view:
        document, passages = view.document(first.source), view.passages(first.source)
        told = list(islice(mentions(view, last.question, last.reply.short or ""), 2))
        every = view.listing()
        listed = [one for one in every if one.source == first.source]
    if document is None or not document.sha256.startswith(first.hash):
        return
    rows = other_rows(document, places, last.question)
    if document.language not in _ENGLISH:
        yield from islice(rows, _OFFERED)  # all others are worded in English
        return
    kinds = (
        rows,
        next_section(passages, places[0]),
        iter(told),
        (text for _, text in summaries(listed, {first.source: passages}, alone=len(every) == 1)),
        facts(passages),
        cells(document),
        sections(passages),
    )
    yield from (text for row in zip_longest(*(list(islice(kind, 3)) for kind in kinds)) for text in row if text)
