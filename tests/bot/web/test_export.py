"""An answer or a conversation as a file: the same footnotes in each format, and the page that saves it."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.chat import Bot
from bot.web.cited import QuotedRow, QuotedRows
from bot.web.conversation import Conversation, dump
from bot.web.export import files, to_html, to_json, to_markdown
from bot.web.render import footnotes
from ingest.load import File, parsed
from tests.bot.web.conftest import Visit
from tests.helpers.browsing import ask


def made(said: Conversation, suffix: str, at: int | None = None) -> bytes:
    file = files(said, suffix, at)
    assert file is not None
    assert file.name.startswith("How tall is the Stump")
    assert file.name.endswith(f".{suffix}")
    return file.data


@pytest.fixture
def twice(said: Conversation) -> Conversation:
    """The same with one more answer, which rests on the first one's quote and, in the same sentence, on another."""
    first = said.turns[0]
    assert first.reply is not None
    (cited, *_) = first.reply.cited
    other = replace(cited, number=2, quote="It was a port.", seen=None)
    text = "- The Stump is **tall**. [1] [2]\n- It was a port. [2] [3]"
    reply = replace(first.reply, text=text, cited=(cited, other), confidence=0.7)
    return said.with_turn(2, replace(first, question="And\nthe port?", reply=reply))


def test_footnotes_are_numbered_through_the_whole_conversation_and_equal_ones_are_one(twice: Conversation) -> None:
    text = to_markdown(twice)
    assert text.startswith("# How tall is the Stump?\n\nBoston is")
    assert "[^1]\n" in text
    assert "\n\n## And the port?\n\n- The Stump is **tall**.[^1] [^2]\n- It was a port.[^2]\\[3\\]\n" in text
    assert text.count("\n[^") == 2  # the notes
    assert json.loads(to_json(twice)) == json.loads(dump(twice))


def test_signs_that_follow_each_other_are_parted_and_what_is_listed_is_a_list(twice: Conversation) -> None:
    html = to_html(twice)
    assert '<sup><a href="#note-1">1</a></sup><sup>, <a href="#note-2">2</a></sup></li>' in html
    assert html.count("<ul>") == 2  # of the answer, and of the passages that may help
    assert "•" not in html
    read = parsed(File("a.docx", made(twice, "docx"), 0.0)).text
    assert read.count("\n[") == 2
    with ZipFile(BytesIO(made(twice, "docx"))) as word:
        body = word.read("word/document.xml").decode()
    assert body.count("<w:footnoteReference ") == 2
    assert body.count("NOTEREF note1 ") == 1  # what stands there already is referred to
    assert body.count("NOTEREF note2 ") == 1


@pytest.mark.parametrize("suffix", ["md", "html", "docx"])
def test_it_says_what_was_measured_for_how_sure_an_answer_is_and_nothing_of_characters(
    twice: Conversation, suffix: str
) -> None:
    text = parsed(File(f"a.{suffix}", made(twice, suffix), 0.0)).text
    assert "How sure this is: likely (80 of 100 such answers were right when it was measured)." in text
    assert "characters" not in text
    first = twice.turns[0]
    assert first.reply is not None
    summary = twice.with_turn(0, replace(first, reply=replace(first.reply, kind="summary")))
    assert "How sure" not in parsed(File(f"a.{suffix}", made(summary, suffix), 0.0)).text  # it says what it covers


@pytest.mark.parametrize("suffix", ["md", "html", "docx"])
def test_a_footnote_says_where_its_quote_stands(said: Conversation, suffix: str) -> None:
    reply = said.turns[0].reply
    assert reply is not None
    (cited, *_), text = reply.cited, parsed(File(f"a.{suffix}", made(said, suffix), 0.0)).text
    for part in (cited.where, cited.quote, cited.place.source):
        assert part in text.replace("\\", "")


ROWS = QuotedRows(
    ("Job", "Price | net"),
    (
        QuotedRow(("Basic", "45"), (False, True), (False, False), quoted=False),
        QuotedRow(("Full <b>| # x", "105"), (False, True), (False, True), quoted=True),
    ),
    2,
)


@pytest.fixture
def tabled(said: Conversation) -> Conversation:
    """The same, its first quote being a row of a table, with another one above it."""
    first = said.turns[0]
    assert first.reply is not None
    reply = replace(first.reply, cited=(replace(first.reply.cited[0], quote="Job: Full; Price: 105", rows=ROWS),))
    return said.with_turn(0, replace(first, reply=reply))


