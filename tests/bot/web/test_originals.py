"""A citation opens the original: the page of a PDF with the quote boxed, the row of a table, a mail to be read."""

import re
from urllib.parse import parse_qs, urlencode

import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from ingest.formats.pdf_ocr import available
from tests.bot.web.conftest import BotOn, Visit
from tests.helpers.browsing import Serve
from tests.helpers.making import mail, pdf, scan

pytestmark = pytest.mark.browser

KILN = [
    ["Kilns of the valley 1", "The oldest kiln of the valley was fired for the first"],
    ["Kilns of the valley 2", "time in the spring of 1923 and burned lime for forty years."],
    [
        "Kilns of the valley 3",
        "The <script>window.ran = 1</script> kiln of <img src=x onerror=window.ran=2> Boren fell in.",
    ],
]
ROWS = "Town,People,Note\n" + "".join(f"Town {n},{n},<img src=x onerror=window.ran=3>\n" for n in range(400))
REPLY = "Thursday suits <b>me</b>.\n\nOn Mon, 3 Feb 2025, Ann Lee wrote:\n> Shall we meet on Thursday?\n"


@pytest.fixture
def originals(bot_on: BotOn) -> Bot:
    scans = {"scan.pdf": scan(2, "The ferry leaves at seven in the morning.")} if available() else {}
    hostile = {"<img src=x onerror=window.ran=4>.pdf": pdf(KILN), "towns.csv": ROWS, "reply.eml": mail(REPLY)}
    return bot_on({**hostile, **scans})


def link(bot: Bot, ending: str, first: str, last: str = "") -> str:
    """The address of a quote, from its first words to its last, in the document whose name ends so."""
    (source,) = (one.source for one in bot.documents() if one.source.endswith(ending))
    text, last = bot.document(source).text, last or first
    return "?" + urlencode({"doc": source, "start": text.index(first), "end": text.index(last) + len(last), "hash": ""})


def go(page: Page, address: str) -> None:
    page.evaluate("url => { history.pushState({}, '', url); dispatchEvent(new PopStateEvent('popstate')); }", address)
    (source,) = parse_qs(address.lstrip("?"))["doc"]
    expect(page.locator("#fn-viewer .fn-document")).to_have_attribute("data-source", source)  # the one before is gone


def test_the_original_is_opened_at_the_quote_and_nothing_in_it_lives(
    serve: Serve, visit: Visit, originals: Bot
) -> None:
    base = serve(originals)
    page = visit(base + link(originals, "4>.pdf", "spring of 1923"))
    box = page.locator("#fn-viewer .fn-page[data-leaf='2'] mark.fn-active")
    expect(box).to_be_in_viewport(timeout=20_000)  # a process is begun for it
    image = page.locator("#fn-viewer .fn-page[data-leaf='2'] img")
    expect(image).to_have_js_property("complete", True)
    sharp = "one => one.naturalWidth >= one.clientWidth * devicePixelRatio"
    assert image.evaluate(sharp)
    assert box.evaluate("box => { const b = box.getBoundingClientRect(); return b.width > 40 && b.height > 6; }")

    page.get_by_role("button", name="Larger").click()
    expect(page.locator("#fn-viewer .fn-zoom output")).to_have_text("100 %")
    expect(image).to_have_count(1)
    page.wait_for_function(f"({sharp})(document.querySelector(\".fn-page[data-leaf='2'] img\"))")

    page.locator("#fn-viewer .fn-page[data-leaf='3']").scroll_into_view_if_needed()
    expect(page.locator("#fn-viewer .fn-page[data-leaf='3'] img")).to_be_visible()

    page.get_by_role("button", name="Text", exact=True).click()
    expect(page.locator("#fn-viewer mark.fn-active")).to_have_text("spring of 1923")
    expect(page.locator("#fn-viewer .fn-plain")).to_contain_text("<script>window.ran = 1</script>")
    page.get_by_role("button", name="Page", exact=True).click()
    expect(box).to_be_in_viewport()

    go(page, link(originals, "4>.pdf", "fired for the first", "time in the spring"))
    for leaf in "12":  # over the break of the page
        expect(page.locator(f"#fn-viewer .fn-page[data-leaf='{leaf}'] mark.fn-active").first).to_be_visible()

    if available():  # boxed a moment later than shown
        go(page, link(originals, "scan.pdf", "seven in"))
        expect(page.locator("#fn-viewer .fn-page[data-leaf='1'] mark.fn-active")).to_be_in_viewport(timeout=30_000)
        expect(page.locator("#fn-viewer [data-lost]")).to_have_count(0)
        word = page.locator("#fn-viewer .fn-page[data-leaf='1'] .fn-words span", has_text="seven")
        expect(word).to_have_count(1)
        word.dblclick()
        assert page.evaluate("getSelection().toString().trim()") == "seven"

    go(page, link(originals, ".csv", "Town: Town 350; People: 350"))
    row = page.locator("#fn-viewer tr.fn-row")
    expect(row).to_be_in_viewport()
    expect(row.locator("td").first).to_have_text("Town 350")
    expect(row.locator("td").nth(2)).to_contain_text("<img src=x")
    for column in range(3):  # none is so wide that the others are out of sight
        expect(row.locator("td").nth(column)).to_be_in_viewport()
    assert page.locator("#fn-viewer thead").evaluate(
        "head => head.querySelector('th').getBoundingClientRect().top < innerHeight / 3"
    )
    later = page.locator("#fn-viewer tbody[data-first='200']")
    later.scroll_into_view_if_needed()
    expect(later.locator("tr").first).to_contain_text("Town 200")

    go(page, link(originals, ".eml", "Thursday suits"))
    expect(page.locator("#fn-viewer mark.fn-active")).to_have_text("Thursday suits")
    expect(page.locator("#fn-viewer mark.fn-active")).to_be_in_viewport()
    expect(page.locator("#fn-viewer .fn-fact").first).to_contain_text("From:")
    quoted = page.get_by_text("Shall we meet on Thursday?")
    expect(quoted).to_be_hidden()
    page.locator("#fn-viewer .fn-quoted summary").click()
    expect(quoted).to_be_visible()

    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert page.locator("#fn-viewer .fn-text :is(script, img, iframe, b)").count() == 0


def test_a_page_is_shown_of_documents_of_the_index_alone_and_as_they_were_read(
    serve: Serve, visit: Visit, originals: Bot
) -> None:
    base = serve(originals)
    page = visit(base)

    def status(path: str) -> int:
        return page.request.get(base + path).status

    query = re.sub("&start=.*", "", link(originals, "4>.pdf", "spring"))
    assert status(f"footnote/page{query}&page=1&width=800") == 200
    assert status(f"footnote/page{query}&page=4&width=800") == 404
    assert status("footnote/page?doc=../docs/secret.pdf&page=1&width=800") == 404
    assert status(f"footnote/page{query}&page=1&width=800&hash=0000") == 404
    assert status("footnote/rows?doc=towns.csv&table=7") == 404
    assert status("footnote/scripts/../page.py") == 404
