"""The page in a real browser: it answers, shows its sources, lets nothing of a document run, and stays at home."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Serve, ask, opened, served
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from playwright.sync_api import Browser, Page, expect

from bot.chat import Bot
from bot.questions import load_questions

pytestmark = pytest.mark.browser
HOSTILE = """# A <b>bold</b> title <script>window.ran = 1</script>

The falcon <script>window.ran = 2</script> hunts <img src=x onerror="window.ran = 3"> mice in the valley.

The heron [eats fish](javascript:window.ran=4) and <a href="javascript:window.ran=5">small frogs</a> in the pond.

The raven ![likes](http://127.0.0.1:9/x.png) **shiny** things `code` and $E=mc^2$ ${window.ran=6} {{window.ran=7}} \\` all day.

## A heading <iframe src="javascript:parent.ran=8"></iframe>

The osprey <svg onload="window.ran=9"></svg> [1] dives &lt;script&gt; for ‘fish’ &amp; more, with "quotes" onmouseover="window.ran=10".
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile") / "docs"
    folder.mkdir()
    (folder / "<img src=x onerror=window.ran=11>.md").write_text(HOSTILE)
    bot = Bot.from_folder(folder)
    with served(bot) as address:
        yield address
    bot.close()


def test_an_answer_is_shown_with_its_source_and_the_quote_highlighted(page: Page) -> None:
    ask(page, "What did Hegseth say about 3% of GDP?")
    expect(page.locator(".fn-answer")).to_contain_text("should not drop below 3% of GDP")
    card = page.locator("#fn-0-1")
    expect(card.locator("mark")).to_contain_text("should not drop below 3% of GDP")
    expect(card).to_contain_text("U.S. Defense Spending and Fiscal Responsibly")
    expect(card).to_contain_text("000_623a27b483240533.txt")
    expect(page.locator("#fn-box textarea")).to_have_value("")


def test_an_earlier_answer_shows_its_sources_again(page: Page) -> None:
    ask(page, "What did Hegseth say about 3% of GDP?")
    ask(page, "And what about Poland?")
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("more than 4%")
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("Searched for")
    expect(page.locator("#fn-0-1")).to_be_hidden()
    page.locator("a.fn-mark").first.click()
    page.keyboard.press("Escape")
    expect(page.locator("#fn-0-1")).to_be_visible()
    expect(page.locator("#fn-1-1")).to_be_hidden()


def test_what_is_not_said_is_declined_without_a_source(page: Page) -> None:
    ask(page, "What did Macron say about defense spending?")
    expect(page.locator(".fn-declined")).to_contain_text("The documents don't mention Macron.")
    expect(page.locator(".fn-card")).to_have_count(0)
    expect(page.locator(".fn-closest p")).to_have_text("Closest I found, which does not answer the question:")
    expect(page.locator(".fn-closest li")).to_have_count(3)
    expect(page.locator(".fn-declined .fn-sure")).to_have_count(0)


def test_the_examples_are_answered_and_go_once_a_question_is_asked(page: Page) -> None:
    examples = page.locator("#fn-examples button")
    assert 2 <= examples.count() <= 4
    examples.last.click()
    expect(page.locator(".fn-copy")).to_have_count(1)
    expect(page.locator(".fn-declined")).to_have_count(0)
    expect(page.locator("#fn-examples")).to_be_hidden()


def test_retry_asks_again_a_new_conversation_is_empty_and_copy_copies_answer_and_sources(
    browser: Browser, address: str
) -> None:
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
    page.click("#fn-new")
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
    inside = ".fn-log :is(script, img, iframe, b, code), .fn-sources :is(script, img, iframe, svg, b, strong)"
    assert page.locator(inside).count() == 0
    assert page.locator(".fn-log strong *").count() == 0  # the words that answer are bold, whatever they say
    assert "shiny" not in page.locator(".fn-log strong").all_inner_texts()
    assert page.locator(".fn-log svg:not(.fn-rate svg)").count() == 0
    page.locator("a.fn-mark").first.click()
    expect(page.locator("#fn-viewer mark.fn-active")).to_have_count(1)
    assert page.locator("#fn-viewer .fn-text :not(span, mark, div)").count() == 0
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    page.keyboard.press("Escape")
    assert page.locator('[href^="javascript"], .fn-log [onerror], .fn-sources [onerror]').count() == 0
    links = page.eval_on_selector_all(".fn-log a", "links => links.map(link => link.getAttribute('href'))")
    assert links
    assert all(link.startswith("?doc=") for link in links)
    text = page.inner_text(".fn-log") + page.inner_text(".fn-sources")
    for raw in ("<script>window.ran = 2</script>", '<img src=x onerror="window.ran = 3">', "[eats fish](javascript:window.ran=4)",
                "${window.ran=6} {{window.ran=7}}", "**shiny**", "&lt;script&gt;"):  # fmt: skip
        assert raw in text, raw
    page.context.close()


def test_a_marker_opens_the_document_at_the_quote_and_escape_leads_back(page: Page) -> None:
    ask(page, "What did Hegseth say about 3% of GDP?")
    marker = page.locator("a.fn-mark").first
    marker.hover()
    expect(page.locator("#fn-tip")).to_contain_text("should not drop below 3% of GDP")
    marker.focus()
    page.keyboard.press("Enter")
    quote = page.locator("#fn-viewer mark.fn-active")
    expect(quote).to_contain_text("should not drop below 3% of GDP")
    expect(quote).to_be_in_viewport()
    expect(page.locator("#fn-viewer h2")).to_be_focused()
    expect(page.locator("#fn-viewer .fn-text")).to_contain_text("Conclusion: A Pivotal Moment for NATO")
    assert re.search(r"\?doc=[^&]+\.txt&start=\d+&end=\d+&hash=[0-9a-f]{16}$", page.url)
    page.keyboard.press("Escape")
    expect(page.locator("#fn-viewer")).to_be_hidden()
    expect(marker).to_be_focused()
    assert "doc=" not in page.url
    page.locator(".fn-card .fn-passage").first.click()
    expect(quote).to_be_visible()
    page.go_back()
    expect(page.locator("#fn-viewer")).to_be_hidden()


def test_the_link_opens_the_same_place_again_unless_the_document_has_changed(
    browser: Browser, page: Page, address: str
) -> None:
    ask(page, "When is the next NATO summit?")
    page.locator("a.fn-mark").first.click()
    quote = page.locator("#fn-viewer mark.fn-active")
    expect(quote).to_contain_text("June 24-26")
    words = quote.text_content() or ""
    other = opened(browser, page.url)
    expect(other.locator("#fn-viewer mark.fn-active")).to_have_text(words)
    expect(other.locator("#fn-viewer mark.fn-active")).to_be_in_viewport()
    other.goto(re.sub("hash=.*", "hash=0123456789abcdef", page.url))
    expect(other.locator("#fn-viewer [role=alert]")).to_contain_text("has changed since the link was made")
    expect(other.locator("#fn-viewer mark")).to_have_count(0)
    expect(other.locator("#fn-viewer .fn-text")).to_contain_text("June 24-26")
    other.goto(re.sub(r"start=\d+&end=\d+", "start=999999&end=1000009", page.url))
    expect(other.locator("#fn-viewer [role=alert]")).to_contain_text("a place that this document does not have")
    other.goto(f"{address}?doc=gone.txt&start=0&end=5&hash=00")
    expect(other.locator("#fn-viewer [role=alert]")).to_contain_text("There is no document “gone.txt” any more")
    other.context.close()


def test_the_viewer_goes_from_citation_to_citation_and_to_headings(page: Page) -> None:
    ask(page, "Summarize the article")
    marks = page.locator(".fn-answer a.fn-mark")
    assert marks.count() >= 3
    marks.nth(1).click()
    expect(page.locator("#fn-viewer .fn-at")).to_have_text(f"Citation 2 of {marks.count()}")
    quote = page.locator("#fn-viewer mark.fn-active")
    second = quote.inner_text()
    page.get_by_role("button", name="Next citation").click()
    expect(quote).not_to_have_text(second)
    expect(quote).to_be_in_viewport()
    page.get_by_role("button", name="Previous citation").click()
    expect(quote).to_have_text(second)
    page.get_by_role("button", name="Previous citation").click()
    expect(page.get_by_role("button", name="Previous citation")).to_be_disabled()
    page.click(".fn-outline summary")
    page.locator(".fn-outline a").last.click()
    last = page.locator("#fn-viewer .fn-text").get_by_text("come at a pivotal moment for NATO")
    expect(last).to_be_in_viewport()


def test_an_answer_tells_how_it_was_found_folded_away(page: Page) -> None:
    ask(page, "What did Hegseth say about 3% of GDP?")
    ask(page, "And what about Poland?")
    expect(page.locator(".fn-sure").first).to_have_text(re.compile("Sure|Likely|Unsure"))
    how = page.locator(".fn-how").nth(1)
    expect(how.locator("dl")).to_be_hidden()
    how.locator("summary").click()
    expect(how.locator("dl")).to_contain_text("What I searched")
    expect(how.locator("dl")).to_contain_text(re.compile(r"Confidence\s*0\.\d\d"))
    expect(how.locator("dl")).to_contain_text(re.compile(r"Time\s*\d+\.\d\d s"))
    assert how.locator("ol li").count() >= 5
    expect(how.locator("ol li").first).to_contain_text(re.compile(r"\d\.\d\d, cited"))
    how.locator("ol a").nth(1).click()
    expect(page.locator("#fn-viewer mark.fn-active")).to_be_in_viewport()


def test_a_question_is_edited_and_what_came_after_it_is_replaced(page: Page) -> None:
    ask(page, "What did Hegseth say about 3% of GDP?")
    ask(page, "And what about Poland?")
    page.get_by_role("button", name="Edit this question").first.click()
    expect(page.locator("#fn-box textarea")).to_have_value("What did Hegseth say about 3% of GDP?")
    expect(page.locator(".fn-faded")).to_have_count(2)
    page.click("#fn-leave")
    expect(page.locator(".fn-faded")).to_have_count(0)
    page.get_by_role("button", name="Edit this question").first.click()
    expect(page.locator(".fn-faded")).to_have_count(2)
    page.fill("#fn-box textarea", "When is the next NATO summit?")
    page.click("#fn-ask")
    expect(page.locator(".fn-question")).to_have_text(["When is the next NATO summit?"])
    expect(page.locator(".fn-answer")).to_contain_text("June 24-26")


def test_conversations_survive_a_reload_and_are_told_apart(page: Page) -> None:
    ask(page, "When is the next NATO summit?")
    page.reload()
    expect(page.locator(".fn-answer")).to_contain_text("June 24-26")
    ask(page, "And where?")
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("The Hague")
    page.click("#fn-new")
    expect(page.locator(".fn-turn")).to_have_count(0)
    ask(page, "Who established the Ukraine Defense Contact Group?")
    page.click(".fn-history summary")
    expect(page.locator(".fn-open")).to_have_text(
        ["Who established the Ukraine Defense Contact Group?", "When is the next NATO summit?"]
    )
    page.locator(".fn-open").nth(1).click()
    expect(page.locator(".fn-question")).to_have_text(["When is the next NATO summit?", "And where?"])
    page.click(".fn-history summary")
    page.get_by_role("button", name="Delete the conversation Who established").click()
    expect(page.locator(".fn-open")).to_have_count(1)
    page.evaluate('localStorage.setItem(\'footnote\', \'{"current": "x", "list": [{"id": "x", "kept": "nonsense"}]}\')')
    page.reload()
    expect(page.locator(".fn-empty")).to_be_visible()


def test_a_conversation_is_exported_with_full_citations(page: Page, bot: Bot) -> None:
    ask(page, "When is the next NATO summit?")
    with page.expect_download() as saved:
        page.click("#fn-markdown")
    text = Path(saved.value.path()).read_text()
    assert saved.value.suggested_filename == "conversation.md"
    assert "> When is the next NATO summit?" in text
    assert re.search(r"\[\^1\]: 000_623a27b483240533\.txt, characters \d+ to \d+ \(.*\): “NATO leaders", text)
    with page.expect_download() as saved:
        page.click("#fn-json")
    turn = json.loads(Path(saved.value.path()).read_text())["turns"][0]
    cited = turn["reply"]["cited"][0]
    document = bot.document(cited["place"]["source"])
    assert document.text[cited["place"]["start"] : cited["place"]["end"]] == cited["quote"]
    assert document.sha256.startswith(cited["place"]["hash"])


def test_judgements_become_cases_that_are_replayed(browser: Browser, tmp_path: Path, serve: Serve) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "tea.md").write_text(
        "# Tea\n\nTea was first brewed in China. Water for green tea should have 80 degrees.\n"
    )
    with_feedback = Bot.from_folder(folder)
    page = opened(browser, serve(with_feedback))
    ask(page, "Where was tea first brewed?")
    page.get_by_role("button", name="Good answer").click()
    expect(page.locator(".fn-thanks")).to_have_text("Kept as a test.")
    ask(page, "How many degrees should water for green tea have?")
    page.get_by_role("button", name="Bad answer").nth(1).click()
    page.get_by_label("What would be right?").last.fill("80 degrees Celsius")
    page.keyboard.press("Enter")
    expect(page.locator(".fn-thanks")).to_have_count(2)
    ask(page, "Where was tea brewed?")
    page.get_by_role("button", name="Bad answer").nth(2).click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".fn-thanks")).to_have_count(3)
    file = with_feedback.settings.index_folder / "feedback.jsonl"
    good, bad, unknown = load_questions(file).cases
    assert (good.question, good.answers, good.source) == ("Where was tea first brewed?", ("China",), "tea.md")
    assert (bad.answers, bad.review) == (("80 degrees Celsius",), False)
    assert len(bad.history) == 2
    assert (unknown.answers, unknown.review) == ((), True)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert all(row["versions"]["footnote"] and row["versions"]["document tea.md"] and row["citations"] for row in rows)
    page.context.close()
    with_feedback.close()


