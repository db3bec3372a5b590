"""Of a long message the sentences that ask are the question."""

from bot.question.asking import asked_part
from bot.question.followup import stand_alone

STORY = (
    "I have kept bees behind the old mill since my uncle gave me his two hives, and every spring the neighbours ask me"
    " for a jar or two. Last week a man from the town hall came by with a folder under his arm and looked rather stern."
)


def test_the_story_around_a_question_is_told_apart() -> None:
    assert asked_part(f"{STORY} How many hives may stand in a garden?") == (
        "How many hives may stand in a garden?",
        STORY,
    )
    assert asked_part(f"Hello! {STORY} Please tell me what a permit costs.")[0] == "Please tell me what a permit costs."


def test_a_short_message_asks_as_a_whole() -> None:
    assert asked_part("I keep bees. How many hives may I have?") == ("I keep bees. How many hives may I have?", "")


def test_what_the_question_points_back_to_is_taken_from_the_story() -> None:
    found = stand_alone(f"{STORY} How many hives may stand in a garden?", ())
    assert found.text == "How many hives may stand in a garden?"
