"""Tables that a plain text or a mail lays out by bars, tabs or space are tables, and prose is none."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.formats.text_tables import tables_in, text_tables
from ingest.load import File, parsed
from ingest.tables import Table
from ingest.text.splitting import split
from ingest.text.table_lines import readable
from tests.helpers.extracting import held

COURSES = """Course         Teacher        Room
Pottery        Lena Fuchs     Atelier
Bookbinding    Marc Oyono     Cellar
Woodcut        Petra Novak    Press room
"""
BUDGET = """Einnahmen                 2023      2024
Beiträge                 1.200     1.350
Verkauf                    480       610
Summe                    1.680     1.960
"""


def read(text: str) -> Document:
    return parsed(File("notes.txt", text.encode(), 0.0))


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def test_words_under_headings_that_only_space_sets_apart_are_a_table() -> None:
    document = read(f"Evening courses\n\nThey begin in May.\n\n{COURSES}\nFees are due then.\n")
    (table,) = document.tables
    assert names(table) == ["Course", "Teacher", "Room"]
    assert [row.cells for row in table.rows][2] == ("Woodcut", "Petra Novak", "Press room")
    assert [document.text[row.start : row.end] for row in table.rows] == COURSES.splitlines()[1:]
    passage = next(one for one in split(document) if one.columns)
    assert readable(passage.text, passage.columns)[0].splitlines() == [
        "Course: Pottery; Teacher: Lena Fuchs; Room: Atelier",
        "Course: Bookbinding; Teacher: Marc Oyono; Room: Cellar",
        "Course: Woodcut; Teacher: Petra Novak; Room: Press room",
    ]


def test_numbers_that_end_below_each_other_and_their_sum() -> None:
    (table,) = text_tables(BUDGET)
    assert names(table) == ["Einnahmen", "2023", "2024"]
    assert [(row.cells[0], row.total) for row in table.rows] == [
        ("Beiträge", False),
        ("Verkauf", False),
        ("Summe", True),
    ]


@pytest.mark.parametrize(
    "drawn",
    [
        " zone   | fare \n--------+------\n Inner  |  240\n Outer  |     \n(2 rows)\n",
        "=====  ====\nzone   fare\n=====  ====\nInner   240\nOuter    90\n=====  ====\n",
        "+-------+------+\n| zone  | fare |\n+=======+======+\n| Inner | 240  |\n+-------+------+\n| Outer | 90   |\n+-------+------+\n",
        "| zone | fare |\n|------|-----:|\n| Inner | 240 |\n| Outer | 90 |\n",
        "zone\tfare\nInner\t240\nOuter\t90\n",
    ],
)
def test_what_is_drawn_or_set_by_tabs(drawn: str) -> None:
    (table,) = text_tables(drawn)
    assert names(table) == ["zone", "fare"]
    assert [row.cells[0] for row in table.rows] == ["Inner", "Outer"]
    (passage, *_) = split(read(drawn))
    assert readable(passage.text, passage.columns)[0].startswith("zone: Inner; fare: 240\n")


def test_a_rule_above_a_sum_makes_no_headings_of_what_it_sums_up() -> None:
    (table,) = text_tables(
        "Oar      2    70.00\nRope     3    66.00\nSail     1   120.00\n---------------------\nTotal        256.00\n"
    )
    assert names(table) == ["", "", ""]
    assert [row.total for row in table.rows] == [False, False, False, True]


def test_labels_and_what_they_label_are_facts_under_their_heading() -> None:
    document = read("Registration\n\nVessel:      Merula\nHome port:   Rauma\nLength:      11.4 m\n")
    assert [row.cells for row in document.tables[0].rows][1] == ("Home port:", "Rauma")
    assert [one.heading for one in split(document)] == ["Registration"]


@pytest.mark.parametrize(
    "text",
    [
        "The old mill stands by the     In the south the river bends\nriver and has not been used    towards the sea, and there are\nsince the war, when its        many small islands on which\n",
        "He came late.  She had gone.  The house\nwas dark.  Nobody knew why.  It was cold\nand wet.  The dog barked.  It rained on.\n",
        "1.   Wash your hands\n2.   Dry them well\n3.   Turn off the light\n",
        "def area(w, h):    # of a field\n    return w * h   # in metres\ndef edge(w, h):    # all around\n    return w + h   # half of it\n",
        "The wind is up     and the sea is grey\nThe gulls cry out  and fly away\nThe boats lie still    and wait for day\n",
    ],
)
def test_prose_lists_code_and_verse_are_none(text: str) -> None:
    assert text_tables(text) == ()


def test_a_line_of_a_table_is_no_heading() -> None:
    document = read(
        "Prices\n\nIn crowns.\n\nITEM        PRICE\nOAR            70\nROPE           66\nSAIL          120\n"
    )
    assert {one.heading for one in split(document)} == {"Prices"}


def said(mail: str) -> str:
    return "\n".join(text for _, _, text in held(".eml", mail.encode()))


def test_the_tables_of_a_mail_are_rows_with_labels() -> None:
    mail = f"From: Ann <ann@example.org>\nSubject: Plans\n\nHi,\n\nhere they are:\n\n{COURSES}\nSee you\n"
    assert "Course: Woodcut; Teacher: Petra Novak; Room: Press room" in said(mail)
    drawn = mail.replace(COURSES, "| Week | Night |\n|---|---|\n| 18 | Ira |\n| 19 | Tom |\n")
    assert "Week: 18; Night: Ira\nWeek: 19; Night: Tom" in "\n".join(
        text for _, _, text in held(".eml", drawn.encode())
    )


def test_long_texts_take_time_that_grows_with_their_length() -> None:
    drawn = ("+--+--+\n" * 20_000, "---- ----\nx\n" * 20_000, "---- ----\n     x\n" * 20_000, "─" * 200_000 + "x")
    texts = ("a  b " * 200_000, "a | b " * 200_000, "ice  and  fog\n" * 20_000, "- " * 100_000 + "x", *drawn)
    begun = process_time()
    assert all(sum(len(one.lines) for one in tables_in(text)) in (0, 20_000) for text in texts)
    assert process_time() - begun < 5


WRAPPED = """Plants of the reserve

