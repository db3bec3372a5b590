"""Of documents that say different things about the same the newest counts; where dates do not tell, all are shown."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.answers import Answer
from bot.chat import Bot
from tests.conftest import Write

FILLER = "It lies on the river Ouse. Its market is held on Fridays. Many visitors come in summer.\n"
CAKE = "Everybody brought cake, and the hall was full. Thanks go to all helpers.\n"
Ask = Callable[[dict[str, str], str], Answer]


@pytest.fixture
def ask(write: Write, tmp_path: Path) -> Iterator[Ask]:
    opened: list[Bot] = []

    def asked(files: dict[str, str], question: str) -> Answer:
        if not opened:
            opened.append(Bot.from_folder(write(dict(files)), tmp_path / "index"))
        return opened[0].ask(question)

    yield asked
    for bot in opened:
        bot.close()


def test_documents_that_disagree_are_both_shown(ask: Ask) -> None:
    folder = {
        "guide.txt": f"Guide to Selwick\n\nThe bridge of Selwick was built in 1764. {FILLER}",
        "leaflet.txt": f"Selwick leaflet\n\nThe bridge of Selwick was built in 1791. {FILLER}",
    }
    answer = ask(folder, "When was the bridge of Selwick built?")
    assert {"1764", "1791"} <= set(answer.text.replace("*", "").replace(".", "").split())
    assert {citation.source for citation in answer.citations} == {"guide.txt", "leaflet.txt"}
    assert any(note.startswith("The documents disagree: ") for note in answer.notes)
    agreed = ask(folder, "On which day is the market held?")
    assert not agreed.notes


def test_the_newest_minutes_count_and_the_older_are_named(ask: Ask) -> None:
    folder = {
        "minutes 2024-03-05.md": f"# Committee\n\nThe concert takes place on 14 June 2024 in St Mary's church. {CAKE}",
        "minutes 2024-04-09.md": f"# Committee\n\nThe concert is moved to 28 June 2024 and takes place in the school. {CAKE}",
    }
    answer = ask(folder, "When does the concert take place?")
    assert "28 June" in answer.text
    assert "14 June" not in answer.text
    assert answer.notes == ("Until 9 April 2024: “14 June 2024” in minutes 2024-03-05.md.",)
    assert "school" in ask(folder, "Where does the concert take place?").text


def test_a_question_about_a_year_gets_that_year(ask: Ask) -> None:
    folder = {
        f"fees {year}.txt": f"Fees of the choir\n\nThe yearly fee for adults is €{fee}. Children pay €40. {CAKE}"
        for year, fee in ((2023, 90), (2024, 96))
    }
    now = ask(folder, "What is the yearly fee for adults?")
    assert "€96" in now.text
    assert now.notes == ("Until 2023: “€90” in fees 2023.txt.",)
    then = ask(folder, "What was the yearly fee for adults in 2023?")
    assert "€90" in then.text
    assert "96" not in then.text
    assert ask(folder, "What do children pay?").notes == ()


def test_a_document_is_asked_about_by_its_date(ask: Ask) -> None:
    folder = {
        "2024-03-05.md": f"# Committee\n\nThe new bench was paid for by Ruth. {CAKE}",
        "2024-04-09.md": f"# Committee\n\nThe roof is mended in May. {CAKE}",
    }
    answer = ask(folder, "Who paid for the bench, according to the minutes of 5 March 2024?")
    assert "Ruth" in answer.text


def test_a_change_of_a_rule_counts_where_only_the_year_of_the_rules_is_known(ask: Ask) -> None:
    """What says "from 65 to 60" tells itself that it comes after what says 65."""
    folder = {
        "club rules 2025.md": f"# Rules\n\nMembers aged 65 or over may moor at the inner jetty. {CAKE}",
        "minutes 2025-04-06.md": f"# Committee\n\nThe age for the inner jetty goes down from 65 to 60 in May. {CAKE}",
    }
    for question in (
        "From what age may I moor at the inner jetty now?",
        "From what age may members use the inner jetty?",
    ):
        answer = ask(folder, question)
        assert "from 65 to 60" in answer.text.replace("*", "")
        assert answer.notes == ("Until 2025: “65” in club rules 2025.md.",)


def test_a_newer_decision_is_known_by_the_words_of_the_older_one(ask: Ask) -> None:
    """It speaks of the regatta in its heading alone, two sentences before."""
    folder = {
        "minutes 2025-02-02.md": f"# Committee\n\n**Regatta.** The date is set. Ada leads. Entries limited to 90 crews. {CAKE}",
        "minutes 2025-05-04.md": f"# Committee\n\n**Regatta.** The league has its own race. The pontoon is out. Entries limited to 70 for want of moorings. {CAKE}",
    }
    answer = ask(folder, "How many crews can enter the regatta as it stands now?")
    assert "70" in answer.text
    assert "90" not in answer.text
    assert answer.notes == ("Until 4 May 2025: “90” in minutes 2025-02-02.md.",)


@pytest.mark.parametrize(
    ("old", "new", "question", "now"),
    [
        ("Adults leave a deposit of £60.", "The deposit of adults rises from 60 to 80 pounds.",
         "How high is the deposit that adults leave?", "from 60 to 80 pounds"),
        ("The season begins on Friday 20 March.", "The season begins later: moved from 20 March to Thursday 2 April.",
         "When does the season begin?", "2 April"),
    ],
)  # fmt: skip
def test_what_names_the_old_value_beside_a_new_one_changes_it(ask: Ask, old: str, new: str, question: str, now: str) -> None:  # fmt: skip
    folder = {
        "minutes 2025-11-16.md": f"# Committee\n\n{old} {CAKE}",
        "minutes 2026-03-08.md": f"# Committee\n\n{new} {CAKE}",
    }
    answer = ask(folder, question)
    assert now in answer.text.replace("*", "")
    assert any(note.startswith("Until 8 March 2026") for note in answer.notes)


def test_what_counts_instead_of_an_undated_rule_comes_alone(ask: Ask) -> None:
    folder = {
        "rules.md": f"# House rules\n\nThe box office opens 40 minutes before a show. {CAKE}",
        "minutes 2025-04-06.md": f"# Committee\n\nFrom May the box office opens 55 minutes before a show instead of 40. {CAKE}",
    }
    answer = ask(folder, "How long before a show does the box office open?")
    assert "55 minutes" in answer.text.replace("*", "")
    assert "opens 40" not in answer.text
    assert answer.notes == ("Until 6 April 2025: “40 minutes” in rules.md.",)


def test_in_a_thread_of_mails_the_last_word_counts(ask: Ask) -> None:
    mail = """From: ida@larkmoor.example
To: jon@marrow.example
Subject: Re: Hire of the marquee
Date: Wed, 11 Feb 2026 16:22:08 +0000

Dear Jon,

all right. The fee is £88 a day, provided you take it for three days.

Ida

On Mon, 2 Feb 2026 11:05, Ida Wendell wrote:
> Thank you for asking. The fee for the marquee is £95 a day.
"""
    answer = ask({"marquee.eml": mail, "notes.md": f"# Notes\n\n{CAKE}"}, "What is the fee for the marquee a day?")
    assert "£88" in answer.text
    assert answer.notes == ("Until 11 February 2026: “£95” in marquee.eml.",)


def test_minutes_are_summed_up_by_what_came_of_each_item(ask: Ask) -> None:
    talk = "**1. Dogs.** Ann says that four euros would be the dearest on the whole lake. Changed to **€3**.\n\n"
    more = "**2. Roof.** The third quote is in, and the cheapest firm cannot start yet. Put off to November.\n"
    answer = ask(
        {"minutes 2026-03-08.md": f"# Committee meeting, 8 March 2026\n\n{talk}{more}"}, "Summarise the meeting"
    )
    assert "Changed to €3" in answer.text.replace("*", "")
    assert "Put off to November" in answer.text
