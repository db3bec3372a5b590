"""The documents tab, driven in a real Chromium: adding, removing, undoing, searching, and what others change."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from bot.chat import Bot
from bot.web.documents_panel import EVERY
from ingest.embedding.model_files import model_folder
from ingest.sync.sync import sync
from tests.bot.web.conftest import COFFEE, BotOn, Visit, serious
from tests.conftest import TOWNS, Write
from tests.helpers.browsing import ask, documents

pytestmark = pytest.mark.browser


def drop(page: Page, folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    page.set_input_files("#fn-drop input[type=file]", [folder / name for name in files])


def drop_on_page(page: Page, files: dict[str, str]) -> None:
    page.evaluate(
        """files => {
            const brought = new DataTransfer();
            for (const [name, text] of Object.entries(files)) brought.items.add(new File([text], name));
            const init = { dataTransfer: brought, bubbles: true, cancelable: true };
            document.querySelector("#fn-box textarea").dispatchEvent(new DragEvent("dragover", init));
            document.querySelector("#fn-box textarea").dispatchEvent(new DragEvent("drop", init));
        }""",
        files,
    )


def test_a_search_finds_names_and_passages_and_the_table_tells_what_is_indexed_and_opens_it(tab: Page) -> None:
    tab.fill("#fn-search :is(input, textarea)", "boston")
    expect(tab.locator(".fn-documents tbody tr")).to_have_count(1)
    expect(tab.locator(".fn-hits li").first).to_contain_text("Boston")
    expect(tab.locator(".fn-hits li").first.locator("mark").first).to_have_text("Boston")
    tab.locator(".fn-hits a").first.click()
    expect(tab.locator("#fn-viewer mark")).to_be_in_viewport()
    tab.keyboard.press("Escape")
    tab.fill("#fn-search :is(input, textarea)", "zeppelin")
    expect(tab.locator(".fn-documents .fn-none")).to_contain_text("No document’s name holds “zeppelin”.")
    tab.fill("#fn-search :is(input, textarea)", "")
    row = tab.locator("tr[data-source='towns/ashford.txt']")
    expect(row).to_contain_text("Ashford")
    expect(row.locator("td")).to_contain_text(["TXT", " B", "1", "20"])
    row.locator("a").click()
    expect(tab.locator("#fn-viewer .fn-text")).to_contain_text("fled from the Danes")


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
    expect(told.locator(".fn-error")).to_have_count(2)
    expect(told).to_contain_text("2 more: see Documents.")
    left = tab.locator("#fn-left")  # which stays when the word about it has gone
    expect(left.locator("li")).to_have_count(4)
    expect(left).to_contain_text("damaged.txt: looks like a binary file")
    expect(left).to_contain_text("empty.txt: is empty")
    expect(left).to_contain_text("tea.txt: is there already")
    expect(left).to_contain_text("large.txt: is 1.1 MB; at most 1 MB are taken")
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
    expect(row).to_have_count(0)
    expect(tab.locator(".fn-status")).to_contain_text("towns/boston.md is in the trash")
    assert not (folder / "towns" / "boston.md").exists()
    assert not shelf.ask("How tall is the Stump?").answered
    tab.click("#fn-sync")
    expect(tab.locator(".fn-status")).to_contain_text("Nothing has changed")
    expect(row).to_have_count(0)

    tab.get_by_role("button", name="Put towns/boston.md back").click()
    expect(row).to_have_count(1)
    row.get_by_role("button", name="Remove").click()
    tab.locator("#fn-told").get_by_role("button", name="Undo").click()  # where it was done
    expect(tab.locator(".fn-trash")).to_have_count(0)
    expect(row).to_have_count(1)
    assert (folder / "towns" / "boston.md").read_text(encoding="utf-8") == TOWNS["towns/boston.md"]
    assert "83 metres" in shelf.ask("How tall is the Stump?").text.replace("**", "")

    row.get_by_role("button", name="Remove").click()
    expect(tab.locator(".fn-status")).to_contain_text("towns/boston.md is in the trash")
    tab.get_by_role("button", name="Empty trash").click()
    tab.get_by_role("button", name="Yes, delete").click()
    expect(tab.locator(".fn-status")).to_contain_text("Deleted 1 file for good, and 1 judgement that quoted them")
    expect(tab.locator(".fn-trash")).to_have_count(0)
    assert feedback.read_text() == ""
    assert not list((shelf.settings.index_folder / "trash").glob("*"))


@pytest.mark.slow
def test_the_undo_stays_for_ten_seconds_where_something_was_done_and_after_that_in_the_trash(tab: Page) -> None:
    tab.clock.install()
    tab.get_by_role("button", name="Remove tea.txt").click()
    undo = tab.locator("#fn-told").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    tab.clock.fast_forward(9_000)
    expect(undo).to_be_visible()
    undo.hover()  # whoever is about to press it is given more time
    tab.clock.fast_forward(2_000)
    expect(undo).to_be_visible()
    tab.mouse.move(5, 5)
    tab.clock.fast_forward(11_000)
    expect(undo).to_be_hidden()
    tab.get_by_role("button", name="Put tea.txt back").click()
    expect(tab.locator("tr[data-source='tea.txt']")).to_have_count(1, timeout=20_000)  # it is read and embedded again
    tab.clock.fast_forward(9_000)
    tab.get_by_role("button", name="Remove tea.txt").click()
    expect(undo).to_be_visible()
    tab.clock.fast_forward(2_000)  # the time of what was said before it is over, its own is not
    expect(undo).to_be_visible()


def test_the_last_document_can_go_and_the_page_begins_anew_with_what_is_dropped_on_it(
    bot_on: BotOn, visit: Visit
) -> None:
    one = bot_on({"tea.txt": TOWNS["tea.txt"]})
    page = visit(one)
    expect(page.locator("#fn-welcome")).to_contain_text("1 document ready")
    documents(page)
    page.get_by_role("button", name="Remove tea.txt").click()
    expect(page.locator(".fn-status")).to_contain_text("tea.txt is in the trash")
    expect(page.locator(".fn-documents tbody tr")).to_have_count(0)
    page.get_by_role("tab", name="Chat").click()
    expect(page.locator("#fn-welcome .fn-zone")).to_be_visible()
    drop_on_page(page, {"coffee.md": COFFEE, "photo.xyz": "light"})
    expect(page.locator(".fn-status")).to_contain_text("1 added")
    expect(page.locator(".fn-status .fn-error")).to_contain_text("photo.xyz: files of this type cannot be read")
    expect(page.locator("#fn-welcome")).to_contain_text("1 document ready")
    ask(page, "Where was coffee first roasted?")
    expect(page.locator(".fn-answer")).to_contain_text("Yemen")


def test_a_folder_that_is_not_there_opens_the_page_and_what_cannot_be_read_is_on_it(
    tmp_path: Path, visit: Visit, write: Write
) -> None:
    with closing(Bot.from_folder(tmp_path / "docs", may_be_empty=True)) as one:
        page = visit(one)
        expect(page.locator("#fn-welcome h2")).to_have_text("Begin with your documents")
        assert not serious(page)
        write({"damaged.txt": b"%PDF-1.4 \x00\x01", "tea.txt": TOWNS["tea.txt"]})
        documents(page)
        page.click("#fn-sync")
        told = page.locator(".fn-documents .fn-problems")
        expect(told).to_contain_text("damaged.txt: looks like a binary file", timeout=30_000)  # the first one of all
        expect(told).to_contain_text("Remove it or convert it")
        expect(page.locator(".fn-status .fn-error")).to_contain_text("damaged.txt: looks like a binary file")
        page.clock.install()  # before the word about it is said
        write({"coffee.md": COFFEE, "empty.txt": ""})
        page.click("#fn-sync")
        expect(page.locator(".fn-status")).to_contain_text("1 added")
        expect(page.locator(".fn-status .fn-error")).to_have_text(["empty.txt: is empty. Remove it or put text in."])
        page.clock.fast_forward(31_000)
        expect(page.locator("#fn-told")).to_be_hidden()
        expect(page.locator(".fn-documents .fn-problems li")).to_have_count(2)
        page.reload()
        expect(page.locator("#fn-welcome .fn-problems li")).to_have_count(2)
        expect(page.locator("#fn-welcome")).to_contain_text("2 documents ready")


def test_what_others_change_shows_by_itself(tab: Page, shelf: Bot) -> None:
    (shelf.settings.documents_folder / "coffee.md").write_text(COFFEE)
    sync(shelf.settings)
    expect(tab.locator("tr[data-source='coffee.md']")).to_be_visible()
    (shelf.settings.documents_folder / "coffee.md").unlink()
    tab.click("#fn-sync")
    expect(tab.locator("tr[data-source='coffee.md']")).to_have_count(0)
    expect(tab.locator(".fn-status")).to_contain_text("1 removed")


def test_uploads_can_be_turned_off(bot_on: BotOn, visit: Visit) -> None:
    page = visit(bot_on({"tea.txt": TOWNS["tea.txt"], "coffee.md": COFFEE}, uploads=False))
    documents(page)
    expect(page.locator(".fn-documents tbody tr")).to_have_count(2)
    expect(page.locator("#fn-drop")).to_have_count(0)
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)


def test_author_and_date_are_shown_where_a_document_has_them(bot_on: BotOn, visit: Visit) -> None:
    said = "---\nauthor: Ann Lee\ndate: 2024-03-02\n---\n"
    page = visit(bot_on({"coffee.md": said + COFFEE, "tea.txt": TOWNS["tea.txt"]}))
    ask(page, "Where was coffee first roasted?")
    expect(page.locator(".fn-card footer")).to_have_text("coffee.md · 2 March 2024")
    documents(page)
    row = page.locator("tr[data-source='coffee.md']")
    expect(row.locator(".fn-path")).to_have_text("Ann Lee")  # its title is Coffee
    expect(row.locator("[data-label=Date]")).to_have_text("2 March 2024")
    expect(page.locator("tr[data-source='tea.txt'] [data-label=Date]")).to_contain_text("file of ")
    expect(page.locator("tr[data-source='tea.txt'] .fn-path")).to_have_text("tea.txt")
    page.locator("tr[data-source='coffee.md'] a").click()
    expect(page.locator("#fn-viewer .fn-path")).to_contain_text("Ann Lee · 2 March 2024")
    expect(page.locator("#fn-viewer .fn-text")).to_contain_text("Coffee was first roasted")


@pytest.mark.slow
def test_a_page_goes_over_to_the_model_that_the_command_line_chose(tab: Page, shelf: Bot, tmp_path: Path) -> None:
    other = str(model_folder())  # by path: another name, so another model
    sync(shelf.settings.model_copy(update={"embedding_model": other}), rebuild=True)
    drop(tab, tmp_path / "in", {"coffee.md": COFFEE.encode()})
    expect(tab.locator(".fn-status")).to_contain_text("1 added")
    with shelf.index.reading() as view:
        assert view.embedding_model == other
    tab.get_by_role("tab", name="Chat").click()
    ask(tab, "Where was coffee first roasted?")
    expect(tab.locator(".fn-answer")).to_contain_text("Yemen")


@pytest.mark.slow
def test_work_shows_what_is_done_and_what_waits_for_it_until_it_ends(tab: Page, shelf: Bot, tmp_path: Path) -> None:
    line, button = tab.locator("#fn-rest"), tab.locator("#fn-sync")
    with shelf.changes.turn("Looking at the folder"):
        shelf.changes.line = "Reading large.csv · 3 of 4 documents can be asked about · 12 %"
        expect(line).to_contain_text("Reading large.csv · 3 of 4 documents can be asked about · 12 %")
        expect(button).to_be_disabled()
        tab.get_by_role("button", name="Remove tea.txt").click()
        drop(tab, tmp_path / "in", {"coffee.md": COFFEE.encode()})
        expect(line).to_contain_text("12 % · Removing tea.txt waits · Adding coffee.md waits")
    expect(tab.locator("tr[data-source='tea.txt']")).to_have_count(0, timeout=30_000)  # they take their turns by now
    expect(tab.locator("tr[data-source='coffee.md']")).to_have_count(1, timeout=30_000)
    expect(line).to_be_hidden(timeout=30_000)
    expect(button).to_be_enabled()


@pytest.mark.slow
def test_a_look_that_comes_late_is_corrected_by_the_next(tab: Page, shelf: Bot) -> None:
    late: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        response = route.fetch()
        if not late and "coffee.md" in response.text():
            late.append((route, response))
        else:
            route.fulfill(response=response)

    tab.route("**/run/predict*", hold)
    (shelf.settings.documents_folder / "coffee.md").write_text(COFFEE, encoding="utf-8")
    sync(shelf.settings)
    while not late:
        tab.wait_for_timeout(100)
    tab.get_by_role("button", name="Remove tea.txt").click()
    expect(tab.locator("tr[data-source='tea.txt']")).to_have_count(0)
    [(route, response)] = late
    assert "tea.txt" in response.text()
    route.fulfill(response=response)
    tab.wait_for_timeout(3 * EVERY * 1000)
    expect(tab.locator("tr[data-source='tea.txt']")).to_have_count(0)
    expect(tab.locator("tr[data-source='coffee.md']")).to_have_count(1)


@pytest.mark.slow
def test_a_long_sync_shows_how_far_it_is_and_what_remains(tab: Page, shelf: Bot) -> None:
    for number in range(300):
        text = " ".join(f"Lamp {number} of row {row} is {row * number} steps from the harbour." for row in range(8))
        (shelf.settings.documents_folder / f"{number}.txt").write_text(text, encoding="utf-8")
    tab.click("#fn-sync")
    tab.wait_for_function(
        r"""() => /Reading \d+ files · \d+ of \d+ documents can be asked about · \d+ % · \d+ s left/.test(
            document.querySelector("#fn-rest").textContent)""",
        timeout=60_000,
    )
    expect(tab.locator("#fn-told")).to_contain_text("300 added", timeout=60_000)
