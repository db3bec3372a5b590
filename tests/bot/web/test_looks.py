"""The page at every width, in the dark, from right to left, and for those who use it without seeing it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.bot.web.conftest import BotOn, Visit
from tests.conftest import TOWNS
from tests.helpers.browsing import ask, documents

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [400, 360, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_at_any_width_or_in_the_dark(visit: Visit, address: str, width: int, scheme: str) -> None:
    page = visit(f"{address}?__theme={scheme}", width)
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


@pytest.mark.parametrize("width", [360, 1920])
def test_nothing_is_cut_off(bot_on: BotOn, visit: Visit, width: int) -> None:
    text = "Rhein" * 40 + "\n\nA boat goes down the river.\n"
    page = visit(bot_on({"Donaudampfschifffahrt" * 5 + ".txt": text, "tea.txt": TOWNS["tea.txt"]}), width)
    documents(page)
    expect(page.locator(".fn-documents tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Remove").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.fn-documents').scrollWidth") <= width
    page.locator(".fn-documents a.fn-place").first.click()
    page.wait_for_selector("#fn-viewer .fn-block")
    assert page.evaluate("document.querySelector('#fn-viewer .fn-body').scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_serious(visit: Visit, address: str, scheme: str) -> None:
    """WCAG's rules, in every state of the page; no widget of Gradio's needs an exception."""
    page = visit(f"{address}?__theme={scheme}", reduced_motion="reduce")

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


def test_right_to_left_text_runs_from_the_right(bot_on: BotOn, visit: Visit) -> None:
    hebrew = "תה\n\nתה ירוק מאודה כדי שיישאר ירוק. תה שחור מתחמצן לפני הייבוש.\n"
    page = visit(bot_on({"שי.txt": hebrew}), 400)
    ask(page, "איפה מוזכר תה?")
    assert page.evaluate("getComputedStyle(document.querySelector('.fn-question')).direction") == "rtl"
    page.get_by_role("tab", name="Documents").click()
    page.locator(".fn-documents a.fn-place").first.click()
    page.wait_for_selector("#fn-viewer .fn-block")
    assert page.evaluate("getComputedStyle(document.querySelector('.fn-block')).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


@pytest.mark.parametrize("width", [768, 1440])
def test_the_conversation_fills_the_window_and_the_box_stays_at_its_bottom(
    visit: Visit, address: str, width: int
) -> None:
    page = visit(address, width)
    expect(page.locator("#fn-retry")).to_be_hidden()  # there is nothing to try again
    ask(page, "Summarize the article")
    ask(page, "What did Hegseth say about 3% of GDP?")
    box = page.locator("#fn-box textarea")
    expect(box).to_be_in_viewport()
    expect(page.locator("#fn-retry")).to_be_visible()
    expect(page.locator(".fn-answer").last.locator("p").first).to_be_in_viewport()
    assert page.locator("#fn-conversation").evaluate("one => one.getBoundingClientRect().height > innerHeight / 3")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 40") or width < 900


def test_a_decline_stays_in_view_with_all_that_it_shows(visit: Visit, address: str) -> None:
    page = visit(address, 360)
    ask(page, "When is the next NATO summit?")
    ask(page, "Which bakery supplies the bread of the summit?")
    expect(page.locator(".fn-declined > p").first).to_be_in_viewport()
    expect(page.locator(".fn-question").last).to_be_in_viewport()
