"""Which capitals tell of a name that the documents must hold."""

import pytest

from bot.question.names import names, opening, passing


@pytest.mark.parametrize(
    ("text", "slight", "sure"),
    [
        ("Even after midnight?", {"even"}, set()),
        ("I began on Monday. Interns get how many days?", {"monday", "interns"}, set()),
        ("Custom-made plugs: who pays?", {"custom-made", "custom", "made"}, set()),
        ("Macron’s plan?", set(), {"macron’s"}),
        ("Emmanuel Macron said what?", set(), {"emmanuel", "macron"}),
        ("Suppose it rains; Macron says what of Suppose?", {"macron"}, {"suppose"}),
        ("What does Macron say?", {"what"}, {"macron"}),
    ],
)
def test_a_day_and_a_first_word_are_no_sure_names(text: str, slight: set[str], sure: set[str]) -> None:
    assert slight <= passing(text)
    assert not sure & passing(text)


def test_a_name_stays_a_name_wherever_it_stands() -> None:
    assert names("Macron met Olaf Scholz") == ["Macron", "Olaf Scholz"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Compare the two meetings", {"compare"}),
        ("Compare Elverton and Ardal. Rank Ardal first.", {"compare", "rank"}),
        ("What did Compare say? Compare it.", {"what"}),  # it stands with a capital elsewhere
    ],
)
def test_the_word_that_a_sentence_begins_with_may_be_any(text: str, first: set[str]) -> None:
    assert opening(text) == first
