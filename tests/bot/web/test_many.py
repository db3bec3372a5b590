"""A page of a thousand documents: how soon it is there, and how one of them is found, sorted and asked alone."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.chat import Bot
from tests.bot.web.conftest import Visit
from tests.helpers import cheap
from tests.helpers.browsing import documents, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page of 1,001 reports, each with a title of its own but for two."""
    folder: Path = tmp_path_factory.mktemp("many") / "docs"
    for number in range(1000):
        path = folder / f"year {number % 7}" / f"{(number * 37) % 1000}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Report {number} of the mill\n\nIt ground {number} sacks.\n" + "It rained.\n" * (number % 5))
    (folder / "again.md").write_text("# Report 7 of the mill\n\nIt ground 8 sacks.\n")
    with closing(Bot.from_folder(folder, embedding_model=cheap.NAME)) as bot, served(bot) as address:
        yield address


def titles(page: Page) -> list[str]:
    return page.locator(".fn-documents tbody th a").all_inner_texts()


def test_documents_are_sorted_by_what_is_pressed_and_the_browser_remembers_it(visit: Visit, many: str) -> None:
    page = visit(many)
    documents(page)
    assert titles(page)[:3] == [f"Report {number} of the mill" for number in range(3)]
    title, size = (page.get_by_role("columnheader", name=name) for name in ("Document", "Size"))
    expect(title).to_have_attribute("aria-sort", "ascending")
    title.get_by_role("button").click()
    assert titles(page)[0] == "Report 999 of the mill"
    size.get_by_role("button").click()
    expect(size).to_have_attribute("aria-sort", "descending")
    sizes = [int(one.split()[0]) for one in page.locator("td[data-label=Size]").all_inner_texts()]
    assert sizes == sorted(sizes, reverse=True)
    page.fill("#fn-search :is(input, textarea)", "Report 99")  # what comes anew is in the same order
    expect(page.locator(".fn-documents tbody tr")).to_have_count(11, timeout=20_000)
    expect(size).to_have_attribute("aria-sort", "descending")
    page.reload()
    documents(page)
    expect(size).to_have_attribute("aria-sort", "descending")


def test_one_document_is_asked_alone(visit: Visit, many: str) -> None:
    page = visit(many)
    documents(page)
    page.get_by_role("button", name="Ask only Report 3 of the mill").click()
    expect(page.locator("#fn-box textarea")).to_be_focused()
    expect(page.locator(".fn-chip")).to_contain_text("1 document")
    page.locator(".fn-chip").click()
    expect(page.locator("#fn-scope .token")).to_have_text("Report 3 of the mill")


def test_every_title_is_reached_by_typing_and_equal_ones_are_told_apart(visit: Visit, many: str) -> None:
    page = visit(many)
    page.locator(".fn-chip").click()
    field = page.locator("#fn-scope input")
    expect(field).to_have_attribute("placeholder", "All documents")
    field.click()
    field.press_sequentially("Report 999")
    expect(page.get_by_role("option")).to_have_text(["✓ Report 999 of the mill"])
    field.fill("")
    field.press_sequentially("Report 7 ")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("option").filter(has_text="again.md")).to_have_count(1)


@pytest.mark.timed
def test_the_page_is_painted_within_1_5_seconds_and_one_can_type_within_3(browser: Browser, many: str) -> None:
    painted, typed = [], []
    for _ in range(3):
        page = browser.new_page()
        page.goto(many)
        page.wait_for_selector("#fn-box textarea")
        typed.append(page.evaluate("performance.now()"))
        painted.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        page.close()
    assert min(painted) < 1500, painted
    assert min(typed) < 3000, typed
