"""What one answerer makes of a question, as the flow would put it to it."""

from bot.answerers.answerer import Answerer, Request
from bot.answers import Answer
from bot.chat import Bot
from bot.proof.citations import cite
from bot.question.analysis import analyze
from bot.question.kind import Intent
from bot.retrieval.retriever import look_up


def answer_of(
    bot: Bot, answerer: Answerer, question: str, sources: frozenset[str] | None = None, *, written: bool = False
) -> Answer | None:
    """The answer that is shown; None where the answerer leaves the question to another."""
    with bot._resources.index.reading() as view:
        found = look_up(view, question, 8, sources)
        asked = analyze(view, question, found.vector)
        settings = bot._resources.settings
        reply = answerer(Request(asked, Intent("table"), found.hits, sources, settings, written), view)
        if reply is None:
            return None
        named = {hit.passage.source for hit in reply.hits}
        documents = {source: document for source in named if (document := view.document(source))}
        return cite(list(reply.drafts)[-1], reply.hits, documents, question)
