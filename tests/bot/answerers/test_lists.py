"""A question that asks for several things gets every item, each with its proof."""

from collections.abc import Iterator

import pytest

from bot import flow
from bot.answers import Answer
from bot.chat import Bot
from bot.question.kind import Intent
from tests.bot.conftest import opened

HARBOUR = """# Harbour rules

## Before a boat leaves

Before a boat leaves the harbour, the skipper checks:

- the life jackets
- the fuel
- the weather report

## Berths

The harbour has three basins: the fish basin, the ferry basin and the yacht basin. A berth costs 14 pounds a night.

## Task 1: Dredge the ferry basin
Responsible: Ines Caro.

## Task 2: Paint the lighthouse
Responsible: the painter Hugo Lund.
"""


SURVEY = """Survey of the quay

1 What was looked at

The divers looked at forty piles in April and found worms in six of them.

2 Conclusion and recommendations

We propose to the harbour board:

1. Pull the six piles out before the winter.

2. Put iron shoes on the next ten.

3. Let divers come again in two years.

Rents have risen. Caro signs.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with opened(tmp_path_factory.mktemp("harbour"), {"rules.md": HARBOUR, "survey.txt": SURVEY}) as bot:
        yield bot


@pytest.fixture(autouse=True)
def _lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "intent_of", lambda *_, **__: Intent("list"))


def lines(answer: Answer) -> list[str]:
    return [line.rsplit(" [", 1)[0].removeprefix("- ") for line in answer.text.splitlines()]


def test_bullets_are_the_answer_and_not_the_line_above(harbour: Bot) -> None:
    answer = harbour.ask("What does the skipper check before a boat leaves?")
    assert lines(answer) == ["the life jackets", "the fuel", "the weather report"]
    text = harbour.document("rules.md").text
    assert all(text[one.start : one.end] == one.quote for one in answer.citations)


def test_the_members_of_a_sentence_are_all_bold(harbour: Bot) -> None:
    answer = harbour.ask("Which basins does the harbour have?")
    assert answer.text.count("**") >= 6
    assert answer.short
    assert answer.short.endswith("the fish basin, the ferry basin and the yacht basin")


def test_what_stands_in_several_sections_is_gathered(harbour: Bot) -> None:
    answer = harbour.ask("Who is responsible for each task?")
    assert "Ines Caro" in answer.text
    assert "Hugo Lund" in answer.text
    assert "**Task 2: Paint the lighthouse:** Responsible" in answer.text


def test_what_one_thing_answers_is_left_to_the_reader(harbour: Bot) -> None:
    answer = harbour.ask("What does a berth cost a night?")
    assert answer.short == "14 pounds"


def test_a_list_that_has_as_many_items_as_are_asked_for_is_given_whole(harbour: Bot) -> None:
    answer = harbour.ask("What are the divers' three recommendations?")
    assert [line.split()[0] for line in lines(answer)] == ["Pull", "Put", "Let"]
