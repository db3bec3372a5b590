"""A conversation: edited, asked again, begun anew, kept in the browser and found again."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from bot.answers import Citation
from bot.chat import Bot
from bot.web.conversation import Conversation, Turn, dump, load
from bot.web.render import conversation, footnotes, sources
from bot.web.replies import reply
from ingest.documents import Document, Hit, Passage
from tests.bot.web.conftest import Visit
from tests.conftest import Write
from tests.helpers.browsing import ask


def test_a_conversation_comes_back_from_the_browser_as_it_was(said: Conversation) -> None:
    again = load(dump(said))
    assert again is not None
    assert (again.id, again.turns) == (said.id, said.turns)
    assert again.title == "How tall is the Stump?"
    assert [message["role"] for message in again.history] == ["user", "assistant"] * 2


@pytest.mark.parametrize("text", ["", "x", "[]", '{"id": 1}', '{"id": "a", "turns": [{"question": 3}]}'])
def test_what_is_no_conversation_is_none(text: str) -> None:
    assert load(text) is None


def test_its_places_are_exact_and_know_their_document(said: Conversation, towns: Bot) -> None:
    (cited,) = said.turns[0].reply.cited
    document = towns.document(cited.place.source)
    assert document.text[cited.place.start : cited.place.end] == cited.quote
    assert cited.before + cited.quote + cited.after in document.text
    assert document.sha256.startswith(cited.place.hash)
    assert any(found.cited for found in said.turns[0].reply.considered)
    assert said.turns[0].reply.closest == ()
    assert len(said.turns[1].reply.closest) == 3


def test_of_a_long_quote_its_beginning_is_shown_and_more_on_request(said: Conversation) -> None:
    turn = said.turns[0]
    (cited,) = turn.reply.cited
    quote = " ".join(f"word{n}" for n in range(200))
    long = replace(turn, reply=replace(turn.reply, cited=(replace(cited, seen=("", quote, " and on")),)))
    shown = sources(Conversation().with_turn(0, long))
    begun, _, rest = shown.partition('<span class="fn-dots">')
    assert "word50" in begun
    assert "word199" in rest.partition("fn-far")[2]
    assert "fn-whole" in rest


@pytest.mark.parametrize(
    ("confidence", "word"), [(1.0, "Sure"), (0.9, "Sure"), (0.89, "Likely"), (0.5, "Likely"), (0.49, "Unsure")]
)
def test_confidence_is_a_word(said: Conversation, confidence: float, word: str) -> None:
    assert replace(said.turns[0].reply, confidence=confidence).word == word


def test_after_a_decline_no_sources_of_an_earlier_question_are_shown(said: Conversation) -> None:
    first = '<section data-turn="0" aria-label'
    assert first not in sources(said)
    waiting = replace(said.turns[1], reply=None, done=False)
    assert first in sources(said.with_turn(1, waiting))


@pytest.mark.browser
def test_retry_asks_again_a_new_conversation_is_empty_and_copy_copies_answer_and_sources(
    visit: Visit, address: str
) -> None:
    page = visit(address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "When is the next NATO summit?")
    page.click(".fn-retry")
    page.wait_for_timeout(500)
    expect(page.locator(".fn-copy")).to_have_count(1)
    expect(page.locator(".fn-answer")).to_contain_text("June 24-26")
    page.click(".fn-copy")
    expect(page.locator(".fn-copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "June 24-26" in copied
    assert "\n[1] U.S. Defense Secretary" in copied
    assert "(000_623a27b483240533.txt)" in copied
    page.click("#fn-new")
    expect(page.locator(".fn-answer")).to_have_count(0)
    expect(page.locator(".fn-card")).to_have_count(0)
    expect(page.locator("#fn-welcome")).to_be_visible()
    expect(page.locator("#fn-box textarea")).to_be_focused()


@pytest.mark.browser
def test_a_question_is_edited_and_what_came_after_it_is_replaced(page: Page) -> None:
    ask(page, "What did Hegseth say about 3% of GDP?")
    ask(page, "And what about Poland?")
    page.get_by_role("button", name="Edit this question").first.click()
    expect(page.locator("#fn-box textarea")).to_have_value("What did Hegseth say about 3% of GDP?")
    expect(page.locator(".fn-faded")).to_have_count(2)
    expect(page.locator("#fn-box textarea")).to_be_focused()
    page.click("#fn-leave")
    expect(page.locator(".fn-faded")).to_have_count(0)
    page.get_by_role("button", name="Edit this question").first.click()
    expect(page.locator("#fn-box textarea")).to_have_value("What did Hegseth say about 3% of GDP?")
    expect(page.locator(".fn-faded")).to_have_count(2)
    page.fill("#fn-box textarea", "When is the next NATO summit?")
    page.click("#fn-ask")
    expect(page.locator(".fn-question")).to_have_text(["When is the next NATO summit?"])
    expect(page.locator(".fn-answer")).to_contain_text("June 24-26")


@pytest.mark.browser
def test_conversations_survive_a_reload_and_are_told_apart(page: Page) -> None:
    ask(page, "When is the next NATO summit?")
    page.reload()
    expect(page.locator(".fn-answer")).to_contain_text("June 24-26")
    ask(page, "And where?")
    expect(page.locator(".fn-answer").nth(1)).to_contain_text("The Hague")
    page.click("#fn-new")
    expect(page.locator(".fn-turn")).to_have_count(0)
    ask(page, "Who established the Ukraine Defense Contact Group?")
    names = page.locator(".fn-list .fn-name")
    expect(names).to_have_text(["Who established the Ukraine Defense Contact Group?", "When is the next NATO summit?"])
    expect(page.locator(".fn-list time")).to_have_count(2)
    page.fill(".fn-find input", "the hague")  # what was answered is found as well
    expect(names).to_have_text(["When is the next NATO summit?"])
    page.fill(".fn-find input", "")
    names.nth(1).click()
    expect(page.locator(".fn-question")).to_have_text(["When is the next NATO summit?", "And where?"])
    page.evaluate('localStorage.setItem(\'footnote\', \'{"current": "x", "list": [{"id": "x", "kept": "nonsense"}]}\')')
    page.reload()
    expect(page.locator("#fn-welcome h2")).to_be_visible()


@pytest.mark.browser
def test_a_conversation_is_renamed_and_deleted_with_a_way_back_and_the_sidebar_folds(page: Page) -> None:
    ask(page, "When is the next NATO summit?")
    row = page.locator(".fn-list li").first
    row.hover()
    page.get_by_role("button", name="Rename the conversation When").click()
    page.get_by_label("Name of the conversation").fill("<b>The summit</b>")
    page.keyboard.press("Enter")
    expect(row.locator(".fn-name")).to_have_text("<b>The summit</b>")
    page.get_by_label("This conversation").click()
    page.locator("[data-this=delete]").click()
    expect(page.locator(".fn-turn")).to_have_count(0)
    expect(page.locator(".fn-open")).to_have_count(0)
    expect(page.locator("#fn-toast")).to_contain_text("<b>The summit</b>” is deleted.")
    page.locator("#fn-toast").get_by_role("button", name="Undo").click()
    expect(row.locator(".fn-name")).to_have_text("<b>The summit</b>")
    expect(page.locator(".fn-question")).to_have_text("When is the next NATO summit?")
    fold = page.get_by_role("button", name="Conversations")
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    expect(page.locator("#fn-side")).to_be_hidden()
    page.reload()
    expect(page.locator(".fn-question")).to_be_visible()
    expect(page.locator("#fn-side")).to_be_hidden()


def test_a_decline_shows_the_words_that_may_help_with_a_little_around_them(towns: Bot) -> None:
    answer = towns.ask("Who is the mayor of Zanzibar?")
    passage = answer.passages[0].passage
    start, end = passage.sentences[-1]
    words = Citation(
        1, passage.source, passage.title, passage.heading, None, passage.quote(start, end), start, end, 0.4
    )
    with towns.index.reading() as view:
        made = reply(replace(answer, near=(words,)), view.hashes(), {})
    (near,) = made.near
    assert near.quote == words.quote
    assert len(near.before) <= 130
    assert made.closest == ()
    html = conversation(Conversation().with_turn(0, Turn("Who?", made, done=True)))
    assert f"<mark>{words.quote}</mark>" in html
    assert "does not answer" not in html


def test_what_is_kept_of_markdown_has_its_characters_and_shows_them_without_marks(towns: Bot) -> None:
    text = "# The *fees*\n\n- A **berth** is £49.\n\n| Who | Fee |\n|---|---|\n| [Poland](x) | 4 % |\n"
    at, row = text.index("- A"), text.index("| [P")
    passages = (
        Passage("a.md", "The *fees*", at, at + 21, text[at : at + 21], "The *fees*"),
        Passage("a.md", "The *fees*", row, len(text) - 1, text[row:-1], "Rows"),
    )
    quote = Citation(1, "a.md", "The *fees*", "", None, "A **berth** is", at + 2, at + 16, 0.4)
    answer = replace(towns.ask("Who?"), passages=tuple(Hit(one, 0.4) for one in passages), citations=(quote,))
    made = reply(answer, {}, {}, {"a.md": Document("a.md", "The *fees*", text, "0" * 64)})
    (cited,) = made.cited
    assert (cited.before, cited.quote, cited.after) == ("- ", "A **berth** is", " £49.")
    assert cited.shown == ("", "A berth is", " £49.")
    assert [one.text for one in made.considered] == ["A berth is £49.", "Who: Poland; Fee: 4 %"]
    assert [one.where for one in made.considered] == ["The fees", "The fees › Rows"]
    said = Conversation().with_turn(0, Turn("Who?", made, done=True))
    assert "**" not in conversation(said).split("data-conversation")[0] + sources(said)
    assert "“A berth is”" in footnotes(made)


def test_a_card_begins_with_words_and_has_no_run_of_empty_lines(towns: Bot) -> None:
    table = "# Fees\n\n| Who | Fee |\n|---|---|\n| Ann | 4 % |\n\n\n\n\nPaid in May.\n"
    note = "Read this.\n\n \n\nThe fee is 4 %.\n\n\n\n\nPaid in May.\n"
    for name, text, quote in (("a.md", table, "| Ann | 4 % |"), ("a.txt", note, "The fee is 4 %.")):
        start, at = (text.index("| Who") if name == "a.md" else 0), text.index(quote)
        passage = Passage(name, "Fees", start, len(text), text[start:], "")
        one = Citation(1, name, "Fees", "", None, quote, at, at + len(quote), 0.4)
        answer = replace(towns.ask("Who?"), passages=(Hit(passage, 0.4),), citations=(one,))
        (cited,) = reply(answer, {}, {}, {name: Document(name, "Fees", text, "0" * 64)}).cited
        said = "".join(cited.shown)
        assert said == said.lstrip()
        assert "\n\n\n" not in said.replace(" ", "")
        assert (cited.quote, cited.before + cited.quote + cited.after) == (quote, text[start:])


@pytest.mark.browser
def test_what_was_carried_over_is_shown_and_can_be_left_out(page: Page) -> None:
    ask(page, "When is the next NATO summit?")
    expect(page.locator(".fn-carried")).to_have_count(0)
    ask(page, "And where?")
    expect(page.locator(".fn-carried")).to_contain_text("With “When is the next NATO summit” from before")
    page.get_by_role("button", name="search only what I wrote").click()
    expect(page.locator(".fn-carried")).to_have_count(0)
    expect(page.locator(".fn-question")).to_have_text(["When is the next NATO summit?", "And where?"])


@pytest.mark.slow
@pytest.mark.browser
def test_the_rows_of_a_passage_that_may_help_stand_on_lines_of_their_own(write: Write, visit: Visit) -> None:
    rows = "Name,Extension,Room\nAmara Quill,11,Tower\nLena Ortiz,14,Hall\nPiet Maas,17,Shop\n"
    page = visit(Bot.from_folder(write({"phones.csv": rows})))
    ask(page, "What is the salary of Amara Quill?")
    shown = page.locator(".fn-near .fn-passage").first
    expect(shown).to_be_visible()
    assert shown.inner_text().splitlines()[1] == "Name: Lena Ortiz; Extension: 14; Room: Hall"


@pytest.mark.slow
@pytest.mark.timed
@pytest.mark.browser
def test_after_a_hundred_turns_one_types_scrolls_and_asks_as_before(page: Page) -> None:
    ask(page, "When is the next NATO summit?")
    page.evaluate(
        """() => {
            const all = JSON.parse(localStorage.footnote);
            const said = JSON.parse(all.list[0].kept);
            said.turns = Array.from({ length: 100 }, () => said.turns[0]);
            all.list[0].kept = JSON.stringify(said);
            localStorage.footnote = JSON.stringify(all);
        }"""
    )
    page.reload()
    expect(page.locator(".fn-turn")).to_have_count(100)
    page.wait_for_timeout(2000)
    page.evaluate(
        """() => {
            window.long = [];
            new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration)))
                .observe({ type: "longtask" });
        }"""
    )
    page.focus("#fn-box textarea")
    page.keyboard.type("Who established the Ukraine Defense Contact Group?")
    page.evaluate("scrollTo(0, 0)")
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(500)
    assert sum(page.evaluate("long")) < 200, page.evaluate("long")
    page.keyboard.press("Enter")
    expect(page.locator(".fn-copy")).to_have_count(101)
    assert max(page.evaluate("long"), default=0) < 500, page.evaluate("long")  # milliseconds in which nothing moves