class Slow(BaseChatModel):
    """A model that takes its time."""

    seconds: float = 4.0

    @property
    def _llm_type(self) -> str:
        return "slow"

    def _generate(self, messages: list[BaseMessage], *_: object, **__: object) -> ChatResult:
        time.sleep(self.seconds)
        reply = {"sentences": [{"text": "Tea is brewed.", "quotes": [{"passage": 1, "text": "Tea is brewed."}]}]}
        usage = {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120}
        message = AIMessage(json.dumps(reply), usage_metadata=usage)
        return ChatResult(generations=[ChatGeneration(message=message)])


def test_an_answer_can_be_stopped_and_nothing_is_lost(browser: Browser, tmp_path: Path, serve: Serve) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "tea.md").write_text("# Tea\n\nTea is brewed. Water for green tea should have 80 degrees.\n")
    slow = Bot.from_folder(folder, chat_model=Slow())
    page = opened(browser, serve(slow))
    page.fill("#fn-box textarea", "What is tea?")
    page.press("#fn-box textarea", "Enter")
    expect(page.locator(".fn-wait")).to_be_visible()
    expect(page.locator("#fn-ask")).to_be_hidden()
    page.click("#fn-stop")
    expect(page.locator(".fn-answer")).to_contain_text("Stopped.")
    expect(page.locator("#fn-ask")).to_be_visible()
    page.wait_for_timeout(4500)
    expect(page.locator(".fn-answer")).to_have_text(re.compile(r"^\s*Stopped\.\s*$"))
    page.reload()
    expect(page.locator(".fn-question")).to_have_text("What is tea?")
    page.context.close()
    slow.close()


