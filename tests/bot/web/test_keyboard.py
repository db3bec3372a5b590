"""The page by keyboard alone: what is wanted is reached, the focus is seen, and never lost."""

import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from tests.bot.web.conftest import BotOn, Visit
from tests.conftest import TOWNS
from tests.helpers.browsing import ask, documents

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HIDDEN = "() => !document.activeElement.matches('textarea, input') && getComputedStyle(document.activeElement).outlineStyle === 'none'"


def to(page: Page, wanted: str, key: str = "Tab") -> None:
    """Go on until the focus is on what is wanted; it is seen all the way."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            assert not page.evaluate(HIDDEN), wanted
            return
    raise AssertionError(f"{wanted} is not reached")


def press(page: Page, key: str, then: str) -> None:
    """Press a key; the focus is on `then` after it."""
    page.keyboard.press(key)
    expect(page.locator(then).first).to_be_focused()


@pytest.fixture
def asked(visit: Visit, towns: Bot) -> Page:
    """The page with an answer that was asked for by the keyboard."""
    page = visit(towns)
    expect(page.locator("#fn-box textarea")).to_be_focused()
    page.keyboard.type("How tall is the Stump?")
    page.keyboard.press("Enter")
    expect(page.locator(".fn-copy")).to_have_count(1, timeout=30_000)
    return page


def test_a_source_is_opened_and_left_to_where_one_was(asked: Page) -> None:
    to(asked, "a.fn-mark", "Shift+Tab")
    press(asked, "Enter", "#fn-viewer h2")
    to(asked, "#fn-viewer .fn-text")
    to(asked, "#fn-viewer [data-go=close]", "Shift+Tab")
    press(asked, "Enter", "a.fn-mark")
    press(asked, "Enter", "#fn-viewer h2")
    press(asked, "Escape", "a.fn-mark")


def test_what_is_pressed_and_goes_leaves_the_focus_near(asked: Page) -> None:
    to(asked, "[data-do=down]", "Shift+Tab")
    press(asked, "Enter", "form.fn-wrong input")
    press(asked, "Tab", "form.fn-wrong button")
    press(asked, "Enter", "[data-do=down]")
    expect(asked.locator(".fn-thanks")).to_be_visible()
    to(asked, ".fn-retry", "Shift+Tab")
    press(asked, "Enter", "#fn-box textarea")
    expect(asked.locator(".fn-copy")).to_have_count(1)
    to(asked, "[data-do=edit]", "Shift+Tab")
    press(asked, "Enter", "#fn-box textarea")
    to(asked, "#fn-leave")
    press(asked, "Enter", "#fn-box textarea")


def test_filters_are_opened_set_and_reset(asked: Page) -> None:
    to(asked, ".fn-chip")
    press(asked, "Enter", "#fn-filters")
    asked.keyboard.press("Tab")
    expect(asked.get_by_label("Documents", exact=True)).to_be_focused()
    asked.keyboard.press("ArrowDown")
    asked.keyboard.press("Enter")
    press(asked, "Escape", ".fn-chip")
    expect(asked.locator(".fn-chip")).to_contain_text("1 document")
    press(asked, "Tab", "[data-do=reset]")
    press(asked, "Enter", ".fn-chip")
    expect(asked.locator(".fn-chip")).to_contain_text("All documents")


def test_a_conversation_is_renamed_deleted_and_put_back(asked: Page) -> None:
    to(asked, ".fn-open", "Shift+Tab")
    to(asked, ".fn-rename")
    press(asked, "Enter", ".fn-list input")
    asked.keyboard.type("Towers")
    press(asked, "Enter", ".fn-open")
    to(asked, ".fn-delete")
    press(asked, "Enter", "#fn-toast button")
    press(asked, "Tab", "#fn-new")
    to(asked, "#fn-toast button")
    press(asked, "Enter", ".fn-open")
    expect(asked.locator(".fn-list .fn-name")).to_have_text("Towers")
    expect(asked.locator(".fn-question")).to_have_text("How tall is the Stump?")


def test_what_folds_keeps_the_focus_whatever_was_folded_before(asked: Page) -> None:
    for name in ("sources", "side"):
        to(asked, f'.fn-top [data-layout="{name}"]')
        press(asked, "Enter", f'.fn-top [data-layout="{name}"]')
        press(asked, "Enter", f'.fn-top [data-layout="{name}"]')


def test_a_question_that_is_offered_leads_back_to_the_box(asked: Page) -> None:
    asked.locator(".fn-suggestions button").first.wait_for()
    to(asked, ".fn-suggestions button", "Shift+Tab")
    press(asked, "Enter", "#fn-box textarea")
    expect(asked.locator(".fn-question")).to_have_count(2)


def test_documents_are_added_removed_and_put_back(bot_on: BotOn, visit: Visit) -> None:
    page = visit(bot_on(TOWNS))
    documents(page)
    rows = page.locator(".fn-documents tbody tr")
    expect(rows).to_have_count(3)
    kiln = {"name": "kiln.txt", "mimeType": "text/plain", "buffer": b"The kiln\n\nIt fell in.\n"}
    page.on("filechooser", lambda chooser: chooser.set_files([kiln]))
    page.get_by_role("tab", name="Documents").focus()
    to(page, ".fn-zone")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(4)
    expect(page.locator(".fn-zone")).to_be_focused()
    to(page, "[data-do=remove]")
    press(page, "Enter", "[data-undo]")
    expect(rows).to_have_count(3)
    page.keyboard.press("Enter")
    expect(rows).to_have_count(4)
    expect(page.locator("#fn-search :is(input, textarea)")).to_be_focused()


def test_on_a_phone_a_source_is_opened_and_left_and_the_page_has_its_heading(visit: Visit, towns: Bot) -> None:
    page = visit(towns, 360)
    expect(page.get_by_role("heading", level=1)).to_have_text("Footnote")
    ask(page, "How tall is the Stump?")
    to(page, "a.fn-mark", "Shift+Tab")
    press(page, "Enter", "#fn-0-1 a")
    press(page, "Enter", "#fn-viewer h2")
    page.keyboard.press("Escape")
    expect(page.locator("#fn-viewer")).to_be_hidden()
    expect(page.locator("a.fn-mark")).to_be_focused()
