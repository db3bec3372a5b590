"""A LoRA adapter laid over the base weights (Hu et al. 2021), so that inference needs neither peft nor transformers."""

import json
import math
from collections.abc import Mapping
from pathlib import Path

import torch

from ingest.errors import ModelError

SETTINGS, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"  # as peft names them
_WRAPPED = "base_model.model."  # what peft puts before the names of the model it wraps
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"


def adapted(weights: Mapping[str, torch.Tensor], folder: Path) -> dict[str, torch.Tensor]:
    """The weights with an adapter that peft saved added to them: W + scale · B · A.

    Args:
        weights: of the base model, under the names that `BertModel` saves them by; they are not changed.
        folder: holds peft's `adapter_config.json` and `adapter_model.safetensors`. What else is saved in the latter,
            such as a head in `modules_to_save`, is left alone.

    Returns:
        A new mapping of the same names. What the adapter does not change is the very tensor of `weights`.

    Raises:
        ModelError: the adapter cannot be read, or was made for another model.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        saved = load_file(folder / WEIGHTS)
        rank, alpha = int(settings["r"]), float(settings["lora_alpha"])
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ModelError(f"Cannot read the adapter in '{folder}' ({error!r:.120}). Reinstall Footnote.") from error
    # Rank-stabilized scaling: Kalajdzievski 2023.
    scale = alpha / math.sqrt(rank) if settings.get("use_rslora") else alpha / rank
    merged = dict(weights)
    for name, down in saved.items():
        if not name.endswith(_DOWN):
            continue
        up = saved.get(name.removesuffix(_DOWN) + _UP)
        target = _target(name.removesuffix(_DOWN), weights)
        if up is None or target is None or (len(up), down.shape[1]) != tuple(weights[target].shape):
            raise ModelError(f"The adapter in '{folder}' is for another model ({name}). Reinstall Footnote.")
        merged[target] = weights[target] + scale * (up.float() @ down.float())
    return merged


def _target(module: str, weights: Mapping[str, torch.Tensor]) -> str | None:
    """The base weight that a module changes; a model for a task keeps the base model under a name ("bert.")."""
    name = f"{module.removeprefix(_WRAPPED)}.weight"
    shorter = name.partition(".")[2]
    return next((known for known in (name, shorter) if known in weights), None)
