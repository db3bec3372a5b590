"""The row whose label a question names wins over its neighbours."""

import random

import pytest

from bot.chat import Bot
from bot.retrieval.rows import rows_of, with_named_rows
from ingest.documents import Hit
from tests.conftest import Write

FIRST, LAST = "Ann Omar Eve Ivo Lia Nils Maren".split(), "Lee Diaz Stone Park Moss Berg Holt".split()
NAMES = [f"{first} {last}" for first in FIRST for last in LAST]


@pytest.fixture
def bot(write: Write) -> Bot:
    chance = random.Random(5)
    rows = [f"{name},{chance.randrange(30, 90)}000,{chance.choice(NAMES)}" for name in NAMES]
    folder = write({"staff.csv": "\n".join(["Name,Salary,Manager", *rows]), "tea.txt": "Ann Lee drinks tea.\n"})
    return Bot.from_folder(folder, folder.parent / "index")


def test_rows_that_are_not_named_are_passed_over_where_others_are(bot: Bot) -> None:
    with bot.index.reading() as view:
        hits = tuple(Hit(passage, 1.0) for passage in view.passages())
        for question in ("What is the salary of Omar Stone?", "Who is omar stone's manager?"):
            rows = rows_of(view, question, hits)
            kept = [
                passage.quote(start, end)
                for passage in (hit.passage for hit in hits)
                for start, end in passage.sentences
                if rows.get((passage.source, start), ()) is not None
            ]
            assert [line.split(";")[0] for line in kept] == ["Name: Omar Stone", "Ann Lee drinks tea."]
        assert None not in rows_of(view, "What is the highest salary?", hits).values()


def test_of_a_row_the_cells_that_the_question_does_not_name_may_answer(write: Write) -> None:
    markdown = "| Item | Price | Stock |\n|---|---|---|\n| Oar | 35 | 12 |\n| Red rope | **8** | 80 |\n"
    folder = write({"a.md": markdown, "b.csv": "Item,Q2 2,Q2 4\nOar,2,4\nRope,5,6\n"})
    bot = Bot.from_folder(folder, folder.parent / "index")
    with bot.index.reading() as view:
        hits = tuple(Hit(passage, 1.0) for passage in view.passages())
        texts = {one.source: one.text for one in (view.document("a.md"), view.document("b.csv")) if one}

        def cells(question: str) -> list[list[str]]:
            rows = rows_of(view, question, hits).items()
            return [[texts[source][a:b] for a, b in own] for (source, _), own in rows if own is not None]

        assert cells("How many red ropes are there?") == [["8", "80"]]
        assert cells("What is there?") == [
            ["Oar", "35", "12"],
            ["Red rope", "8", "80"],
            ["Oar", "2", "4"],
            ["Rope", "5", "6"],
        ]
    bot.close()


def test_the_passage_of_the_named_row_comes_first_wherever_it_was(bot: Bot) -> None:
    with bot.index.reading() as view:
        (first, *_, last) = (Hit(passage, 1.0) for passage in view.passages("staff.csv"))
        name = last.passage.text.splitlines()[-1].split(";")[0].removeprefix("Name: ")
        found = with_named_rows(view, f"How much does {name} earn?", (first,))
        assert found[0].passage == last.passage
        assert with_named_rows(view, "How much does anybody earn?", (first,)) == (first,)
