"""A BERT that was saved as 8-bit ONNX, its weights taken back to float32: so the one encoder here can run it."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

Weights = dict[str, torch.Tensor]
_AFTER = ("Cast", "Mul")  # what stands between a product of integers and the addition of its bias


def bert_weights(data: bytes) -> Weights:
    """The weights of a BERT for sequence classification, under the names that `BertModel` saves them by.

    `data` are the bytes of an ONNX file. The head's weights are under "pooler.dense" and "classifier". What
    `onnxruntime.quantization.quantize_dynamic` made of them is undone: a weight is `(integer - zero point) * scale`.

    Raises:
        ValueError: they hold no such model.
    """
    import onnx
    from google.protobuf.message import DecodeError
    from onnx import numpy_helper

    try:
        graph = onnx.load_model_from_string(data).graph
    except DecodeError as error:
        raise ValueError("It is no ONNX file.") from error
    saved = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {name: value for name, value in saved.items() if name.endswith((".bias", ".LayerNorm.weight"))}
    tables = [name for name in saved if name.endswith("embeddings.weight_quantized")]
    found |= {name.removesuffix("_quantized"): _restored(saved, name) for name in tables}
    found |= {name: _restored(saved, integers).T for name, integers in _products(graph, saved)}
    if not any(name.endswith("intermediate.dense.weight") for name in found):
        raise ValueError("It holds no BERT in 8 bits.")
    return {name.removeprefix("bert."): torch.from_numpy(np.array(value)) for name, value in found.items()}


def _restored(saved: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    base = name.removesuffix("_quantized")
    integers = saved[name].astype(np.float32) - saved[f"{base}_zero_point"].astype(np.float32)
    restored: NDArray[np.float32] = (integers * saved[f"{base}_scale"]).astype(np.float32)
    return restored


def _products(graph: Any, saved: Mapping[str, NDArray[Any]]) -> Iterator[tuple[str, str]]:  # noqa: ANN401 (protobuf)
    """The weight of each product by the name of its bias, which alone keeps its name, and that of its integers."""
    users = {name: node for node in graph.node for name in node.input}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            after = users[node.output[0]]
            while after.op_type in _AFTER:
                after = users[after.output[0]]
            for name in after.input:
                if name in saved and name.endswith(".bias"):
                    yield f"{name.removesuffix('.bias')}.weight", node.input[1]
