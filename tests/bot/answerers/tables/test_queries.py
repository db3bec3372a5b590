"""What a question may mean over a table: its words and numbers choose rows, and every computation is tried."""

import numpy as np
import pytest

from bot.answerers.tables.asked import asked
from bot.answerers.tables.features import WIDTH, candidates
from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.linking import links
from bot.answerers.tables.nearness import nearness
from bot.answerers.tables.queries import Query, queries
from bot.answerers.tables.wording import sentence
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


def _queries(question: str, csv: str) -> list[Query]:
    said, table = asked(question, np.zeros(384, dtype=np.float32)), _table(csv)
    return list(queries(said, table, nearness(said, table)))


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


def test_what_is_more_than_a_number_has_more() -> None:
    assert ("over", frozenset({1})) in _chosen("Which stalls pay more than £52?")
    assert not _chosen("Which stalls pay more than £52?") & {("at least", frozenset({1, 2})), ("is", frozenset({2}))}


def test_a_word_that_denies_counts_once() -> None:
    """Not licensed: that is the no of the column, and not what says anything but no."""
    relations = {(relation, rows) for relation, rows in _chosen("Which stalls do not have a licence?")}
    assert ("is", frozenset({1})) in relations
    assert ("not", frozenset({0, 2})) not in relations


def test_days_are_early_and_late() -> None:
    table = _table()
    said = {sentence(table, query)[0] for query in _queries("Which stall opened last?", STALLS)}
    assert "Anvil: latest Open since (2021-03-28) of 3 rows." in said
    assert not any("highest Open since" in one for one in said)


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
        ("What do 3 months cost at the Ivy?", ("£120",)),
        ("What is the average rent?", ("£52.50",)),
        ("Which stall pays second most?", ("Anvil",)),
        ("Which goods are sold but neither flowers nor cheese?", ("knives",)),
    ],
)
def test_the_right_result_is_among_those_tried(question: str, result: tuple[str, ...]) -> None:
    assert result in _results(question)


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("What rebate is there on 600 tiles?", "4 %"),
        ("What rebate is there on 2000 tiles?", "9 %"),
        ("What rebate is there on 1999 tiles?", "4 %"),
    ],
)
def test_a_step_reaches_to_the_next_one(question: str, result: str) -> None:
    tiles = "Tiles from,Rebate\n250,1 %\n500,4 %\n2000,9 %\n"
    assert (result,) in {one.result for one in _queries(question, tiles) if len(one.rows) == 1 and one.columns == (1,)}


def test_a_step_that_is_an_upper_end_reaches_down_to_the_one_before() -> None:
    parcels = "Weight,Fare\nup to 5 kg,3.10\nup to 20 kg,5.40\nup to 30 kg,9.00\n"
    every = _queries("What does a parcel of 12 kg cost?", parcels)
    found = {one.result for one in every if _spans(one) and one.operation == "list"}
    assert ("5.40",) in found
    assert ("9.00",) not in found


def test_numbers_that_no_word_makes_an_end_are_no_steps() -> None:
    assert not any(map(_spans, _queries("Which stall has 30?", "Stall,Tables\nIvy,20\nBrook,40\n")))


def _spans(query: Query) -> bool:
    return any(one.relation == "spans" for one in query.choice.conditions)


def test_two_rows_that_are_each_named_in_part_are_taken_together() -> None:
    rota = "Name,Mon,Tue,Wed,Thu,Hours\nIda Holm,D,D,off,L,30\nPer Vik,L,off,D,D,22\nUna Moe,off,L,L,D,25\n"
    assert ("52",) in _results("How long do Ida and Per work on Mon, Tue, Wed and Thu between them?", rota)


def test_what_names_the_rows_may_have_no_heading() -> None:
    table = _table(",,2024,2025,Note\nINCOME,Fees,210,230,raised in May\nINCOME,Gifts,80,75,\nCOSTS,Rent,120,125,\n")
    assert table.grid.columns[table.label].name == ""
    assert [row[table.label].text for row in table.grid.cells] == ["Fees", "Gifts", "Rent"]


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


ROWERS = """No.,Surname,First name,Boat,Joined,Monthly fee (£)
R1,Lund,Oda,Heron,2014-02-01,30
R2,Lund,Per,Otter,2019-06-15,none
R3,Vale,Ines,Heron,2022-09-01,45
R4,Marsh,Tom,Plover,2023-03-01,20
R5,Birk,Eva,Plover,2020-05-01,25
"""


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("Who rows the Heron?", ("Oda Lund", "Ines Vale")),
        ("What is Per Lund's boat?", ("Otter",)),
        ("Who pays more than £40?", ("Ines Vale",)),
        ("What are the surnames in the Heron?", ("Lund", "Vale")),
    ],
)
def test_first_name_and_surname_are_shown_together(question: str, result: tuple[str, ...]) -> None:
    results = _results(question, ROWERS)
    assert result in results
    assert ("Oda", "Ines") not in results


