"""An answer or a conversation as a file: the same footnotes in each format, and the page that saves it."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bot.chat import Bot
from bot.web.conversation import Conversation, dump
from bot.web.export import files, to_json, to_markdown
from bot.web.render import footnotes
from ingest.load import File, parsed
from tests.helpers.browsing import ask


def made(said: Conversation, suffix: str, at: int | None = None) -> bytes:
    file = files(said, suffix, at)
    assert file is not None
    assert file.name.startswith("How tall is the Stump")
    assert file.name.endswith(f".{suffix}")
    return file.data


def test_footnotes_are_numbered_through_the_whole_conversation(said: Conversation) -> None:
    twice = said.with_turn(2, said.turns[0])
    text = to_markdown(twice)
    assert text.startswith("# How tall is the Stump?\n\nBoston is")
    assert "[^1]\n" in text
    assert "[^2]\n" in text
    assert "[1]" not in text
    assert json.loads(to_json(twice)) == json.loads(dump(twice))


@pytest.mark.parametrize("suffix", ["md", "html", "docx"])
def test_a_footnote_says_where_its_quote_stands(said: Conversation, suffix: str) -> None:
    reply = said.turns[0].reply
    assert reply is not None
    (cited, *_), text = reply.cited, parsed(File(f"a.{suffix}", made(said, suffix), 0.0)).text
    for part in (cited.where, cited.quote, cited.place.source):
        assert part in text.replace("\\", "")


@pytest.mark.parametrize("suffix", ["md", "html", "docx"])
def test_a_decline_is_handed_on_with_the_passages_that_may_help(said: Conversation, suffix: str) -> None:
    reply = said.turns[1].reply
    assert reply is not None
    helps = [(one.where, one.quote, one.place.source) for one in reply.near] or [
        (one.where, one.text, one.place.source) for one in reply.closest
    ]
    assert helps
    text = parsed(File(f"a.{suffix}", made(said, suffix), 0.0)).text.replace("\\", "")
    assert ("Closest passages:" in text) == (not reply.near)
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
    helps = [*declined.near, *declined.closest]
    assert helps
    assert all(f"- {one.where}: “" in copied and f"({one.place.source})" in copied for one in helps)


def test_footnotes_of_word_are_its_own_and_one_answer_has_its_own(said: Conversation) -> None:
    two = said.with_turn(2, said.turns[0])
    alone = parsed(File("a.docx", made(two, "docx", 2), 0.0)).text
    assert alone.count("\n[") == 1  # as ingest reads a footnote of Word
    assert "mayor" not in alone
    assert files(two, "docx", 3) is None
    assert files(two, "pdf") is None


@pytest.mark.browser
def test_an_answer_and_a_conversation_are_saved(page: Page, bot: Bot) -> None:
    ask(page, "When is the next NATO summit?")
    page.locator(".fn-foot .fn-menu summary").click()
    with page.expect_download() as saved:
        page.locator(".fn-foot [data-export=docx]").click()
    assert saved.value.suggested_filename == "When is the next NATO summit.docx"
    assert "“NATO leaders" in parsed(File("a.docx", Path(saved.value.path()).read_bytes(), 0.0)).text
    page.locator("#fn-export summary").click()
    with page.expect_download() as saved:
        page.locator("#fn-export [data-export=json]").click()
    cited = json.loads(Path(saved.value.path()).read_text())["turns"][0]["reply"]["cited"][0]
    document = bot.document(cited["place"]["source"])
    assert document.text[cited["place"]["start"] : cited["place"]["end"]] == cited["quote"]
    assert document.sha256.startswith(cited["place"]["hash"])
