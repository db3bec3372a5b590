"""Questions and answers on the page: examples, declines, follow-ups, and answers that take their time."""

import re
import threading
from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import Page, Route, expect

from bot.web.asking import TurnStream
from bot.web.conversation import Turn
from tests.bot.web.conftest import BotOn, Visit
from tests.helpers.browsing import ask
from tests.helpers.replies import Slow


@pytest.mark.browser
def test_an_answer_is_shown_with_its_source_and_the_quote_highlighted(page: Page) -> None:
    ask(page, "What did Hegseth say about 3% of GDP?")
    expect(page.locator(".fn-answer")).to_contain_text("should not drop below 3% of GDP")
    card = page.locator("#fn-0-1")
    expect(card.locator("mark")).to_contain_text("should not drop below 3% of GDP")
    expect(card).to_contain_text("U.S. Defense Spending and Fiscal Responsibly")
    expect(card).to_contain_text("000_623a27b483240533.txt")
    expect(page.locator("#fn-box textarea")).to_have_value("")


@pytest.mark.browser
def test_what_is_not_said_is_declined_without_a_source(page: Page) -> None:
    ask(page, "What did Macron say about defense spending?")
    expect(page.locator(".fn-declined")).to_contain_text("The documents don't mention Macron.")
    expect(page.locator(".fn-sources .fn-card")).to_have_count(0)
    expect(page.locator(".fn-lead")).to_have_text("Closest passages:")
    expect(page.locator(".fn-near li")).to_have_count(3)
    expect(page.locator(".fn-declined .fn-sure")).to_have_count(0)


@pytest.mark.browser
def test_a_bad_question_says_so_in_place_and_is_not_lost(page: Page) -> None:
    ask(page, "why " * 5000)
    expect(page.locator(".fn-error")).to_contain_text("ask it in at most 2,000")
    expect(page.locator("#fn-box textarea")).to_have_value("why " * 5000)


@pytest.mark.browser
def test_what_is_typed_while_a_question_is_on_its_way_stays_in_the_box(page: Page) -> None:
    held: list[Route] = []
    page.route("**/queue/join*", lambda route: held.append(route))
    box = page.locator("#fn-box textarea")
    box.fill("When is the next NATO summit?")
    box.press("Enter")
    page.keyboard.type("And")
    expect(box).to_have_value("And")
    page.wait_for_timeout(300)
    for route in held:
        route.continue_()
    page.unroute("**/queue/join*")
    page.keyboard.type(" where?")
    expect(page.locator(".fn-answer")).to_contain_text("June 24-26", timeout=30_000)
    expect(page.locator(".fn-question")).to_have_text("When is the next NATO summit?")
    expect(box).to_have_value("And where?")


@pytest.mark.slow
@pytest.mark.browser
def test_a_question_that_does_not_reach_the_server_comes_back_into_the_box(page: Page) -> None:
    page.route("**/queue/join*", lambda route: route.abort())
    box = page.locator("#fn-box textarea")
    box.fill("When is the next NATO summit?")
    box.evaluate("one => { window.said = []; one.addEventListener('input', () => said.push(one.value)); }")
    box.press("Enter")
    page.wait_for_function("said.length === 2")
    assert page.evaluate("said") == ["", "When is the next NATO summit?"]


@pytest.mark.browser
def test_an_answer_tells_how_it_was_found_folded_away(page: Page) -> None:
    ask(page, "What did Hegseth say about 3% of GDP?")
    ask(page, "And what about Poland?")
    expect(page.locator(".fn-sure").first).to_have_text(re.compile("Sure|Likely|Unsure"))
    how = page.locator(".fn-how").nth(1)
    expect(how.locator("dl")).to_be_hidden()
    how.locator("summary").click()
    expect(how.locator("dl")).to_contain_text("What I searched")
    expect(how.locator("dl")).to_contain_text(re.compile(r"How sure\s*(?:Sure|Likely|Unsure)"))
    expect(how.locator("dl")).to_contain_text(re.compile(r"Time\s*(?:\d+\.\d|less than 0\.1) seconds"))
    assert how.locator("ol li").count() >= 5
    expect(how.locator("ol li").first).to_contain_text("cited")
    how.locator("ol a").nth(1).click()
    expect(page.locator("#fn-viewer mark.fn-active")).to_be_in_viewport()


@pytest.mark.slow
@pytest.mark.browser
def test_questions_to_go_on_with_that_come_late_leave_the_turn_that_came_meanwhile(page: Page) -> None:
    held: list[Route] = []
    page.route("**/footnote/following", lambda route: held.append(route))
    with page.expect_request("**/footnote/following"):
        ask(page, "What did Hegseth say about 3% of GDP?")
    ask(page, "When is the next NATO summit?")
    with page.expect_response("**/footnote/following"):
        held[0].fulfill(json=["What is said about Poland?"])
    expect(page.locator(".fn-question")).to_have_count(2)
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("June")


TEA = "# Tea\n\nTea is brewed. Water for green tea should have 80 degrees.\n"
Waiting = Callable[[float], Page]


@pytest.fixture
def waiting(bot_on: BotOn, visit: Visit) -> Waiting:
    """Opens the page over one document, with a model that takes so many seconds for an answer."""
    files = {"tea.md": TEA}
    return lambda seconds: visit(
        bot_on(files, chat_model=Slow(seconds=seconds), model_role="judge", embedded_first=False)
    )