def test_what_is_newest_has_the_latest_date() -> None:
    results = _results("Who is the newest rower?", ROWERS)
    assert ("Tom Marsh",) in results
    assert not any(one.operation == "least" and one.by == 4 for one in _queries("Who is the newest rower?", ROWERS))


PARTS = """Section,Covers,Excess (£),Premium (£ million)
A,Buildings,500,1.2
B,Boats,250,3.4
C,Jetty,"none, 3 days' wait",0.6
D,Cash,100,0.1
"""


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("What has an excess above £200?", ("Buildings", "Boats")),
        ("Which section has an excess above £300?", ("A Buildings",)),
        ("What has a premium of less than 1 million?", ("Jetty", "Cash")),
    ],
)
def test_a_letter_is_shown_with_what_it_stands_for(question: str, result: tuple[str, ...]) -> None:
    assert result in _results(question, PARTS)


def test_a_limit_is_read_in_its_direction() -> None:
    relations = {held.relation for one in _queries("Who pays more than 40?", ROWERS) for held in one.choice.conditions}
    assert "over" in relations
    assert "under" not in relations


SAILINGS = """Sailing,From,To,Boat,Departs
S1,Kiel,Oslo,Tern,06:40
S2,Kiel,Oslo,Heron,15:10
S3,Oslo,Kiel,Tern,16:20
S4,Oslo,Moss,Heron,18:00
S5,Kiel,Moss,Tern,19:30
S6,Kiel,Oslo,Tern,21:00
"""


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("Which boats to Oslo leave Kiel after 3 pm?", ("S2", "S6")),
        ("Which sailings leave before 15:30?", ("S1", "S2")),
        ("What sails to Moss from Kiel?", ("S5",)),
    ],
)
def test_times_directions_and_three_conditions_choose_rows(question: str, result: tuple[str, ...]) -> None:
    assert result in _results(question, SAILINGS)


def test_a_value_after_the_name_of_one_column_is_not_of_another() -> None:
    held = {
        (one.column, one.values) for query in _queries("the boats to Oslo", SAILINGS) for one in query.choice.conditions
    }
    assert (2, ("oslo",)) in held
    assert (1, ("oslo",)) not in held


WEEK = """Name,Mon 16,Tue 17,Wed 18
Ida Holm,N 8-5,off,N 8-5
Tom Bell,N 9-6,S 9-6,leave
Ann Ray,off,S 8-4,S 8-4
On call,I. Holm,T. Bell,T. Bell
"""


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("Who is working on Tuesday the 17th?", ("Tom Bell", "Ann Ray")),
        ("Who is away on Wednesday 18?", ("Tom Bell",)),
        ("Who isn't in on Monday the 16th (off or leave)?", ("Ann Ray",)),
    ],
)
def test_who_has_hours_on_a_day_works(question: str, result: tuple[str, ...]) -> None:
    assert result in _results(question, WEEK)


def test_a_column_that_is_left_out_is_not_shown() -> None:
    fees = "Treatment,Fee,Plan fee\nCrown,690,621\nFilling,104,93\n"
    results = _results("What does a crown cost without the plan?", fees)
    assert ("690",) in results
    assert ("621",) not in results


def test_a_year_of_the_title_limits_nothing() -> None:
    (table,) = tables_of("fees 2031.csv", "Fees 2031", "Loan,Fee\nSkiff,12\nRaft,22\nCanoe,14\n")
    said = asked("Which loans cost more than 13 in 2031?", np.zeros(384, dtype=np.float32))
    held = {one.values for query in queries(said, table, nearness(said, table)) for one in query.choice.conditions}
    assert ("13",) in held
    assert ("2031",) not in held


def test_what_stands_between_two_years_is_added() -> None:
    trips = "Route,2021,2022,2023,2024\nNorth,1,2,4,8\nSouth,3,5,7,9\n"
    assert ("7",) in _results("How many went North from 2021 to 2023?", trips)


def test_rows_of_one_name_are_told_apart_by_what_stands_beside() -> None:
    table = _table("Site,Days,Opens\nNorth,weekdays,8\nNorth,Saturday,9\nSouth,weekdays,7\n")
    assert table.called == (0,)
    assert table.apart == (0, 1)


def test_what_is_counted_is_no_money() -> None:
    """A limit of 200 tickets is one of "Sold", although "Ticket income" has the word."""
    tour = "Town,Seats,Sold,Ticket income £\nKiel,400,354,£4947\nOslo,220,118,£1770\nMoss,190,171,£2394\n"
    assert ("Oslo", "Moss") in _results("Which towns had fewer than 200 tickets sold?", tour)


