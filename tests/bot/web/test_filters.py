"""Questions that are limited to some documents, a folder and a time."""

import shutil

import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from ingest.sync.sync import sync
from tests.bot.web.conftest import Visit
from tests.helpers.browsing import ask, documents

pytestmark = pytest.mark.browser


def test_questions_are_limited_to_chosen_documents_as_long_as_they_are_there(tab: Page) -> None:
    tab.get_by_role("tab", name="Chat").click()
    chip = tab.locator(".fn-chip")
    expect(chip).to_contain_text("All documents")
    expect(tab.locator("#fn-scope")).to_be_hidden()
    chip.click()
    tab.get_by_label("Documents").last.click()
    tab.get_by_role("option", name="How tea is made").click()  # by its title
    expect(chip).to_contain_text("1 document")
    tab.keyboard.press("Escape")
    expect(tab.locator("#fn-scope")).to_be_hidden()
    ask(tab, "How tall is the Stump?")
    expect(tab.locator(".fn-declined")).to_have_count(1)
    ask(tab, "How many degrees should water for green tea have?")
    expect(tab.locator(".fn-answer").nth(1)).to_contain_text("80 degrees")
    tab.locator(".fn-how summary").nth(1).click()
    expect(tab.locator(".fn-how dl").nth(1)).to_contain_text("tea.txt")
    documents(tab)
    tab.get_by_role("button", name="Remove tea.txt").click()
    expect(tab.locator("tr[data-source='tea.txt']")).to_have_count(0)
    tab.get_by_role("tab", name="Chat").click()
    ask(tab, "How tall is the Stump?")
    expect(tab.locator(".fn-answer").nth(2)).to_contain_text("83 metres")


def test_questions_are_limited_to_a_folder_and_a_time(visit: Visit, shelf: Bot) -> None:
    folder = shelf.settings.documents_folder
    (folder / "towns" / "old").mkdir()
    old = "---\ndate: 1871-05\n---\n# Boston in 1871\n\nThe Stump is 80 metres tall.\n"
    (folder / "towns" / "old" / "boston.md").write_text(old, encoding="utf-8")
    sync(shelf.settings)
    page = visit(shelf)
    page.click(".fn-chip")
    page.fill("#fn-after :is(input, textarea)", "1871")
    page.fill("#fn-before :is(input, textarea)", "1900")
    expect(page.locator(".fn-chip")).to_contain_text("since 1871 · until 1900")
    ask(page, "How tall is the Stump?")
    expect(page.locator(".fn-answer").nth(0)).to_contain_text("80 metres")
    expect(page.locator(".fn-answer").nth(0)).not_to_contain_text("83 metres")
    page.locator(".fn-how summary").first.click()
    expect(page.locator(".fn-how dl").first).to_contain_text("from 1871 to 1900")
    page.click(".fn-chip")
    page.fill("#fn-before :is(input, textarea)", "soon")
    ask(page, "How tall is the Stump?")
    expect(page.locator(".fn-error")).to_contain_text("Until: 'soon' is no date; write 2024, 2024-05 or 2024-05-31.")
    expect(page.locator(".fn-chip")).to_have_text("Answer from: since 1871")  # what limits nothing is not on
    page.get_by_role("button", name="Answer from all documents again").click()
    expect(page.locator(".fn-chip")).to_contain_text("All documents")
    page.click(".fn-chip")
    page.locator("#fn-folder input").click()
    expect(page.get_by_role("option")).to_contain_text(["All folders", "towns", "towns/old"])
    page.get_by_role("option", name="towns/old").click()
    page.locator(".fn-retry").click()
    expect(page.locator(".fn-error")).to_have_count(0)
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("80 metres")
    shutil.rmtree(folder / "towns" / "old")
    sync(shelf.settings)
    gone = page.locator("#fn-folder input")
    expect(gone).to_have_value("All folders", timeout=20_000)  # what is gone limits nothing
    ask(page, "How tall is the Stump?")
    expect(page.locator(".fn-answer").nth(2)).to_contain_text("83 metres")
    page.click(".fn-chip")
    page.fill("#fn-after :is(input, textarea)", "2020")
    expect(page.locator(".fn-chip")).to_contain_text("since 2020")
    page.click("#fn-new")
    expect(page.locator(".fn-chip")).to_contain_text("All documents")
