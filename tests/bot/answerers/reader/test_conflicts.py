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