@pytest.mark.browser
def test_the_readers_answer_is_shown_until_the_models_takes_its_place(bot_on: BotOn, visit: Visit) -> None:
    said = "For green tea, water should have 80 degrees."
    model = Slow(seconds=1.5, said=said, quote="Water for green tea should have 80 degrees.")
    page = visit(bot_on({"tea.md": TEA}, chat_model=model, model_role="judge"))
    page.fill("#fn-box textarea", "How many degrees should water for green tea have?")
    page.press("#fn-box textarea", "Enter")
    answer = page.locator(".fn-answer p").first
    expect(answer).to_contain_text("Water for green tea should have 80 degrees.")
    expect(answer).to_contain_text(said)
    expect(answer).not_to_contain_text("Water for green tea")
    expect(page.locator("#fn-0-1 mark")).to_have_text("Water for green tea should have 80 degrees.")


@pytest.mark.browser
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
    expect(page.locator(".fn-answer")).to_have_text(re.compile(r"^\s*Stopped\.\s*Retry\s*$"))
    expect(page.locator("#fn-box textarea")).to_have_value("And what is coffee?")
    page.reload()
    expect(page.locator(".fn-question")).to_have_text("What is tea?")


@pytest.mark.slow
@pytest.mark.browser
def test_an_answer_that_was_growing_does_not_come_back_into_a_new_conversation(waiting: Waiting) -> None:
    page = waiting(2)
    page.fill("#fn-box textarea", "What is tea?")
    page.press("#fn-box textarea", "Enter")
    expect(page.locator(".fn-wait")).to_contain_text(re.compile("^Reading"))
    page.click("#fn-new")
    expect(page.locator("#fn-welcome")).to_be_visible()
    page.wait_for_timeout(2500)
    expect(page.locator(".fn-question")).to_have_count(0)
    expect(page.locator("#fn-ask")).to_be_visible()
    ask(page, "How is tea made?")
    expect(page.locator(".fn-question")).to_have_text("How is tea made?")
    expect(page.locator(".fn-answer")).to_contain_text("Tea is brewed.")


@pytest.mark.slow
@pytest.mark.browser
def test_a_question_asked_while_an_answer_grows_ends_that_answer(waiting: Waiting) -> None:
    page = waiting(4)
    page.fill("#fn-box textarea", "What is tea?")
    page.click("#fn-ask")
    expect(page.locator(".fn-wait")).to_contain_text(re.compile("^Reading"))
    ask(page, "How is tea made?")
    expect(page.locator(".fn-question")).to_have_text(["What is tea?", "How is tea made?"])
    expect(page.locator(".fn-answer").nth(0)).to_have_text(re.compile(r"^\s*Stopped\.\s*$"))
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("Tea is brewed.")


@pytest.mark.slow
@pytest.mark.browser
def test_a_question_sent_by_enter_while_an_answer_grows_is_asked_after_it(waiting: Waiting) -> None:
    page = waiting(2)
    for question in ("What is tea?", "How is tea made?"):
        page.fill("#fn-box textarea", question)
        page.press("#fn-box textarea", "Enter")
        expect(page.locator(".fn-wait")).to_be_visible()
    expect(page.locator(".fn-question")).to_have_text(["What is tea?", "How is tea made?"], timeout=30_000)
    expect(page.locator(".fn-copy")).to_have_count(2, timeout=30_000)


@pytest.mark.browser
def test_what_a_language_model_took_is_told_for_the_answer_and_the_conversation(waiting: Waiting) -> None:
    page = waiting(0.5)
    page.fill("#fn-box textarea", "What is done with tea?")
    page.press("#fn-box textarea", "Enter")
    expect(page.locator(".fn-wait")).to_contain_text(re.compile("^Reading"))
    expect(page.locator(".fn-answer")).to_contain_text("Tea is brewed.")
    expect(page.locator(".fn-how dl")).to_contain_text("120 in this conversation")


@pytest.mark.browser
@pytest.mark.slow
def test_eight_people_are_answered_at_once_each_in_their_own_conversation(visit: Visit, address: str) -> None:
    people = [visit(address) for _ in range(8)]
    questions = ["When is the next NATO summit?", "Who established the Ukraine Defense Contact Group?"]
    for number, one in enumerate(people):
        one.fill("#fn-box textarea", questions[number % 2])
    for one in people:
        one.press("#fn-box textarea", "Enter")
    for number, one in enumerate(people):
        said = ("June 24-26", "Lloyd Austin")[number % 2]
        expect(one.locator(".fn-answer")).to_contain_text(said, timeout=60_000)  # of eight browsers on two cores
        expect(one.locator(".fn-question")).to_have_text([questions[number % 2]])
        expect(one.locator(".fn-error")).to_have_count(0)


def test_turns_are_left_at_once_and_their_maker_ends_with_the_one_it_is_at() -> None:
    going, ended = threading.Event(), threading.Event()

    def slowly() -> Generator[Turn, None, None]:
        try:
            yield Turn("first")
            going.wait(20)
            yield Turn("second")
            yield Turn("third")
        finally:
            ended.set()

    growing = TurnStream(slowly())
    turns = iter(growing)
    assert next(turns).question == "first"
    growing.leave()
    assert list(turns) == []
    assert not ended.is_set()
    going.set()
    assert ended.wait(20)


def test_what_goes_wrong_in_the_making_of_a_turn_is_raised_where_it_is_waited_for() -> None:
    def broken() -> Generator[Turn, None, None]:
        yield Turn("first")
        raise ZeroDivisionError

    turns = iter(TurnStream(broken()))
    assert next(turns).question == "first"
    with pytest.raises(ZeroDivisionError):
        next(turns)
