"""How the products of a forward pass are taken: in float32, or faster by what the processor can do.

The fast arithmetic is bfloat16 where the processor multiplies matrices of it (AMX). Where it adds up products of 8-bit
integers in 32 bits (VNNI), those products that bear it are taken in such integers (per-channel weights, Jacob et al.
2018), their inputs evened out beforehand as in SmoothQuant (Xiao et al. 2023). The last product of each layer is none
of these: its inputs have outliers that 8 bits cannot hold. Older processors add them up in 16 bits, which hold sums of
7-bit integers only: 1.7 times as fast, but short texts then have cosines down to 0.95 with themselves in float32.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)

Arithmetic = Literal["float32", "bfloat16", "int8"]
Product = Callable[[torch.Tensor], torch.Tensor]
_EPSILON = 1e-12  # of BERT's LayerNorm
_TOKENS = 128  # of a usual passage: what the weights are laid out for


def can(*instructions: str) -> bool:
    """Whether the processor has any of these instructions, as torch names them."""
    return any(torch.cpu.get_capabilities().get(name, False) for name in instructions)


VNNI = can("avx512_vnni")


def _fast() -> Arithmetic:
    """The fastest arithmetic of this processor that costs little exactness."""
    if can("amx_bf16") and torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return "bfloat16"
    return "int8" if VNNI and "x86" in torch.backends.quantized.supported_engines else "float32"


FAST = _fast()


@dataclass(frozen=True, slots=True)
class Norm:
    """LayerNorm (Ba et al. 2016)."""

    weight: torch.Tensor
    bias: torch.Tensor

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """What is normalized along the last dimension."""
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias, _EPSILON)


def float_product(weight: torch.Tensor, bias: torch.Tensor) -> Product:
    """A product in float32."""
    return lambda x: F.linear(x, weight, bias)


def bfloat16_product(weight: torch.Tensor, bias: torch.Tensor) -> Product:
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


def int8_product(weight: torch.Tensor, bias: torch.Tensor, norm: Norm | None = None) -> Product:
    """A product in integers. Behind a LayerNorm, its gain tells which inputs are large: their scale moves to weight.

    Each row has steps of its own (per token, as in ZeroQuant, Yao et al. 2022), so that no row depends on another.
    """
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
    operations = torch.ops.quantized
    packed = operations.linear_prepack(rounded, None)
    most = 127 if VNNI else 63  # without the eighth bit, sums in 16 bits do not overflow

    def product(x: torch.Tensor) -> torch.Tensor:
        even = x if scale is None else x / scale
        largest = torch.linalg.vector_norm(even, torch.inf, dim=1, keepdim=True).clamp(min=1e-12)
        # What is at most 1 in each row: so the steps are known before, and those of a row are in `largest`.
        y = operations.linear_with_input_q_dq_qweight_dq_output_fp32(even / largest, 1 / most, most + 1, packed)
        return torch.addcmul(bias, y, largest)

    return product