Plant         Where it grows              What it needs
Bog myrtle    on wet ground by the lake   sour soil
              and along the ditches       and much light
Juniper       on the dry slope            no manure at all,
              below the chapel            and shelter from
                                          the sheep
Sea holly     in the dunes                sand
"""
DRAWN = """+-----------+----------------------+-----------+
| Jour      | Activité             | Salle     |
+===========+======================+===========+
| Lundi     | Cours de voile pour  | Grande    |
|           | les débutants        | salle     |
+-----------+----------------------+-----------+
| Mardi     | Atelier de nœuds     | Cave      |
+-----------+----------------------+-----------+
"""
BARS = """Service        | What it is             | Fee
---------------+------------------------+-----
Mooring        | a berth with water and | 19
               | power for one night    |
Slip           | hauling out a boat     | 120
"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            WRAPPED,
            [
                ("Bog myrtle", "on wet ground by the lake and along the ditches", "sour soil and much light"),
                ("Juniper", "on the dry slope below the chapel", "no manure at all, and shelter from the sheep"),
                ("Sea holly", "in the dunes", "sand"),
            ],
        ),
        (
            DRAWN,
            [("Lundi", "Cours de voile pour les débutants", "Grande salle"), ("Mardi", "Atelier de nœuds", "Cave")],
        ),
        (
            BARS,
            [("Mooring", "a berth with water and power for one night", "19"), ("Slip", "hauling out a boat", "120")],
        ),
    ],
)
def test_a_cell_that_goes_on_in_the_next_line_is_one(text: str, rows: list[tuple[str, ...]]) -> None:
    document = read(text)
    (table,) = document.tables
    assert [row.cells for row in table.rows] == rows
    first = next(table.rows)
    sentences = [one[:2] for passage in split(document) for one in passage.sentences]
    assert first.end > document.text.index("\n", first.start)
    assert (first.start, first.end) in sentences


def test_lines_below_an_empty_cell_that_say_something_of_their_own_are_rows() -> None:
    (table,) = text_tables(
        "Land     Size    Fee\nNorway   Small   9 EUR\n         Large  19 EUR\nIceland  Any    14 EUR\n"
    )
    assert [row.cells for row in table.rows] == [
        ("Norway", "Small", "9 EUR"),
        ("", "Large", "19 EUR"),
        ("Iceland", "Any", "14 EUR"),
    ]


def test_a_form_with_labels_beside_each_other_is_a_list_of_facts() -> None:
    form = "Name:      Ann Lee    Born:   4 May 1981\nStreet:    Quay 4     Town:   Orra\nPhone:     5550101    Boat:   Tern\n"
    (table,) = text_tables(form)
    assert names(table) == ["", ""]
    assert [row.cells for row in table.rows][:3] == [
        ("Name:", "Ann Lee"),
        ("Born:", "4 May 1981"),
        ("Street:", "Quay 4"),
    ]


