"""What a question may mean over a table: its words and numbers choose rows, and every computation is tried."""

import numpy as np
import pytest

from bot.answerers.tables.asked import asked
from bot.answerers.tables.features import WIDTH, candidates
from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.linking import links
from bot.answerers.tables.queries import nearness, queries
from bot.learning.tables.examples import tables_of

STALLS = """Stall,Goods,Open since,Rent,Visitors,Licence
Ivy,flowers,2021-03-05,£40.00,1 - 99,yes
Brook,cheese,2019-11-20,£65.50,100 - 499,no
Anvil,knives,2021-03-28,£52.00,from 500,yes
"""


def _table(csv: str = STALLS) -> Indexed:
    (table,) = tables_of("market", "Market stalls", csv)
    return table


def _results(question: str, csv: str = STALLS) -> set[tuple[str, ...]]:
    said, table = asked(question, np.zeros(384, dtype=np.float32)), _table(csv)
    return {query.result for query in queries(said, table, nearness(said, table))}


def _chosen(question: str) -> set[tuple[str, frozenset[int]]]:
    said = asked(question, np.zeros(384, dtype=np.float32))
    return {(link.condition.relation, link.rows) for link in links(said, _table())}


@pytest.mark.parametrize(
    ("question", "relation", "rows"),
    [
        ("Who sells cheese?", "is", {1}),
        ("Which stalls pay more than 50?", "over", {1, 2}),
        ("Which stalls opened in March 2021?", "is", {0, 2}),
        ("Who came after 5 March 2021?", "over", {2}),
        ("Which stall has 250 visitors?", "spans", {1}),
        ("Which stall has 9000 visitors?", "spans", {2}),
        ("Which stall has three hundred visitors?", "spans", {1}),
        ("Which stall has 9 thousand visitors?", "spans", {2}),
        ("Which stalls have no licence?", "is", {1}),
        ("Which stalls don't sell cheese?", "not", {0, 2}),
        ("Which stalls pay more than fifty pounds?", "over", {1, 2}),
    ],
)
def test_words_numbers_and_dates_choose_rows(question: str, relation: str, rows: set[int]) -> None:
    assert (relation, frozenset(rows)) in _chosen(question)


@pytest.mark.parametrize("number", ["10h", "1,5", "3rd", "2-3", "4x4", "½", "7.5.2"])
def test_a_number_of_any_form_may_stand_in_a_question(number: str) -> None:
    assert _results(f"How many visitors has the stall at {number} thousand?")


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("What is the rent of the Anvil?", ("£52.00",)),
        ("How much do Ivy and Brook pay together?", ("£105.50",)),
        ("Which stall pays least?", ("Ivy",)),
        ("How many have a licence?", ("2",)),
        ("What do 3 months cost at the Ivy?", ("£120.00",)),
        ("What is the average rent?", ("£52.50",)),
        ("Which stall pays second most?", ("Anvil",)),
        ("Which goods are sold but neither flowers nor cheese?", ("knives",)),
    ],
)
def test_the_right_result_is_among_those_tried(question: str, result: tuple[str, ...]) -> None:
    assert result in _results(question)


def test_a_column_that_adds_the_others_up_is_none_of_them() -> None:
    gel = "Ward,2024,January,February,March,Total\nNorth,7,10.5,9,12,31.5\nSouth,8,4,8.5,6,18.5\n"
    results = _results("In which month did North use most, and how much in all?", gel)
    assert ("March",) in results
    assert ("Total",) not in results
    assert ("63",) not in results


def test_each_computation_has_all_its_features() -> None:
    found = candidates(asked("Which stall pays most?", np.zeros(384, dtype=np.float32)), _table())
    assert found.features.shape == (len(found.queries), WIDTH)
    assert np.isfinite(found.features).all()


BERTHS = """Berth,Boat,Owner,Since,Fee
A1,Petrel,Ada Holt,2019,£310
A2,,,,£310
A3,Curlew,Jon Birk,2021,£280
Total,,,,£900
"""


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("Which berths have no boat?", ("A2",)),
        ("Which berths are vacant?", ("A2",)),
        ("What do all fees come to?", ("£900",)),
        ("Since when has the Curlew been there?", ("2021",)),
        ("Which berths have an owner?", ("A1", "A3")),
    ],
)
def test_what_is_empty_and_what_sums_up_can_be_meant(question: str, result: tuple[str, ...]) -> None:
    assert result in _results(question, BERTHS)


def test_what_a_column_looks_like_is_told() -> None:
    """Codes, names and what is different in every row: "who" is answered by none of the first."""
    looks = dict(zip(BERTHS.split("\n")[0].split(","), _table(BERTHS).looks, strict=True))
    assert looks["Owner"][1] == 1.0
    assert looks["Berth"][0] >= 0.75
    assert (looks["Fee"][3], looks["Boat"][3]) == (0.75, 1.0)


ROTA = """Guard,Fri 6 Jun,Sat 7 Jun,Hours
Ada,early,late,30
Bo,,late,20
Cy,late,,40
"""


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("Who works on Friday 6 June?", ("Ada", "Cy")),
        ("Who is late on Saturday?", ("Ada", "Bo")),
        ("How many guards are there on Saturday 7 June?", ("2",)),
        ("Who has the third most hours?", ("Bo",)),
    ],
)
def test_days_months_and_ranks_are_known_however_they_are_written(question: str, result: tuple[str, ...]) -> None:
    assert result in _results(question, ROTA)