def test_what_a_language_model_took_is_told_for_the_answer_and_the_conversation(
    browser: Browser, tmp_path: Path, serve: Serve
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "tea.md").write_text("# Tea\n\nTea is brewed. Water for green tea should have 80 degrees.\n")
    metered = Bot.from_folder(folder, chat_model=Slow(seconds=0.5))
    page = opened(browser, serve(metered))
    page.fill("#fn-box textarea", "What is done with tea?")
    page.press("#fn-box textarea", "Enter")
    expect(page.locator(".fn-wait")).to_contain_text(re.compile("^Reading"))
    expect(page.locator(".fn-answer")).to_contain_text("Tea is brewed.")
    expect(page.locator(".fn-how dl")).to_contain_text("120 in this conversation")
    page.context.close()
    metered.close()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_serious(browser: Browser, address: str, scheme: str) -> None:
    """WCAG's rules, in every state of the page; no widget of Gradio's needs an exception."""
    page = opened(browser, f"{address}?__theme={scheme}", reduced_motion="reduce")

    def check(state: str) -> None:
        page.wait_for_timeout(200)
        found = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        assert not found, (state, [(v["id"], [node["target"] for node in v["nodes"]]) for v in found])

    check("empty")
    ask(page, "What did Hegseth say about 3% of GDP?")
    ask(page, "What did Macron say about defense spending?")
    ask(page, "why " * 5000)
    page.locator(".fn-how summary").first.click()
    page.get_by_role("button", name="Bad answer").first.click()
    check("answered")
    page.click(".fn-history summary")
    check("history")
    page.keyboard.press("Escape")
    page.locator("a.fn-mark").first.click()
    page.wait_for_selector("#fn-viewer mark")
    check("document")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Documents").click()
    page.wait_for_selector(".fn-documents table")
    check("documents")
    page.context.close()