BOXES = """┌───────────────┬─────────┬────────┐
│ Rope          │ Store   │  Price │
├───────────────┼─────────┼────────┤
│ Hemp, 10 mm   │ Turku   │  14.50 │
│ Sisal         │         │   9.75 │
├───────────────┴─────────┼────────┤
│ Cutting                 │   2.00 │
└─────────────────────────┴────────┘
"""
SPANS = """+---------+-----------+---------+
| Day     | Morning   | Evening |
+=========+===========+=========+
| Monday  | Choir, in | - Chess |
+---------+ the hall  | - Darts |
| Tuesday |           |         |
+---------+-----------+---------+
| Sunday  | Closed              |
+---------+---------------------+
"""
GROUPS = """╔════════╤═══════╗
║ Boat   │ Berth ║
╠════════╪═══════╣
║ Tern   │ A4    ║
║ Merula │ B12   ║
╟────────┼───────╢
║ Skua   │ C2    ║
╚════════╧═══════╝
"""
CONTINUED = """ id │     note      │ due
────┼───────────────┼────
  1 │ Ring the     +│ May
    │ harbour office│
  2 │ Paint         │ June
(2 rows)
"""
WIDE = """+--------+-----+
| 駅     | 円  |
+--------+-----+
| 京都   | 240 |
| 奈良町 |  90 |
+--------+-----+
"""


@pytest.mark.parametrize(
    ("drawn", "rows"),
    [
        (
            BOXES,
            [("Hemp, 10 mm", "Turku", "14.50"), ("Sisal", "", "9.75"), ("Cutting", "Cutting", "2.00")],
        ),
        (
            SPANS,
            [
                ("Monday", "Choir, in the hall", "- Chess - Darts"),
                ("Tuesday", "Choir, in the hall", "- Chess - Darts"),
                ("Sunday", "Closed", "Closed"),
            ],
        ),
        (GROUPS, [("Tern", "A4"), ("Merula", "B12"), ("Skua", "C2")]),
        (CONTINUED, [("1", "Ring the harbour office", "May"), ("2", "Paint", "June")]),
        (WIDE, [("京都", "240"), ("奈良町", "90")]),
    ],
)
def test_a_drawn_table_has_the_cells_that_its_lines_enclose(drawn: str, rows: list[tuple[str, ...]]) -> None:
    document = read(drawn)
    (table,) = document.tables
    assert [row.cells for row in table.rows] == rows
    assert all(table.columns[at].name for at in range(len(rows[0])))
    assert all(row.cells[0] in document.text[row.start : row.end] for row in table.rows)


def test_where_a_rule_stands_below_every_row_the_first_may_be_none_of_headings() -> None:
    (table,) = text_tables(
        "+--------+-----------+\n| Client | Havlund   |\n+--------+-----------+\n| Agent  | Mette Roa |\n"
        "+--------+-----------+\n| Quay   | North     |\n+--------+-----------+\n"
    )
    assert [row.cells for row in table.rows] == [("Client", "Havlund"), ("Agent", "Mette Roa"), ("Quay", "North")]


@pytest.mark.parametrize(
    "text",
    [
        "+----------------------+\n| The quay is closed   |\n| until the sixth      |\n+----------------------+\n",
        "+-------+      +-------+\n| Pump  | ---> | Tank  |\n+-------+      +-------+\n",
        "quay\n├── north   # for ferries\n│   ├── a   # long\n│   └── b   # short\n└── south   # for boats\n",
    ],
)
def test_boxes_around_text_diagrams_and_trees_are_no_tables(text: str) -> None:
    assert text_tables(text) == ()


def test_a_rule_of_several_strokes_shows_the_columns() -> None:
    (table,) = text_tables(
        "Depot       Trains  Remarks\n----------  ------  ----------------\nOrra           14\n"
        "Nes                 closed until May,\n                    then one platform\nFredericia N    5\n"
        "                --\nTotal          19\n"
    )
    assert names(table) == ["Depot", "Trains", "Remarks"]
    assert [row.cells for row in table.rows] == [
        ("Orra", "14", ""),
        ("Nes", "", "closed until May, then one platform"),
        ("Fredericia N", "5", ""),
        ("Total", "19", ""),
    ]


def test_a_row_of_values_above_a_rule_is_no_heading() -> None:
    (table,) = text_tables(
        "Depot     May  June\nOrra        4     7\nNes         8     1\n          ---  ----\nTotal      12     8\n"
    )
    assert names(table) == ["Depot", "May", "June"]
    (table,) = text_tables("Orra        4     7\n-------------------\nTotal       4     7\n")
    assert names(table) == ["", "", ""]


