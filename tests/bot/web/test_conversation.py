"""A conversation: edited, asked again, begun anew, kept in the browser and found again."""

import re
from dataclasses import replace

import pytest
from markupsafe import escape
from playwright.sync_api import Page, expect

from bot.answers import Citation
from bot.chat import Bot
from bot.web.chat_handlers import Handlers
from bot.web.cited import Cited
from bot.web.conversation import Conversation, Reply, Turn, dump, load
from bot.web.rate_limit import RateLimit
from bot.web.render import BATCH, conversation, earlier, footnotes, old, sources
from bot.web.replies import reply
from ingest.documents import Document, Hit, Passage
from ingest.load import File, parsed
from tests.bot.web.conftest import Visit, serious
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
    assert said.turns[0].reply.near == ()


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
def test_confidence_is_a_word_with_what_was_measured_for_it_and_a_summary_has_none(
    said: Conversation, confidence: float, word: str
) -> None:
    turn = said.turns[0]
    made = replace(turn.reply, confidence=confidence)
    assert made.word == word
    html = conversation(said.with_turn(0, replace(turn, reply=made)))
    assert f">{word}</span>" in html
    measured = {"Sure": "94 of 100 such answers", "Likely": "80 of 100 such answers", "Unsure": ""}[word]
    assert f'title="{measured}' in html or not measured
    assert f"{100 * confidence:.0f} %" not in html
    assert "fn-sure" not in conversation(said.with_turn(0, replace(turn, reply=replace(made, kind="summary"))))


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
    expect(page.locator(".fn-list [aria-current]")).to_have_count(1)
    page.click("#fn-new")
    expect(page.locator(".fn-turn")).to_have_count(0)
    expect(page.locator(".fn-list [aria-current]")).to_have_count(0)  # none of those is the one in sight
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


def declined(towns: Bot, near: bool) -> Reply:
    """What is kept of a decline: with a passage that is said to help, or with the closest ones."""
    answer = towns.ask("Who is the mayor of Zanzibar?")
    passage = answer.passages[0].passage
    start, end = passage.sentences[-1]
    words = Citation(
        1, passage.source, passage.title, passage.heading, None, passage.quote(start, end), start, end, 0.4
    )
    with towns.index.reading() as view:
        return reply(replace(answer, near=(words,) if near else ()), view.hashes(), {})


@pytest.mark.parametrize("near", [True, False])
def test_a_decline_shows_whole_passages_with_their_likely_words_marked_of_either_kind(towns: Bot, near: bool) -> None:
    made = declined(towns, near)
    assert len(made.near) == (1 if near else 3)
    assert made.lead == ("" if near else "Closest passages:")
    html = conversation(Conversation().with_turn(0, Turn("Who?", made, done=True)))
    for one in made.near:
        document = towns.document(one.place.source)
        assert document.text[one.place.start : one.place.end] == one.quote
        assert f"<mark>{escape(one.shown[1])}</mark>" in html
        assert all(escape(part) in html for part in one.shown)
    assert html.count('<li class="fn-card">') == len(made.near)
    assert "fn-whole" not in html.split("data-conversation")[0]
    assert "Export this answer" in html


def test_of_the_closest_passages_the_sentence_with_the_words_of_the_question_is_marked(towns: Bot) -> None:
    text = "The yard is shut. The mayor cut a ribbon. It rained."
    passage = Passage("a.txt", "", 0, len(text), text, sentences=((0, 17), (18, 41), (42, 52)))
    answer = replace(towns.ask("Who is the mayor of Zanzibar?"), near=(), passages=(Hit(passage, 0.4),))
    (near,) = reply(answer, {}, {}).near
    assert near.shown == ("The yard is shut. ", "The mayor cut a ribbon.", " It rained.")


def test_of_a_long_passage_that_may_help_the_rest_comes_on_request(towns: Bot) -> None:
    made = declined(towns, near=True)
    words = " ".join(f"word{n}" for n in range(200))
    for after, folds in ((words[:400], False), (words, True)):
        near = replace(made.near[0], seen=("", "Here.", f" {after}"))
        html = conversation(Conversation().with_turn(0, Turn("Who?", replace(made, near=(near,)), done=True)))
        assert ("fn-whole" in html) == folds


PRICES = "| Job | Price | Minutes |\n|---|---|---|\n| Basic | 45 | 60 |\n| Full | 105 | 180 |\n| Tube | 12 | 20 |\n| Saddle | 8 | 9 |\n"


