"""ROUGE counts what two texts share, by stems."""

import pytest

from bot.learning.summary.rouge import rouge_l, rouge_n


def test_runs_and_subsequences_are_shared() -> None:
    assert rouge_n("The goats escaped", "the goat escaped", 1) == 1
    assert rouge_n("a b c d", "a b x d", 2) == pytest.approx(1 / 3)
    assert rouge_l("a b c d", "a c d b") == pytest.approx(0.75)
    assert rouge_n("a", "b", 1) == rouge_l("", "b") == 0
