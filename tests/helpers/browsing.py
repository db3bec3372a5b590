"""What the tests of the page share: a real browser, a real server, and how a person uses them."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from bot.chat import Bot
from tests.helpers.ports import free_port

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
Serve = Callable[[Bot], str]  # the fixture `serve`


@contextmanager
def served(bot: Bot) -> Iterator[str]:
    """The page of a bot, until the end of the block: a server that goes on costs all later tests time."""
    from gradio import Blocks

    from bot.web import launch, page

    page._FIRST_PORT = free_port()
    before = set(Blocks.get_instances())
    address = launch(bot, "127.0.0.1", block=False)
    mine = set(Blocks.get_instances()) - before  # what is served meanwhile stays
    try:
        yield address
    finally:
        for one in mine:
            try:
                one.close(verbose=False)
            except RuntimeError as error:  # Gradio sets an asyncio event in another thread than its loop's
                if "deque mutated" not in str(error):
                    raise
                one.server.close()


def opened(browser: Browser, address: str, width: int = 1280, **options: object) -> Page:
    """The page in a browser profile of its own."""
    page = browser.new_context(viewport={"width": width, "height": 800}, **options).new_page()
    page.set_default_timeout(20_000)
    page.goto(address)
    begun(page)
    return page


def begun(page: Page) -> None:
    """Wait until one can type, and the page's scripts, whose last work it is to add the viewer, take clicks."""
    page.wait_for_selector("#fn-box textarea")
    page.wait_for_selector("#fn-viewer", state="attached")


def ask(page: Page, question: str) -> None:
    """Ask and wait for the whole answer."""
    ended = page.locator(".fn-log :is(.fn-copy, .fn-error)")
    before = ended.count()
    page.fill("#fn-box textarea", question)
    page.press("#fn-box textarea", "Enter")
    expect(ended).to_have_count(before + 1, timeout=30_000)  # the first one of all loads the reader


def documents(page: Page) -> None:
    """Go to the documents."""
    page.get_by_role("tab", name="Documents").click()
    page.wait_for_selector(".fn-documents", timeout=60_000)  # a thousand rows take their time on a busy machine
