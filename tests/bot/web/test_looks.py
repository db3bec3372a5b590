"""The page at every width, in the dark, from right to left, and for those who use it without seeing it."""

import re

import pytest
from playwright.sync_api import expect

from tests.bot.web.conftest import BotOn, Visit, serious
from tests.conftest import TOWNS
from tests.helpers.browsing import ask, documents

pytestmark = pytest.mark.browser
# Every colour that the page's ground has had, looked at with each frame.
_GROUNDS = """
window.grounds = [];
const look = () => {
  const now = document.body && getComputedStyle(document.body).backgroundColor;
  if (now && grounds.at(-1) !== now) grounds.push(now);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_at_any_width_or_in_the_dark(visit: Visit, address: str, scheme: str) -> None:
    page = visit(f"{address}?__theme={scheme}", 400)
    ask(page, "Summarize the article")
    ask(page, "Where is " + "Donaudampfschifffahrt" * 8 + " mentioned?")
    for width in (400, 360, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(
            "[...document.querySelectorAll('.fn-log, .fn-sources')].every(e => e.scrollWidth <= e.clientWidth)"
        )
    colours = page.evaluate(
        "['.fn-answer p', 'body'].map(s => getComputedStyle(document.querySelector(s)))"
        ".map((c, i) => (i ? c.backgroundColor : c.color).match(/\\d+/g).slice(0, 3).map(Number))"
    )
    text, ground = (sum(colour) / 3 for colour in colours)
    assert (text > ground + 90) if scheme == "dark" else (ground > text + 90)


def test_nothing_of_the_documents_is_cut_off(bot_on: BotOn, visit: Visit) -> None:
    text = "Rhein" * 40 + "\n\nA boat goes down the river.\n"
    page = visit(bot_on({"Donaudampfschifffahrt" * 5 + ".txt": text, "tea.txt": TOWNS["tea.txt"]}), 360)

    def check(selector: str) -> None:
        for width in (360, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("one => document.querySelector(one).scrollWidth", selector) <= width

    documents(page)
    expect(page.locator(".fn-documents tbody tr")).to_have_count(2)
    check(".fn-documents")
    page.locator(".fn-documents a.fn-place").first.click()
    page.wait_for_selector("#fn-viewer .fn-block")
    check("#fn-viewer .fn-body")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, address: str, scheme: str) -> None:
    """WCAG's rules, in every state of the page; no widget of Gradio's needs an exception."""
    page = visit(f"{address}?__theme={scheme}", reduced_motion="reduce")

    def check(state: str) -> None:
        page.wait_for_timeout(200)
        assert not (found := serious(page)), (state, found)

    check("empty")
    ask(page, "What did Hegseth say about 3% of GDP?")
    ask(page, "What did Macron say about defense spending?")
    ask(page, "why " * 5000)
    page.locator(".fn-how summary").first.click()
    page.get_by_role("button", name="Bad answer").first.click()
    check("answered")
    page.get_by_label("Export this answer").first.click()
    check("menu")
    page.keyboard.press("Escape")
    page.click(".fn-chip")
    check("filters")
    page.keyboard.press("Escape")
    page.locator("a.fn-mark").first.click()
    page.wait_for_selector("#fn-viewer mark")
    check("document")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Documents").click()
    page.wait_for_selector(".fn-documents table")
    check("documents")


@pytest.mark.slow
def test_right_to_left_text_runs_from_the_right(bot_on: BotOn, visit: Visit) -> None:
    hebrew = "תה\n\nתה ירוק מאודה כדי שיישאר ירוק. תה שחור מתחמצן לפני הייבוש.\n"
    page = visit(bot_on({"שי.txt": hebrew}), 400)
    ask(page, "איפה מוזכר תה?")
    assert page.evaluate("getComputedStyle(document.querySelector('.fn-question')).direction") == "rtl"
    page.get_by_role("tab", name="Documents").click()
    page.locator(".fn-documents a.fn-place").first.click()
    page.wait_for_selector("#fn-viewer .fn-block")
    assert page.evaluate("getComputedStyle(document.querySelector('.fn-text p')).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


@pytest.mark.slow
def test_each_line_of_a_mixed_document_runs_from_its_own_side(bot_on: BotOn, visit: Visit) -> None:
    hebrew = "תה ירוק מאודה כדי שיישאר ירוק."
    english = "The museum of tea was opened in 1987."
    table = "| סוג | מחיר |\n|---|---|\n| ירוק | טוב |\n| שחור | רע |\n"
    bot = bot_on({"a.txt": f"{hebrew}\n\n{english}\n", "b.md": f"{hebrew}\n\n{english}\n\n{table}"})
    page = visit(bot)
    sides = """words => {
        const text = document.createTreeWalker(document.querySelector("#fn-viewer .fn-text"), NodeFilter.SHOW_TEXT);
        while (text.nextNode()) {
            const at = text.currentNode.textContent.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(text.currentNode, at);
            range.setEnd(text.currentNode, at + words.length);
            const [line, all] = [range, document.querySelector("#fn-viewer .fn-text")].map(one => one.getBoundingClientRect());
            return line.left - all.left < 40 ? "left" : all.right - line.right < 40 ? "right" : "";
        }
    }"""
    for name in ("a.txt", "b.md"):
        page.goto(f"{page.url.partition('?')[0]}?doc={name}&start=0&end=2")
        page.wait_for_selector("#fn-viewer mark.fn-active")
        assert page.evaluate(sides, english) == "left"
        assert page.evaluate(sides, hebrew[2:]) == "right"
    cells = [cell.bounding_box() for cell in page.locator("#fn-viewer thead th").all()]
    assert cells[0]
    assert cells[1]
    assert cells[0]["x"] > cells[1]["x"]  # the first column stands at the right


def test_the_window_scrolls_the_conversation_and_the_box_stays_at_its_bottom_and_grows(
    visit: Visit, address: str
) -> None:
    page = visit(address, 1440)
    expect(page.locator(".fn-retry")).to_have_count(0)  # there is nothing to try again, to copy or to export
    expect(page.get_by_label("This conversation")).to_be_hidden()
    ask(page, "Summarize the article")
    ask(page, "What did Hegseth say about 3% of GDP?")
    ask(page, "Which bakery supplies the bread of the summit?")
    box = page.locator("#fn-box textarea")
    expect(box).to_be_in_viewport()
    expect(page.locator(".fn-declined > p").first).to_be_in_viewport()
    expect(page.locator(".fn-question").last).to_be_in_viewport()
    expect(page.locator("#fn-aside")).to_be_hidden()  # what was declined has no sources
    expect(page.locator(".fn-retry")).to_have_count(1)
    assert page.evaluate("scrollY") > 0
    heights = []
    for lines in (1, 6, 12):
        box.fill("\n".join("line" for _ in range(lines)))
        page.wait_for_timeout(100)
        heights.append(box.evaluate("one => one.clientHeight"))
    assert heights[0] * 3 < heights[1] == heights[2]
    page.locator("a.fn-mark").first.click()
    page.keyboard.press("Escape")
    card = page.locator(".fn-sources .fn-card:visible", has=page.locator(".fn-whole")).first
    before = len(card.inner_text())
    card.locator(".fn-whole").click()
    assert len(card.inner_text()) > before
    expect(page.locator("#fn-viewer")).to_be_hidden()
    page.get_by_label("Close the sources").click()
    expect(page.locator("#fn-aside")).to_be_hidden()
    expect(page.locator(".fn-of-sources")).to_be_focused()
    documents(page)
    expect(page.locator("#fn-search textarea, #fn-search input")).to_be_in_viewport()
    page.get_by_role("tab", name="Chat").click()
    expect(page.locator("a.fn-mark").first).to_be_in_viewport()  # where it was left


def test_on_a_phone_sources_and_conversations_open_over_the_answer_and_axe_finds_nothing_serious(
    visit: Visit, address: str
) -> None:
    page = visit(address, 360, reduced_motion="reduce")
    ask(page, "When is the next NATO summit?")
    ask(page, "Which bakery supplies the bread of the summit?")
    expect(page.locator(".fn-declined > p").first).to_be_in_viewport()
    expect(page.locator(".fn-question").last).to_be_in_viewport()
    expect(page.locator("#fn-aside")).to_be_hidden()
    marker = page.locator("a.fn-mark").first
    marker.click()
    expect(page.locator("#fn-0-1")).to_be_in_viewport()
    assert not serious(page)
    page.keyboard.press("Escape")
    expect(page.locator("#fn-aside")).to_be_hidden()
    expect(marker).to_be_focused()
    expect(page.locator("#fn-side")).to_be_hidden()
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#fn-side")).to_be_in_viewport()
    expect(page.locator("#fn-new")).to_be_focused()
    assert not serious(page)
    page.locator(".fn-open").click()
    expect(page.locator("#fn-side")).to_be_hidden()


def test_light_and_dark_are_chosen_and_remembered(visit: Visit, address: str) -> None:
    page = visit(address)
    body = page.locator("body")
    page.add_init_script(_GROUNDS)
    page.get_by_role("button", name="Dark").click()
    expect(body).to_have_class(re.compile("dark"))
    page.reload()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    expect(body).to_have_class(re.compile("dark"))
    assert page.evaluate("grounds") == ["rgb(18, 23, 24)"]  # from the first paint on
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Light").click()
    expect(body).not_to_have_class(re.compile("dark"))
    page.reload()
    expect(page.get_by_role("button", name="Light")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("grounds") == ["rgb(255, 255, 255)"]
    page.get_by_role("button", name="System").click()
    expect(body).to_have_class(re.compile("dark"))
