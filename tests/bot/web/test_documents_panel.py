"""The documents tab, driven in a real Chromium: adding, removing, undoing, searching, and what others change."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.chat import Bot
from ingest.sync.sync import sync
from tests.conftest import TOWNS
from tests.helpers import cheap
from tests.helpers.browsing import Serve, ask, documents, opened

pytestmark = pytest.mark.browser
COFFEE = "# Coffee\n\nCoffee was first roasted in Yemen in the fifteenth century.\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Bot]:
    """A bot on documents that a test may change."""
    folder = tmp_path / "docs"
    for name, text in TOWNS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    one = Bot.from_folder(folder, upload_mb=1)
    yield one
    one.close()


@pytest.fixture
def tab(browser: Browser, shelf: Bot, serve: Serve) -> Iterator[Page]:
    """The page with its documents in sight."""
    page = opened(browser, serve(shelf))
    documents(page)
    expect(page.locator(".fn-documents tbody tr")).to_have_count(3)
    yield page
    page.context.close()


def drop(page: Page, folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    page.set_input_files("#fn-drop input[type=file]", [folder / name for name in files])


def test_the_table_tells_what_is_indexed_and_opens_it(tab: Page) -> None:
    row = tab.locator("tr[data-source='towns/ashford.txt']")
    expect(row).to_contain_text("Ashford")
    expect(row.locator("td")).to_contain_text(["TXT", " B", "1", "20"])
    row.locator("a").click()
    expect(tab.locator("#fn-viewer .fn-text")).to_contain_text("fled from the Danes")


def test_a_search_finds_names_and_passages(tab: Page) -> None:
    tab.fill("#fn-search :is(input, textarea)", "boston")
    expect(tab.locator(".fn-documents tbody tr")).to_have_count(1)
    expect(tab.locator(".fn-hits li").first).to_contain_text("Boston")
    tab.locator(".fn-hits a").first.click()
    expect(tab.locator("#fn-viewer mark")).to_be_in_viewport()
    tab.keyboard.press("Escape")
    tab.fill("#fn-search :is(input, textarea)", "zeppelin")
    expect(tab.locator(".fn-documents .fn-none")).to_contain_text("No document’s name holds “zeppelin”.")


def test_files_are_added_and_answered_from_and_what_cannot_be_read_is_refused(
    tab: Page, shelf: Bot, tmp_path: Path
) -> None:
    drop(
        tab,
        tmp_path / "in",
        {
            "coffee.md": COFFEE.encode(),
            "damaged.txt": b"%PDF-1.4 \x00\x01",
            "empty.txt": b"",
            "tea.txt": TOWNS["tea.txt"].encode(),
            "large.txt": b"Many words. " * 90_000,
        },
    )
    expect(tab.locator("tr[data-source='coffee.md']")).to_be_visible()
    told = tab.locator(".fn-status")
    expect(told).to_contain_text("1 added")
    expect(told).to_contain_text("damaged.txt: looks like a binary file")
    expect(told).to_contain_text("empty.txt: is empty")
    expect(told).to_contain_text("tea.txt: is there already")
    expect(told).to_contain_text("large.txt: is 1.1 MB; at most 1 MB are taken")
    assert sorted(path.name for path in shelf.settings.documents_folder.iterdir()) == ["coffee.md", "tea.txt", "towns"]
    tab.get_by_role("tab", name="Chat").click()
    ask(tab, "Where was coffee first roasted?")
    expect(tab.locator(".fn-answer")).to_contain_text("Yemen")


def test_a_removed_document_can_be_put_back_until_the_trash_is_emptied(tab: Page, shelf: Bot) -> None:
    folder = shelf.settings.documents_folder
    tab.get_by_role("tab", name="Chat").click()
    ask(tab, "How tall is the Stump?")
    tab.get_by_role("button", name="Good answer").click()
    expect(tab.locator(".fn-thanks")).to_be_visible()
    feedback = shelf.settings.index_folder / "feedback.jsonl"
    assert "83 metres" in feedback.read_text()

    documents(tab)
    row = tab.locator("tr[data-source='towns/boston.md']")
    row.get_by_role("button", name="Remove").click()
    row.get_by_role("button", name="Keep").click()
    expect(row.get_by_role("button", name="Remove towns/boston.md")).to_be_focused()
    row.get_by_role("button", name="Remove").click()
    row.get_by_role("button", name="Yes, remove").click()
    expect(row).to_have_count(0)
    expect(tab.locator(".fn-status")).to_contain_text("towns/boston.md is in the trash")
    assert not (folder / "towns" / "boston.md").exists()
    assert not shelf.ask("How tall is the Stump?").answered
    tab.click("#fn-sync")
    expect(tab.locator(".fn-status")).to_contain_text("Nothing has changed")
    expect(row).to_have_count(0)

    tab.get_by_role("button", name="Put towns/boston.md back").click()
    expect(row).to_have_count(1)
    assert (folder / "towns" / "boston.md").read_text(encoding="utf-8") == TOWNS["towns/boston.md"]
    assert "83 metres" in shelf.ask("How tall is the Stump?").text.replace("**", "")

    row.get_by_role("button", name="Remove").click()
    row.get_by_role("button", name="Yes, remove").click()
    tab.get_by_role("button", name="Empty trash").click()
    tab.get_by_role("button", name="Yes, delete").click()
    expect(tab.locator(".fn-status")).to_contain_text("Deleted 1 file for good, and 1 judgement that quoted them")
    expect(tab.locator(".fn-trash")).to_have_count(0)
    assert feedback.read_text() == ""
    assert not list((shelf.settings.index_folder / "trash").glob("*"))


def test_the_last_document_stays(tab: Page, shelf: Bot) -> None:
    shutil.rmtree(shelf.settings.documents_folder / "towns")
    tab.click("#fn-sync")
    expect(tab.locator(".fn-documents tbody tr")).to_have_count(1)
    tab.get_by_role("button", name="Remove tea.txt").click()
    tab.get_by_role("button", name="Yes, remove").click()
    expect(tab.locator(".fn-status")).to_contain_text("tea.txt is the only document")
    assert (shelf.settings.documents_folder / "tea.txt").exists()


def test_what_others_change_shows_by_itself(tab: Page, shelf: Bot) -> None:
    (shelf.settings.documents_folder / "coffee.md").write_text(COFFEE)
    sync(shelf.settings)
    expect(tab.locator("tr[data-source='coffee.md']")).to_be_visible()
    (shelf.settings.documents_folder / "coffee.md").unlink()
    tab.click("#fn-sync")
    expect(tab.locator("tr[data-source='coffee.md']")).to_have_count(0)
    expect(tab.locator(".fn-status")).to_contain_text("1 removed")


def test_questions_are_limited_to_chosen_documents_as_long_as_they_are_there(tab: Page) -> None:
    tab.get_by_role("tab", name="Chat").click()
    tab.locator("#fn-scope input").click()
    tab.get_by_role("option", name="tea.txt").click()
    tab.keyboard.press("Escape")
    ask(tab, "How tall is the Stump?")
    expect(tab.locator(".fn-declined")).to_have_count(1)
    ask(tab, "How many degrees should water for green tea have?")
    expect(tab.locator(".fn-answer").nth(1)).to_contain_text("80 degrees")
    tab.locator(".fn-how summary").nth(1).click()
    expect(tab.locator(".fn-how dl").nth(1)).to_contain_text("tea.txt")
    documents(tab)
    tab.get_by_role("button", name="Remove tea.txt").click()
    tab.get_by_role("button", name="Yes, remove").click()
    expect(tab.locator("tr[data-source='tea.txt']")).to_have_count(0)
    tab.get_by_role("tab", name="Chat").click()
    ask(tab, "How tall is the Stump?")
    expect(tab.locator(".fn-answer").nth(2)).to_contain_text("83 metres")


def test_uploads_can_be_turned_off(browser: Browser, tmp_path: Path, serve: Serve) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "tea.txt").write_text(TOWNS["tea.txt"], encoding="utf-8")
    (folder / "coffee.md").write_text(COFFEE)
    closed = Bot.from_folder(folder, uploads=False)
    page = opened(browser, serve(closed))
    documents(page)
    expect(page.locator(".fn-documents tbody tr")).to_have_count(2)
    expect(page.locator("#fn-drop")).to_have_count(0)
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)
    page.context.close()
    closed.close()


@pytest.mark.parametrize("width", [360, 1920])
def test_nothing_is_cut_off(browser: Browser, tmp_path: Path, width: int, serve: Serve) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / ("Donaudampfschifffahrt" * 5 + ".txt")).write_text("Rhein" * 40 + "\n\nA boat goes down the river.\n")
    (folder / "tea.txt").write_text(TOWNS["tea.txt"], encoding="utf-8")
    long = Bot.from_folder(folder)
    page = opened(browser, serve(long), width)
    documents(page)
    expect(page.locator(".fn-documents tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Remove").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.fn-documents').scrollWidth") <= width
    page.locator(".fn-documents a.fn-place").first.click()
    page.wait_for_selector("#fn-viewer .fn-block")
    assert page.evaluate("document.querySelector('#fn-viewer .fn-body').scrollWidth") <= width
    page.context.close()
    long.close()


def test_author_and_date_are_shown_where_a_document_has_them(browser: Browser, tmp_path: Path, serve: Serve) -> None:
    (tmp_path / "docs").mkdir()
    said = "---\nauthor: Ann Lee\ndate: 2024-03-02\n---\n"
    (tmp_path / "docs" / "coffee.md").write_text(said + COFFEE, encoding="utf-8")
    (tmp_path / "docs" / "tea.txt").write_text(TOWNS["tea.txt"], encoding="utf-8")
    bot = Bot.from_folder(tmp_path / "docs")
    page = opened(browser, serve(bot))
    ask(page, "Where was coffee first roasted?")
    expect(page.locator(".fn-card footer")).to_have_text("coffee.md · 2 March 2024")
    documents(page)
    expect(page.locator("tr[data-source='coffee.md'] .fn-path")).to_have_text("coffee.md · Ann Lee · 2 March 2024")
    expect(page.locator("tr[data-source='tea.txt'] .fn-path")).to_have_text("tea.txt")
    page.locator("tr[data-source='coffee.md'] a").click()
    expect(page.locator("#fn-viewer .fn-path")).to_contain_text("coffee.md · Ann Lee · 2 March 2024")
    expect(page.locator("#fn-viewer .fn-text")).to_contain_text("author: Ann Lee")
    page.context.close()
    bot.close()


def test_questions_are_limited_to_a_folder_and_a_time(browser: Browser, shelf: Bot, serve: Serve) -> None:
    folder = shelf.settings.documents_folder
    (folder / "towns" / "old").mkdir()
    old = "---\ndate: 1871-05\n---\n# Boston in 1871\n\nThe Stump is 80 metres tall.\n"
    (folder / "towns" / "old" / "boston.md").write_text(old, encoding="utf-8")
    sync(shelf.settings)
    page = opened(browser, serve(shelf))
    page.fill("#fn-after :is(input, textarea)", "1871")
    page.fill("#fn-before :is(input, textarea)", "1900")
    ask(page, "How tall is the Stump?")
    expect(page.locator(".fn-answer").nth(0)).to_contain_text("80 metres")
    expect(page.locator(".fn-answer").nth(0)).not_to_contain_text("83 metres")
    page.locator(".fn-how summary").first.click()
    expect(page.locator(".fn-how dl").first).to_contain_text("from 1871 to 1900")
    page.fill("#fn-before :is(input, textarea)", "soon")
    ask(page, "How tall is the Stump?")
    expect(page.locator(".fn-error")).to_contain_text("'soon' is no date. Write it as 2025-06-05")
    for name in ("after", "before"):
        page.fill(f"#fn-{name} :is(input, textarea)", "")
    page.locator("#fn-folder input").click()
    expect(page.get_by_role("option")).to_contain_text(["All folders", "towns", "towns/old"])
    page.get_by_role("option", name="towns/old").click()
    page.locator("#fn-retry").click()
    expect(page.locator(".fn-error")).to_have_count(0)
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("80 metres")
    shutil.rmtree(folder / "towns" / "old")
    sync(shelf.settings)
    expect(page.locator("#fn-folder input")).to_have_value("All folders")  # what is gone limits nothing
    ask(page, "How tall is the Stump?")
    expect(page.locator(".fn-answer").nth(2)).to_contain_text("83 metres")
    page.context.close()


def test_a_page_goes_over_to_the_model_that_the_command_line_chose(tab: Page, shelf: Bot, tmp_path: Path) -> None:
    sync(shelf.settings.model_copy(update={"embedding_model": cheap.NAME}), rebuild=True)
    drop(tab, tmp_path / "in", {"coffee.md": COFFEE.encode()})
    expect(tab.locator(".fn-status")).to_contain_text("1 added")
    with shelf.index.reading() as view:
        assert view.embedding_model == cheap.NAME
    tab.get_by_role("tab", name="Chat").click()
    ask(tab, "Where was coffee first roasted?")
    expect(tab.locator(".fn-answer")).to_contain_text("Yemen")


@pytest.mark.slow
def test_a_long_sync_shows_its_pace_and_what_remains(tab: Page, shelf: Bot) -> None:
    for number in range(300):
        text = " ".join(f"Lamp {number} of row {row} is {row * number} steps from the harbour." for row in range(8))
        (shelf.settings.documents_folder / f"{number}.txt").write_text(text, encoding="utf-8")
    tab.click("#fn-sync")
    told = tab.locator("#fn-told")
    expect(told).to_contain_text(re.compile(r"Embedding, \d+/s, \d+ s left"), timeout=60_000)
    bar, table = told.locator(".progress-level").bounding_box(), tab.locator(".fn-documents").bounding_box()
    assert bar
    assert table
    assert bar["y"] + bar["height"] <= table["y"]
    expect(told).to_contain_text("300 added", timeout=60_000)
