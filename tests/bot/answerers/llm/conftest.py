"""A language model that says what a test tells it to."""

from collections.abc import Iterator

import pytest

from bot.chat import Bot
from bot.settings import load_settings
from tests.helpers.peer import Act, Peer, serving
from tests.helpers.replies import SECRET, Speak


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    with serving() as one:
        yield one


@pytest.fixture
def speak(bot: Bot, peer: Peer) -> Iterator[Speak]:
    """The article's bot with the scripted server as its language model."""

    def make(*acts: Act | str, model: str = "openai:scripted", **settings: object) -> Bot:
        peer.will(*acts)
        base = peer.url + ("" if model.startswith("ollama") else "/v1")
        values = {"model": model, "model_url": base, "model_key": SECRET, "model_timeout": 20, "cache_answers": False}
        values |= {"model_role": "judge", "embedded_first": False}
        chosen = load_settings(index=bot.settings.index, documents=bot.settings.documents, **{**values, **settings})
        return Bot(bot.index, chosen)

    return make
