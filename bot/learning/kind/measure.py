"""How often the kind of a question is told right."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.learning.kind.examples import Example
from bot.question.classifier import Model, joined, told
from bot.question.kind import likely
from ingest.console import out
from ingest.embedding.models import token_model

Told = tuple[str, str, str]  # the kind, what it was told for (if that is right too, the same), the text


def embedded(examples: Sequence[Example]) -> NDArray[np.float32]:
    """The embedding of each example, shape (examples, 384)."""
    texts = sorted({one.text for one in examples}, key=len)
    vectors = dict(zip(texts, token_model().encode_passages(texts), strict=True))
    return np.stack([vectors[one.text] for one in examples])


def found(model: Model, logs: Callable[[str], Mapping[str, float]], examples: Sequence[Example]) -> list[Told]:
    """What each example is told for: the first kind that would be tried.

    Args:
        model: of its embedding and words.
        logs: of how likely each class is, as the adapted body reads it.
        examples: to be told.
    """
    rows = []
    for one, vector in zip(examples, embedded(examples), strict=True):
        shares = joined(told(one.text, vector, model)[0], logs(one.text))
        kind, first = one.kind.split(".")[0], likely(shares)[0]
        rows.append((kind, kind if first in one.others else first, one.text))
    return rows


def show(name: str, rows: Sequence[Told]) -> None:
    """Print the share that is right, of all and by kind."""
    right = Counter(kind for kind, other, _ in rows if kind == other)
    every = Counter(kind for kind, _, _ in rows)
    out.print(f"{name}: {100 * sum(right.values()) / max(1, len(rows)):.1f} % of {len(rows)}")
    for kind, count in sorted(every.items()):
        instead = Counter(other for one, other, _ in rows if one == kind and other != kind).most_common(3)
        wrong = ", ".join(f"{other} {times}" for other, times in instead)
        out.print(f"  {kind:12}{100 * right[kind] / count:6.1f} % of {count:5}  {wrong}")
