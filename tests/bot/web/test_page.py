"""The page's server."""

import pytest

from bot.chat import Bot
from bot.web import launch
from ingest.errors import SettingsError


def test_a_port_that_is_taken_is_one_clear_error(bot: Bot, address: str) -> None:
    port = int(address.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(SettingsError, match=f"port {port}.*--port"):
        launch(bot, "127.0.0.1", port, block=False)
