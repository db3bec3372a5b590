"""A quote in the document that it is from: marked so that all its letters can be read, on a phone too."""

import re
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from bot.chat import Bot
from tests.bot.web.conftest import BotOn, Visit
from tests.helpers.browsing import Serve, ask
from tests.helpers.making import columns, pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINES = [
    "The oldest kiln of the valley was fired",
    "for the first time in the spring of 1923",
    "and burned lime for forty years. Then it",
    "was given up, and its chimney fell in.",
]
FERRY = "# The ferry\n\n## Rules\n\n- Nobody stands on the ramp. The ferry leaves **at seven** in the morning from the pier.\n"
PEOPLE = "Name,Department,Role,Office,Mobile\n" + "".join(
    f"{name},Department of {what},Head of {what} and all that belongs to it,{town},+44 7700 90011{at}\n"
    for at, (name, what, town) in enumerate(
        [("Amara Okafor", "Law", "Leeds"), ("Henrik Vos", "Research", "Utrecht"), ("Olu Adeyemi", "Sales", "Hull")]
    )
)


@pytest.fixture
def papers(bot_on: BotOn) -> Bot:
    files = {"kilns.pdf": pdf([["Kilns", *LINES]]), "columns.pdf": columns(woven=False)}
    return bot_on({**files, "ferry.md": FERRY, "people.csv": PEOPLE})


def place(bot: Bot, source: str, first: str, last: str) -> str:
    """The address of what a document says from some words to others."""
    text = bot.document(source).text
    return "?" + urlencode({"doc": source, "start": text.index(first), "end": text.index(last) + len(last), "hash": ""})


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    """Where elements are, in pixels."""
    found: list[dict[str, float]] = page.locator(selector).evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().toJSON())"
    )
    return found


def test_the_lines_of_a_quote_are_one_ground_without_lines_and_a_bar_stands_beside_the_page(
    serve: Serve, visit: Visit, papers: Bot
) -> None:
    page = visit(serve(papers) + place(papers, "kilns.pdf", "fired", "forty years."))
    marks = page.locator("#fn-viewer mark.fn-active")
    expect(marks).to_have_count(3, timeout=20_000)
    assert marks.evaluate_all("all => all.every(one => getComputedStyle(one).outlineStyle === 'none')")
    lines = boxes(page, "#fn-viewer mark.fn-active")
    for above, below in pairwise(lines):
        assert abs(above["bottom"] - below["top"]) < 0.1
    (leaf,), (bar,) = boxes(page, ".fn-page"), boxes(page, ".fn-bar.fn-active")
    assert bar["right"] < leaf["left"] or bar["left"] > leaf["right"]
    assert lines[0]["top"] - 3 < bar["top"] < bar["bottom"] < lines[2]["bottom"] + 3
    expect(page.get_by_role("button", name="Fit width")).to_have_attribute("aria-pressed", "true")

    page.goto(page.url.split("?")[0] + place(papers, "columns.pdf", "took the bridge", "tale of"))
    expect(page.locator(".fn-bar.fn-active")).to_have_count(2, timeout=20_000)
    expect(page.locator(".fn-bar.fn-active.fn-beyond")).to_have_count(1)  # that of the right column


def test_on_a_phone_a_quote_fills_the_screen_and_a_zoom_that_was_chosen_stays(
    serve: Serve, visit: Visit, papers: Bot
) -> None:
    page = visit(serve(papers) + place(papers, "kilns.pdf", "fired", "forty years."), 360)
    expect(page.locator("#fn-viewer mark.fn-active")).to_have_count(3, timeout=20_000)
    expect(page.get_by_role("button", name="Fit width")).to_have_attribute("aria-pressed", "false")
    lines = boxes(page, "#fn-viewer mark.fn-active")
    assert all(0 <= one["left"] < one["right"] <= 360 and 0 < one["top"] < one["bottom"] < 800 for one in lines)
    assert max(one["right"] for one in lines) - min(one["left"] for one in lines) > 300
    assert lines[1]["height"] > 12
    page.get_by_role("button", name="Smaller").click()
    chosen = page.locator(".fn-zoom output").inner_text()
    page.set_viewport_size({"width": 340, "height": 700})
    page.wait_for_timeout(200)
    expect(page.locator(".fn-zoom output")).to_have_text(chosen)


def test_a_quote_in_an_item_runs_on_with_it_in_the_sizes_of_the_page(serve: Serve, visit: Visit, papers: Bot) -> None:
    page = visit(serve(papers) + place(papers, "ferry.md", "The ferry leaves", "the pier."), 360)
    marks = page.locator("#fn-viewer .fn-item mark.fn-active")
    expect(marks).to_have_count(3)
    first, second, *_ = marks.evaluate_all(
        "all => all.flatMap(one => [...one.getClientRects()].map(rect => [rect.left, rect.top]))"
    )
    assert second[0] < first[0]  # it goes on where the lines of the item begin
    assert marks.evaluate_all("all => all.every(one => getComputedStyle(one).outlineStyle === 'none')")
    sizes = page.locator("#fn-viewer *").evaluate_all("all => all.map(one => getComputedStyle(one).fontSize)")
    assert set(sizes) <= {"12px", "13px", "15px", "16px", "22px"}


def test_the_cell_of_a_wide_row_that_answers_is_in_sight(visit: Visit, papers: Bot) -> None:
    page = visit(papers, 360)
    ask(page, "What is the mobile number of Henrik Vos?")
    expect(page.locator(".fn-answer strong")).to_contain_text("900111")
    page.locator("a.fn-mark").first.click()
    page.locator("#fn-aside a.fn-place").first.click()
    expect(page.locator("#fn-viewer tr.fn-row td").last).to_be_in_viewport(timeout=20_000)


def test_on_a_phone_the_first_column_and_what_stands_above_a_table_stay_and_more_columns_fade_in(
    bot_on: BotOn, serve: Serve, visit: Visit
) -> None:
    columns = [f"Month {number}" for number in range(1, 13)]
    rows = "".join(f"<tr><td>{town}</td>{'<td>1,234</td>' * 12}</tr>" for town in ("Boston", "Skegness"))
    heads = "".join(f"<th>{name}</th>" for name in ("Town", *columns))
    told = (
        f"<h1>Visitors of the coast</h1><p>Counted at the gates of every town.</p><table><tr>{heads}</tr>{rows}</table>"
    )
    page = visit(f"{serve(bot_on({'a.html': f'<title>Visitors</title>{told}'}))}?doc=a.html&start=0&end=0&hash=", 360)
    place = page.locator("#fn-viewer .fn-text")
    expect(place).to_have_class(re.compile("fn-more"))
    place.evaluate("one => one.scrollTo(400, 0)")
    expect(place).to_have_class(re.compile("fn-aside"))
    for words in ("Boston", "Town", "Counted at the gates"):
        expect(page.locator("#fn-viewer .fn-text").get_by_text(words).first).to_be_in_viewport(ratio=0.9)
    assert boxes(page, "#fn-viewer td:first-child")[0]["left"] < 20
    place.evaluate("one => one.scrollTo(9999, 0)")
    expect(place).not_to_have_class(re.compile("fn-more"))