def test_right_to_left_text_runs_from_the_right(browser: Browser, tmp_path: Path, serve: Serve) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "שי.txt").write_text("תה\n\nתה ירוק מאודה כדי שיישאר ירוק. תה שחור מתחמצן לפני הייבוש.\n")
    hebrew = Bot.from_folder(folder)
    page = opened(browser, serve(hebrew), 400)
    ask(page, "איפה מוזכר תה?")
    assert page.evaluate("getComputedStyle(document.querySelector('.fn-question')).direction") == "rtl"
    page.get_by_role("tab", name="Documents").click()
    page.locator(".fn-documents a.fn-place").first.click()
    page.wait_for_selector("#fn-viewer .fn-block")
    assert page.evaluate("getComputedStyle(document.querySelector('.fn-block')).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.context.close()
    hebrew.close()


@pytest.mark.slow
def test_a_document_of_5_megabytes_opens_at_a_citation_within_a_second(
    browser: Browser, tmp_path: Path, serve: Serve
) -> None:
    from ingest.documents import Document
    from ingest.split import split

    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "small.txt").write_text("Small\n\nThis one is small.\n")
    big = Bot.from_folder(folder)
    text = "".join(f"Part {n}\n\n" + f"Sentence {n} tells of mill {n}. " * 40 + "\n\n" for n in range(4000))
    assert len(text) > 5_000_000
    start = text.index("Sentence 3000 tells")
    # Put into the index without vectors: the viewer is what is measured, not the embedding of 40,000 passages.
    document = Document("big.txt", "Mills", text, "0" * 64)
    with big.index._store.writing() as snapshot:
        snapshot.add(document, len(text), split(document))
    address = serve(big)
    page = opened(browser, address)
    took = []
    for _ in range(3):
        page.goto("about:blank")
        page.goto(address)
        page.wait_for_selector("#fn-box textarea")
        took.append(
            page.evaluate(
                """async ([start, end]) => {
                    const link = document.createElement("a");
                    link.className = "fn-place";
                    link.href = `?doc=big.txt&start=${start}&end=${end}&hash=`;
                    document.body.append(link);
                    const began = performance.now();
                    link.click();
                    for (;;) {
                        await new Promise(requestAnimationFrame);
                        const mark = document.querySelector("#fn-viewer mark.fn-active");
                        const at = mark?.getBoundingClientRect();
                        if (at && at.top > 0 && at.bottom < innerHeight) return performance.now() - began;
                    }
                }""",
                [start, start + 20],
            )
        )
    assert min(took) < 1000, took
    page.context.close()
    big.close()


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


@pytest.mark.slow
def test_eight_people_are_answered_at_once_each_in_their_own_conversation(browser: Browser, address: str) -> None:
    people = [opened(browser, address) for _ in range(8)]
    questions = ["When is the next NATO summit?", "Who established the Ukraine Defense Contact Group?"]
    for number, one in enumerate(people):
        one.fill("#fn-box textarea", questions[number % 2])
    for one in people:
        one.press("#fn-box textarea", "Enter")
    for number, one in enumerate(people):
        expect(one.locator(".fn-answer")).to_contain_text(("June 24-26", "Lloyd Austin")[number % 2])
        expect(one.locator(".fn-question")).to_have_text([questions[number % 2]])
        expect(one.locator(".fn-error")).to_have_count(0)
        one.context.close()


def test_a_port_that_is_taken_is_one_clear_error(bot: Bot, address: str) -> None:
    from bot.web import launch
    from ingest.errors import SettingsError

    port = int(address.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(SettingsError, match=f"port {port}.*--port"):
        launch(bot, "127.0.0.1", port, block=False)


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
