"""Questions are answered by what is computed over the rows of a table, each with its rows as proof."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answerers.tables import tables
from bot.answers import Answer
from bot.chat import Bot
from tests.bot.answerers.tables.asking import answer_of

LEDGER = """Loaf,Kind,Price,Baked at,Left over,Organic
Rye batard,bread,£4.20,04:30,6,yes
Spelt square,bread,£5.10,05:00,0,yes
Poppy roll,roll,£0.90,06:15,14,no
Pretzel,roll,£1.20,06:45,3,no
Plum slice,cake,£3.40,09:00,2,no
Walnut torte,cake,£28.00,10:30,1,yes
Seeded rye,bread,£4.60,04:30,0,no
"""

WORDS = "harbour winter storm keeper ladder rope signal lantern anchor timber meadow bridge copper kitchen".split()
STATIONS = (("Arnholm", "Ida Holm", "3.5 m"), ("Berkvik", "Tom Bell", "4.5 m"), ("Cardal", "Ann Ray", "5.5 m"))


def story(step: int) -> str:
    """Many words in an order of their own."""
    return " ".join(WORDS[(step * at + at // 5) % len(WORDS)] for at in range(90))


def stations() -> str:
    """A sheet whose rows are too long for one passage."""
    rows = [
        f"{name},{keeper},{story(2 * at + 1)},{story(2 * at + 2)},{deep}"
        for at, (name, keeper, deep) in enumerate(STATIONS)
    ]
    return "\n".join(["Station,Keeper,History,Access,Depth", *rows])


Ask = Callable[..., Answer | None]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folder: Path = tmp_path_factory.mktemp("bakery")
    (folder / "Bakery ledger.csv").write_text(LEDGER, encoding="utf-8")
    (folder / "Stations.csv").write_text(stations(), encoding="utf-8")
    (folder / "letter.txt").write_text(
        "The oven was mended in March. The mason came from Hull with the highest ladder.", encoding="utf-8"
    )
    bot = Bot.from_folder(folder, tmp_path_factory.mktemp("index"))

    def asked(question: str, *, written: bool = False) -> Answer | None:
        return answer_of(bot, tables.answer, question, written=written)

    return asked


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What does the pretzel cost?", "£1.20"),
        ("Which is the most expensive cake?", "Walnut torte"),
        ("Which loaf is the cheapest?", "Poppy roll"),
        ("Highest price of a cake?", "Walnut torte"),  # that stands in a letter too, and is no name
        ("How many kinds of bread are organic?", "2"),
        ("Name every loaf under 2 pounds", "Poppy roll and Pretzel"),
        ("list all cakes", "Plum slice and Walnut torte"),
        ("How many rolls are left over in total?", "17"),
    ],
)
def test_a_table_is_looked_up_filtered_counted_and_added(ask: Ask, question: str, short: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert f"**{short}**" in answer.text
    assert answer.short in (short, None)
    assert answer.citations


def test_every_row_that_a_result_rests_on_is_cited(ask: Ask) -> None:
    answer = ask("Name every loaf under 2 pounds")
    assert answer is not None
    assert "2 of 7 rows" in answer.text
    assert [citation.quote.split(";")[0] for citation in answer.citations] == [
        "Loaf: Poppy roll",
        "Loaf: Pretzel",
    ]


@pytest.mark.parametrize(
    "question", ["Who mended the oven?", "Where does the mason come from?", "What is the capital of France?", "Why?"]
)
def test_what_is_not_asked_of_a_table_is_left_to_others(ask: Ask, question: str) -> None:
    assert ask(question) is None


def test_of_a_row_that_no_passage_holds_whole_its_beginning_and_the_cell_are_cited(ask: Ask) -> None:
    answer = ask("What is the depth of Berkvik?")
    assert answer
    assert answer.short == "4.5 m"
    first, *_, last = (citation.quote for citation in answer.citations)
    assert first.startswith("Station: Berkvik")
    assert last.endswith("4.5 m")


def test_where_a_table_must_compute_and_is_not_sure_no_single_row_is_read(ask: Ask) -> None:
    """A language model may find what the embedded answerers cannot: it is asked."""
    question = "Which loaf is liked best by children?"
    answer = ask(question)
    assert answer is not None
    assert not answer.answered
    assert ask(question, written=True) is None
