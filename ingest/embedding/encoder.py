"""The forward pass of MiniLM without what inference on a processor does not need.

It computes what `BertModel` computes, each text on one core, query, key and value in one product. So the cores need not
wait for each other, which took most of the time: the products of a text are too small to be shared between them. What
is read for a question is read text by text; ingest takes texts of about one length together. What comes of a text never
depends on what else is read.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
from numpy.typing import NDArray

from ingest.embedding.arithmetic import Arithmetic, Norm, Product, bfloat16_product, can, float_product, int8_product
from ingest.embedding.threads import each

Text = tuple[Sequence[int], int | None]  # its tokens, and from which on it is the second of a pair
_PACK = 512  # tokens of the texts that ingest takes together: Python's part in each step, which no other thread shares
_ROWS = 16  # of a tile: attention in bfloat16 takes twice as long over a number of tokens that is no multiple of it


class Encoder:
    """One BERT, ready to encode on a processor. Safe to use from several threads.

    Attributes:
        arithmetic: how products are taken.
    """

    def __init__(self, weights: Mapping[str, torch.Tensor], *, heads: int, arithmetic: Arithmetic = "float32") -> None:
        """Take the weights of a model.

        Args:
            weights: float32, under the names that `BertModel` saves them by.
            heads: how many attention heads a layer has.
            arithmetic: how products are taken; `FAST` is what suits this processor.
        """
        self._words = weights["embeddings.word_embeddings.weight"]
        kinds = weights["embeddings.token_type_embeddings.weight"]
        self._places = weights["embeddings.position_embeddings.weight"] + kinds[0]
        self._second = kinds[1] - kinds[0]
        self._norm = before = _norm(weights, "embeddings.")
        self._heads = heads
        self.arithmetic = arithmetic
        self._block = 1 if arithmetic == "float32" else _ROWS
        self._layers: list[tuple[Product, Product, Product, Product, Norm, Norm]] = []
        while (name := f"encoder.layer.{len(self._layers)}.") + "output.dense.weight" in weights:
            own = [_linear(weights, f"{name}attention.self.{part}.") for part in ("query", "key", "value")]
            three = (torch.cat([weight for weight, _ in own]), torch.cat([bias for _, bias in own]))
            mix, rise, fall = (
                _linear(weights, f"{name}{part}.dense.") for part in ("attention.output", "intermediate", "output")
            )
            middle, last = _norm(weights, f"{name}attention.output."), _norm(weights, f"{name}output.")
            if arithmetic == "int8":
                products = (int8_product(*three, before), int8_product(*mix), int8_product(*rise, middle))
            else:
                product = bfloat16_product if arithmetic == "bfloat16" else float_product
                products = (product(*three), product(*mix), product(*rise))
            half = arithmetic != "float32" and can("avx512_bf16", "amx_bf16")  # slower without these instructions
            self._layers.append((*products, (bfloat16_product if half else float_product)(*fall), middle, last))
            before = last

    def tokens(self, ids: Sequence[Sequence[int]], seconds: Sequence[int] | None = None) -> list[NDArray[np.float32]]:
        """The last hidden state of each text.

        Args:
            ids: the tokens of each text, with the special ones.
            seconds: for each text the token from which on it is the second of a pair; None where there are no pairs.

        Returns:
            For each text an array of shape (its tokens, dimension).
        """
        texts = [(text, None if seconds is None else seconds[row]) for row, text in enumerate(ids)]
        # Each by itself: texts that are waited for are few, and would leave cores idle if they were taken together.
        return each(lambda text: self._forward([text])[0, : len(text[0])].numpy(), texts, lambda text: len(text[0]))

    def vectors(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The mean of each text's hidden states, scaled to unit length: shape (texts, dimension)."""
        found = np.empty((len(ids), self._words.shape[1]), dtype=np.float32)
        packs = self._packs(ids)
        for rows, vectors in zip(packs, each(lambda rows: self._means([ids[row] for row in rows]), packs), strict=True):
            found[rows] = vectors
        return found

    def _packs(self, ids: Sequence[Sequence[int]]) -> list[list[int]]:
        """Rows that are taken together, the longest first."""
        order = sorted(range(len(ids)), key=lambda row: -len(ids[row]))
        packs = []
        for size, group in groupby(order, lambda row: len(ids[row]) + -len(ids[row]) % self._block):
            rows = list(group)
            most = max(1, _PACK // size)
            packs += [rows[at : at + most] for at in range(0, len(rows), most)]
        return packs

    @torch.inference_mode()
    def _means(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        states = self._forward([(text, None) for text in ids])
        sums = torch.stack([own[: len(text)].sum(dim=0) for own, text in zip(states, ids, strict=True)])
        return F.normalize(sums, dim=1).numpy()  # the mean has the direction of the sum

    @torch.inference_mode()
    def _forward(self, texts: Sequence[Text]) -> torch.Tensor:
        """Hidden states of texts that are padded to the same length: shape (texts, that length, dimension)."""
        longest = max(len(ids) for ids, _ in texts)
        size = longest + -longest % self._block
        padded = torch.tensor([[*ids, *[0] * (size - len(ids))] for ids, _ in texts])
        x = self._words[padded] + self._places[:size]
        for row, (_, second) in enumerate(texts):
            if second is not None:
                x[row, second:] += self._second
        x = self._norm(x).view(len(texts) * size, -1)
        lengths = [len(ids) for ids, _ in texts]
        seeing = None
        if min(lengths) < size:
            seeing = (torch.arange(size) < torch.tensor(lengths)[:, None])[:, None, None]
        # In float32 how a product sums up depends on its number of rows; in bfloat16 only that of the last one does,
        # which has many inputs; integers are summed up exactly. So texts go apart where it does.
        few = size if self.arithmetic == "float32" else len(x)
        for three, mix, rise, fall, middle, last in self._layers:
            qkv = _apart(three, x, few).view(len(texts), size, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=seeing)
            x = middle(x + _apart(mix, seen.transpose(1, 2).reshape(len(x), -1), few))
            x = last(x + _apart(fall, F.gelu(_apart(rise, x, few)), size))
        return x.view(len(texts), size, -1)


def _apart(product: Product, x: torch.Tensor, rows: int) -> torch.Tensor:
    """A product of so many rows at a time."""
    return product(x) if len(x) == rows else torch.cat([product(own) for own in x.view(-1, rows, x.shape[1])])


def _linear(weights: Mapping[str, torch.Tensor], name: str) -> tuple[torch.Tensor, torch.Tensor]:
    return weights[f"{name}weight"], weights[f"{name}bias"]


def _norm(weights: Mapping[str, torch.Tensor], name: str) -> Norm:
    return Norm(weights[f"{name}LayerNorm.weight"], weights[f"{name}LayerNorm.bias"])
