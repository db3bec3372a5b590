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
    turn: Turn,
    history: Sequence[Mapping[str, str]],
    person: str,
) -> Iterator[Turn]:
    """The turn as it grows, from its question and limits on; what goes wrong with these becomes its error."""
    yield turn
    try:
        rate.count(person)
        with bot.index.reading() as view:
            hashes, model = view.hashes(), view.embedding_model
        limits = {"folder": turn.folder or None, "after": turn.after or None, "before": turn.before or None}
        for part in bot.stream(turn.question, history, turn.sources or None, **limits):
            turn = replace(turn, reply=_reply(part, hashes, model))
            yield turn
    except FootnoteError as error:
        yield replace(turn, reply=None, error=str(error), done=True)
        return
    yield replace(turn, done=True)


def _reply(answer: Answer, hashes: Mapping[str, str], embedding_model: str) -> Reply:
    cited = {citation.source for citation in answer.citations}
    versions = {
        "footnote": version("footnote"),
        "embedding_model": embedding_model,
        "answerer": answer.answerer,
        **{f"document {source}": hashes.get(source, "") for source in sorted(cited)},
    }
    return reply(answer, hashes, versions)
