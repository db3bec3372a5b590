"""Logistic regression, of rows and of choices: how the reader's weights and a calibration are fitted."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from bot.answerers.reader.logistic import Rows, sigmoid

_NEWTON = 30  # steps
_STEPS, _RATE = 400, 0.05  # of gradient descent; more steps changed no weight by 1 %


def fit(rows: ArrayLike, right: ArrayLike, *, weight: ArrayLike = 1.0, ridge: float = 1.0) -> Rows:
    """Weights of a logistic regression by Newton's method (Hastie et al. 2009, section 4.4.1).

    Args:
        rows: features, shape (n, features).
        right: whether each row is right, shape (n,).
        weight: how much each row counts, shape (n,); by default all the same.
        ridge: penalty on squared weights of standardized features; the bias bears none.

    Returns:
        Weights of the features as they are, then the bias: shape (features + 1,).
    """
    x, y = np.asarray(rows, dtype=np.float64), np.asarray(right, dtype=np.float64)
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    z = np.column_stack([(x - mean) / spread, np.ones(len(x))])
    penalty = np.append(np.full(x.shape[1], ridge), 1e-6)
    counts = np.broadcast_to(np.asarray(weight, dtype=np.float64), len(x))
    weights = np.zeros(z.shape[1])
    for _ in range(_NEWTON):
        p = sigmoid(z @ weights)
        slope = z.T @ (counts * (p - y)) + penalty * weights
        curve = (z * (counts * np.maximum(p * (1 - p), 1e-9))[:, None]).T @ z + np.diag(penalty)
        weights -= np.linalg.solve(curve, slope)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ mean)


def fit_choices(groups: Sequence[ArrayLike], right: Sequence[ArrayLike], *, ridge: float = 1e-3) -> Rows:
    """Weights of a conditional logit (McFadden 1974): which row of a group is right, not whether a row is.

    What all rows of a group share cannot mislead it, so it ranks better than a regression over single rows. Where
    several rows are right, their likelihoods are summed (Clark and Gardner 2018).

    Args:
        groups: features of the rows of each group, shape (rows, features).
        right: whether each row is right, shape (rows,); at least one in each group.
        ridge: penalty on squared weights of standardized features.

    Returns:
        Weights of the features as they are, then a bias of 0: shape (features + 1,).
    """
    every = np.concatenate([np.asarray(rows, dtype=np.float64) for rows in groups])
    mean, spread = every.mean(axis=0), np.maximum(every.std(axis=0), 1e-6)
    scaled = [(np.asarray(rows, dtype=np.float64) - mean) / spread for rows in groups]
    good = [np.asarray(flags, dtype=bool) for flags in right]
    weights, momentum, scale = (np.zeros(len(mean)) for _ in range(3))
    for step in range(1, _STEPS + 1):
        slope = ridge * weights
        for rows, flags in zip(scaled, good, strict=True):
            odds = rows @ weights
            chance = np.exp(odds - odds.max())
            chance /= chance.sum()
            wanted = np.where(flags, chance, 0.0)
            slope += rows.T @ (chance - wanted / wanted.sum()) / len(scaled)
        momentum = 0.9 * momentum + 0.1 * slope
        scale = 0.99 * scale + 0.01 * slope**2
        weights -= _RATE * (momentum / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.99**step)) + 1e-8)  # Adam
    return np.append(weights / spread, 0.0)


def cutoff(confidence: ArrayLike, right: ArrayLike, share: float) -> float:
    """The confidence below which `share` (0 to 1) of the right ones lie."""
    return float(np.quantile(np.asarray(confidence, dtype=np.float64)[np.asarray(right, dtype=bool)], share))
