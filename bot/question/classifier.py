"""A question -> how likely each kind of it is, by multinomial logistic regression and by an adapted embedding model.

The weights are learned by `bot/learning/kind/`, from examples that anyone can extend. The regression is on the
question's embedding, which tells what is meant however it is worded, and on its asking words: which words ask, and in
which order, tells what kind of thing is asked whatever it is about. What the adapter makes of it, see
`bot.question.encoded`, counts as much.
"""

import json
import re
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.question.encoded import log_shares, logs
from ingest.embedding.models import token_model

WEIGHTS = "kind.safetensors"
BUCKETS = 2048  # of hashed runs of words
_TOKEN = re.compile(r"\w+|[?\"“”„«»]")
_LONGEST = 40  # words that are looked at, of a longer question the first and the last
_RUN = 3  # words
_LEAST = 1e-6  # how likely anything is, at least
THING, FILE = "thing", "file"
OTHER, NUMBER = "_", "9"  # what stands for a word that does not ask, and for a number


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned.

    Attributes:
        weights: shape (384 + BUCKETS, classes + languages): of the embedding, then of the hashed runs of words.
        bias: shape (classes + languages,).
        classes: kinds, some with what is wanted after a full stop: "library.count".
        languages: that the examples are in, ISO 639-1 codes.
        asking: the words of the examples by kind, without what they are about; as `THING` those for documents in
            general, as `FILE` those for some kind of them.
    """

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    classes: tuple[str, ...]
    languages: tuple[str, ...]
    asking: dict[str, frozenset[str]]

    def save(self, folder: Path) -> None:
        """Write it into a folder, in half precision."""
        from safetensors.numpy import save_file

        about = {
            "classes": self.classes,
            "languages": self.languages,
            "asking": {kind: sorted(words) for kind, words in self.asking.items()},
        }
        parts = {"weights": self.weights.astype(np.float16), "bias": self.bias.astype(np.float16)}
        save_file(parts, folder / WEIGHTS, {name: json.dumps(value) for name, value in about.items()})


@cache
def model(folder: Path | None = None) -> Model:
    """The model that the package carries, or the one in a folder."""
    from safetensors import safe_open

    path = (folder or Path(str(files("bot.question")))) / WEIGHTS
    with safe_open(path, "numpy") as kept:
        about = {name: json.loads(value) for name, value in kept.metadata().items()}
        weights, bias = (kept.get_tensor(name).astype(np.float32) for name in ("weights", "bias"))
    asking = {kind: frozenset(words) for kind, words in about["asking"].items()}
    return Model(weights, bias, tuple(about["classes"]), tuple(about["languages"]), asking)


def chances(text: str) -> tuple[dict[str, float], str]:
    """How likely each class of `Model.classes` is, 0 to 1, and the language that the question is in."""
    shares, language = told(text, token_model().encode_question(text), model())
    return joined(shares, logs(text)), language


def joined(shares: Mapping[str, float], read: Mapping[str, float]) -> dict[str, float]:
    """How likely each class is by the mean of the log odds of both: shares, and logs of shares."""
    both = log_shares([(np.log(max(share, _LEAST)) + read[name]) / 2 for name, share in shares.items()])
    return dict(zip(shares, np.exp(both).tolist(), strict=True))


def told(text: str, vector: NDArray[np.float32], known: Model) -> tuple[dict[str, float], str]:
    """What `chances` gives, by a question's embedding and by its words alone."""
    runs = hashed(text, all_words(known.asking))
    odds = vector @ known.weights[: len(vector)] + known.bias
    odds = odds + known.weights[len(vector) + runs].sum(axis=0) / np.sqrt(len(runs))
    count = len(known.classes)
    likely = np.exp(odds[:count] - odds[:count].max())
    shares = (likely / likely.sum()).tolist()
    return dict(zip(known.classes, shares, strict=True)), known.languages[int(odds[count:].argmax())]


def all_words(asking: Mapping[str, Collection[str]]) -> frozenset[str]:
    """All the words that tell what is asked; see `Model.asking`."""
    return frozenset().union(*asking.values())


def hashed(text: str, asking: Collection[str]) -> NDArray[np.int64]:
    """The buckets of the runs of one to three words, what does not ask being left open; each once."""
    shown: list[str] = ["^"]
    for token in tokens(text):
        put = token if token in asking else NUMBER if token.isdigit() else OTHER
        if put != OTHER or shown[-1] != OTHER:
            shown.append(put)
    shown.append("$")
    runs = {" ".join(shown[at : at + size]) for size in range(1, _RUN + 1) for at in range(len(shown) - size + 1)}
    return np.array(sorted({zlib.crc32(run.encode()) % BUCKETS for run in runs}), dtype=np.int64)


def tokens(text: str) -> Sequence[str]:
    """The words of a question in small letters, with its quotation and question marks."""
    found = _TOKEN.findall(text.replace("’", "'").casefold())
    return found if len(found) <= _LONGEST else [*found[: _LONGEST // 2], *found[-_LONGEST // 2 :]]
