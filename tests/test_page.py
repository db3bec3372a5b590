"""The page in a real browser: it answers, shows its sources, lets nothing of a document run, and stays at home."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.chat import Bot

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
HOSTILE = """# A <b>bold</b> title <script>window.ran = 1</script>

The falcon <script>window.ran = 2</script> hunts <img src=x onerror="window.ran = 3"> mice in the valley.

The heron [eats fish](javascript:window.ran=4) and <a href="javascript:window.ran=5">small frogs</a> in the pond.

The raven ![likes](http://127.0.0.1:9/x.png) **shiny** things `code` and $E=mc^2$ ${window.ran=6} {{window.ran=7}} \\` all day.

## A heading <iframe src="javascript:parent.ran=8"></iframe>

The osprey <svg onload="window.ran=9"></svg> [1] dives &lt;script&gt; for ‘fish’ &amp; more, with "quotes" onmouseover="window.ran=10".
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER is set, but there is no Chromium.")
        pytest.skip("No Chromium found: install it, or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET.split(), *root])
        yield one
        one.close()


def serve(bot: Bot) -> str:
    from bot.web import launch

    return launch(bot, "127.0.0.1", block=False)


@pytest.fixture(scope="module")
def address(bot: Bot) -> str:
    return serve(bot)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile") / "docs"
    folder.mkdir()
    (folder / "<img src=x onerror=window.ran=11>.md").write_text(HOSTILE)
    bot = Bot.from_folder(folder)
    yield serve(bot)
    bot.close()


def opened(browser: Browser, address: str, width: int = 1280, **options: object) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}, **options).new_page()
    page.set_default_timeout(20_000)
    page.goto(address)
    page.wait_for_selector("#fn-box textarea")
    return page


def ask(page: Page, question: str) -> None:
    done = page.locator(".fn-copy, .fn-error").count()
    page.fill("#fn-box textarea", question)
    page.press("#fn-box textarea", "Enter")
    expect(page.locator(".fn-copy, .fn-error")).to_have_count(done + 1)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    one = opened(browser, address)
    yield one
    one.context.close()


def test_an_answer_is_shown_with_its_source_and_the_quote_highlighted(page: Page) -> None:
    ask(page, "What did Hegseth say about 3% of GDP?")
    expect(page.locator(".fn-answer")).to_contain_text("should not drop below 3% of GDP")
    card = page.locator("#fn-0-1")
    expect(card.locator("mark")).to_contain_text("should not drop below 3% of GDP")
    expect(card).to_contain_text("U.S. Defense Spending and Fiscal Responsibly")
    expect(card).to_contain_text("000_623a27b483240533.txt")
    expect(page.locator("#fn-box textarea")).to_have_value("")


def test_a_marker_leads_to_its_source_also_in_an_earlier_answer(page: Page) -> None:
    ask(page, "What did Hegseth say about 3% of GDP?")
    ask(page, "And what about Poland?")
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("more than 4%")
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("Searched for")
    expect(page.locator("#fn-0-1")).to_be_hidden()
    page.locator("a.fn-mark").first.click()
    expect(page.locator("#fn-0-1")).to_be_visible()
    expect(page.locator("#fn-0-1")).to_be_focused()
    expect(page.locator("#fn-1-1")).to_be_hidden()


def test_what_is_not_said_is_declined_without_a_source(page: Page) -> None:
    ask(page, "What did Macron say about defense spending?")
    expect(page.locator(".fn-declined")).to_contain_text("The documents don't mention Macron.")
    expect(page.locator(".fn-card")).to_have_count(0)


def test_the_examples_are_answered_and_go_once_a_question_is_asked(page: Page) -> None:
    examples = page.locator("#fn-examples button")
    assert 2 <= examples.count() <= 4
    examples.last.click()
    expect(page.locator(".fn-copy")).to_have_count(1)
    expect(page.locator(".fn-declined")).to_have_count(0)
    expect(page.locator("#fn-examples")).to_be_hidden()


