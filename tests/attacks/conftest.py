"""What attacks on the page are tried on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from bot.chat import Bot
from tests.helpers.browsing import served

Page = Callable[..., str]  # the fixture `page_with`


@pytest.fixture
def page_with(towns: Bot) -> Iterator[Page]:
    """Serves the towns with some settings; returns the page's address, with a slash at its end."""
    with ExitStack() as stack:

        def start(**settings: object) -> str:
            bot = stack.enter_context(closing(Bot.open(towns.settings.index_folder, **settings)))
            return stack.enter_context(served(bot))

        yield start
