"""The page in a real browser: questions, answers and their sources, conversations, judgements."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from playwright.sync_api import Browser, Page, expect

from bot.chat import Bot
from bot.evaluation.questions import load_questions
from tests.helpers.browsing import Serve, ask, opened

pytestmark = pytest.mark.browser


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

    seconds: float

    @property
    def _llm_type(self) -> str:
        return "slow"

    def _generate(self, messages: list[BaseMessage], *_: object, **__: object) -> ChatResult:
        time.sleep(self.seconds)
        reply = {"sentences": [{"text": "Tea is brewed.", "quotes": [{"passage": 1, "text": "Tea is brewed."}]}]}
        usage = {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120}
        message = AIMessage(json.dumps(reply), usage_metadata=usage)
        return ChatResult(generations=[ChatGeneration(message=message)])


Waiting = Callable[[float], Page]


@pytest.fixture
def waiting(browser: Browser, tmp_path: Path, serve: Serve) -> Iterator[Waiting]:
    """Opens the page over one document, with a model that takes so many seconds for an answer."""
    (tmp_path / "docs").mkdir()
    text = "# Tea\n\nTea is brewed. Water for green tea should have 80 degrees.\n"
    (tmp_path / "docs" / "tea.md").write_text(text)
    with ExitStack() as left:

        def open_page(seconds: float) -> Page:
            bot = left.enter_context(closing(Bot.from_folder(tmp_path / "docs", chat_model=Slow(seconds=seconds))))
            page = opened(browser, serve(bot))
            left.callback(page.context.close)
            return page

        yield open_page


def test_an_answer_can_be_stopped_and_nothing_is_lost(waiting: Waiting) -> None:
    page = waiting(4)
    page.fill("#fn-box textarea", "What is tea?")
    page.press("#fn-box textarea", "Enter")
    expect(page.locator(".fn-wait")).to_be_visible()
    expect(page.locator("#fn-ask")).to_be_hidden()
    page.fill("#fn-box textarea", "And what is coffee?")
    page.click("#fn-stop")
    expect(page.locator(".fn-answer")).to_contain_text("Stopped.")
    expect(page.locator("#fn-ask")).to_be_visible()
    page.wait_for_timeout(4500)
    expect(page.locator(".fn-answer")).to_have_text(re.compile(r"^\s*Stopped\.\s*$"))
    expect(page.locator("#fn-box textarea")).to_have_value("And what is coffee?")
    page.reload()
    expect(page.locator(".fn-question")).to_have_text("What is tea?")


def test_an_answer_that_was_growing_does_not_come_back_into_a_new_conversation(waiting: Waiting) -> None:
    page = waiting(2)
    page.fill("#fn-box textarea", "What is tea?")
    page.press("#fn-box textarea", "Enter")
    expect(page.locator(".fn-wait")).to_contain_text(re.compile("^Reading"))
    page.click("#fn-new")
    expect(page.locator("#fn-examples")).to_be_visible()
    page.wait_for_timeout(2500)
    expect(page.locator(".fn-question")).to_have_count(0)
    expect(page.locator("#fn-ask")).to_be_visible()
    ask(page, "How is tea made?")
    expect(page.locator(".fn-question")).to_have_text("How is tea made?")
    expect(page.locator(".fn-answer")).to_contain_text("Tea is brewed.")


def test_a_question_asked_while_an_answer_grows_ends_that_answer(waiting: Waiting) -> None:
    page = waiting(4)
    page.fill("#fn-box textarea", "What is tea?")
    page.click("#fn-ask")
    expect(page.locator(".fn-wait")).to_contain_text(re.compile("^Reading"))
    ask(page, "How is tea made?")
    expect(page.locator(".fn-question")).to_have_text(["What is tea?", "How is tea made?"])
    expect(page.locator(".fn-answer").nth(0)).to_have_text(re.compile(r"^\s*Stopped\.\s*$"))
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("Tea is brewed.")


def test_what_a_language_model_took_is_told_for_the_answer_and_the_conversation(waiting: Waiting) -> None:
    page = waiting(0.5)
    page.fill("#fn-box textarea", "What is done with tea?")
    page.press("#fn-box textarea", "Enter")
    expect(page.locator(".fn-wait")).to_contain_text(re.compile("^Reading"))
    expect(page.locator(".fn-answer")).to_contain_text("Tea is brewed.")
    expect(page.locator(".fn-how dl")).to_contain_text("120 in this conversation")


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
