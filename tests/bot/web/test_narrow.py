"""The page where there is little room: on a phone, and beside an open document."""

import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from tests.bot.web.conftest import Visit
from tests.helpers.browsing import ask

pytestmark = pytest.mark.browser

LONG = (
    "How tall is the Stump, the church tower that people see from the sea, and what was shipped from there to Flanders?"
)


@pytest.fixture
def phone(visit: Visit, towns: Bot) -> Page:
    """The page on a phone, with an answer."""
    page = visit(towns, 360)
    ask(page, LONG)
    return page


def test_on_a_phone_a_conversation_is_renamed_and_deleted_and_the_drawer_stays_open(phone: Page) -> None:
    drawer, field = phone.locator("#fn-side"), phone.get_by_label("Name of the conversation")
    name = phone.locator(".fn-list .fn-name")
    phone.get_by_role("button", name="Conversations").click()
    expect(phone.locator("#fn-new")).to_be_focused()
    phone.locator(".fn-rename").click()
    expect(field).to_be_focused()
    expect(field).to_have_css("outline-offset", "-2px")  # the list cuts off what is outside of it
    field.fill("Towers")
    phone.keyboard.press("Enter")
    expect(name).to_have_text("Towers")
    expect(phone.locator(".fn-open")).to_be_focused()
    expect(drawer).to_be_visible()
    phone.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    phone.get_by_label("This conversation").click()
    phone.locator("[data-this=rename]").click()
    expect(field).to_be_focused()
    field.fill("Harbours")
    phone.keyboard.press("Enter")
    expect(name).to_have_text("Harbours")
    phone.locator(".fn-delete").click()
    expect(phone.locator("#fn-toast")).to_contain_text("“Harbours” is deleted.")
    expect(drawer).to_be_visible()
    phone.locator("#fn-new").click()
    expect(drawer).to_be_hidden()
    expect(phone.locator("#fn-box textarea")).to_be_focused()


def test_on_a_phone_the_sources_take_the_focus(phone: Page) -> None:
    marker = phone.locator("a.fn-mark").first
    marker.focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("#fn-0-1 a")).to_be_focused()
    phone.keyboard.press("Escape")
    expect(marker).to_be_focused()
    phone.locator(".fn-chip").click()
    phone.keyboard.press("Tab")
    expect(phone.locator("#fn-scope input")).to_be_focused()
