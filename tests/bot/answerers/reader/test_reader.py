"""The embedded reader answers from the right document, in its words."""

import pytest

from bot.chat import Bot
from bot.proof.citations import plain


@pytest.mark.parametrize(
    ("question", "answer", "source"),
    [
        ("When was Ashford founded?", "893", "towns/ashford.txt"),
        ("How tall is the Stump?", "83 metres", "towns/boston.md"),
        ("How many workers did the railway works employ?", "1,300 workers", "towns/ashford.txt"),
        ("What was shipped to Flanders?", "Wool", "towns/boston.md"),
        ("how hot should water for green tea be", "80 degrees", "tea.txt"),
        ("why is green tea steamed?", "stays green", "tea.txt"),
    ],
)
def test_questions_are_answered_from_the_right_document(towns: Bot, question: str, answer: str, source: str) -> None:
    found = towns.ask(question)
    assert answer in plain(found.text)
    assert found.citations[0].source == source
    assert 0 < found.confidence <= 1
    assert found.answerer == "embedded"


def test_relative_dates_are_quoted_never_computed(bot: Bot) -> None:
    answer = bot.ask("Which country chairs this week's meeting?")
    assert "this week’s" in answer.text
    assert "2026" not in answer.text