def cited(towns: Bot, name: str, text: str, quote: str, said: str) -> Cited:
    """What is kept of a quote of a document that the page would read so."""
    return quoting(towns, name, text, quote, said).cited[0]


def quoting(towns: Bot, name: str, text: str, quote: str, said: str) -> Reply:
    """What is kept of an answer with that quote, for which the whole document was considered."""
    document, start = parsed(File(name, text.encode(), 0.0)), 0
    start = document.text.index(quote)
    passage = Passage(name, document.title, 0, len(document.text), document.text)
    one = Citation(1, name, document.title, "", None, quote, start, start + len(quote), 0.4)
    answer = replace(towns.ask("Who?"), passages=(Hit(passage, 0.4),), citations=(one,), text=said)
    return reply(answer, {}, {}, {name: document})


def test_a_row_is_shown_as_a_table_with_the_rows_beside_it_and_the_cell_that_answers_marked(towns: Bot) -> None:
    one = cited(towns, "a.md", f"# Fees\n\n{PRICES}", "| Full | 105 | 180 |", "Full, Price: **105**. [1]")
    assert one.quote == "| Full | 105 | 180 |"
    assert one.rows is not None
    assert one.rows.columns == ("Job", "Price", "Minutes")
    assert [(row.cells, row.quoted) for row in one.rows.rows] == [
        (("Basic", "45", "60"), False),
        (("Full", "105", "180"), True),
        (("Tube", "12", "20"), False),
    ]
    assert [row.marked for row in one.rows.rows] == [(False,) * 3, (False, True, False), (False,) * 3]
    made = replace(declined(towns, near=True), kind="answer", near=(), cited=(one,))
    html = sources(Conversation().with_turn(0, Turn("How much?", made, done=True)))
    assert '<th scope="col">Job</th>' in html
    assert "<mark>105</mark>" in html
    assert "Job: Full" not in html
    wide = "|".join(f" c{n} " for n in range(9))
    text = f"|{wide}|\n|{'---|' * 9}\n|{'|'.join(f' {n}x ' for n in range(9))}|\n"
    row = cited(towns, "a.md", text, text.splitlines()[2], "It is **8x**. [1]").rows
    assert row is not None
    assert row.columns == ("c0", "c1", "c2", "c3", "c4", "c8")  # what says who it is, what was asked for, and others
    assert row.left_out == 3


def test_rows_beside_a_sentence_are_a_table_below_it(towns: Bot) -> None:
    one = cited(towns, "a.csv", "Job,Price\nBasic,45\nFull,105\n", "Job: Full; Price: 105", "**105** [1]")
    assert one.in_rows
    text = f"# Fees\n\nIn pounds from May.\n\n{PRICES}"
    beside = cited(towns, "a.md", text, "In pounds from May.", "In **pounds**. [1]")
    assert beside.rows is not None
    assert not beside.in_rows
    assert [row.cells[0] for row in beside.rows.rows] == ["Basic", "Full", "Tube", "Saddle"]
    assert "Full" not in "".join(beside.shown)
    words, rows = beside.told(whole=True)
    assert words == "Fees In pounds from May."
    assert rows is not None
    assert rows.lines[1:3] == ["Job: Full · Price: 105 · Minutes: 180", "Job: Tube · Price: 12 · Minutes: 20"]
    assert beside.told() == ("In pounds from May.", None)
    words, rows = one.told()
    assert not words
    assert rows is not None
    assert rows.lines == ["Job: Full · Price: 105"]  # and not the row above
    assert beside.before + beside.quote + beside.after == text


def test_the_rows_of_a_passage_that_was_considered_are_a_line_each(towns: Bot) -> None:
    text = f"# Fees\n\nIn pounds\nfrom May.\n\n{PRICES}\nPaid at the desk.\n"
    (one,) = quoting(towns, "a.md", text, "In pounds", "In **pounds**. [1]").considered
    first, second, *_, last = one.text.split("\n")
    assert [first, second] == ["Fees In pounds from May.", "Job: Basic · Price: 45 · Minutes: 60"]
    assert last.endswith("Paid at the desk.")


