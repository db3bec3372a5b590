"""What opens over or beside the conversation, on a phone and on a desk: all of it in sight, and usable by anyone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from ingest.formats.pdf_ocr import available
from tests.bot.web.conftest import BotOn, Visit, serious
from tests.conftest import TOWNS
from tests.helpers.browsing import Serve, documents
from tests.helpers.making import mail, pdf, scan

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


DRAG = """() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "a.txt"));
    document.body.dispatchEvent(new DragEvent("dragenter", { dataTransfer, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_where_originals_are_open_and_files_are_dropped_and_no_other_host_is_asked(
    serve: Serve, visit: Visit, bot_on: BotOn, scheme: str
) -> None:
    scans = {"scan.pdf": scan(1, "The ferry leaves at seven in the morning.")} if available() else {}
    base = serve(bot_on({"prices.csv": PRICES, "kiln.pdf": pdf([["A kiln."]] * 3), **scans}))
    shown = {"prices.csv": "tr.fn-row", "kiln.pdf": ".fn-words span", "scan.pdf": ".fn-words span"}
    for name in ("prices.csv", "kiln.pdf", *scans):
        page = visit(f"{base}?doc={name}&start=0&end=7&hash=&__theme={scheme}")
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.locator(f"#fn-viewer {shown[name]}").first.wait_for(timeout=40_000, state="attached")
        page.wait_for_timeout(300)
        assert not (found := serious(page)), (name, found)
        page.get_by_role("button", name="Text", exact=True).click()
        page.wait_for_selector("#fn-viewer .fn-plain")
        assert asked
        assert all(url.startswith((base, "data:", "blob:")) for url in asked)
    page.evaluate(DRAG)
    expect(page.locator("body.fn-dropping")).to_be_attached()
    page.wait_for_timeout(300)
    assert not (found := serious(page)), found


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
