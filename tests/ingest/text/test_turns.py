"""Who speaks where: names that begin lines again and again, over sentences."""

from itertools import pairwise

import pytest

from ingest.text.turns import turn_at, turns

TALK = """Talk with Ida Brook, keeper of the weir
Held in the mill. Questions: Sam Pike.

Pike: Ms. Brook, when did the water rise?

Brook: At four in the morning. I opened two gates.
It was too late for the lower meadow.

Pike: Did the mayor call?

Brook: No. Nobody called.
"""
CHAT = "[02.04.31, 08:01:10] Ida: Are the gates open\n[02.04.31, 08:02:00] Sam: Two of them\n" * 2
MINUTES = "The Chair (Ida Brook (Weir, Ind.)): Order.\nHon. Sam Pike (Mill, Lib.): Thank you. I rise.\n" * 3
COUNCIL = """WEIR BOARD, 2 April

CHAIR BROOK: The board is open. Is the gate paid for?

MEMBER PIKE: It is. It was paid in March.

CHAIR BROOK: Who is against a second one?

MEMBER LOW: I am. One is enough.
(Laughter)

CHAIR BROOK: We vote on Friday.
"""

BOLD = "**Q:** What does a berth cost?\n**A:** It costs 140 euros.\n\n**Q:** And in winter?\n**A:** Half of that.\n"
ITALIC = "*Sam Pike*: Is it paid for?\n\n*Ida Brook*: Yes.\n\n*Sam Pike*: By whom?\n\n*Ida Brook*: By us.\n"
CALL = """Ida Brook   0:09
I came in 2009. I was a deckhand.

Sam Pike   0:20
And then?

Ida Brook   0:25
Then I got my licence.

Sam Pike   1:02:20
Thank you.
"""


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (TALK, {"Pike", "Brook"}),
        (CHAT, {"Ida", "Sam"}),
        (MINUTES, {"The Chair", "Hon. Sam Pike"}),
        (COUNCIL, {"CHAIR BROOK", "MEMBER PIKE", "MEMBER LOW"}),
        (BOLD, {"Q", "A"}),
        (ITALIC, {"Ida Brook", "Sam Pike"}),
        (CALL, {"Ida Brook", "Sam Pike"}),
    ],
)
def test_turns_know_who_speaks(text: str, speakers: set[str]) -> None:
    found = turns(text)
    assert {turn.speaker for turn in found} == speakers
    assert all(a.end == b.start for a, b in pairwise(found))
    assert found[-1].end == len(text)


def test_a_place_is_in_the_turn_that_goes_on_there() -> None:
    found = turns(TALK)
    assert found[turn_at(found, TALK.index("lower meadow"))].speaker == "Brook"
    assert found[turn_at(found, TALK.index("mayor"))].speaker == "Pike"
    assert turn_at(found, TALK.index("Held")) == -1


@pytest.mark.parametrize(
    "text",
    [
        "Name: Ida Brook\nRoom: 4\nPhone: 220\n\nName: Sam Pike\nRoom: 5\nPhone: 221\n",
        "Weir: a wall in a river that holds water back.\nGate: a part of it that can be opened.\n",
        "She said this: it rose. He said that: it fell.\n" * 5,
        "Note: keep it dry. Note: keep it cool.\nThe rest is prose without an end.\n",
        "Heron 08:00\nTern 09:30\nHeron 10:00\nTern 11:30\n",
        "**Name:** Ida Brook\n**Room:** 4\n\n**Name:** Sam Pike\n**Room:** 5\n",
        "Tip: Open it slowly.\nTip: Close it slowly.\nNote: It is old.\nTip: Oil it.\n",
        "",
    ],
)
def test_fields_a_glossary_and_prose_have_no_speakers(text: str) -> None:
    assert turns(text) == ()
