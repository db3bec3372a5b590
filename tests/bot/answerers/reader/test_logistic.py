"""Logistic regression finds what made the data."""

import numpy as np
import pytest

from bot.answerers.reader.logistic import bent, logits, sigmoid
from bot.evaluation.regression import fit, fit_choices


def test_logistic_regression_finds_the_weights_that_made_the_data() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(4000, 3)) * [1, 5, 1]
    right = random.random(4000) < sigmoid(rows @ [2, -0.2, 0] + 0.5)
    np.testing.assert_allclose(fit(rows, right), [2, -0.2, 0, 0.5], atol=0.15)


def test_what_is_bent_can_count_more_on_one_side_of_its_knot() -> None:
    rows = np.random.default_rng(0).normal(size=(6000, 1))
    odds = np.where(rows[:, 0] > 0.5, 3 * (rows[:, 0] - 0.5), 0)
    right = np.random.default_rng(1).random(6000) < sigmoid(odds)
    np.testing.assert_array_equal(bent([[2.0], [-1.0]], [0.5]), [[2.0, 1.5], [-1.0, 0.0]])
    np.testing.assert_allclose(fit(bent(rows, [0.5]), right), [0, 3, 0], atol=0.3)


def test_a_choice_ignores_what_all_rows_of_a_group_share() -> None:
    random = np.random.default_rng(0)
    groups, right = [], []
    for _ in range(300):
        rows = np.column_stack([random.normal(size=6), np.full(6, random.normal() * 9)])
        groups.append(rows)
        right.append(np.arange(6) == random.choice(6, p=np.exp(2 * rows[:, 0]) / np.exp(2 * rows[:, 0]).sum()))
    found = fit_choices(groups, right)
    assert found[0] == pytest.approx(2, abs=0.4)
    assert logits(found, groups[0]).shape == (6,)
