"""A question of several parts is taken apart into questions that each have one."""

import pytest

from bot.question.parts import taken_apart


@pytest.mark.parametrize(
    ("question", "parts", "wanted"),
    [
        ("Who keeps the bees and when do they swarm?", ("Who keeps the bees?", "when do they swarm?"), ""),
        ("How much honey was sold in 2021 and in 2022?",
         ("How much honey was sold in 2021?", "How much honey was sold in 2022?"), ""),
        ("Which has more seats, the balcony or the stalls?",
         ("How many seats has the balcony?", "How many seats has the stalls?"), "most"),
        ("Which hive is lighter, the north hive or the south hive?",
         ("How light is the north hive?", "How light is the south hive?"), "least"),
        ("Who is older, Ada Fenn or Rolf Kay?", ("When was Ada Fenn born?", "When was Rolf Kay born?"), "least"),
        ("Are both Ada Fenn and Rolf Kay beekeepers?", ("Is Ada Fenn beekeepers?", "Is Rolf Kay beekeepers?"), ""),
    ],
)  # fmt: skip
def test_each_part_stands_alone(question: str, parts: tuple[str, str], wanted: str) -> None:
    found = taken_apart(question)
    assert found
    assert (found.questions, found.wanted) == (parts, wanted)


@pytest.mark.parametrize("question", ["What does the beekeeper want?", "When does the market open?", "honey prices"])
def test_a_question_of_one_part_is_left_whole(question: str) -> None:
    assert taken_apart(question) is None
