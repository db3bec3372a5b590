"""Every token and sentence of a passage as a vector, in the context of the whole passage ("late chunking")."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Passage

Tokens = tuple[NDArray[np.float16], NDArray[np.int64]]  # vectors of unit length, and the characters they stand for
_CACHED = 256  # passages whose tokens are kept, about 60 kB each


class _Cache:
    """The tokens of the passages read last, so that a conversation about the same ones is quick."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Tokens] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, passages: Sequence[Passage]) -> list[Tokens]:
        """For each passage its tokens in their context, of unit length, and the characters that they stand for."""
        from ingest.embedding.models import token_model

        texts = [passage.embedded for passage in passages]
        with self._lock:
            found = {text: self._kept[text] for text in texts if text in self._kept}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            for text, (states, offsets) in zip(new, token_model().encode_tokens(new), strict=True):
                found[text] = (unit(states).astype(np.float16), offsets)
        with self._lock:
            for text in texts:
                self._kept[text] = found[text]
                self._kept.move_to_end(text)
            while len(self._kept) > _CACHED:
                self._kept.popitem(last=False)
        return [found[text] for text in texts]


tokens_of = _Cache().of


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows scaled to length 1; zeros stay zeros."""
    scaled: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-6)
    return scaled


def sentence_vectors(passages: Sequence[Passage]) -> list[list[NDArray[np.float32]]]:
    """The meaning of each sentence of each passage, in its context: unit vectors of shape (dimension,)."""
    found = []
    for passage, (states, places) in zip(passages, tokens_of(passages), strict=True):
        inside = (covered(passage, places, start, end) for start, end in passage.sentences)
        found.append([mean_of(states[rows] if rows.any() else states) for rows in inside])
    return found


def covered(passage: Passage, places: NDArray[np.int64], start: int, end: int) -> NDArray[np.bool_]:
    """Which tokens of a passage lie within [start, end) of its document."""
    shift = len(passage.embedded) - len(passage.text) - passage.start
    inside: NDArray[np.bool_] = (places[:, 0] >= start + shift) & (places[:, 1] <= end + shift)
    return inside


def mean_of(states: NDArray[np.float16]) -> NDArray[np.float32]:
    """The mean of some tokens as a unit vector, shape (dimension,)."""
    return unit(states.astype(np.float32).mean(axis=0))
