"""A PDF in the viewer: its sizes, its pages by number, its words to be selected, the file itself, and the panel's width."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from bot.web.viewers.apart import APART
from tests.bot.web.conftest import BASIC, BotOn, Visit, serious
from tests.helpers.browsing import Serve
from tests.helpers.making import pdf

pytestmark = pytest.mark.browser

WORDS = ["The kiln of page {} was fired", "for <b>the first</b> time in May."]
LEAF = "#fn-viewer .fn-page[data-leaf='{}']"
SELECTED = """leaf => {
    const words = document.querySelectorAll(`.fn-page[data-leaf="${leaf}"] .fn-words span`);
    getSelection().setBaseAndExtent(words[0].firstChild, 0, words[words.length - 1].firstChild, 4);
    return String(getSelection());
}"""


@pytest.fixture
def kilns(bot_on: BotOn) -> Bot:
    return bot_on({"kilns.pdf": pdf([[line.format(number) for line in WORDS] for number in range(1, 6)])})


@pytest.fixture
def opened(serve: Serve, visit: Visit, kilns: Bot) -> Page:
    """The page with the PDF open beside it."""
    page = visit(f"{serve(kilns)}?doc=kilns.pdf&start=0&end=0&hash=")
    expect(page.locator(LEAF.format(1) + " img")).to_be_visible(timeout=20_000)
    return page


def width(page: Page, selector: str) -> float:
    found: float = page.locator(selector).evaluate("one => one.getBoundingClientRect().width")
    return found


def test_a_page_is_shown_in_percent_of_its_size_on_paper_as_wide_as_its_place_or_whole(opened: Page) -> None:
    leaf, place, told = LEAF.format(1), "#fn-viewer .fn-pages", opened.locator(".fn-zoom output")
    assert abs(width(opened, leaf) - width(opened, place) + 28) < 20  # its edges, and a bar that scrolls
    opened.get_by_role("button", name="Larger").click()
    expect(told).to_have_text("100 %")
    assert abs(width(opened, leaf) - 595.28 / 72 * 96) < 2  # A4
    opened.get_by_role("button", name="Fit page").click()
    expect(opened.get_by_role("button", name="Fit page")).to_have_attribute("aria-pressed", "true")
    assert opened.locator(leaf).evaluate("one => one.clientHeight <= one.parentElement.clientHeight")
    expect(told).not_to_have_text("100 %")
    opened.get_by_role("button", name="Fit width").click()
    assert abs(width(opened, leaf) - width(opened, place) + 28) < 20


def test_the_number_of_the_page_follows_what_is_seen_and_leads_to_another(opened: Page) -> None:
    box = opened.get_by_label("Page", exact=True)
    expect(opened.locator(".fn-goto")).to_contain_text("/ 5")
    opened.locator(LEAF.format(3)).evaluate("one => one.scrollIntoView()")
    expect(box).to_have_value("3")
    box.fill("5")
    box.press("Enter")
    expect(opened.locator(LEAF.format(5))).to_be_in_viewport()
    box.fill("77")
    box.press("Enter")
    expect(box).to_have_value("5")


def test_the_words_of_a_page_can_be_selected_where_they_stand_and_none_of_them_lives(opened: Page) -> None:
    word = opened.locator(LEAF.format(1) + " .fn-words span", has_text="kiln")
    expect(word).to_have_count(1)
    share = word.evaluate(
        """one => {
            const [at, page] = [one, one.closest(".fn-page")].map(it => it.getBoundingClientRect());
            return [(at.left - page.left) / page.width, at.width / page.width, at.height / page.height];
        }"""
    )
    assert abs(share[0] - (72 + 24.7) / 595) < 0.01  # behind "The " of Helvetica's 12 points
    assert 0.02 < share[1] < 0.06
    assert 0.01 < share[2] < 0.025
    said = opened.evaluate(SELECTED, 1)
    assert [" ".join(line.split()) for line in said.splitlines()] == [
        "The kiln of page 1 was fired",
        "for <b>the first</b> time in May.",
    ]
    assert opened.locator("#fn-viewer .fn-words :not(span, br)").count() == 0
    assert not serious(opened)


def test_the_file_itself_is_kept_and_never_shown(serve: Serve, visit: Visit, kilns: Bot, opened: Page) -> None:
    path = kilns.settings.documents_folder / "kilns.pdf"
    with opened.expect_download() as download:
        opened.get_by_role("link", name="Original file").click()
    assert download.value.suggested_filename == "kilns.pdf"
    assert download.value.path().read_bytes() == path.read_bytes()
    address = f"{opened.url.partition('?')[0]}footnote/file?doc=kilns.pdf"
    sent = httpx.get(address)
    assert sent.headers["content-disposition"].startswith("attachment")
    assert sent.headers["content-type"] == "application/octet-stream"
    assert sent.headers["x-content-type-options"] == "nosniff"
    assert httpx.get(address.replace("kilns.pdf", "../docs/kilns.pdf")).status_code == 404
    path.write_bytes(pdf([["Another one."]]))
    assert httpx.get(address).status_code == 404  # it is not what was read
    path.unlink()
    assert httpx.get(address).status_code == 404


def test_only_who_may_ask_gets_a_file(guarded: str) -> None:
    source = httpx.get(f"{guarded}footnote/file?doc=gone.txt", headers={"authorization": BASIC})
    assert source.status_code == 404
    for name in ("file", "words"):
        assert httpx.get(f"{guarded}footnote/{name}?doc=gone.txt").status_code == 401


def test_the_border_of_the_panel_is_moved_by_pointer_and_keys_and_stays_there(opened: Page) -> None:
    panel, border = "#fn-viewer", opened.get_by_role("separator", name="Width of the document")
    before, at = width(opened, panel), border.bounding_box()
    assert at
    opened.mouse.move(at["x"] + 4, 300)
    opened.mouse.down()
    opened.mouse.move(at["x"] + 104, 300)
    opened.mouse.up()
    assert abs(width(opened, panel) - before + 100) < 8
    border.focus()
    opened.keyboard.press("ArrowLeft")
    moved = width(opened, panel)
    assert abs(moved - before + 68) < 8
    opened.reload()
    opened.wait_for_selector(f"{panel} .fn-pages")
    assert abs(width(opened, panel) - moved) < 2
    for _ in range(40):  # the conversation keeps its room
        border.press("ArrowLeft")
    assert width(opened, panel) <= 1280 - 360
    border.press("Home")
    assert abs(width(opened, panel) - before) < 2


def test_the_process_that_looks_at_pdfs_is_begun_with_the_page(serve: Serve, kilns: Bot) -> None:
    APART.end()
    serve(kilns)
    assert APART._process is not None  # the first link need not wait for it