def test_retry_asks_again_clear_empties_and_copy_copies_answer_and_sources(browser: Browser, address: str) -> None:
    page = opened(browser, address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "When is the next NATO summit?")
    page.click("#fn-retry")
    page.wait_for_timeout(500)
    expect(page.locator(".fn-copy")).to_have_count(1)
    expect(page.locator(".fn-answer")).to_contain_text("June 24-26")
    page.click(".fn-copy")
    expect(page.locator(".fn-copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "June 24-26" in copied
    assert "\n[1] 000_623a27b483240533.txt: “" in copied
    page.click("#fn-clear")
    expect(page.locator(".fn-answer")).to_have_count(0)
    expect(page.locator(".fn-card")).to_have_count(0)
    expect(page.locator("#fn-examples")).to_be_visible()
    page.context.close()


def test_a_bad_question_says_so_in_place_and_is_not_lost(page: Page) -> None:
    ask(page, "why " * 5000)
    expect(page.locator(".fn-error")).to_contain_text("ask it in at most 2,000")
    expect(page.locator("#fn-box textarea")).to_have_value("why " * 5000)


@pytest.mark.parametrize("width", [400, 360, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_at_any_width_or_in_the_dark(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    page = opened(browser, f"{address}?__theme={scheme}", width)
    ask(page, "Summarize the article")
    ask(page, "Where is " + "Donaudampfschifffahrt" * 8 + " mentioned?")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(
        "[...document.querySelectorAll('.fn-log, .fn-sources')].every(e => e.scrollWidth <= e.clientWidth)"
    )
    colours = page.evaluate(
        "['.fn-answer p', '#fn-conversation'].map(s => getComputedStyle(document.querySelector(s)))"
        ".map((c, i) => (i ? c.backgroundColor : c.color).match(/\\d+/g).slice(0, 3).map(Number))"
    )
    text, ground = (sum(colour) / 3 for colour in colours)
    assert (text > ground + 90) if scheme == "dark" else (ground > text + 90)
    page.context.close()


def test_nothing_of_a_hostile_document_runs_or_becomes_markup(browser: Browser, hostile: str) -> None:
    page = opened(browser, hostile)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for question in (
        "What does the falcon hunt?",
        "What does the heron eat?",
        "What does the raven like?",
        "What does the osprey dive for?",
        "<img src=x onerror=window.ran=12>${window.ran=13}{{window.ran=14}} Where is the heron mentioned?",
        "Summarize the document.",
    ):
        ask(page, question)
    page.wait_for_timeout(500)
    assert page.locator(".fn-card").count() >= 4
    assert page.evaluate("window.ran") is None
    inside = ".fn-log :is(script, img, iframe, svg, b, code), .fn-sources :is(script, img, iframe, svg, b, strong, a)"
    assert page.locator(inside).count() == 0
    assert page.locator(".fn-log strong *").count() == 0  # the words that answer are bold, whatever they say
    assert "shiny" not in page.locator(".fn-log strong").all_inner_texts()
    assert page.locator('[href^="javascript"], .fn-log [onerror], .fn-sources [onerror]').count() == 0
    links = page.eval_on_selector_all(".fn-log a", "links => links.map(link => link.getAttribute('href'))")
    assert all(link.startswith("#fn-") for link in links)
    text = page.inner_text(".fn-log") + page.inner_text(".fn-sources")
    for raw in ("<script>window.ran = 2</script>", '<img src=x onerror="window.ran = 3">', "[eats fish](javascript:window.ran=4)",
                "${window.ran=6} {{window.ran=7}}", "**shiny**", "&lt;script&gt;"):  # fmt: skip
        assert raw in text, raw
    page.context.close()


def test_the_page_contacts_no_other_host(browser: Browser, address: str) -> None:
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#fn-box textarea")
    ask(page, "Who established the Ukraine Defense Contact Group?")
    page.wait_for_timeout(1000)
    others = {url for url in asked if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))}
    assert asked
    assert others == set()
    context.close()


def test_two_people_have_their_own_conversations(browser: Browser, address: str) -> None:
    one, two = opened(browser, address), opened(browser, address)
    ask(one, "When is the next NATO summit?")
    ask(two, "Who established the Ukraine Defense Contact Group?")
    expect(one.locator(".fn-question")).to_have_count(1)
    expect(two.locator(".fn-answer")).to_contain_text("Lloyd Austin")
    expect(two.locator(".fn-question")).to_have_count(1)
    one.context.close()
    two.context.close()


def test_a_port_that_is_taken_is_one_clear_error(bot: Bot, address: str) -> None:
    from bot.web import launch
    from ingest.errors import SettingsError

    port = int(address.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(SettingsError, match=f"port {port}.*--port"):
        launch(bot, "127.0.0.1", port, block=False)


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
        f"bot = Bot.from_folder({str(Path(__file__).parent.parent / 'seeds')!r}, {str(tmp_path / 'index')!r})\n"
        "address = launch(bot, '127.0.0.1', block=False)\n"
        "import time, urllib.request\n"
        "urllib.request.urlopen(address).read()\n"
        "assert bot.ask('When is the next NATO summit?').answered\n"
        "time.sleep(2)\n"
        "assert made, 'nothing was recorded'\n"
        "own = ('127.0.0.1', 'localhost', '::1', b'127.0.0.1', b'localhost', None)\n"
        "others = [to for to in made if not (isinstance(to, (str, bytes)) or to[0] in own)]\n"
        "print('OTHERS', others)\n"
        "import os; os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120)
    assert "OTHERS []" in done.stdout, done.stdout + done.stderr