def test_an_appointment_is_shown_by_the_names_of_its_lines(towns: Bot) -> None:
    event = "BEGIN:VEVENT\nSUMMARY:Class; for all\nDTSTART:20260905T100000\nLOCATION:Workshop\nEND:VEVENT"
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}\nEND:VCALENDAR\n"
    one = cited(towns, "a.ics", text, "Where: Workshop", "Where: **Workshop** [1]")
    assert one.rows is not None
    (pairs,) = one.rows.told
    assert [(name, marked) for name, _, marked in pairs] == [("What", False), ("When", False), ("Where", True)]
    assert pairs[0][1] == "Class; for all"


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


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1440])
def test_a_row_that_may_help_is_a_table_and_on_a_phone_a_line_a_cell(write: Write, visit: Visit, width: int) -> None:
    rows = "Name,Extension,Room,Key\nAmara Quill,11,Tower,yes\nLena Ortiz,14,Hall,no\nPiet Maas,17,Shop,no\n"
    page = visit(Bot.from_folder(write({"phones.csv": rows})), width)
    ask(page, "What is the salary of Amara Quill?")
    card = page.locator(".fn-near .fn-card").first
    row = card.locator("tr.fn-row").first
    expect(row).to_be_visible()
    tops = {round(cell.bounding_box()["y"]) for cell in row.locator("td").all()}
    assert len(tops) == (1 if width > 360 else 4)
    expect(card.locator("th").first).to_be_visible(visible=width > 360)
    assert not serious(page)
    card.locator("td").first.click()  # the whole card leads there
    expect(page.locator("#fn-viewer mark.fn-active").first).to_be_visible()


@pytest.mark.browser
def test_an_answer_without_sources_stands_where_the_others_do(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    lefts = []
    for question in ("When is the next NATO summit?", "Which bakery supplies the bread of the summit?"):
        ask(page, question)
        box = page.locator("#fn-box").bounding_box()
        assert box
        lefts.append(box["x"])
    expect(page.locator("#fn-aside")).to_be_hidden()
    assert lefts[0] == lefts[1]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_declines_and_a_summary(visit: Visit, address: str, scheme: str) -> None:
    page = visit(f"{address}?__theme={scheme}", reduced_motion="reduce")
    ask(page, "Summarize the article")
    expect(page.locator(".fn-sure")).to_have_count(0)
    ask(page, "Which bakery supplies the bread of the summit?")
    ask(page, "Who is the mayor of Zanzibar?")
    expect(page.locator(".fn-near .fn-card").first).to_be_visible()
    page.locator("a.fn-mark").first.focus()
    expect(page.locator("#fn-tip")).to_be_visible()
    assert not serious(page)


@pytest.mark.browser
def test_what_a_marker_leads_to_is_told_below_its_line_with_title_and_place(page: Page) -> None:
    ask(page, "When is the next NATO summit?")
    marker, tip = page.locator("a.fn-mark").first, page.locator("#fn-tip")
    marker.hover()
    expect(tip).to_contain_text(page.locator("#fn-0-1 .fn-where").inner_text())
    expect(tip).to_contain_text("June 24-26")
    expect(tip).to_contain_text(".txt")
    line, told = marker.bounding_box(), tip.bounding_box()
    assert line
    assert told
    assert told["y"] >= line["y"] + line["height"]


@pytest.mark.browser
def test_the_box_shows_whole_lines_and_how_an_answer_came_is_told_in_words(page: Page) -> None:
    ask(page, "When is the next NATO summit?")
    page.locator(".fn-how summary").click()
    assert not re.search(r"0\.\d\d", page.locator(".fn-how").inner_text())
    box = page.locator("#fn-box textarea")
    box.fill("\n".join("line" for _ in range(12)))
    page.wait_for_timeout(100)
    inside = box.evaluate("one => one.clientHeight / Number.parseFloat(getComputedStyle(one).lineHeight)")
    assert inside == round(inside)  # what is scrolled away is no half of a line


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


def test_of_a_long_conversation_only_what_changes_is_sent_with_a_question(towns: Bot) -> None:
    def sent(count: int, *, begun: bool = False) -> list[bool]:
        turns = tuple(Turn(f"Question {at}?", done=at < count - 1) for at in range(count))
        shown = Handlers(towns, RateLimit(1)).shown(Conversation("a", turns), begun=begun, added=True)
        return [isinstance(shown[at], str) for at in (2, 3, 4, 5)]  # settled and earlier turns, the last, the sources

    assert sent(BATCH) == [False, True, True, False]
    assert sent(BATCH + 1) == [True, True, True, False]  # some more are settled
    assert sent(BATCH + 2, begun=True) == [False, False, True, False]
    now = Conversation("a", tuple(Turn(f"Question {at}?", done=True) for at in range(BATCH + 3)))
    parts = [old(now), earlier(now), conversation(now, begin=BATCH + 2)]
    assert [part.count('class="fn-question"') for part in parts] == [BATCH, 2, 1]
