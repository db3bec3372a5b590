"""What somebody said is answered with that person's words."""

from collections.abc import Iterator

import pytest

from bot.chat import Bot
from tests.bot.conftest import opened

TALK = """Talk with Ida Brook, keeper of the weir

Pike: Is it true that the weir was built of oak by your own family?

Brook: My grandfather built it of stone. The oak came later, for the gates.

Pike: The council says that Brook asked for 90 crowns for each gate.

Brook: I asked for 40. They never paid more than 30 crowns for a gate.

Pike: And what of the lower meadow? Somebody wants to sell it for 700 crowns.

Brook: I do not want to sell it. It floods, and it should be left to the storks.
"""


@pytest.fixture(scope="module")
def weir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with opened(tmp_path_factory.mktemp("weir"), {"talk.txt": TALK}) as bot:
        yield bot


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What did Brook say about how many crowns she asked for a gate?", "40"),
        ("What does Brook say about the lower meadow?", "storks"),
        ("What did Brook say the weir was built of?", "stone"),
    ],
)
def test_the_answer_is_in_the_words_of_whoever_is_asked_about(weir: Bot, question: str, answer: str) -> None:
    said = weir.ask(question)
    assert answer in said.text
    for citation in said.citations:
        assert TALK.rfind("Brook:", 0, citation.end) > TALK.rfind("Pike:", 0, citation.end)
