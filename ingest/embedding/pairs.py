"""A question and a passage as the reader sees them: one row of tokens, and which characters each stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.tokenizer import whole_tokenizer

LONGEST = 512  # tokens of a pair: the places that the model has
_QUESTION = 64  # tokens of a question


@dataclass(frozen=True, slots=True)
class Pair:
    """[CLS] question [SEP] title, heading and passage [SEP].

    Attributes:
        ids: of the tokens, shape (tokens,).
        segments: 0 for the question, 1 for what comes after it, shape (tokens,).
        places: for each token the characters of the passage's text that it stands for, start and end, shape
            (tokens, 2); -1 where it stands for none of them: in question, title and heading.
    """

    ids: NDArray[np.int64]
    segments: NDArray[np.int64]
    places: NDArray[np.int64]


def pairs(question: str, passages: Sequence[tuple[str, str]], longest: int = LONGEST) -> list[Pair]:
    """A question with each of several passages.

    Args:
        question: beyond 64 tokens it is not read.
        passages: what stands above each (title and heading, a line each), and its text.
        longest: tokens of a pair; what is beyond them is not read.
    """
    asked = _asked(question)
    return [_joined(asked, *told, longest) for told in told_tokens(passages)]


def as_tokens(rows: Sequence[Pair]) -> tuple[list[list[int]], list[int]]:
    """What an encoder takes of pairs: the tokens of each, and from which one on it is the passage."""
    return [row.ids.tolist() for row in rows], [int(row.segments.argmax()) for row in rows]


def pair(question: str, told: tuple[NDArray[np.int64], NDArray[np.int64]], longest: int) -> Pair:
    """The same for one passage whose tokens are known, as `told_tokens` gives them."""
    return _joined(_asked(question), *told, longest)


def _asked(question: str) -> list[int]:
    ids: list[int] = whole_tokenizer().encode(question, add_special_tokens=False).ids[:_QUESTION]
    return ids


def told_tokens(passages: Sequence[tuple[str, str]]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """For each passage the ids of its tokens, shape (tokens,), and their characters, shape (tokens, 2); see `Pair`."""
    texts = [f"{above}\n{text}" if above else text for above, text in passages]
    made = []
    for encoding, (above, _) in zip(
        whole_tokenizer().encode_batch(texts, add_special_tokens=False), passages, strict=True
    ):
        places = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2) - (len(above) + 1 if above else 0)
        places[places[:, 0] < 0] = -1
        made.append((np.array(encoding.ids, dtype=np.int64), places))
    return made


def _joined(asked: Sequence[int], told: NDArray[np.int64], characters: NDArray[np.int64], longest: int) -> Pair:
    room = longest - len(asked) - 3
    cls, sep = whole_tokenizer().token_to_id("[CLS]"), whole_tokenizer().token_to_id("[SEP]")
    ids = np.concatenate([[cls, *asked, sep], told[:room], [sep]])
    places = np.full((len(ids), 2), -1, dtype=np.int64)
    places[len(asked) + 2 : -1] = characters[:room]
    segments = (np.arange(len(ids)) > len(asked) + 1).astype(np.int64)
    return Pair(ids, segments, places)
