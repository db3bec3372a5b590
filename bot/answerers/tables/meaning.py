"""Values that a question names by other words: "called off" of a column that says confirmed or cancelled."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.memo import Memo
from bot.answerers.tables.asked import Asked
from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.limits import Link
from bot.drafts import Condition
from bot.proof.grid import stemmed
from ingest.embedding.models import token_model

_RUN = 3  # words
_LIKE = 0.42  # cosine of a run of words and a value that it may mean, at least,
_AHEAD = 0.18  # and how much more than of the value that is next
_SHARE = 0.8  # how surely rows are meant that are named by other words
_LINKS = 3
_KEPT: Memo[str, NDArray[np.float32]] = Memo(2048)


def of_meaning(question: Asked, table: Indexed, found: Sequence[Link]) -> Iterator[Link]:
    """Rows by a value that some words mean, the likeliest first; not by words that stand in cells or name columns."""
    said = {at for link in found if link.condition.relation in ("is", "holds") for at in link.places}
    said |= {at for at, stem in enumerate(question.stems) if any(stem in name for name in table.names)}
    runs = [places for places in _runs(question) if not said & {*places}]
    if not runs or not table.sorting:
        return
    meant = _vectors([" ".join(question.words[at] for at in places) for places in runs])
    likely = []
    for at, values in table.sorting.items():
        alike = meant @ _vectors(values).T
        order = np.sort(alike, axis=1)
        ahead = np.where(order[:, -1] - order[:, -2] >= _AHEAD, order[:, -1], 0.0)
        best = int(ahead.argmax())
        if ahead[best] >= _LIKE:
            likely.append((float(ahead[best]), at, values[int(alike[best].argmax())], frozenset(runs[best])))
    for _, at, value, places in sorted(likely, key=lambda one: -one[0])[:_LINKS]:
        yield Link(Condition(at, "is", (value,)), table.exact[stemmed(value)][at], places, _SHARE)


def _runs(question: Asked) -> list[range]:
    """The runs of a few words that tell something."""
    count = len(question.words)
    runs = (range(begin, begin + size) for size in range(1, _RUN + 1) for begin in range(count - size + 1))
    placed = {at for at, word in enumerate(question.words) if word in ("first", "last")} | {*question.ranks}
    plain = {*range(count)} - {*question.numbers} - question.capital - placed
    return [run for run in runs if plain >= {*run} and any(question.telling[at] for at in run)]


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """What texts mean, shape (texts, dimension); several tables are asked the same."""
    return np.stack(_KEPT.of(texts, lambda new: list(token_model().encode_passages(new))))
