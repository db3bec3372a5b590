"""The forward pass of MiniLM without what inference on a processor does not need.

It computes what `BertModel` computes, each text on one core, query, key and value in one product. So the cores need not
wait for each other, which took most of the time: the products of a text are too small to be shared between them. What
is read for a question is read text by text, so that what comes of it never depends on what else is read; ingest takes
texts of about one length together.

The fast arithmetic is bfloat16 where the processor multiplies matrices of it (AMX). Elsewhere the products that bear it
are taken in 8-bit integers (per-channel weights, Jacob et al. 2018), their inputs evened out beforehand as in
SmoothQuant (Xiao et al. 2023). The last product of each layer is none of these: its inputs have outliers that 8 bits
cannot hold.
"""

import ctypes
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, Literal, TypeVar

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
from numpy.typing import NDArray

Arithmetic = Literal["float32", "bfloat16", "int8"]
Product = Callable[[torch.Tensor], torch.Tensor]
Text = tuple[Sequence[int], int | None]  # its tokens, and from which on it is the second of a pair
S = TypeVar("S")
T = TypeVar("T")
_EPSILON = 1e-12  # of BERT's LayerNorm
_TOKENS = 128  # of a usual passage: what the weights are laid out for
_PACK = 512  # tokens of the texts that ingest takes together: Python's part in each step, which no other thread shares
_ROWS = 16  # of a tile: attention in bfloat16 takes twice as long over a number of tokens that is no multiple of it


def _fast() -> Arithmetic:
    """The fastest arithmetic of this processor that costs little exactness."""
    if _can("amx_bf16") and torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return "bfloat16"
    return "int8" if "x86" in torch.backends.quantized.supported_engines else "float32"


def _can(*names: str) -> bool:
    return any(torch.cpu.get_capabilities().get(name, False) for name in names)


FAST = _fast()


def _float_product(weight: torch.Tensor, bias: torch.Tensor) -> Product:
    return lambda x: F.linear(x, weight, bias)


def _bfloat16_product(weight: torch.Tensor, bias: torch.Tensor) -> Product:
    """A product in bfloat16, from weights that are laid out for it once.

    These operations are what `torch.compile` makes of such a product; `F.linear` lays the weights out at each call and
    takes half as long again.
    """
    operations = torch.ops.mkldnn
    packed = operations._reorder_linear_weight(weight.bfloat16(), _TOKENS)
    bias = bias.bfloat16()

    def product(x: torch.Tensor) -> torch.Tensor:
        y: torch.Tensor = operations._linear_pointwise(x.bfloat16(), packed, bias, "none", [], "none")
        return y

    return product


def _int8_product(weight: torch.Tensor, bias: torch.Tensor, norm: "_Norm | None" = None) -> Product:
    """A product in integers. Behind a LayerNorm, its gain tells which inputs are large: their scale moves to weight."""
    scale = None
    if norm is not None:
        gain = (norm.weight.abs() * 4 + norm.bias.abs()).clamp(min=1e-3)
        scale = (gain / gain.mean()).sqrt()
        weight = weight * scale
    steps = (weight.abs().amax(dim=1) / 127).double()
    zeros = torch.zeros(len(weight), dtype=torch.long)
    with warnings.catch_warnings():
        # Deprecated in favour of torchao, a package more: https://github.com/pytorch/pytorch/issues/184982
        warnings.simplefilter("ignore", UserWarning)
        rounded = torch.quantize_per_channel(weight, steps, zeros, 0, torch.qint8)
    packed = torch.ops.quantized.linear_prepack(rounded, bias)
    # Without the eighth bit where products are summed in 16 bits, which overflow with it: x86 before VNNI.
    narrow = not _can("avx512_vnni")

    def product(x: torch.Tensor) -> torch.Tensor:
        y: torch.Tensor = torch.ops.quantized.linear_dynamic(
            x if scale is None else x / scale, packed, reduce_range=narrow
        )
        return y

    return product


