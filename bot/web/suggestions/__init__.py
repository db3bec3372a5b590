"""Questions that are worth asking, each tried before it is offered: to begin with, and after an answer."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, zip_longest

from bot.answers import Answer
from bot.chat import Bot
from bot.proof.citations import plain
from bot.question.names import weak_stems
from bot.web.asking import UNDER_WAY
from bot.web.cited import Cited
from bot.web.conversation import LIKELY, SURE, Conversation, Reply, Turn
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
from bot.web.suggestions.sentences import known_in
from ingest.text.words import stem, words

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

        They ask the same of other rows of the table, of the section that was cited and the one that follows, which
        documents mention a name, and for summaries of the document and its sections; after a decline of what may help.
        """
        last = said.turns[-1] if said.turns else None
        if last is None or last.reply is None or not _places(last.reply):
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

    Nobody would ask "How much is the rent?" where two documents tell of one. What was tried is taken off the kind.
    """
    kind.sort(key=lambda one: one[0] in found.values())
    for _ in range(min(_TRIED, len(kind))):
        source, text = kind.pop(0)
        while UNDER_WAY:
            time.sleep(_WAIT)
        answer = bot.ask(text) if len(text) <= LONGEST and text not in found else None
        if answer and _surely(answer) and source in {one.source for one in answer.citations}:
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


def _surely(answer: Answer) -> bool:
    """Whether an answer is sure; a summary is of what it says it is of, and need only be likely to be meant."""
    return answer.answered and answer.confidence >= (LIKELY if answer.kind == "summary" else SURE)


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


def _places(reply: Reply) -> tuple[Cited, ...]:
    """What an answer rests on, or where it declines the passages that may help."""
    return reply.cited or reply.near


def _going_on(bot: Bot, said: Conversation) -> Iterator[str]:
    """What may be asked after the last answer, a question of each kind before the second of any."""
    last = said.turns[-1]
    assert last.reply is not None  # noqa: S101 (see `following`)
    sources = dict.fromkeys(one.place.source for one in _places(last.reply))
    if last.reply.cited:
        yield from _about(bot, last, next(iter(sources)))
        return
    for row in zip_longest(*(list(islice(_about(bot, last, source), _OFFERED)) for source in sources)):
        yield from filter(None, row)


def _about(bot: Bot, last: Turn, source: str) -> Iterator[str]:
    """The questions on a document that an answer speaks of: on its table and passages, and what follows."""
    assert last.reply is not None  # noqa: S101 (see `following`)
    places = [one.place for one in _places(last.reply) if one.place.source == source]
    spans = [(one.start, one.end) for one in places]
    with bot.index.reading() as view:
        document, passages = view.document(source), view.passages(source)
        told = list(islice(mentions(view, last.question, last.reply.short or ""), 2))
        every = view.listing()
        listed = [one for one in every if one.source == source and one.title]
    if document is None or not document.sha256.startswith(places[0].hash):
        return
    rows = other_rows(document, spans, last.question)
    if document.language not in _ENGLISH:
        yield from islice(rows, _OFFERED)  # all others are worded in English
        return
    here = [one for one in passages if _touch(spans, one.start, one.end)]
    tables = tuple(one for one in document.tables if any(_touch(spans, *place) for place in one.places))
    known = known_in(document.text)
    whole = (text for _, text in summaries(listed, {source: passages}, alone=len(every) == 1))
    same = rows, cells(replace(document, tables=tables)), facts(here, known)
    kinds = (
        (*same, next_section(passages, spans[0]), iter(told), whole, sections(passages))
        if last.reply.cited
        else (*same, sections(here, known), whole)
    )
    yield from (text for row in zip_longest(*(list(islice(kind, 3)) for kind in kinds)) for text in row if text)


def _touch(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < stop and begin < end for begin, stop in spans)
