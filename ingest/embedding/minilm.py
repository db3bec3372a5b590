"""The default model, all-MiniLM-L6-v2, as embeddings: vectors of texts and of their tokens."""

import json
from collections.abc import Generator, Sequence
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer

from ingest.embedding.adapter import adapted
from ingest.embedding.arithmetic import FAST
from ingest.embedding.base import LocalEmbeddings
from ingest.embedding.encoder import Encoder
from ingest.embedding.model_files import DEFAULT_MODEL, check_weights
from ingest.embedding.threads import side_by_side
from ingest.embedding.tokenizer import MAX_TOKENS

Tokens = tuple[NDArray[np.float32], NDArray[np.int64]]  # vectors, and the characters that each stands for


class MiniLM(LocalEmbeddings):
    """The default model: passages by fast arithmetic, questions by exact arithmetic."""

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`.

        Raises:
            ModelError: its weights are missing or not the published ones.
        """
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
        self._centre = weights["embeddings.word_embeddings.weight"].mean(dim=0)
        self._word = lru_cache(maxsize=20_000)(self._one_word)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `LocalEmbeddings.encode_passages`."""
        return self._fast.vectors([encoding.ids for encoding in self._encode(texts)])

    def encode_slices(self, slices: Sequence[Sequence[str]]) -> Generator[NDArray[np.float32], None, None]:
        """See `LocalEmbeddings.encode_slices`; as many at once as there are cores."""
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

    def word_vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        """What each word means by itself, from the model's first layer: in a microsecond, a pass takes a thousand.

        Returns:
            Shape (words, dimension), unit length; the mean over the pieces of a word that the vocabulary does not hold.
        """
        found = [self._word(word) for word in words]
        return np.stack(found) if found else np.zeros((0, self.dimension), dtype=np.float32)

    def _one_word(self, word: str) -> NDArray[np.float32]:
        table = self._weights["embeddings.word_embeddings.weight"]
        row = table[self._tokenizer.encode(word, add_special_tokens=False).ids].mean(dim=0) - self._centre
        vector: NDArray[np.float32] = row.numpy()
        return vector / max(float(np.linalg.norm(vector)), 1e-6)

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

    def adapted(self, *folders: Path, fast: bool = False) -> Encoder:
        """The same body with the LoRA adapters in these folders; if `fast`, it computes as for passages.

        Raises:
            ModelError: see `ingest.embedding.adapter.adapted`.
        """
        arithmetic = FAST if fast else "float32"
        return Encoder(reduce(adapted, folders, self._weights), heads=self._heads, arithmetic=arithmetic)

    def split(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """The tokens of each text and which characters they are, offsets into the text; without the special tokens."""
        return [(encoding.ids[1:-1], encoding.offsets[1:-1]) for encoding in self._encode(texts)]

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is common enough to be a token of its own: then it is no slip of spelling."""
        return self._tokenizer.token_to_id(word) is not None

    def _encode(self, texts: Sequence[str]) -> list[Any]:
        encodings: list[Any] = self._tokenizer.encode_batch(list(texts))
        return encodings


def _offsets(encoding: Any) -> NDArray[np.int64]:  # noqa: ANN401 (the library gives no types)
    """The characters of each token but the special ones, shape (tokens, 2)."""
    return np.array(encoding.offsets[1:-1], dtype=np.int64).reshape(-1, 2)
