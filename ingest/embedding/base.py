"""What every embedding model is to Footnote: LangChain's Embeddings that give unit vectors as arrays."""

from collections.abc import Generator, Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.errors import ModelError


class LocalEmbeddings(Embeddings):
    """Texts as unit vectors. Safe to use from several threads."""

    name: str
    dimension: int

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of passages: shape (len(texts), dimension), unit length."""
        raise NotImplementedError

    def encode_slices(self, slices: Sequence[Sequence[str]]) -> Generator[NDArray[np.float32], None, None]:
        """What `encode_passages` gives for each of `slices`, in order; close it to stop early."""
        for texts in slices:
            yield self.encode_passages(texts)

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """The vector of a question: shape (dimension,), unit length."""
        raise NotImplementedError

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """What LangChain calls `encode_passages`."""
        rows: list[list[float]] = self.encode_passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """What LangChain calls `encode_question`."""
        row: list[float] = self.encode_question(text).tolist()
        return row


def unit(rows: object, count: int, dimension: int, name: str) -> NDArray[np.float32]:
    """What a model gave as vectors of unit length, shape (count, dimension); a `dimension` of 0 is not known yet.

    Raises:
        ModelError: there are more or fewer, of another length, or some are zero or no numbers.
    """
    wrong = f"The embedding model '{name}' gives"
    try:
        found = np.asarray(rows, dtype=np.float32)
    except (TypeError, ValueError):
        raise ModelError(f"{wrong} something else than vectors of one length.") from None
    if not count:
        return found.reshape(0, dimension)
    if found.ndim != 2 or len(found) != count or found.shape[1] == 0:
        raise ModelError(f"{wrong} vectors of shape {found.shape} for {count} texts.")
    if dimension and found.shape[1] != dimension:
        raise ModelError(f"{wrong} vectors of {found.shape[1]} numbers, and before of {dimension}.")
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    if not (np.isfinite(lengths).all() and (lengths > 0).all()):
        raise ModelError(f"{wrong} vectors that are zero or hold what is no number.")
    scaled: NDArray[np.float32] = found / lengths
    return scaled
