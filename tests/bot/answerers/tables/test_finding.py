"""Of many tables those are asked that a question is about, by their words or by what they mean."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answerers.tables.asked import asked
from bot.answerers.tables.finding import tables_for
from bot.chat import Bot
from bot.retrieval.retriever import look_up
from tests.bot.conftest import opened

FILES = {
    "exhibits.csv": "Inventory no,Object,Maker,Made,Given by\nC 12,Carillon,Orme,1802,the town\nD 4,Sundial,Hask,1640,"
    "R. Pell\nW 7,Watch,Lund,1911,A. Soames\nR 2,Regulator,Orme,1788,the town\n",
    "shop.csv": "Code,Article,Bought at £,Sold at £\nP1,Postcard,0.10,0.80\nK4,Clock kit,9.00,18.50\nS3,Sand timer,1.15,3.95\n",
    "staff.csv": "Name,Post,Since,Extension\nBeryl Quine,warden,2011,14\nOle Marsh,curator,2019,11\nIda Frome,cashier,2003,12\n",
    **{
        f"visitors {year}.csv": f"Month,Visitors\nMay,{year - 1700}\nJune,{year - 1610}\n" for year in range(2001, 2013)
    },
}


@pytest.fixture(scope="module")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with opened(tmp_path_factory.mktemp("museum"), FILES) as bot:
        yield bot


def first(bot: Bot, question: str) -> str:
    with bot._resources.index.reading() as view:
        found = look_up(view, question, 8)
        return Path(tables_for(view, asked(question, found.vector), question, found.hits, None)[0].grid.source).stem


@pytest.mark.parametrize(
    ("question", "table"),
    [
        ("What is the most ancient thing in our collection?", "exhibits"),
        ("What does a postcard sell for?", "shop"),
        ("Who of the employees has been with us longest?", "staff"),
        ("How do I reach Ole Marsh?", "staff"),
        ("How many people came in May 2007?", "visitors 2007"),
    ],
)
def test_the_table_that_is_meant_comes_first(museum: Bot, question: str, table: str) -> None:
    assert first(museum, question) == table
