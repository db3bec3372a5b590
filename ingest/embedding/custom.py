"""A LangChain Embeddings named by a dotted path, such as `my_package.my_module:make_embeddings`."""

import threading
from collections.abc import Callable, Sequence
from importlib import import_module

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.embedding.base import LocalEmbeddings, unit
from ingest.errors import ModelError


class CustomEmbeddings(LocalEmbeddings):
    """What a user's own function or class gives; its vectors are made unit length."""

    def __init__(self, name: str) -> None:
        """Import `module:function` or `module:Class`, and call it without arguments.

        Raises:
            ModelError: it cannot be imported or called, or gives no LangChain Embeddings.
        """
        module, _, attribute = name.partition(":")
        try:
            made = getattr(import_module(module), attribute)
            found = made if isinstance(made, Embeddings) else made()
        except Exception as error:  # it is the user's own code
            reason = " ".join(str(error).split())[:160]
            raise ModelError(
                f"Cannot make the embeddings '{name}' ({type(error).__name__}: {reason}). "
                "Check FOOTNOTE_EMBEDDING_MODEL."
            ) from error
        if not isinstance(found, Embeddings):
            raise ModelError(f"'{name}' gives a {type(found).__name__}, not LangChain Embeddings.")
        self._given = found
        self.name = name
        self.dimension = 0  # known with the first vector
        self._lock = threading.Lock()

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `LocalEmbeddings.encode_passages`."""
        return self._checked(lambda: self._given.embed_documents(list(texts)), len(texts))

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """See `LocalEmbeddings.encode_question`."""
        row: NDArray[np.float32] = self._checked(lambda: [self._given.embed_query(text)], 1)[0]
        return row

    def _checked(self, give: Callable[[], list[list[float]]], count: int) -> NDArray[np.float32]:
        try:
            with self._lock:
                rows = give()
        except Exception as error:  # it is the user's own code, or a server's
            reason = " ".join(str(error).split())[:160]
            raise ModelError(f"The embeddings '{self.name}' failed ({type(error).__name__}: {reason}).") from error
        found = unit(rows, count, self.dimension, self.name)
        self.dimension = found.shape[1] if count else self.dimension
        return found
