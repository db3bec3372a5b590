"""A question of several parts: each is answered and cited, and the proof tells which is more."""

from collections.abc import Iterator

import pytest

from bot import flow
from bot.chat import Bot
from bot.question.kind import Intent
from tests.bot.conftest import opened

FILES = {
    "cinemas.md": "# Cinemas\n\nThe Rialto has 420 seats. It was opened in 1931.\n\nThe Corso has 185 seats and a bar.\n",
    "sales.md": "# Tickets\n\nIn 2021 the cinemas sold 61,200 tickets. In 2022 they sold 84,900 tickets.\n",
    "people.md": "# Staff\n\nThe projectionist is Vera Lindt. The tills were replaced in May 2020.\n",
}


@pytest.fixture(scope="module")
def cinemas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with opened(tmp_path_factory.mktemp("cinemas"), FILES) as bot:
        yield bot


@pytest.fixture(autouse=True)
def _comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "intent_of", lambda *_, **__: Intent("comparison"))


def test_which_is_more_is_said_first_and_both_are_cited(cinemas: Bot) -> None:
    answer = cinemas.ask("Which has more seats, the Corso or the Rialto?")
    assert answer.text.startswith("- **Rialto**: 420")
    assert "185" in answer.text
    assert len(answer.citations) >= 2


def test_two_questions_in_one_get_two_answers(cinemas: Bot) -> None:
    answer = cinemas.ask("Who is the projectionist and when was the Rialto opened?")
    assert "Vera Lindt" in answer.text
    assert "1931" in answer.text


def test_a_part_that_is_not_answered_is_named(cinemas: Bot) -> None:
    answer = cinemas.ask("Who is the projectionist and how much does Quentin Marsh earn?")
    assert "Vera Lindt" in answer.text
    assert any("Quentin Marsh" in note for note in answer.notes)


def test_each_of_two_years_gets_its_number(cinemas: Bot) -> None:
    answer = cinemas.ask("How many tickets were sold in 2021 and in 2022?")
    assert "61,200" in answer.text
    assert "84,900" in answer.text
