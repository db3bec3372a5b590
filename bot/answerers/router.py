"""Which answerer a question goes to. A further way to answer is named here, and needs nothing else but its own file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from bot.answerers import lists, mails, mentions, part
from bot.answerers.answerer import Answerer
from bot.answerers.comparison import comparison
from bot.answerers.library import library
from bot.answerers.reader import reader
from bot.answerers.summary import summary
from bot.answerers.tables import changes
from bot.question.kind import Kind

if TYPE_CHECKING:
    from bot.answerers.llm.client import Client

_EMBEDDED: Mapping[Kind, Answerer] = {
    "question": reader.answer,
    "summary": summary.answer,
    "mentions": mentions.answer,
    "list": lists.answer,
    "comparison": comparison.answer,
    "part": part.answer,
    "table": changes.answer,
    "library": library.answer,
    "mail": mails.answer,
}
_WRITTEN: tuple[Kind, ...] = ("question", "summary")  # what a language model writes, where there is one


def answerer_for(kind: Kind, client: Client | None) -> Answerer:
    """The answerer for a kind of question other than small talk, which needs none.

    Args:
        kind: see `bot.question.kind`.
        client: the language model with the time that it has for this question; None where none writes.
    """
    if client is None or kind not in _WRITTEN:
        return _EMBEDDED[kind]
    from bot.answerers.llm import generator

    return partial(generator.answer, client, _EMBEDDED[kind])
