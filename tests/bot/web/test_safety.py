"""What a document says is shown and never run, and neither page nor server asks any other host."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.chat import Bot
from tests.conftest import ROOT
from tests.helpers.browsing import ask, opened, served

pytestmark = pytest.mark.browser

HOSTILE = """# A <b>bold</b> title <script>window.ran = 1</script>

The falcon <script>window.ran = 2</script> hunts <img src=x onerror="window.ran = 3"> mice in the valley.

The heron [eats fish](javascript:window.ran=4) and <a href="javascript:window.ran=5">small frogs</a> in the pond.

The raven ![likes](http://127.0.0.1:9/x.png) **shiny** things `code` and $E=mc^2$ ${window.ran=6} {{window.ran=7}} \\` all day.

## A heading <iframe src="javascript:parent.ran=8"></iframe>

The osprey <svg onload="window.ran=9"></svg> [1] dives &lt;script&gt; for ‘fish’ &amp; more, with "quotes" onmouseover="window.ran=10".
"""

PLAIN = "The badger <script>window.ran = 15</script> digs **deep** [holes](javascript:window.ran=16) in the wood.\n"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile") / "docs"
    folder.mkdir()
    (folder / "<img src=x onerror=window.ran=11>.md").write_text(HOSTILE)
    (folder / "badger.txt").write_text(PLAIN)
    bot = Bot.from_folder(folder)
    with served(bot) as address:
        yield address
    bot.close()


def test_nothing_of_a_hostile_document_runs_or_becomes_markup(browser: Browser, hostile: str) -> None:
    page = opened(browser, hostile)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for question in (
        "What does the falcon hunt?",
        "What does the heron eat?",
        "Which things does the raven like all day?",
        "What does the osprey dive for?",
        "What does the badger dig in the wood?",
        "<img src=x onerror=window.ran=12>${window.ran=13}{{window.ran=14}} Where is the heron mentioned?",
        "Summarize the document.",
    ):
        ask(page, question)
    page.wait_for_timeout(500)
    assert page.locator(".fn-card").count() >= 4
    assert page.evaluate("window.ran") is None
    inside = (
        ".fn-log :is(script, img, iframe, b, code), .fn-sources :is(script, img, iframe, svg:not(.fn-icon), b, strong)"
    )
    assert page.locator(inside).count() == 0
    assert page.locator(".fn-log strong *").count() == 0  # the words that answer are bold, whatever they say
    assert "shiny" not in page.locator(".fn-log strong").all_inner_texts()
    assert page.locator(".fn-log svg:not(.fn-icon)").count() == 0
    page.locator("a.fn-mark").first.click()
    expect(page.locator("#fn-viewer mark.fn-active").first).to_be_in_viewport()
    assert page.locator("#fn-viewer .fn-text :not(span, mark, section, h3, p)").count() == 0
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    page.keyboard.press("Escape")
    assert page.locator('[href^="javascript"], .fn-log [onerror], .fn-sources [onerror]').count() == 0
    links = page.eval_on_selector_all(".fn-log a", "links => links.map(link => link.getAttribute('href'))")
    assert links
    assert all(link.startswith("?doc=") for link in links)
    text = page.inner_text(".fn-log") + page.inner_text(".fn-sources")
    for raw in ("The falcon window.ran = 2 hunts", "The heron eats fish and small frogs", "${window.ran=6} {{window.ran=7}}",
                "<script> for", "<script>window.ran = 15</script>", "**deep**", "[holes](javascript:window.ran=16)"):  # fmt: skip
        assert raw in text, raw
    for mark in ("<script>window.ran = 2", "window.ran = 3", "window.ran=4", "**shiny**", "&lt;"):
        assert mark not in text, mark
    page.context.close()


def test_the_page_contacts_no_other_host(browser: Browser, address: str) -> None:
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#fn-box textarea")
    ask(page, "Who established the Ukraine Defense Contact Group?")
    page.locator("a.fn-mark").first.click()
    page.wait_for_selector("#fn-viewer mark.fn-active")
    page.wait_for_timeout(1000)
    others = {url for url in asked if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))}
    assert asked
    assert others == set()
    context.close()


@pytest.mark.slow
def test_the_server_contacts_no_other_host(tmp_path: Path) -> None:
    """In a process of its own: every connection and every name looked up is recorded by Python's audit hooks."""
    import subprocess
    import sys

    script = tmp_path / "serve.py"
    script.write_text(
        "import sys\n"
        "made = []\n"
        "def hook(event, values):\n"
        "    if event == 'socket.connect': made.append(values[1])\n"
        "    if event == 'socket.getaddrinfo': made.append((values[0], values[1]))\n"
        "sys.addaudithook(hook)\n"
        "from bot.chat import Bot\n"
        "from bot.web import launch\n"
        f"bot = Bot.from_folder({str(ROOT / 'seeds')!r}, {str(tmp_path / 'index')!r})\n"
        "address = launch(bot, '127.0.0.1', block=False)\n"
        "import time, urllib.request\n"
        "urllib.request.urlopen(address).read()\n"
        "assert bot.ask('When is the next NATO summit?').answered\n"
        "time.sleep(2)\n"
        "assert made, 'nothing was recorded'\n"
        "own = ('127.0.0.1', 'localhost', '::1', b'127.0.0.1', b'localhost', None)\n"
        "others = [to for to in made if not (isinstance(to, (str, bytes)) or to[0] in own)]\n"
        "print('OTHERS', others, flush=True)\n"
        "import os; os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120)
    assert "OTHERS []" in done.stdout, done.stdout + done.stderr
