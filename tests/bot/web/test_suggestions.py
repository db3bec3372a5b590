"""What one may ask: made from sentences, tables and names, and offered only when it has been answered surely."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from bot.answers import Citation
from bot.chat import Bot
from bot.web import asking
from bot.web.conversation import SURE, Conversation, Turn
from bot.web.replies import reply
from bot.web.suggestions import Suggestions
from bot.web.suggestions.beginning import told_elsewhere
from bot.web.suggestions.candidates import facts, next_section, sections
from bot.web.suggestions.rows import cells, other_rows
from bot.web.suggestions.sentences import known_in, questions
from bot.web.suggestions.wording import bare, headed, titled
from ingest.documents import Hit, Passage
from ingest.load import File, parsed
from ingest.text.splitting import split
from tests.bot.web.conftest import BotOn, Visit

FOLDER = {
    "pool.md": "# The pool\n\nThe pool will open on 3 May 2026 after repairs.\n\n"
    "## Prices\n\nA day in the pool is charged at £6 for adults.\n\n"
    "## Staff\n\nThe new slide was designed by Ines Moreau last year.\n",
    "guards.csv": "Guard,Shift,Phone\nIda Holm,early,41\nTom Bell,late,42\nAnn Ray,night,43\n",
    "letter.txt": "A letter\n\nInes Moreau lives in Ghent and paints boats. She has two dogs.\n",
}


GUARDS = "Tom Bell", "Ann Ray"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("pool") / "docs"
    folder.mkdir()
    for name, text in FOLDER.items():
        (folder / name).write_text(text)
    with closing(Bot.from_folder(folder)) as one:
        yield one


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("The pool will open on 3 May 2026 after repairs.", ["When will the pool open?"]),
        ("Ferries are cheaper on Mondays.", ["When are ferries cheaper?"]),
        ("Ines Moreau has managed the pool since 3 May 2026.", ["Since when has Ines Moreau managed the pool?"]),
        ("The marsh was bought for £4,000.", ["How much was the marsh bought for?"]),
        ("The leaders are expected to meet in Ghent in May.", ["When are the leaders expected to meet in Ghent?"]),
        ("Every guide has a budget of £600 a year.", []),  # "How much has every guide a?"
        ("Dogs are allowed on Fridays.", []),  # nobody can tell whether Dogs is a name
        ("The town, which is old, has, since May, been full.", []),
        ("A visit is charged at £6.", ["How much is a visit charged at?"]),
        (
            "The costs of the slide are estimated at about £9,000.",
            ["How much are the costs of the slide estimated at?"],
        ),
        ("The slide was designed by Ines Moreau.", ["Who designed the slide?"]),
        ("The manager is Ines Moreau.", ["Who is the manager?"]),
        ("Ines Moreau has missed three trips since 1972.", []),
        ("Surplus 2024 was £4,912.", []),
        ("Ferries beyond the ten are cheaper on Mondays.", []),
        ("It was built in 1893.", []),
        ("The man that paid was seen in 1893.", []),
        ("Nobody knows.", []),
    ],
)
def test_a_sentence_is_turned_into_what_it_answers(sentence: str, asked: list[str]) -> None:
    assert list(questions(sentence, known_in("We like ferries."))) == asked


def test_a_table_is_asked_by_row_and_column_but_not_by_a_column_that_is_no_thing() -> None:
    table = parsed(File("a.csv", b"Town,Until,Population (2020)\nArdal,May,1\nBoren,June,2\nCeld,July,3\n", 0.0))
    assert list(cells(table)) == [f"What is the population of {town}?" for town in ("Boren", "Celd")]
    table = parsed(File("a.csv", b"Country,Full day,Half day,Tax\nItaly,50,25,$3\nSpain,60,30,$4\n", 0.0))
    assert list(cells(table)) == ["What is the tax for Spain?"]
    table = parsed(File("a.csv", b"Years,Days of leave\n0 to 2,25\n3 to 5,27\nPensioners,30\n", 0.0))
    assert list(cells(table)) == ["How many days of leave are there for Pensioners?"]
    table = parsed(File("a.csv", b"Item,Planned,Net VAT\nHall,no,1\nLoan instrument,yes,2\nNets,perhaps,4\n", 0.0))
    assert list(cells(table)) == [
        "What is the net VAT of the loan instrument?",
        "What is the net VAT of Nets?",
    ]


def test_two_columns_of_one_unit_say_how_they_differ_and_name_nothing_to_ask_for() -> None:
    said = "Job,Planned cost,Actual cost,Depth (m),Bad (%),Good (%),Done\n"
    rows = "".join(f"{job},£{at},£{at},{at},{at},{at},yes\n" for at, job in enumerate(("Pier", "Slipway", "Lamp"), 4))
    asked = list(cells(parsed(File("a.csv", (said + rows).encode(), 0.0))))
    assert asked == ["What is the depth of Slipway?", "What is the depth of Lamp?"]
    for label in ("Over 12 m", "Tue 6 May", "Monday", "On call", "Hall (by day)"):
        assert not list(cells(parsed(File("a.csv", f"Boat,Berths\nDinghies,3\n{label},4\n".encode(), 0.0))))


def test_what_somebody_has_is_asked_as_a_person_asks() -> None:
    text = "# Yard\n\nThe life vests are red.\n\n"
    rows = (
        "| Name | Hooks | Hue |\n|---|---|---|\n| Oars | 3 | red |\n| Tom Bell | 4 | blue |\n| Life vests | 7 | red |\n"
    )
    asked = list(cells(parsed(File("a.md", f"{text}{rows}".encode(), 0.0))))
    assert asked == ["How many hooks does Tom Bell have?", "How many hooks are there for the life vests?"]
    rows = "| Name | Job | Hue |\n|---|---|---|\n| Ida Holm | pilot | red |\n| Tom Bell | cook | blue |\n| Warden | guard | red |\n"
    asked = list(cells(parsed(File("a.md", f"{text}{rows}".encode(), 0.0))))
    assert asked == ["What is Tom Bell's job?"]  # of a row that may be a person no trait is asked for


def test_what_is_paid_is_asked_for_somebody_and_a_common_noun_has_its_article() -> None:
    text = "# Ferry\n\nAn adult pays more.\n\n| Ticket | Fare | Deck |\n|---|---|---|\n"
    rows = "| Day pass | 30 euros | upper |\n| Adult | 9 euros | upper |\n| Child | £4 | lower |\n"
    asked = list(cells(parsed(File("a.md", f"{text}{rows}".encode(), 0.0))))
    assert asked == ["What is the fare for an adult?", "What is the fare for a Child ticket?"]


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("When it opens", []),
        ("Fixed", []),
        ("Tuesday, 3 May", []),
        ("Trip moved", ["What does Rules say about “Trip moved”?"]),
        ("Swimmers are divided", ["What does Rules say about “Swimmers are divided”?"]),
        ("The pool", ["What does Rules say about the pool?"]),
        ("3.2 Fees", ["What does Rules say about “Fees”?"]),
        ("How many days of leave do I have?", ["How many days of leave do I have?"]),
        ("Why?", []),
    ],
)
def test_the_section_after_an_answer_is_asked_for_if_its_heading_names_something(
    heading: str, asked: list[str]
) -> None:
    below = Passage("a.md", "Rules", 10, 20, "it depends", heading=heading)
    assert list(next_section((Passage("a.md", "Rules", 0, 9, "and so on"), below), (0, 9))) == asked


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Employee Handbook", "the Employee Handbook"),  # "every employee" stands in it
        ("Grandma's lasagne", "Grandma's lasagne"),
        ("Barge Purchase Agreement", "“Barge Purchase Agreement”"),
        ("The Lamp", "the Lamp"),
        ("GENERAL MEETING OF THE CHOIR", "the General Meeting of the Choir"),
        ("Damp in room 2: causes", "“Damp in room 2: causes”"),
        ("How scores are lent out", "“How scores are lent out”"),
        ("Eleven green books are missing", "“Eleven green books are missing”"),
        ("Volunteer handbook", "the Volunteer handbook"),
    ],
)
def test_a_document_is_named_as_a_sentence_holds_it(title: str, named: str) -> None:
    assert titled(title, known_in("Of every employee. Eleven of them.")) == named


def test_a_section_is_named_without_its_number() -> None:
    known = known_in("")
    headings = (
        "Article 2. Remote work",
        "Article 1 – Purpose of it",
        "III. Concerts and trips",
        "HydroSonde 9 launch",
        "Item 3: May, again",
    )
    assert [headed(bare(one), known) for one in headings] == [
        "remote work",
        "the purpose of it",
        "concerts and trips",
        "HydroSonde 9 launch",
        "“May, again”",
    ]


def test_a_heading_in_capitals_is_spoken_of_in_small_letters_and_with_the_article_that_the_document_gives_it() -> None:
    said = "Count the till for VAT. The cargo bike is locked, and a skylight shut.\n"
    names = "CLOSING", "VAT RETURNS", "FAQ", "Cargo bike", "Skylight", "Remote work"
    text = "# Volunteer handbook\n\n" + "".join(f"## {name}\n\n{said}\n" for name in names)
    asked = list(sections(split(parsed(File("a.md", text.encode(), 0.0)), 200)))
    told = "closing", "VAT returns", "FAQ", "the cargo bike", "the skylight", "remote work"
    assert asked == [f"What does the Volunteer handbook say about {name}?" for name in told]


def test_a_row_is_asked_for_by_a_name_and_a_cell_by_what_it_is() -> None:
    rows = "Code,Job,Price,Valid for\nBR-01,Basic service,£49,adults\nBR-02,Full service,£105,all\n"
    assert list(cells(parsed(File("a.csv", rows.encode(), 0.0)))) == ["What is the price for full service?"]
    rows = "Cover,Excess\nTools,£250\nPublic liability,£100\n"
    assert list(cells(parsed(File("a.csv", rows.encode(), 0.0)))) == ["What is the excess for public liability?"]
    rows = "Course,Sessions\nBuild a stool,5\nMend the bow,2\n"
    assert list(cells(parsed(File("a.csv", rows.encode(), 0.0)))) == ["How many sessions are there for “Mend the bow”?"]
    rows = "Code,Price\nBR-01,£49\nBR-02,£105\n"
    assert not list(cells(parsed(File("a.csv", rows.encode(), 0.0))))


def test_no_number_of_a_question_is_replaced_by_that_of_another_row() -> None:
    table = parsed(File("a.csv", b"Job,Price\nBasic,45\nFull,50\nSplit,17/12\n", 0.0))
    place = table.tables[0].places[1]
    assert list(other_rows(table, [place], "Which jobs cost more than 50 pounds?")) == []


def test_a_sentence_is_asked_about_only_where_one_can_tell_what_is_meant() -> None:
    said = "The first trip is on 3 May 2026. The dock at Orra was closed in 1987."

    def asked(title: str, heading: str) -> list[str]:
        document = parsed(File("a.md", f"# {title}\n\n## {heading}\n\n{said}\n".encode(), 0.0))
        return list(facts(split(document, 200)))

    assert asked("A new ferry", "Plans") == ["When was the dock at Orra closed?"]
    assert asked("A new ferry", "Trips") == ["When was the dock at Orra closed?", "When is the first trip?"]


def test_what_says_how_a_row_is_is_not_replaced_in_a_question() -> None:
    rows = "Shop,State\nArdal,open\nBoren,closed\nCeld,open\nDorn,open\n"
    table = parsed(File("a.csv", rows.encode(), 0.0))
    place = table.tables[0].places[1]
    assert list(other_rows(table, [place], "Is Boren closed?"))[:2] == ["Is Celd closed?", "Is Dorn closed?"]
    assert list(other_rows(table, [place], "Which is closed?")) == []


def test_a_mail_and_a_sheet_have_no_sections_to_ask_for() -> None:
    for source in ("a.eml", "a.xlsx"):
        assert list(sections([Passage(source, "Keys", 0, 9, "and so on", heading="Message header")])) == []


def test_those_to_begin_with_are_of_several_kinds_and_documents_and_answered_surely(
    pool: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Suggestions(pool)
    counts = [len(made.first()[0]) for _ in range(3)]
    assert counts == [1, 2, 3]  # each as soon as it was tried
    found, ended = made.first()
    assert ended
    asked = Bot.ask
    monkeypatch.setattr(Bot, "ask", lambda *_: pytest.fail("it is kept beside the index"))
    assert Suggestions(pool).first() == (found, True)
    monkeypatch.setattr(Bot, "ask", asked)
    answers = [pool.ask(text) for text in found]
    assert all(answer.answered for answer in answers)
    fact, cell, summary = answers
    assert [fact.kind, cell.kind, summary.kind] == ["answer", "answer", "summary"]
    assert fact.confidence >= SURE <= cell.confidence
    assert [cell.citations[0].source, fact.citations[0].source] == ["guards.csv", "pool.md"]


def test_what_two_documents_tell_of_is_not_asked_without_saying_which(bot_on: BotOn) -> None:
    lease = "# The mill\n\nThe rent is £1,450 a month. The deposit is £900.\n"
    note = "# The barn\n\nOf the barn the rent has been £800 a month for years.\n"
    bot = bot_on({"a.md": lease, "b.md": note})
    with bot.index.reading() as view:
        hits = tuple(Hit(one, 0.5) for source in ("a.md", "b.md") for one in view.passages(source))
    first = Citation(1, "a.md", "", "", None, "The rent is £1,450 a month.", 0, 27, 0.5)
    answer = replace(bot.ask("How much is the rent?"), passages=hits, citations=(first,))
    assert told_elsewhere(answer, "How much is the rent?")
    assert not told_elsewhere(answer, "How much is the deposit?")
    assert not told_elsewhere(
        replace(answer, citations=(first, replace(first, source="b.md"))), "How much is the rent?"
    )


def test_after_a_decline_what_may_help_is_asked_about(pool: Bot) -> None:
    answer = pool.ask("When will the pool open?")
    declined = replace(answer, kind="declined", citations=(), near=answer.citations)
    with pool.index.reading() as view:
        kept = reply(declined, view.hashes(), {})
    said = Conversation().with_turn(0, Turn("Where is the pool?", kept, done=True))
    found = Suggestions(pool).following(said)
    assert found
    assert "When will the pool open?" in found
    assert all(pool.ask(text).answered for text in found)


def test_what_goes_on_is_of_the_table_or_section_that_was_cited(bot_on: BotOn) -> None:
    prices = "| Job | Price |\n|---|---|\n| Full service | £105 |\n| Tube repair | £12 |\n"
    staff = "| Name | Role |\n|---|---|\n| Ida Holm | cook |\n| Tom Bell | guard |\n"
    bot = bot_on({"a.md": f"# The yard\n\n## Prices\n\n{prices}\n## Staff\n\n{staff}"})
    found = after(bot, "What is the price of the full service?")
    assert found
    assert not any("Tom Bell" in text or "Ida Holm" in text for text in found)


def after(pool: Bot, question: str) -> list[str] | None:
    with pool.index.reading() as view:
        hashes = view.hashes()
    said = Conversation().with_turn(0, Turn(question, reply(pool.ask(question), hashes, {}), done=True))
    return Suggestions(pool).following(said)


def test_after_an_answer_the_same_of_other_rows_and_what_follows(pool: Bot) -> None:
    found = after(pool, "What is the phone of Ida Holm?")
    assert found
    assert {text for text in found if "phone" in text} <= {f"What is the phone of {name}?" for name in GUARDS}
    assert "Which documents mention Ines Moreau?" in (after(pool, "Who designed the new slide?") or [])
    assert len(after(pool, "When will the pool open?") or []) == 3  # what stands below, and summaries
    asking.UNDER_WAY.add(pool)  # somebody asks: nothing is tried
    try:
        assert after(pool, "What is the phone of Ida Holm?") is None
    finally:
        asking.UNDER_WAY.clear()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1440])
def test_the_page_offers_them_and_a_click_asks(pool: Bot, visit: Visit, width: int) -> None:
    page = visit(pool, width)
    offered = page.locator(".fn-empty .fn-suggestions button")
    expect(offered).to_have_count(3)
    for one in offered.all():
        expect(one).to_be_in_viewport(ratio=1)
    offered.first.click()
    expect(page.locator(".fn-log .fn-copy")).to_have_count(1)
    expect(page.locator(".fn-declined")).to_have_count(0)
    expect(page.locator("#fn-welcome")).to_be_hidden()
    expect(page.locator(".fn-log .fn-suggestions button").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_another_row_is_written_as_the_one_that_was_asked_about() -> None:
    table = parsed(File("a.csv", b"Item,Limit\nDesk,250\nOven,90\nUSB stick,9\n", 0.0))
    place = [(row.start, row.end) for row in table.tables[0].rows][:1]
    asked = ["What is the limit for an oven?", "What is the limit for a USB stick?"]
    assert list(other_rows(table, place, "What is the limit for a desk?")) == asked
    assert next(other_rows(table, place, "What is the limit for Desk?")) == "What is the limit for Oven?"


def test_a_single_time_is_not_asked_for_as_several_and_a_summary_is_not_summarized() -> None:
    table = parsed(File("a.csv", b"Day,Opens,Closes\nTuesday,6:30,14:00\nSaturday,7:00,12:00\n", 0.0))
    assert not list(cells(table))
    text = "# Rules\n\nOf all.\n\n## Summary\n\nBe kind.\n\n## Article 4. Steps of a trip\n\nRow them.\n"
    passages = split(parsed(File("a.md", text.encode(), 0.0)), 200)
    assert list(sections(passages)) == ["What does Rules say about the steps of a trip?"]


def test_what_points_at_its_document_is_not_asked_of_a_folder() -> None:
    said = "The Operator may put tables there from 3 May 2026. This bridge at Orra was closed in 1987."
    assert not list(facts(split(parsed(File("a.md", f"# Orra\n\n{said}\n".encode(), 0.0)), 200)))


def test_what_the_conversation_has_told_is_not_offered(pool: Bot) -> None:
    made = Suggestions(pool)
    answer = pool.ask("When will the pool open?")
    with pool.index.reading() as view:
        said = Conversation().with_turn(0, Turn("When does it open?", reply(answer, view.hashes(), {}), done=True))
    offered = made.following(said)
    assert offered
    assert "When will the pool open?" not in offered


def test_what_is_answered_by_the_same_words_is_offered_once(bot_on: BotOn) -> None:
    rows = "| Ticket | Fare |\n|---|---|\n| Day pass | 30 euros |\n| Adult | 9 euros |\n| Child | 4 euros |\n"
    offered = after(bot_on({"ferry.md": f"# Ferry\n\nIt goes at noon.\n\n{rows}"}), "What is the fare for a child?")
    assert offered
    assert len([text for text in offered if "adult" in text.lower()]) == 1