@dataclass(frozen=True, slots=True)
class _Norm:
    """LayerNorm (Ba et al. 2016)."""

    weight: torch.Tensor
    bias: torch.Tensor

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias, _EPSILON)


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
        # Padding coarsens the steps of integers: so what is read for a question has none there.
        self._block = _ROWS if arithmetic == "bfloat16" else 1
        self._layers: list[tuple[Product, Product, Product, Product, _Norm, _Norm]] = []
        while (name := f"encoder.layer.{len(self._layers)}.") + "output.dense.weight" in weights:
            own = [_linear(weights, f"{name}attention.self.{part}.") for part in ("query", "key", "value")]
            three = (torch.cat([weight for weight, _ in own]), torch.cat([bias for _, bias in own]))
            mix, rise, fall = (
                _linear(weights, f"{name}{part}.dense.") for part in ("attention.output", "intermediate", "output")
            )
            middle, last = _norm(weights, f"{name}attention.output."), _norm(weights, f"{name}output.")
            if arithmetic == "int8":
                products = (_int8_product(*three, before), _int8_product(*mix), _int8_product(*rise, middle))
            else:
                product = _bfloat16_product if arithmetic == "bfloat16" else _float_product
                products = (product(*three), product(*mix), product(*rise))
            half = arithmetic != "float32" and _can("avx512_bf16", "amx_bf16")  # slower without these instructions
            self._layers.append((*products, (_bfloat16_product if half else _float_product)(*fall), middle, last))
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
        return _each(lambda text: self._forward([text])[0, : len(text[0])].numpy(), texts, lambda text: len(text[0]))

    def vectors(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The mean of each text's hidden states, scaled to unit length: shape (texts, dimension).

        In 8-bit integers a vector depends a little on what else is given; the same texts have the same vectors.
        """
        found = np.empty((len(ids), self._words.shape[1]), dtype=np.float32)
        packs = self._packs(ids)
        for rows, vectors in zip(
            packs, _each(lambda rows: self._means([ids[row] for row in rows]), packs), strict=True
        ):
            found[rows] = vectors
        return found

    def _packs(self, ids: Sequence[Sequence[int]]) -> list[list[int]]:
        """Rows that are taken together, the longest first."""
        order = sorted(range(len(ids)), key=lambda row: -len(ids[row]))
        packs = []
        alike = 1 if self.arithmetic == "float32" else _ROWS
        for size, group in groupby(order, lambda row: len(ids[row]) + -len(ids[row]) % alike):
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
        # which has many inputs. So texts go apart there. In integers rounding depends on all rows, but apart takes
        # half as long again.
        few = size if self.arithmetic == "float32" else len(x)
        many = len(x) if self.arithmetic == "int8" else size
        for three, mix, rise, fall, middle, last in self._layers:
            qkv = _apart(three, x, few).view(len(texts), size, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=seeing)
            x = middle(x + _apart(mix, seen.transpose(1, 2).reshape(len(x), -1), few))
            x = last(x + _apart(fall, F.gelu(_apart(rise, x, few)), many))
        return x.view(len(texts), size, -1)


def _apart(product: Product, x: torch.Tensor, rows: int) -> torch.Tensor:
    """A product of so many rows at a time."""
    return product(x) if len(x) == rows else torch.cat([product(own) for own in x.view(-1, rows, x.shape[1])])


_here = threading.local()


def _each(work: Callable[[S], T], items: Sequence[S], size: Callable[[S], int] | None = None) -> list[T]:
    """What `work` gives for each of `items`, as many at once as there are cores; the largest are begun first."""
    order = sorted(range(len(items)), key=lambda row: -size(items[row])) if size else range(len(items))
    begun = [items[row] for row in order]
    done = map(work, begun) if getattr(_here, "alone", False) else _threads().map(work, begun)
    found: list[Any] = [None] * len(items)
    for row, result in zip(order, done, strict=True):
        found[row] = result
    return found


def _begin() -> None:
    torch.set_num_threads(1)
    _here.alone = True


def _pool() -> ThreadPoolExecutor:
    """As many threads as torch has, each of which computes alone."""
    count = torch.get_num_threads()
    pool = ThreadPoolExecutor(count, thread_name_prefix="encoder", initializer=_begin)
    # Torch counts threads a thread, but one that is new counts as the last one was told. So all are begun, and then
    # this one is told the former number again.
    together = threading.Barrier(count)
    list(pool.map(lambda _: together.wait(), range(count)))
    torch.set_num_threads(count)
    return pool


_threads = lru_cache(maxsize=1)(_pool)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_threads.cache_clear)  # threads do not come along


@contextmanager
def side_by_side() -> Iterator[ThreadPoolExecutor]:
    """Threads of their own for what takes long, so that a question meanwhile need not wait until all of it is done."""
    try:
        with _pool() as pool:
            yield pool
    finally:
        _give_memory_back()


def _give_memory_back() -> None:
    """Let the system have what was freed: glibc keeps it for each thread apart, and would take as much again."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def _linear(weights: Mapping[str, torch.Tensor], name: str) -> tuple[torch.Tensor, torch.Tensor]:
    return weights[f"{name}weight"], weights[f"{name}bias"]


def _norm(weights: Mapping[str, torch.Tensor], name: str) -> _Norm:
    return _Norm(weights[f"{name}LayerNorm.weight"], weights[f"{name}LayerNorm.bias"])
