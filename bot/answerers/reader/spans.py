"""The trained reader at work: for each passage, where in it an answer may stand and whether there is one at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.as_read import as_read
from bot.answerers.reader.memo import Memo
from ingest.documents import Passage
from ingest.embedding.pairs import Pair, as_tokens, pairs
from ingest.errors import ModelError

if TYPE_CHECKING:
    from ingest.embedding.encoder import Encoder

ADAPTER = Path(__file__).parent  # what `bot/learning/reader/train.py` saves
HEAD = "head.safetensors"
_LONGEST = 30  # tokens of a span
_LEAST = -30.0  # score of what cannot be
# Several answerers read the same passages for one question, as does a search for it after.
_JUST_READ: Memo[tuple[str, Passage], "Reading"] = Memo(64)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage's text that may be the answer.

    Attributes:
        start, end: characters of `Passage.text`.
        score: log odds against "not in this passage".
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of one passage.

    Attributes:
        answers: log odds that the passage answers the question.
        starts, ends: for each token how likely an answer starts and ends there, shape (tokens,): logits less those of
            "not in this passage".
        places: for each token its characters in `Passage.text`, shape (tokens, 2); -1 outside of it.
    """

    answers: float
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]
    places: NDArray[np.int64]

    def best(self, start: int, end: int) -> Span:
        """The likeliest span within the characters from `start` to `end`; without width where nothing was read."""
        inside = np.flatnonzero((self.places[:, 0] >= start) & (self.places[:, 1] <= end))
        if not len(inside):
            return Span(start, start, _LEAST)
        first = slice(int(inside[0]), int(inside[-1]) + 1)
        scores = self.starts[first, None] + self.ends[None, first]
        size = len(scores)
        ahead = np.arange(size)[None, :] - np.arange(size)[:, None]
        there = self.places[first, 0] >= 0  # of a row with labels these are no part of an answer
        scores = np.where((ahead >= 0) & (ahead < _LONGEST) & there[:, None] & there[None, :], scores, -np.inf)
        at, to = np.unravel_index(int(scores.argmax()), scores.shape)
        places = self.places[first]
        return Span(int(places[at, 0]), int(places[to, 1]), max(float(scores[at, to]), _LEAST))


class Reader:
    """The embedding model's body with the adapter, and its head. Safe to use from several threads."""

    def __init__(self, encoder: "Encoder", folder: Path) -> None:
        """Take a body, and the head in `folder`.

        Raises:
            ModelError: it cannot be read.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            head = load_file(folder / HEAD)
            self._weight, self._bias = head["weight"], head["bias"]
        except (OSError, KeyError, SafetensorError) as error:
            raise ModelError(f"Cannot read the reader in '{folder}' ({error!r:.120}). Reinstall Footnote.") from error
        self._encoder = encoder

    def read(self, question: str, texts: Sequence[tuple[str, str]]) -> list[Reading]:
        """Read passages for a question.

        Args:
            question: stand-alone.
            texts: what stands above each passage (title and heading, a line each), and its text.
        """
        return self.read_pairs(pairs(question, texts))

    def read_pairs(self, rows: Sequence[Pair]) -> list[Reading]:
        """Read pairs of a question and a passage."""
        states = self._encoder.tokens(*as_tokens(rows))
        readings = []
        for row, state in zip(rows, states, strict=True):
            logits = state @ self._weight.T + self._bias
            starts, ends = logits[:, 0] - logits[0, 0], logits[:, 1] - logits[0, 1]
            readings.append(Reading(float(logits[0, 2]), starts, ends, row.places))
        return readings


@lru_cache(maxsize=1)
def load_reader(folder: Path = ADAPTER, *, fast: bool = True) -> Reader:
    """The reader that the package carries, or another one that `bot/learning/reader/train.py` saved in `folder`."""
    from ingest.embedding.models import token_model

    return Reader(token_model().adapted(folder, fast=fast), folder)


def read_passages(question: str, passages: Sequence[Passage]) -> tuple[Reading, ...]:
    """What the packaged reader makes of each passage; what it has just read for this question it reads no more."""
    return _JUST_READ.of([(question, passage) for passage in passages], _read)


def _read(keys: Sequence[tuple[str, Passage]]) -> list[Reading]:
    """Rows of Markdown are read with their labels; their places stay those in the passage as it stands."""
    shown = [as_read(passage) for _, passage in keys]
    read = load_reader().read(keys[0][0], [(one.above, one.text) for one in shown])
    return [_placed(one, text.places) if text.places else one for one, text in zip(read, shown, strict=True)]


def _placed(reading: Reading, places: Sequence[int]) -> Reading:
    """A reading of another text with the places that its characters have; -1 for a token that has none."""
    there = np.asarray([*places, -1], dtype=np.int64)
    starts, ends = there[reading.places[:, 0]], there[reading.places[:, 1] - 1] + 1
    inside = (reading.places[:, 0] >= 0) & (starts >= 0) & (ends > 0)
    return replace(reading, places=np.where(inside[:, None], np.stack([starts, ends], axis=1), -1))