def test_rows_that_blank_lines_part_between_two_long_rules_are_those_of_one_table() -> None:
    (table,) = text_tables(
        "  ------------------------------------\n  Ship         Crew  Remarks\n  ------------ ----- ----------------\n"
        "  Aurora       12    cook comes from\n                     Halden\n\n  Cygnus       9     pilot on board\n"
        "  ------------------------------------\n\nMore text follows.\n"
    )
    assert names(table) == ["Ship", "Crew", "Remarks"]
    assert [row.cells for row in table.rows] == [
        ("Aurora", "12", "cook comes from Halden"),
        ("Cygnus", "9", "pilot on board"),
    ]


def test_names_in_the_middle_above_several_columns_are_part_of_theirs() -> None:
    rows = (
        "              Spring          Autumn\n"
        "Boat        Trips  Guests   Trips  Guests   Note\n"
        "------------------------------------------------\n"
        "Tern           12     140       9      88   old\n"
        "Skua            7      61      11     102   new\n"
    )
    (table,) = text_tables(f"Text above.\n\n{rows}\nText below.\n")
    assert names(table) == ["Boat", "Spring Trips", "Spring Guests", "Autumn Trips", "Autumn Guests", "Note"]
    assert [row.cells[1] for row in table.rows] == ["12", "7"]
    (plain,) = text_tables(rows.replace("    Spring          Autumn", "  TRIPS AND GUESTS OF 2025"))
    assert names(plain) == ["Boat", "Trips", "Guests", "Trips", "Guests", "Note"]


def test_labels_above_a_line_of_dots_name_what_stands_below_them() -> None:
    (table,) = text_tables(
        "1. BOAT\nName          Berth      Built      Colour\n"
        "......................................\nTern                     1987       red\n"
    )
    assert names(table) == ["Name", "Berth", "Built", "Colour"]
    assert [row.cells for row in table.rows] == [("Tern", "", "1987", "red")]


def test_strokes_below_the_names_of_several_columns_are_no_columns() -> None:
    (table,) = text_tables(
        "                   2023              2024\n             ----------------  ----------------\n"
        "Site           Adults   Young    Adults   Young\n"
        "Mill            1,204     310     1,377     298\nBarn              880     142       915     160\n"
        "House              66      12        71      15\n"
    )
    assert names(table) == ["Site", "2023 Adults", "2023 Young", "2024 Adults", "2024 Young"]


def test_labels_right_above_what_is_filled_in_are_a_form_if_some_of_it_is_a_number() -> None:
    (table,) = text_tables("Order no.     Day            Your sign\n20417         12.03.2025     Mrs Lund\n")
    assert names(table) == ["Order no.", "Day", "Your sign"]
    assert [row.cells for row in table.rows] == [("20417", "12.03.2025", "Mrs Lund")]
    assert text_tables("Harbour       Mill           Church\nQuay          Barn           School\n") == ()


CELLS = st.sampled_from(
    ["Species", "Pinot noir", "41 B", "1 800", "3 024,00 €", "Total", "Freight (cooled lorry)", "", "---"]
)
LINES = st.lists(
    st.tuples(st.lists(CELLS, min_size=1, max_size=5), st.sampled_from([12, 16, 20])), min_size=2, max_size=14
)


@pytest.mark.parametrize("ending", ["txt", "md"])
@given(lines=LINES)
@settings(max_examples=150, deadline=None)
def test_no_two_passages_share_a_line_however_tables_follow_each_other(ending: str, lines: list[tuple[list[str], int]]) -> None:  # fmt: skip
    text = "\n".join("  " + "".join(cell.ljust(width) for cell in cells) for cells, width in lines)
    read = parsed(File(f"a.{ending}", f"Order of plants\n\n{text}\n\nThe end.\n".encode(), 0.0))
    assert read is not None
    spans = [(passage.start, passage.end) for passage in split(read)]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_a_second_table_right_below_begins_with_its_own_rows() -> None:
    """Sums of another width below a table of plants: the names above are the first table's alone."""
    text = """Order

  Species           Rootstock      Count      Each         Sum
  Pinot Meunier     41 B           1 800      1,68 €      3 024,00 €
  Chardonnay        41 B             950      1,62 €      1 539,00 €
  Total plants                     2 750                  4 563,00 €
  Freight (cooled lorry)                                  340,00 €
  Certificate of health                                    65,00 €
  TO BE PAID (without tax)                              4 968,00 €
"""
    read = parsed(File("order.txt", text.encode(), 0.0))
    assert read is not None
    starts = [passage.start for passage in split(read)]
    assert len(set(starts)) == len(starts)
