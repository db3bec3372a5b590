"""What one sentence tells of two things is compared there, and by how much they differ is computed."""

from collections.abc import Iterator

import pytest

from bot import flow
from bot.chat import Bot
from bot.question.kind import Intent
from tests.bot.conftest import opened

FILES = {
    "minutes.md": "# Minutes of the rowing club\n\nPer had two offers for new oars: Ardal asks £685, Brenn £540. Decided: Brenn.\n\n"
    "The boathouse roof cost more than planned: budgeted were £1,800, paid £5,460.\n\n"
    "When the slipway was planned in 2019, it was to cost £9,000 and be ready in 2021.\n",
    "fees.csv": "boat,hire per day\nSkiff,24.00\nPunt,31.50\nCanoe,12.00\n",
}


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with opened(tmp_path_factory.mktemp("club"), FILES) as bot:
        yield bot


@pytest.fixture(autouse=True)
def _comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "intent_of", lambda *_, **__: Intent("comparison"))


def test_the_sentence_is_quoted_with_the_one_that_is_asked_for_in_bold(club: Bot) -> None:
    answer = club.ask("Which of the two offers for the oars was cheaper?")
    assert "**Brenn £540**" in answer.text
    assert answer.short == "Brenn £540"
    assert answer.citations[0].quote in FILES["minutes.md"]


def test_by_how_much_is_computed_from_what_is_cited(club: Bot) -> None:
    answer = club.ask("Which offer for the oars was cheaper, Ardal or Brenn, and by how much?")
    assert "The difference is **£145** (£685 is more than £540)." in answer.text


def test_a_difference_alone_names_no_side(club: Bot) -> None:
    answer = club.ask("What was the difference between the budgeted and the paid bill for the roof?")
    assert "**£3,660**" in answer.text


def test_years_are_nothing_that_is_more_expensive(club: Bot) -> None:
    answer = club.ask("How much more expensive has the slipway become?")
    assert "days" not in answer.text
    assert "2019" not in (answer.short or "")


def test_rows_of_a_table_are_compared(club: Bot) -> None:
    answer = club.ask("Which is dearer to hire per day, the Skiff or the Punt?")
    assert "Punt" in answer.text
    assert "31.50" in answer.text
    assert {one.source for one in answer.citations} == {"fees.csv"}


def test_where_only_one_of_two_names_is_told_of_nothing_is_computed(club: Bot) -> None:
    answer = club.ask("Which offer for the oars was cheaper, Ardal or Skiff, and by how much?")
    assert "The difference" not in answer.text
