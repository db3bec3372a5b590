"""What the page's tests share: bots on small documents of their own, and people who open their pages."""

import base64
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.chat import Bot
from bot.web.accounts import hashed
from bot.web.conversation import Conversation, Turn
from bot.web.replies import reply
from tests.conftest import TOWNS, Write
from tests.helpers.browsing import Serve, documents, opened, served

PASSWORD = "correct horse"
BASIC = "Basic " + base64.b64encode(f"ann:{PASSWORD}".encode()).decode()
COFFEE = "# Coffee\n\nCoffee was first roasted in Yemen in the fifteenth century.\n"
BotOn = Callable[..., Bot]  # the fixture `bot_on`
Visit = Callable[..., Page]  # the fixture `visit`


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds by WCAG's rules."""
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    return [(v["id"], [node["target"] for node in v["nodes"]]) for v in found]


@pytest.fixture
def bot_on(write: Write) -> Iterator[BotOn]:
    """Makes a bot on documents by name, which a test may change; takes what `Bot.from_folder` does besides."""
    with ExitStack() as stack:
        yield lambda files, **more: stack.enter_context(closing(Bot.from_folder(write(files), **more)))


@pytest.fixture
def visit(browser: Browser, serve: Serve) -> Iterator[Visit]:
    """Opens the page of a bot, or of an address, in a browser profile of its own; takes what `opened` does besides."""
    with ExitStack() as stack:

        def go(where: Bot | str, width: int = 1280, **options: object) -> Page:
            page = opened(browser, where if isinstance(where, str) else serve(where), width, **options)
            stack.callback(page.context.close)
            return page

        yield go


@pytest.fixture
def shelf(bot_on: BotOn) -> Bot:
    """A bot on three documents, with small uploads."""
    return bot_on(TOWNS, upload_mb=1)


@pytest.fixture
def tab(visit: Visit, shelf: Bot) -> Page:
    """The page with its documents in sight."""
    page = visit(shelf)
    documents(page)
    expect(page.locator(".fn-documents tbody tr")).to_have_count(3)
    return page


@pytest.fixture(scope="module")
def guarded(bot: Bot) -> Iterator[str]:
    """The article's server with a login, MCP and a low limit."""
    people = {"ann": PASSWORD, "ben": "battery staple", "eve": "staple battery"}
    auth = ",".join(hashed(*person) for person in people.items())
    one = Bot.open(bot.settings.index_folder, auth=auth, mcp=True, rate=8)
    with served(one) as address:
        yield address
    one.close()


@pytest.fixture
def said(towns: Bot) -> Conversation:
    """A conversation of two questions, one of them declined."""
    now = Conversation()
    for question in ("How tall is the Stump?", "Who is the mayor of Zanzibar?"):
        answer = towns.ask(question, now.history)
        with towns.index.reading() as view:
            made = reply(answer, view.hashes(), {"footnote": "1"})
        now = now.with_turn(len(now.turns), Turn(question, made, done=True))
    return now
