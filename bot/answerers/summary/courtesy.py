"""Sentences of mails that are but polite, known by what they mean: see the examples in courtesies.txt."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

_ALIKE = 0.42  # cosine: of 12 that tell something one reached 0.35, of 9 that are polite two did not reach 0.42
_LONGEST = 20  # words


def polite(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which of some sentences are courtesies, shape (len(texts),); one with a number in it tells something."""
    from ingest.embedding.models import token_model

    if not texts:
        return np.zeros(0, dtype=bool)
    near = (token_model().encode_passages(texts) @ _examples().T).max(axis=1)
    told = [any(map(str.isdigit, text)) or len(text.split()) > _LONGEST for text in texts]
    found: NDArray[np.bool_] = (near >= _ALIKE) & ~np.array(told)
    return found


@cache
def _examples() -> NDArray[np.float32]:
    from ingest.embedding.models import token_model

    lines = (files("bot.answerers.summary") / "courtesies.txt").read_text(encoding="utf-8").splitlines()
    return token_model().encode_passages([line for line in lines if not line.startswith("#")])
