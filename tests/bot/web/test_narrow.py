"""The page where there is little room: on a phone, and beside an open document."""

import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from tests.bot.web.conftest import BotOn, Visit, serious
from tests.conftest import TOWNS
from tests.helpers.browsing import ask, documents

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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
    assert not serious(phone)
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
    assert not serious(phone)
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


def test_on_a_phone_buttons_keep_their_lines_and_markers_are_large_enough(phone: Page) -> None:
    edit = phone.get_by_role("button", name="Edit this question").bounding_box()
    assert edit
    assert edit["height"] < 40  # its word is one line
    tops = phone.locator(".fn-foot > :is(button, details)").evaluate_all(
        "all => all.map(one => Math.round(one.getBoundingClientRect().top))"
    )
    assert len(tops) == 5
    assert len(set(tops)) == 1
    phone.get_by_label("Export this answer").click()
    for at in (0, 3):
        expect(phone.locator(".fn-log .fn-items button").nth(at)).to_be_in_viewport(ratio=1)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.keyboard.press("Escape")
    assert phone.locator("a.fn-mark").first.evaluate(
        """mark => {
            const { left, top, width, height } = mark.getBoundingClientRect();
            const hit = (x, y) => document.elementFromPoint(left + width / 2 + x, top + height / 2 + y) === mark;
            return hit(0, 11) && hit(0, -11) && hit(11, 0) && hit(-11, 0);
        }"""
    )
    phone.locator(".fn-how summary").click()
    expect(phone.locator(".fn-how dl")).to_be_in_viewport()
    phone.get_by_role("button", name="Bad answer").click()
    box = phone.locator("#fn-ask-row").bounding_box()
    form = phone.locator("form.fn-wrong").bounding_box()
    assert box
    assert form
    assert form["y"] + form["height"] <= box["y"]


def test_what_is_selected_of_an_answer_has_no_markers_that_numbers_could_be_read_with(phone: Page) -> None:
    line = phone.locator(".fn-answer > p").first
    expect(line.locator("a.fn-mark")).to_have_count(1)
    assert line.locator("a.fn-mark").evaluate("one => one.getClientRects().length") == 1  # also where a line ends
    said = line.evaluate("one => { getSelection().selectAllChildren(one); return String(getSelection()); }")
    assert said.strip() == (line.text_content() or "").removesuffix("1")


def test_documents_are_not_squeezed_by_one_that_is_open_beside_them(visit: Visit, towns: Bot) -> None:
    page = visit(towns, 1440)
    documents(page)
    expect(page.locator(".fn-documents thead")).to_be_visible()
    page.locator(".fn-documents a.fn-place").first.click()
    expect(page.locator("#fn-viewer h2")).to_be_visible()
    viewer, title = page.locator("#fn-viewer").bounding_box(), page.locator(".fn-documents tbody th").first
    assert viewer
    for one in (title, *page.locator(".fn-documents tbody td").all()):
        place = one.bounding_box()
        assert place
        assert place["x"] + place["width"] <= viewer["x"]
    assert (title.bounding_box() or {"width": 0.0})["width"] > 250


@pytest.mark.parametrize("width", [360, 1440])
def test_what_is_still_being_read_stands_under_the_tabs(bot_on: BotOn, visit: Visit, width: int) -> None:
    bot = bot_on(TOWNS, may_be_empty=True, part=lambda _: 2)
    bot.changes.gives_way, bot.changes.line = True, "Reading · 2 of 3 documents can be asked about · 1 s left"
    page = visit(bot, width)
    line = page.locator("#fn-rest")
    expect(line).to_contain_text("2 of 3")
    tabs, told = page.locator("#fn-tabs > .tab-wrapper").bounding_box(), line.bounding_box()
    assert tabs
    assert told
    assert tabs["y"] == 0
    assert told["y"] == tabs["height"]
    assert told["x"] + told["width"] == width
    page.get_by_role("button", name="Conversations").click()  # nothing lies over it
    page.keyboard.press("Escape")
    documents(page)
    first = page.locator("#fn-tools").bounding_box()
    assert first
    assert first["y"] >= told["y"] + told["height"]
