"""Events that no button of the documents' panel sends."""

from typing import Any

import gradio as gr
import pytest

from bot.chat import Bot
from bot.web.documents_handlers import Handlers
from ingest.sync.trash import throw_away, trashed
from tests.bot.web.conftest import BotOn, bot_on, shelf  # noqa: F401 (fixtures)


@pytest.mark.parametrize(
    "sent", [{}, None, {"do": None}, {"do": "EMPTY"}, {"do": "sync"}, {"source": "tea.txt"}, ["empty"], "x", 1]
)
def test_an_unknown_event_does_nothing(shelf: Bot, sent: Any) -> None:  # noqa: F811
    throw_away(shelf.settings, "tea.txt")
    before = trashed(shelf.settings)
    assert before
    Handlers(shelf).act("", [], "", gr.EventData(None, sent))
    assert trashed(shelf.settings) == before
    assert shelf.count()[0] == 3
