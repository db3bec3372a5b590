"""Logistic regression as the reader uses it: weights and features in, probabilities out."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.float64]


def bent(rows: ArrayLike, knots: ArrayLike) -> Rows:
    """Each feature, then by how much it exceeds its knot: what is fitted to both may bend there (Friedman 1991).

    Args:
        rows: features, shape (n, features).
        knots: of each feature, shape (features,).

    Returns:
        Shape (n, 2 * features).
    """
    x = np.asarray(rows, dtype=np.float64)
    return np.hstack([x, np.maximum(x - np.asarray(knots, dtype=np.float64), 0.0)])


def logits(weights: ArrayLike, rows: ArrayLike) -> Rows:
    """The log odds of each row, shape (n,); `weights` are those of the features, then the bias."""
    w = np.asarray(weights, dtype=np.float64)
    found: Rows = np.asarray(rows, dtype=np.float64) @ w[:-1] + w[-1]
    return found


def sigmoid(values: ArrayLike) -> Rows:
    """Probabilities of log odds."""
    found: Rows = 1 / (1 + np.exp(-np.clip(np.asarray(values, dtype=np.float64), -50, 50)))
    return found


def logit(probability: float) -> float:
    """Log odds of a probability."""
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))