def test_rows_are_called_by_their_names_and_not_by_what_they_are() -> None:
    herd = _table("no,kind,name,weight\nA1,Goat,Bella,40\nA2,Goat,Max,52\nA3,Pig,Rosa,90\n")
    assert (herd.called, herd.codes) == ((2,), 0)
    assert ("Rosa",) in _results(
        "Which animal is the heaviest?", "no,kind,name,weight\nA1,Goat,Bella,40\nA3,Pig,Rosa,90\n"
    )


HIRES = """ref,day,room,status,charge,settled
H1,2031-03-02,loft,confirmed,£12,yes
H2,2031-03-19,barn,cancelled,£30,no
H3,2031-04-05,loft,confirmed,£15,no
H4,2031-04-11,barn,cancelled,£28,yes
H5,2031-05-20,loft,confirmed,£14,
H6,2031-05-23,loft,confirmed,£18,yes
"""


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("Which hires were called off?", ("H2", "H4")),  # what else means "cancelled"
        ("Which hires are unsettled?", ("H2", "H3")),
        ("How many hires were there in April?", ("2",)),
        ("Which hires came before April?", ("H1", "H2")),
    ],
)
def test_values_are_chosen_by_what_they_mean_and_months_by_their_names(question: str, result: tuple[str, ...]) -> None:
    assert result in _results(question, HIRES)


def test_months_of_the_title_limit_nothing_unless_most_rows_are_of_them() -> None:
    (table,) = tables_of("hires March-May 2031.csv", "Hires", HIRES)
    said = asked("Which hires from March to May 2031 are settled?", np.zeros(384, dtype=np.float32))
    held = {one.values for query in queries(said, table, nearness(said, table)) for one in query.choice.conditions}
    assert ("may 2031",) not in held
    assert ("yes",) in held


def test_of_columns_of_several_years_that_of_the_year_is_meant() -> None:
    plan = "Item,Plan 2030,Plan 2031,Note\nPaint,£90,£40,x\nRope,£20,£70,y\n"
    found = _queries("What is the biggest item of the plan for 2031?", plan)
    assert {query.by for query in found if query.operation == "most"} == {2}


def test_what_is_dear_is_so_by_its_price() -> None:
    drums = "Drum,Bought,Price\nSnare,2019,£310\nBass,2031,£120\n"
    found = _queries("What is the most expensive drum that was bought?", drums)
    assert {(query.operation, query.by) for query in found if query.by is not None} == {("most", 2)}


def test_beside_a_code_stands_what_names_its_row_or_nothing() -> None:
    rates = _table("Code,Room,What,Rate\nR1,Loft,evening,9\nR2,Loft,day,12\nR3,Barn,evening,14\nR4,Barn,day,20\n")
    assert rates.apart == (0, 1, 2)
    pitches = _table("Pitch,Side,Shade,Size\nA1,left,some,90\nA2,left,some,95\nA3,left,none,99\nA4,left,some,80\n")
    assert pitches.apart == (0,)


ORDERS = """order,date,supplier,item,qty,unit_price,total,delivered
L-1,2031-02-03,Kell,hoses,3,2.50,7.50,2032-01-05
L-2,2031-11-20,Kell,rakes,2,9.00,18.00,2032-01-09
L-3,2032-01-04,Marsh,seed,12,1.25,15.00,
L-4,2032-02-11,Kell,twine,5,0.80,4.00,2032-02-14
"""


def test_what_one_piece_costs_is_not_added_up() -> None:
    results = {(query.operation, query.result) for query in _queries("What do the orders come to?", ORDERS)}
    assert ("sum", ("44.50",)) in results
    assert ("sum", ("13.55",)) not in results


def test_a_date_is_that_of_the_row_where_no_other_is_named() -> None:
    assert ("2",) in _results("How many orders were there in 2032?", ORDERS)
    meant = _queries("How many orders were there in 2032?", ORDERS)
    assert not any(held.column == 7 and held.values for query in meant for held in query.choice.conditions)
    assert ("3",) in _results("How many orders were delivered in 2032?", ORDERS)


def test_codes_are_listed_with_what_they_stand_for() -> None:
    said = {sentence(_table(ORDERS), query)[0] for query in _queries("Which orders were from Kell?", ORDERS)}
    assert any(one.startswith("order: L-1, L-2 and L-4 ") and "hoses, rakes and twine" in one for one in said)


def test_some_codes_may_be_without_a_digit() -> None:
    coded = "Code,Item,Price\nKX-1,hose,3.00\nKX-2,rake,4.00\nKX-S,seed,5.00\n"
    assert ("rake", "seed") in _results("What costs more than 3.50?", coded)
