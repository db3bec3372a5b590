"""What answers questions: an index, the settings, and the language model, if one writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answerers.llm.chat_model import STANDS_IN, load_chat_model, shown_name
from bot.errors import NoKeyError
from bot.settings import Settings
from ingest.index import Index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from bot.answerers.llm.client import Client
    from ingest.stores.answer_cache import AnswerCache


@dataclass(frozen=True, slots=True)
class Resources:
    """What answers a question: the index, how, and the language model that writes, None for the embedded reader.

    Attributes:
        kept: where the model's replies are kept; None if each is asked for anew.
        tried: where it is kept what the model was found to be able to do; None for one that was given by hand.
        known: what that is.
        plain: how plain a request its server was found to want; see `bot.answerers.llm.client`.
        fault: why the embedded reader stands in for the model that was asked for; "" if it does not.
    """

    index: Index
    settings: Settings
    model: BaseChatModel | None
    model_name: str
    kept: AnswerCache | None = None
    tried: AnswerCache | None = None
    known: dict[str, bool] = field(default_factory=dict)
    plain: list[int] = field(default_factory=lambda: [0])
    fault: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What every answer says of them."""
        return (f"{self.fault} {STANDS_IN}",) if self.fault else ()

    def client(self) -> Client | None:
        """The model with the time that it has for one question."""
        if self.model is None or self.settings.model_role == "none":
            return None
        from bot.answerers.llm.client import Client

        settings = self.settings
        asked = self.model, self.model_name, settings.model_timeout, settings.model_role, self.kept, self.tried
        return Client(*asked, known=self.known, plain=self.plain)


def resources_of(index: Index, settings: Settings, chat_model: BaseChatModel | None) -> Resources:
    """Join them: the model given by hand, the one that the settings name, or none.

    Without the key that a model asks for the embedded reader answers, and each answer says so.

    Raises:
        AnswererError: see `bot.answerers.llm.chat_model.load_chat_model`.
    """
    if chat_model is not None:
        # Nothing tells two models of one class apart, so what one said is not kept for another.
        return Resources(index, settings, chat_model, type(chat_model).__name__)
    if not (settings.model or settings.model_url):
        return Resources(index, settings, None, "")
    from ingest.stores.answer_cache import AnswerCache

    beside = AnswerCache(settings.index_folder)
    kept = beside if settings.cache_answers else None
    try:
        return Resources(index, settings, load_chat_model(settings), shown_name(settings), kept, beside)
    except NoKeyError as error:
        return Resources(index, settings, None, "", fault=str(error))
