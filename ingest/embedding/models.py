"""The embedding model that a setting names, loaded once."""

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.embedding.base import LocalEmbeddings
from ingest.embedding.custom import CustomEmbeddings
from ingest.embedding.model_files import DEFAULT_MODEL, is_dotted, model_folder
from ingest.embedding.sentence_transformer import SentenceTransformerEmbeddings

if TYPE_CHECKING:
    from ingest.embedding.minilm import MiniLM

_loading = threading.Lock()


@lru_cache(maxsize=2)
def _cached(name: str) -> LocalEmbeddings:
    if name == DEFAULT_MODEL:
        from ingest.embedding.minilm import MiniLM

        return MiniLM(model_folder())
    return CustomEmbeddings(name) if is_dotted(name) else SentenceTransformerEmbeddings(name)


def load_embeddings(name: str = DEFAULT_MODEL) -> LocalEmbeddings:
    """The embedding model of that name (see `IngestSettings`), loaded once; the default one without asking a hub.

    Raises:
        ModelError: it is missing, damaged, or cannot be fetched.
    """
    with _loading:  # two threads that ask at once load it once
        return _cached(name)


def token_model() -> "MiniLM":
    """The default model, whichever one embeds: the reader needs its tokens.

    Raises:
        ModelError: it is missing or damaged.
    """
    from ingest.embedding.minilm import MiniLM

    model = load_embeddings(DEFAULT_MODEL)
    assert isinstance(model, MiniLM)  # noqa: S101 (tells the type)
    return model
