"""Logistic regression: how the reader's weights are fitted and used. Arrays in, arrays out."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.float64]


def fit(rows: ArrayLike, right: ArrayLike, *, ridge: float = 1.0, steps: int = 30) -> Rows:
    """Weights of a logistic regression by Newton's method (Hastie et al. 2009, section 4.4.1).

    Args:
        rows: features, shape (n, features).
        right: whether each row is right, shape (n,).
        ridge: penalty on squared weights of standardized features; the bias bears none.
        steps: iterations.

    Returns:
        Weights of the features as they are, then the bias: shape (features + 1,).
    """
    x, y = np.asarray(rows, dtype=np.float64), np.asarray(right, dtype=np.float64)
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    z = np.column_stack([(x - mean) / spread, np.ones(len(x))])
    penalty = np.append(np.full(x.shape[1], ridge), 1e-6)
    weights = np.zeros(z.shape[1])
    for _ in range(steps):
        p = sigmoid(z @ weights)
        slope = z.T @ (p - y) + penalty * weights
        curve = (z * np.maximum(p * (1 - p), 1e-9)[:, None]).T @ z + np.diag(penalty)
        weights -= np.linalg.solve(curve, slope)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ mean)


def logits(weights: ArrayLike, rows: ArrayLike) -> Rows:
    """The log odds of each row, shape (n,); `weights` as `fit` returns them."""
    w = np.asarray(weights, dtype=np.float64)
    found: Rows = np.asarray(rows, dtype=np.float64) @ w[:-1] + w[-1]
    return found


def sigmoid(values: ArrayLike) -> Rows:
    """Probabilities of log odds."""
    found: Rows = 1 / (1 + np.exp(-np.clip(np.asarray(values, dtype=np.float64), -50, 50)))
    return found