def test_a_row_is_a_table_in_which_the_cell_that_answers_is_marked(tabled: Conversation) -> None:
    table = (
        "    | Job | Price \\| net |\n    | --- | --- |\n    | Full \\<b>\\| # x | **105** |\n\n    2 more columns\n"
    )
    assert f"\n\n{table}" in to_markdown(tabled)
    assert "Basic" not in to_markdown(tabled)
    html = to_html(tabled)
    assert '<dt dir="auto">Job</dt><dd dir="auto">Full &lt;b&gt;| # x</dd>' in html
    assert "<mark>105</mark>" in html
    assert "Job: Full; Price: 105" not in html
    with ZipFile(BytesIO(made(tabled, "docx"))) as word:
        notes = word.read("word/footnotes.xml").decode()
    assert re.search(r"<w:br/>(<[^>]*>)*Job: Full &lt;b&gt;\| # x<", notes)
    assert re.search(r"<w:b/></w:rPr><w:t>Price \| net: 105<", notes)
    reply = tabled.turns[0].reply
    assert reply is not None
    assert footnotes(reply).endswith("boston.md)\n    Job: Full <b>| # x · Price | net: 105")


@pytest.mark.parametrize("suffix", ["md", "html", "docx"])
def test_a_decline_is_handed_on_with_the_passages_that_may_help(said: Conversation, suffix: str) -> None:
    reply = said.turns[1].reply
    assert reply is not None
    assert reply.near
    helps = [(one.where, " ".join(one.quote.split()), one.place.source) for one in reply.near]
    text = parsed(File(f"a.{suffix}", made(said, suffix), 0.0)).text.replace("\\", "")
    assert reply.lead == "Closest passages:"
    assert text.count("assages") == 1  # it is said once what they are
    below = " ".join(text[text.index("assages") :].split())
    assert all(part in below for parts in helps for part in parts)


def test_what_is_copied_says_where_it_stands_and_what_may_help(said: Conversation) -> None:
    first, declined = (turn.reply for turn in said.turns)
    assert first is not None
    assert declined is not None
    (cited, *_) = first.cited
    assert f"\n\n[1] {cited.where}: “{cited.quote}” ({cited.place.source})" in footnotes(first)
    copied = " ".join(footnotes(declined).split())
    assert declined.near
    assert f"{declined.lead} - {declined.near[0].where}: “" in copied
    assert all(f"({one.place.source})" in copied for one in declined.near)


def test_footnotes_of_word_are_its_own_and_one_answer_has_its_own(said: Conversation) -> None:
    two = said.with_turn(2, said.turns[0])
    alone = parsed(File("a.docx", made(two, "docx", 2), 0.0)).text
    assert alone.count("\n[") == 1  # as ingest reads a footnote of Word
    assert "mayor" not in alone
    assert files(two, "docx", 3) is None
    assert files(two, "pdf") is None


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1440])
def test_an_answer_a_decline_and_a_conversation_are_saved(visit: Visit, bot: Bot, address: str, width: int) -> None:
    page = visit(address, width)
    ask(page, "When is the next NATO summit?")
    page.get_by_label("Export this answer").click()
    with page.expect_download() as saved:
        page.locator(".fn-foot [data-export=docx]").click()
    assert saved.value.suggested_filename == "When is the next NATO summit.docx"
    assert "“NATO leaders" in parsed(File("a.docx", Path(saved.value.path()).read_bytes(), 0.0)).text
    ask(page, "Which bakery supplies the bread of the summit?")
    page.get_by_label("Export this answer").last.click()
    with page.expect_download() as saved:
        page.locator(".fn-foot [data-export=md]").last.click()
    assert "\n- " in Path(saved.value.path()).read_text()  # the passages that may help
    page.locator("#fn-export summary").click()
    with page.expect_download() as saved:
        page.locator("#fn-export [data-export=json]").click()
    cited = json.loads(Path(saved.value.path()).read_text())["turns"][0]["reply"]["cited"][0]
    document = bot.document(cited["place"]["source"])
    assert document.text[cited["place"]["start"] : cited["place"]["end"]] == cited["quote"]
    assert document.sha256.startswith(cited["place"]["hash"])
