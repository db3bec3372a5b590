"""The forward pass of MiniLM without what inference on a processor does not need.

It computes what `BertModel` computes, on batches of texts of about one length, query, key and value in one product;
for passages, the products that bear it are taken in 8-bit integers (per-channel weights, Jacob et al. 2018), their
inputs evened out beforehand as in SmoothQuant (Xiao et al. 2023). The last product of each layer is none of these: its
inputs have outliers that 8 bits cannot hold. It is taken in bfloat16 where the processor has instructions for it.
"""

import ctypes
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
from numpy.typing import NDArray

Product = Callable[[torch.Tensor], torch.Tensor]
_EPSILON = 1e-12  # of BERT's LayerNorm
# Without the eighth bit where products are summed in 16 bits, which overflow with it: all x86 processors before VNNI.
_NARROW = not torch.cpu.get_capabilities().get("avx512_vnni", False)
# Without these instructions bfloat16 is slower than float32.
BFLOAT16 = any(torch.cpu.get_capabilities().get(name, False) for name in ("avx512_bf16", "amx_bf16"))
_BATCH = 8  # texts; more of them do not fit the processor's caches


def _float_product(weight: torch.Tensor, bias: torch.Tensor) -> Product:
    return lambda x: F.linear(x, weight, bias)


def _bfloat16_product(weight: torch.Tensor, bias: torch.Tensor) -> Product:
    weight, bias = weight.bfloat16(), bias.bfloat16()
    return lambda x: F.linear(x.bfloat16(), weight, bias).float()


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

    def product(x: torch.Tensor) -> torch.Tensor:
        y: torch.Tensor = torch.ops.quantized.linear_dynamic(
            x if scale is None else x / scale, packed, reduce_range=_NARROW
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
    """One BERT, ready to encode on a processor. Safe to use from several threads."""

    def __init__(self, weights: Mapping[str, torch.Tensor], *, heads: int, int8: bool, bfloat16: bool = False) -> None:
        """Take the weights of a model; with `int8`, as integers where that costs little.

        Args:
            weights: float32, under the names that `BertModel` saves them by.
            heads: how many attention heads a layer has.
            int8: whether products are taken in integers.
            bfloat16: whether the last product of each layer is taken in bfloat16.
        """
        self._words = weights["embeddings.word_embeddings.weight"]
        kinds = weights["embeddings.token_type_embeddings.weight"]
        self._places = weights["embeddings.position_embeddings.weight"] + kinds[0]
        self._second = kinds[1] - kinds[0]
        self._norm = before = _norm(weights, "embeddings.")
        self._heads = heads
        self._layers: list[tuple[Product, Product, Product, Product, _Norm, _Norm]] = []
        while (name := f"encoder.layer.{len(self._layers)}.") + "output.dense.weight" in weights:
            own = [_linear(weights, f"{name}attention.self.{part}.") for part in ("query", "key", "value")]
            three = (torch.cat([weight for weight, _ in own]), torch.cat([bias for _, bias in own]))
            mix, rise, fall = (
                _linear(weights, f"{name}{part}.dense.") for part in ("attention.output", "intermediate", "output")
            )
            middle, last = _norm(weights, f"{name}attention.output."), _norm(weights, f"{name}output.")
            products = (
                (_int8_product(*three, before), _int8_product(*mix), _int8_product(*rise, middle))
                if int8
                else (_float_product(*three), _float_product(*mix), _float_product(*rise))
            )
            self._layers.append((*products, (_bfloat16_product if bfloat16 else _float_product)(*fall), middle, last))
            before = last

    def tokens(self, ids: Sequence[Sequence[int]], seconds: Sequence[int] | None = None) -> list[NDArray[np.float32]]:
        """The last hidden state of each text.

        Args:
            ids: the tokens of each text, with the special ones.
            seconds: for each text the token from which on it is the second of a pair; None where there are no pairs.

        Returns:
            For each text an array of shape (its tokens, dimension).
        """
        found: list[Any] = [None] * len(ids)
        for rows in _batches(ids):
            second = None if seconds is None else [seconds[row] for row in rows]
            states, lengths = self._forward([ids[row] for row in rows], second)
            for row, state, length in zip(rows, states.numpy(), lengths, strict=True):
                found[row] = state[:length].copy()
        return found

    def vectors(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The mean of each text's hidden states, scaled to unit length: shape (texts, dimension)."""
        found = np.empty((len(ids), self._words.shape[1]), dtype=np.float32)
        for rows in _batches(ids):
            states, lengths = self._forward([ids[row] for row in rows])
            there = torch.arange(states.shape[1]) < torch.tensor(lengths)[:, None]
            sums = (states * there[..., None]).sum(dim=1)
            found[rows] = F.normalize(sums, dim=1).numpy()  # the mean has the direction of the sum
        return found

    @torch.inference_mode()
    def _forward(
        self, ids: Sequence[Sequence[int]], seconds: Sequence[int] | None = None
    ) -> tuple[torch.Tensor, list[int]]:
        """Hidden states of shape (texts, longest, dimension), and the length of each text."""
        lengths = [len(text) for text in ids]
        count, longest = len(ids), max(lengths)
        padded = torch.tensor([[*text, *[0] * (longest - len(text))] for text in ids])
        mask = None
        if min(lengths) < longest:
            mask = (torch.arange(longest) < torch.tensor(lengths)[:, None])[:, None, None, :]
        x = self._words[padded] + self._places[:longest]
        if seconds is not None:
            x = x + (torch.arange(longest) >= torch.tensor(seconds)[:, None])[..., None] * self._second
        x = self._norm(x).view(count * longest, -1)
        width = x.shape[1]
        for three, mix, rise, fall, middle, last in self._layers:
            qkv = three(x).view(count, longest, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=mask)
            x = middle(x + mix(seen.transpose(1, 2).reshape(-1, width)))
            x = last(x + fall(F.gelu(rise(x))))
        return x.view(count, longest, width), lengths


@contextmanager
def side_by_side() -> Iterator[ThreadPoolExecutor]:
    """Threads for as many texts at once as torch has threads, each computing alone.

    Products of a few hundred rows are too small to be shared between cores: waiting for each other took most of the
    time. Torch counts threads a thread, but a thread that is new counts as the last one was told: so that is undone.
    """
    threads = torch.get_num_threads()
    try:
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            yield pool
    finally:
        torch.set_num_threads(threads)
        _give_memory_back()


def _give_memory_back() -> None:
    """Let the system have what was freed: glibc keeps it for each thread apart, and would take as much again."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def _linear(weights: Mapping[str, torch.Tensor], name: str) -> tuple[torch.Tensor, torch.Tensor]:
    return weights[f"{name}weight"], weights[f"{name}bias"]


def _norm(weights: Mapping[str, torch.Tensor], name: str) -> _Norm:
    return _Norm(weights[f"{name}LayerNorm.weight"], weights[f"{name}LayerNorm.bias"])


def _batches(ids: Sequence[Sequence[int]]) -> list[list[int]]:
    """Rows by length: texts of about one length share a batch, so that little is padding."""
    order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
    return [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
