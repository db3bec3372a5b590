"""What opens over or beside the conversation, on a phone and on a desk: all of it in sight, and usable by anyone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from tests.bot.web.conftest import BotOn, Visit, serious
from tests.conftest import TOWNS
from tests.helpers.browsing import Serve, documents
from tests.helpers.making import mail, pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = [360, 1440]
PRICES = "Job,Group,Price,Minutes,Who\n" + "".join(f"Job {at},Service,{at},{at},Ann Lee\n" for at in range(30))
MAIL = "Thursday suits me.\n\nOn Mon, 3 Feb 2025, Ann Lee wrote:\n> Shall we meet on Thursday?\n"


@pytest.fixture
def kept(bot_on: BotOn) -> Bot:
    return bot_on({**TOWNS, "prices.csv": PRICES, "kiln.pdf": pdf([["A kiln."]] * 3), "reply.eml": mail(MAIL)})


def within(page: Page, selector: str) -> None:
    """What is named is in sight from side to side, and the page is no wider than the screen."""
    size = page.viewport_size
    at = page.locator(selector).first.bounding_box()
    assert size
    assert at
    assert at["x"] >= 0
    assert at["x"] + at["width"] <= size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["kiln.pdf", "prices.csv", "reply.eml", "tea.txt"])
def test_a_document_of_any_kind_lies_within_the_screen(
    serve: Serve, visit: Visit, kept: Bot, name: str, width: int
) -> None:
    page = visit(f"{serve(kept)}?doc={name}&start=0&end=3&hash=", width)
    page.wait_for_selector("#fn-viewer .fn-text")
    for one in (".fn-document", "[data-go=close]", ".fn-path a", ".fn-views", ".fn-text"):
        within(page, f"#fn-viewer {one}")
    title, close = (page.locator(f"#fn-viewer {one}").bounding_box() for one in ("h2", "[data-go=close]"))
    assert title
    assert close
    assert close["y"] < title["y"] + title["height"]  # on the title's line
    assert not serious(page)


@pytest.mark.parametrize("width", [*WIDTHS, 1024])
def test_documents_filters_and_what_was_done_lie_within_the_screen(
    visit: Visit, kept: Bot, tmp_path: Path, width: int
) -> None:
    page = visit(kept, width)
    page.locator(".fn-chip").click()
    for one in ("#fn-filters", "#fn-scope", "#fn-after", "#fn-before"):
        within(page, one)
    page.locator("#fn-scope input").click()
    page.get_by_role("option", name="Boston").click()
    within(page, "#fn-scope .options")
    edges = page.locator("#fn-scope .wrap, #fn-folder .wrap, #fn-after input").evaluate_all(
        "all => all.map(one => getComputedStyle(one).borderRadius)"
    )
    assert len(set(edges)) == 1
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    (tmp_path / "none.txt").write_text("")
    page.set_input_files("#fn-drop input[type=file]", tmp_path / "none.txt")
    expect(page.locator("#fn-told .fn-error")).to_contain_text("none.txt", timeout=20_000)
    within(page, "#fn-told")
    assert not serious(page)
    dropped = page.locator("#fn-told").bounding_box()
    documents(page)
    for one in ("#fn-search", "#fn-sync", ".fn-documents tbody th", "[data-sort=date]", ".fn-removal"):
        within(page, one)
    page.get_by_role("button", name="Remove tea.txt").click()
    undo = page.locator("#fn-told").get_by_role("button", name="Undo")
    expect(undo).to_be_visible(timeout=20_000)
    text, button = page.locator("#fn-told p").first.bounding_box(), undo.bounding_box()
    assert dropped
    assert text
    assert button
    assert abs(text["y"] - button["y"]) < 12  # beside what it undoes
    within(page, "#fn-told")
    assert not serious(page)
