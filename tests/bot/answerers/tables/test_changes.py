"""What has changed between two editions of a price list is told from both, and told again by the proof."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answerers.tables import changes
from bot.answerers.tables.changing import Wanted, asks_both, wanted_in
from bot.answers import Answer
from bot.chat import Bot
from bot.drafts import Change
from bot.proof.editions import changed, rows_of, told_again
from bot.proof.grid import grid_of
from ingest.load import File, parsed
from tests.bot.answerers.tables.asking import answer_of
from tests.bot.conftest import opened

BEFORE = """ref,boat,price_gbp,crew
B1,Rowing skiff,12.00,2
B2,Sailing dinghy,31.50,2
B3,Pedal boat,9.00,4
B4,Canoe,14.00,2
B5,Raft,22.00,6
B7,Houseboat,2000,8
B8,Houseboat for families,2400,9
"""
NOW = """Ref,Boat,Sort,Hour £,Day £
B1,Rowing skiff,oars,12.00,48
B2,Sailing dinghy,sail,36.00,150
B3,Pedal boat,pedals,9.00,36
B4,Canoe,paddles,13.00,52
B6,Paddleboard,paddles,11.00,44
B7,Houseboat,motor,2500,9000
B8,Houseboat for families,motor,2600,9500
"""

Ask = Callable[..., Answer | None]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folder: Path = tmp_path_factory.mktemp("lake")
    (folder / "boat hire 2031.csv").write_text(BEFORE, encoding="utf-8")
    (folder / "boat hire 2032.csv").write_text(NOW, encoding="utf-8")
    (folder / "letter.txt").write_text("The jetty was mended in March. The boats are painted in May.", encoding="utf-8")
    bot = Bot.from_folder(folder, tmp_path_factory.mktemp("index"))

    def asked(question: str) -> Answer | None:
        return answer_of(bot, changes._told, question)

    return asked


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("By how much did the sailing dinghy go up from 2031 to 2032?", ("4.50", "36.00", "31.50")),
        ("current price of the canoe, and what was it before", ("13.00", "14.00", "**1** (13.00 is less than 14.00)")),
        ("By how much was the houseboat raised?", ("500", "B7", "2000")),
        ("Has the rowing skiff become dearer?", ("12.00", "**0** (")),
        ("Which boats are new in 2032?", ("B6 Paddleboard",)),
        ("Which boats were dropped in 2032?", ("B5 Raft",)),
        ("Which boats became cheaper from 2031 to 2032?", ("B4 Canoe",)),
        ("Which boats stayed the same since last year?", ("B1 Rowing skiff", "B3 Pedal boat")),
        ("Which boat went up most between the two lists?", ("B7 Houseboat",)),
    ],
)
def test_what_has_changed_is_told_from_both_editions(ask: Ask, question: str, said: tuple[str, ...]) -> None:
    """The columns are called otherwise in the second list, and stand elsewhere."""
    answer = ask(question)
    assert answer is not None
    assert answer.answered
    assert all(part in answer.text for part in said), answer.text


def test_each_value_is_cited_in_its_own_list(ask: Ask) -> None:
    answer = ask("How much dearer is the sailing dinghy than last year?")
    assert answer is not None
    assert {one.source for one in answer.citations} == {"boat hire 2031.csv", "boat hire 2032.csv"}


@pytest.mark.parametrize(
    "question",
    [
        "What does the canoe cost now?",
        "How much dearer is the raft than the canoe?",
        "What is the difference between an hour and a day in the canoe in 2032?",
        "Which boat is the cheapest?",
        "By how much did the harbour dues go up from 2031 to 2032?",
    ],
)
def test_what_asks_for_no_change_is_left_to_one_table(ask: Ask, question: str) -> None:
    assert ask(question) is None


def test_a_change_that_comes_out_otherwise_is_not_shown() -> None:
    newer, older = (parsed(File(f"{name}.csv", csv.encode(), 0.0)) for name, csv in (("new", NOW), ("old", BEFORE)))
    grids = [grid_of(one.source, 0, one.tables[0]) for one in (newer, older)]
    asked = Change((("new.csv", 0), ("old.csv", 0)), "raised", ((0, 0),), (3, 2))
    done = replace(asked, rows=rows_of(*grids, changed(*grids, asked)))
    documents = {"new.csv": newer, "old.csv": older}
    assert done.rows
    assert told_again(done, documents) is not None
    assert told_again(replace(done, wanted="lowered"), documents) is None
    tampered = replace(older, text=older.text.replace("31.50", "39.50"))
    assert told_again(done, documents | {"old.csv": tampered}) is None
    assert told_again(done, {"new.csv": newer}) is None


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What is not on the 2032 list?", "gone"),
        ("Which did not exist on the 2031 list?", "new"),
        ("Which prices have not changed?", "same"),
        ("Which items cost more than 20 in 2032?", None),
        ("What does a new member pay this year?", None),
        ("What appears for the first time in 2032?", "new"),
        ("What has become cheaper since last year?", "lowered"),
    ],
)
def test_which_rows_are_wanted(question: str, wanted: str | None) -> None:
    found = wanted_in(question, "2032", "2031")
    assert found == (wanted and Wanted(wanted, most=False))  # type: ignore[arg-type]  # these are kinds


def test_an_edition_that_is_left_out_tells_nothing(tmp_path: Path) -> None:
    question = "By how much did the sailing dinghy go up from 2031 to 2032?"
    lists = {"hire 2031.csv": BEFORE, "hire 2032.csv": BEFORE.replace("31.50", "36.00")}
    with opened(tmp_path, lists) as bot:
        assert answer_of(bot, changes._told, question, frozenset(lists)) is not None
        assert all(answer_of(bot, changes._told, question, frozenset({one})) is None for one in lists)


def test_what_neither_edition_speaks_of_is_no_change_of_theirs(tmp_path: Path) -> None:
    with opened(tmp_path, {"hire 2031.csv": BEFORE, "hire 2032.csv": BEFORE.replace("31.50", "36.00")}) as bot:
        assert answer_of(bot, changes._told, "Which boats went up since last year?") is not None
        assert answer_of(bot, changes._told, "How many lanterns went up at the fish quay since last year?") is None


@pytest.mark.parametrize(
    "question", ["Which boats cost more than 10 pounds in 2032?", "What in 2032 is not sailed and costs less than £13?"]
)
def test_a_limit_asks_for_no_change(question: str) -> None:
    assert not asks_both(question, "2032")
    assert wanted_in(question, "2032", "2031") is None


def test_a_name_is_no_time() -> None:
    assert not asks_both("What is done at Old Quay only, according to this list?")
    assert asks_both("What is the fee now, and what was it before?")


def test_two_things_of_one_year_are_no_two_times() -> None:
    assert not asks_both("What is the difference between a skiff and a raft in 2032?", "2032")
    assert asks_both("By how much is the raft dearer than in 2031?", "2032")


def test_a_column_goes_on_though_every_price_has_changed(tmp_path: Path) -> None:
    before = "item,gbp,minutes\nCrown,645,60\nFilling,104,30\nScale,54,30\nWhitening,295,30\n"
    now = "Item,Fee £,Member £,Minutes\nCrown,690,621,60\nFilling,109,93,30\nScale,57,50,30\nWhitening,275,250,30\n"
    with opened(tmp_path, {"fees 2031.csv": before, "fees 2032.csv": now}) as bot:
        cheaper = answer_of(bot, changes._told, "What got cheaper from 2031 to 2032?")
        dearer = answer_of(bot, changes._told, "How much more is a crown in 2032 than in 2031?")
    assert cheaper is not None
    assert "Whitening" in cheaper.text
    assert "Crown" not in cheaper.text
    assert dearer is not None
    assert "45" in dearer.text


def test_of_a_list_that_is_two_tables_in_one_edition_only_single_values_are_told(tmp_path: Path) -> None:
    before = "Ticket,Single,Return\nAdult,9.40,16.80\nChild,4.70,8.40\nDog,2.00,4.00\nSenior,7.00,12.60\n"
    more = "".join(f"Vehicle {at},{at + 20}.00,{2 * at + 40}.00\n" for at in range(8))
    now = "Ticket,Single,Return\nAdult,9.90,17.60\nChild,4.95,8.80\nDog,2.50,4.50\nYouth,6.90,12.40\n" + more
    with opened(tmp_path, {"fares 2031.csv": before, "fares 2032.csv": now}) as bot:
        told = answer_of(bot, changes._told, "How much dearer is an adult return in 2032 than in 2031?")
        assert told is not None
        assert "0.80" in told.text
        assert answer_of(bot, changes._told, "Which tickets are new in 2032?") is None
