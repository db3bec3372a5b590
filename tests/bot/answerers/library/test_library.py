"""Questions about the folder are answered from what the index knows of the documents."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.answers import Answer
from bot.chat import Bot
from tests.helpers.mails import mail

DOCS = {
    "rules.md": "---\nauthor: Greta Olsen\ndate: 2023-04-01\n---\n# Choir rules\n\nRehearsals begin at seven. Nobody sings with a cold.\n",
    "mails/one.eml": mail(
        "Ada Lund <ada@choir.example>", "New robes", "Mon, 03 Jun 2024 10:00:00 +0000", "The robes will be blue."
    ),
    "mails/two.eml": mail(
        "Tom Berg <tom@choir.example>",
        "Re: New robes",
        "Tue, 04 Jun 2024 10:00:00 +0000",
        "Blue suits the altos, says Sigrid Dahl.",
    ),
    "concert.txt": "Summer concert\n\nThe summer concert is held in the mill on 21 June. Sigrid Dahl conducts it.\n",
    "programme.txt": "Programme\n\nThe evening opens with Winter Bells. Winter Bells was written by Ida Morel in 1911.\n",
    "noten.txt": "Die Noten\n\nDie Noten liegen im Schrank neben der Orgel, und wer welche braucht, fragt vorher den Notenwart.\n",
}


@pytest.fixture(scope="module")
def choir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("choir") / "docs"
    for name, text in DOCS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    one = Bot.from_folder(folder, index=folder.parent / "index")
    yield one
    one.close()


def cited(answer: Answer) -> list[str]:
    return [citation.source for citation in answer.citations]


def test_all_documents_are_listed_each_with_its_beginning(choir: Bot) -> None:
    answer = choir.ask("What documents do you have?")
    assert cited(answer) == sorted(DOCS)
    assert "**Choir rules** (rules.md), text file, Greta Olsen, 1 April 2023" in answer.text


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("Which e-mails are there?", ["mails/one.eml", "mails/two.eml"]),
        ("Are there any e-mails from Tom Berg?", ["mails/two.eml"]),
        ("Which documents are by Greta Olsen?", ["rules.md"]),
        ("Which documents are from 2024?", ["mails/one.eml", "mails/two.eml"]),
        ("Documents before 2024", ["rules.md"]),
        ("Is there anything in German?", ["noten.txt"]),
        ("Is there a document that isn't in English?", ["noten.txt"]),
        ("Which documents say something about robes?", ["mails/one.eml"]),
        ("Which of the e-mails is the newest?", ["mails/two.eml"]),
        ("What is the oldest document?", ["rules.md"]),
        ("Which documents mention Sigrid Dahl?", ["concert.txt", "mails/two.eml"]),
        ("Do you have something about the summer concert?", ["concert.txt"]),
        ("What topics are covered?", sorted(DOCS)),
        ("Who wrote the choir rules?", ["rules.md"]),
        ("What did Ida Morel write?", ["programme.txt"]),
    ],
)
def test_the_documents_that_are_meant_are_named(choir: Bot, question: str, sources: list[str]) -> None:
    assert cited(choir.ask(question)) == sources


@pytest.mark.parametrize(
    ("question", "number"), [("How many documents are there?", "6"), ("How many e-mails are there?", "2")]
)
def test_documents_are_counted(choir: Bot, question: str, number: str) -> None:
    assert choir.ask(question).text.startswith(f"**{number}** ")


def test_files_are_counted_by_the_names_of_programs(tmp_path: Path) -> None:
    for name, text in {"a.csv": "Boat,Built\nSkua,1961\nTern,1974\n", "b.md": "# Tides\n\nLow at noon.\n"}.items():
        (tmp_path / "docs").mkdir(exist_ok=True)
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    with closing(Bot.from_folder(tmp_path / "docs", tmp_path / "index")) as bot:
        assert bot.ask("How many csv files have we got?").text.startswith("**1** ")
        assert not bot.ask("How many Excel files have we got?").answered


def test_documents_of_every_format_are_counted_by_format(tmp_path: Path) -> None:
    files = {
        "a.csv": "Boat,Built\nSkua,1961\nTern,1974\n",
        "b.md": "# Tides\n\nLow at noon.\n",
        "c.html": "<p>A pier stands here.</p>",
    }
    for name, text in files.items():
        (tmp_path / "docs").mkdir(exist_ok=True)
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    bot = Bot.from_folder(tmp_path / "docs", tmp_path / "index")
    answer = bot.ask("How many documents are there?")
    bot.close()
    assert answer.answered
    assert all(words in answer.text for words in ("**3** documents", "1 CSV file", "1 web page"))


@pytest.mark.parametrize(
    "question", ["Are there any e-mails from Zelda Quist?", "Do you have anything about beekeeping?"]
)
def test_what_no_document_is_is_declined(choir: Bot, question: str) -> None:
    answer = choir.ask(question)
    assert answer.kind == "declined"


def test_how_often_a_document_mentions_a_name_is_said(choir: Bot) -> None:
    assert "(concert.txt), once: " in choir.ask("Which documents mention Sigrid Dahl?").text
