"""A question from the page -> turns as they grow, within the limits of one person."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from queue import SimpleQueue
from threading import Event, Thread

import gradio as gr
from starlette.requests import Request

from bot.answers import Answer
from bot.chat import Bot
from bot.rendering import is_rendered
from bot.web.conversation import Conversation, Reply, Turn
from bot.web.filters import check_times, filters_of
from bot.web.login import USER
from bot.web.rate_limit import RateLimit
from bot.web.replies import closest, reply
from bot.web.viewers import pages
from ingest.documents import Document
from ingest.errors import FootnoteError

UNDER_WAY: set[object] = set()  # one for each question that is being answered: what can wait waits for them


def who(request: gr.Request | Request | None) -> str:
    """Who asks: the name they logged in with, else the address they come from."""
    if request is None:
        return ""
    headers = dict(request.headers)
    return str(headers.get(USER) or (request.client.host if request.client else ""))


def ask(
    bot: Bot, rate: RateLimit, turn: Turn, history: Sequence[Mapping[str, str]], person: str
) -> Generator[Turn, None, None]:
    """The turn as it grows, from its question and limits on; what goes wrong with these becomes its error."""
    mine = object()
    UNDER_WAY.add(mine)
    try:
        yield from _asked(bot, rate, turn, history, person)
    finally:
        UNDER_WAY.discard(mine)


def _asked(bot: Bot, rate: RateLimit, turn: Turn, history: Sequence[Mapping[str, str]], person: str) -> Iterator[Turn]:
    yield turn
    try:
        rate.count(person)
        with bot.index.reading() as view:
            hashes, model = view.hashes(), view.embedding_model
        check_times(turn)
        filters = filters_of(turn.sources, turn.folder, turn.after, turn.before)
        for part in bot.stream(turn.question, () if turn.alone else history, **filters):
            turn = replace(turn, reply=_reply(bot, part, hashes, model))
            yield turn
    except FootnoteError as error:
        yield replace(turn, reply=None, error=str(error), done=True)
        return
    yield replace(turn, done=True)
    if turn.reply:
        pages.prepare(bot.settings.documents_folder, turn.reply.cited, hashes)


class TurnStream:
    """Turns as they come, made in a thread of their own: they can be left at once, whatever the next one waits for."""

    instead: Conversation | None = None
    """What is shown instead of them; None while the person has not gone to another conversation."""

    def __init__(self, turns: Generator[Turn, None, None]) -> None:
        """Name them; the thread starts with the loop over them."""
        self._turns = turns
        self._made: SimpleQueue[Turn | BaseException | None] = SimpleQueue()
        self._left = Event()

    def leave(self, instead: Conversation | None = None) -> None:
        """End the loop over them now, in whatever thread that is; the answerer ends with the part that it is at."""
        self.instead = instead
        self._left.set()
        self._made.put(None)

    def __iter__(self) -> Iterator[Turn]:
        """Each as it comes, until the last or until they are left.

        Raises:
            Exception: what went wrong in the thread.
        """
        Thread(target=self._grow, daemon=True).start()
        try:
            while (one := self._made.get()) is not None and not self._left.is_set():
                if isinstance(one, BaseException):
                    raise one
                yield one
        finally:
            self._left.set()

    def _grow(self) -> None:
        try:
            with closing(self._turns) as turns:
                for turn in turns:
                    if self._left.is_set():
                        return
                    self._made.put(turn)
        except BaseException as error:  # raised in the loop over the turns
            self._made.put(error)
        else:
            self._made.put(None)


def _reply(bot: Bot, answer: Answer, hashes: Mapping[str, str], embedding_model: str) -> Reply:
    cited = {citation.source for citation in answer.citations}
    versions = {
        "footnote": version("footnote"),
        "embedding_model": embedding_model,
        "answerer": answer.answerer,
        **{f"document {source}": hashes.get(source, "") for source in sorted(cited)},
    }
    return reply(answer, hashes, versions, _documents(bot, answer))


def _documents(bot: Bot, answer: Answer) -> dict[str, Document]:
    """The documents that an answer quotes, and those it speaks of that are not shown as they are written."""
    considered = [hit.passage for hit in answer.passages]
    # The rows of a table stand in the text as "Job: Repair; Price: 12".
    sources = {one.source for one in considered if is_rendered(one.source) or "; " in one.text}
    sources |= {one.source for one in (*answer.citations, *answer.near)}
    sources |= {hit.passage.source for hit in closest(answer)}
    with bot.index.reading() as view:
        found = {source: view.document(source) for source in sources}
    return {source: document for source, document in found.items() if document}
