"""A question from the page -> turns as they grow, within the limits of one person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version

import gradio as gr

from bot.answers import Answer
from bot.chat import Bot
from bot.web.guard import USER
from bot.web.rate import Rate
from bot.web.turns import Reply, Turn, reply
from ingest.errors import FootnoteError


def who(request: gr.Request | None) -> str:
    """Who asks: the name they logged in with, else the address they come from."""
    if request is None:
        return ""
    headers = dict(request.headers)
    return str(headers.get(USER) or (request.client.host if request.client else ""))


def ask(
    bot: Bot,
    rate: Rate,
    question: str,
    history: Sequence[Mapping[str, str]],
    sources: Sequence[str],
    person: str,
) -> Iterator[Turn]:
    """One turn as it grows; what goes wrong with the question becomes its error."""
    turn = Turn(question, sources=tuple(sources))
    yield turn
    try:
        rate.count(person)
        hashes = _hashes(bot)
        for part in bot.stream(question, history, list(sources) or None):
            turn = replace(turn, reply=_reply(bot, part, hashes))
            yield turn
    except FootnoteError as error:
        yield replace(turn, reply=None, error=str(error), done=True)
        return
    yield replace(turn, done=True)


def _hashes(bot: Bot) -> dict[str, str]:
    with bot.index.reading() as view:
        return view.hashes()


def _reply(bot: Bot, answer: Answer, hashes: Mapping[str, str]) -> Reply:
    cited = {citation.source for citation in answer.citations}
    versions = {
        "footnote": version("footnote"),
        "embedding_model": bot.settings.embedding_model,
        "answerer": answer.answerer,
        **{f"document {source}": hashes.get(source, "") for source in sorted(cited)},
    }
    return reply(answer, hashes, versions)
