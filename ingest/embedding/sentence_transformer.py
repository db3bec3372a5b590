"""Any other sentence-transformers model as embeddings."""

import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.base import LocalEmbeddings, unit
from ingest.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceTransformerEmbeddings(LocalEmbeddings):
    """Any other sentence-transformers model, by its own encode functions."""

    def __init__(self, name: str) -> None:
        """Load a model by name or path.

        Raises:
            ModelError: it cannot be loaded.
        """
        try:
            self._model = _load(name)
        except Exception as error:
            # A missing file, a hub that cannot be reached, a model of another kind: each library raises its own.
            reason = " ".join(str(error).split())[:160]
            raise ModelError(
                f"Cannot load the embedding model '{name}' ({reason}). Check FOOTNOTE_EMBEDDING_MODEL."
            ) from error
        self.name = name
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self._lock = threading.Lock()

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `LocalEmbeddings.encode_passages`."""
        with self._lock:
            found = self._model.encode_document(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return unit(found, len(texts), self.dimension, self.name)

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """See `LocalEmbeddings.encode_question`."""
        with self._lock:
            found = self._model.encode_query([text], normalize_embeddings=True, show_progress_bar=False)
        row: NDArray[np.float32] = unit(found, 1, self.dimension, self.name)[0]
        return row


def _load(name: str) -> "SentenceTransformer":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")  # both are read at import
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # upstream gives no types
    return SentenceTransformer(name, device="cpu")
