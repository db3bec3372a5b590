"""What the documents do not say is declined."""

import pytest

from bot.chat import Bot


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("What did Macron say about Ashford?", "The documents don't mention Macron."),
        ("What happened in Ashford in 1066?", "The documents don't mention 1066."),
        ("Did Ann Lee or Bob Ray visit Boston?", "The documents don't mention Ann Lee or Bob Ray."),
        ("photosynthesis", "The documents don't mention photosynthesis."),
        ("Which programming language is best for beginners?", "The documents don't"),
    ],
)
def test_what_the_documents_do_not_say_is_declined_by_name(towns: Bot, question: str, message: str) -> None:
    answer = towns.ask(question)
    assert (answer.kind, answer.answered, answer.citations) == ("declined", False, ())
    assert answer.text.startswith(message)
