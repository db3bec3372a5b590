"""Questions that are worth asking, each tried before it is offered: to begin with, and after an answer."""

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from itertools import islice, zip_longest

from bot.answers import Answer
from bot.chat import Bot
from bot.proof.citations import plain
from bot.web.asking import UNDER_WAY
from bot.web.cited import Cited
from bot.web.conversation import Conversation, Reply, Turn
from bot.web.filters import filters_of
from bot.web.suggestions.beginning import ENGLISH, OFFERED, example_questions, surely
from bot.web.suggestions.candidates import LONGEST, facts, mentions, next_section, sections, summaries
from bot.web.suggestions.rows import cells, other_rows
from bot.web.suggestions.sentences import known_in
from ingest.stores.answer_cache import AnswerCache

_KEPT_AS = f"questions to begin with, {version('footnote')}"
_AFTER, _SECONDS = 8, 5.0  # questions that are tried after an answer, and for how long


@dataclass(slots=True)
class _First:
    """The questions to begin with.

    Attributes:
        generation, hashes: of the documents that they are of.
        more: those that are still to be found.
        found: the others.
        ended: whether these are all.
    """

    generation: int
    hashes: Mapping[str, str]
    more: Iterator[str]
    found: list[str] = field(default_factory=list)
    ended: bool = False


class Suggestions:
    """The questions that one page offers. They are tried one at a time, and while nobody else asks."""

    def __init__(self, bot: Bot) -> None:
        """Offer what `bot` answers surely; the embedded reader tries, also where a language model would answer."""
        self._page, self._bot = bot, bot.embedded() or bot
        self._trying = threading.Lock()
        self._kept = AnswerCache(bot.settings.index_folder)
        self._first = _First(-1, {}, iter(()))

    def first(self) -> tuple[list[str], bool]:
        """The questions to begin with, at most three: those found so far after one more was tried, and if that is all.

        They are of different kinds and documents where there are enough: a fact, a table, a summary of the largest.
        Beside the index they are kept as long as the documents stay as they are. While they are tried for somebody
        else nothing is waited for.
        """
        if not self._trying.acquire(blocking=False):
            return self._first.found, False
        try:
            self._begin()
            first = self._first
            one = None if first.ended else next(first.more, None)
            if one:
                first.found.append(one)
            elif not first.ended:
                first.ended = True
                self._kept.put(_KEPT_AS, first.hashes, json.dumps(first.found))  # else they are tried the next time
            return first.found, first.ended
        finally:
            self._trying.release()

    def _begin(self) -> None:
        """Begin anew where the documents have changed: with what is kept of just these, if there is any."""
        with self._bot.index.reading() as view:
            # While documents are read, generation follows generation, and what was found stays true.
            if self._first.generation == view.generation or (self._page.waiting and self._first.found):
                return
            hashes = view.hashes()
            self._first = _First(view.generation, hashes, example_questions(self._bot))
        if kept := self._kept.get(_KEPT_AS, hashes):
            self._first.found, self._first.ended = json.loads(kept), True

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
                if len(found) == OFFERED or time.monotonic() - began > _SECONDS:
                    break
                answer = self._bot.ask(text, said.history, **limits)
                if surely(answer) and _tells_more(answer, said):
                    found.setdefault(answer.text, text)
            return list(found.values())
        finally:
            self._trying.release()


def _tells_more(answer: Answer, said: Conversation) -> bool:
    """Whether an answer rests on words that the conversation has not cited, or is short and not in its answers."""
    replies = [turn.reply for turn in said.turns if turn.reply]
    cited = {(one.place.source, one.place.start, one.place.end) for reply in replies for one in reply.cited}
    if any((one.source, one.start, one.end) not in cited for one in answer.citations):
        return True
    return answer.short is not None and all(answer.short not in plain(reply.text) for reply in replies)


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
    for row in zip_longest(*(list(islice(_about(bot, last, source), OFFERED)) for source in sources)):
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
    if document.language not in ENGLISH:
        yield from islice(rows, OFFERED)  # all others are worded in English
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
