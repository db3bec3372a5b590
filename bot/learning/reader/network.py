"""The reader as it is trained: the embedding model with a low-rank change of its weights, and a head.

The change is a LoRA adapter (Hu et al. 2022), saved as peft saves one. It is added to the weights once a step rather
than to the layers' outputs: half the time of peft's layers on a processor.

The head tells for each token how likely an answer starts and ends there, [CLS] standing for "not in this passage"
(Devlin et al. 2019), and for the pair whether the passage answers the question at all.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from bot.answerers.reader.spans import HEAD
from bot.learning.optimization import precision
from ingest.embedding.adapter import SETTINGS, WEIGHTS, adapted
from ingest.embedding.model_files import DEFAULT_MODEL, check_weights, model_folder
from ingest.embedding.pairs import Pair
from ingest.errors import ModelError

Rows = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]
Logits = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
_LINEAR = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
_RISE, _FALL = "intermediate.dense", "output.dense"
_HEADS, _EPSILON = 12, 1e-12  # of the body
_DROPOUT = 0.1  # of what goes into the first layer and into the head


def rows_of(pairs: Sequence[Pair]) -> Rows:
    """Pairs side by side: ids, segments, whether a token is there, whether an answer may; shape (pairs, longest)."""

    def padded(rows: Iterable[NDArray[Any]]) -> torch.Tensor:
        return pad_sequence([torch.from_numpy(row) for row in rows], batch_first=True)

    allowed = padded(pair.places[:, 0] >= 0 for pair in pairs)
    allowed[:, 0] = True
    there = padded(pair.ids >= 0 for pair in pairs)
    return padded(pair.ids for pair in pairs), padded(pair.segments for pair in pairs), there, allowed


class Network(nn.Module):
    """Pairs -> three logits for each token."""

    def __init__(
        self,
        rank: int,
        within: float = 0.0,
        upon: Path | None = None,
        base: Mapping[str, torch.Tensor] | None = None,
    ) -> None:
        """Begin with the embedding model's own weights, the adapter in `upon` added, and a change of nothing.

        Dropout within the layers, while learning, costs half the speed on a processor. A `base` of the same shape is
        taken instead of the embedding model, whatever its depth.
        """
        super().__init__()
        if base is None:
            check_weights(model_folder())
            base = load_file(model_folder() / "model.safetensors")
        self._base = dict(base)
        if upon:
            self._base = adapted(self._base, upon)
        width = self._base["embeddings.word_embeddings.weight"].shape[1]
        self.depth = sum(name.endswith("intermediate.dense.weight") for name in self._base)
        self.down, self.up = nn.ParameterDict(), nn.ParameterDict()
        for name in self._adapted():
            out, into = self._base[f"{name}.weight"].shape
            self.down[name.replace(".", "_")] = nn.Parameter(torch.randn(rank, into) / into**0.5)
            self.up[name.replace(".", "_")] = nn.Parameter(torch.zeros(out, rank))
        self.head = nn.Linear(width, 3)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.rank = rank
        self._within = within
        self._dtype = precision("cpu")
        self._still: dict[str, tuple[torch.Tensor, torch.Tensor]] = {}

    def learn_only(self, layers: int) -> "Network":
        """Learn the last so many layers; the others stay as they are, which takes half the time where it is one half.

        What stays is put together here: the network is on its device by now, and has loaded what it begins with.
        """
        for name in self._adapted():
            if int(name.split(".")[2]) < self.depth - layers:
                with torch.no_grad():
                    self._still[name] = self._weight(name)
                for part in (self.down, self.up):
                    part[name.replace(".", "_")].requires_grad_(requires_grad=False)
        return self

    def _adapted(self) -> list[str]:
        return [f"encoder.layer.{at}.{part}" for at in range(self.depth) for part in (*_LINEAR, _RISE, _FALL)]

    def _parts(self) -> Iterator[tuple[str, torch.Tensor]]:
        """What is learned of the layers, by the names that peft gives it."""
        for name in self._adapted():
            for letter, part in (("A", self.down), ("B", self.up)):
                yield f"base_model.model.{name}.lora_{letter}.weight", part[name.replace(".", "_")]

    def to_device(self, device: str) -> "Network":
        """Move everything there, the base weights included."""
        self._base = {name: part.to(device) for name, part in self._base.items()}
        self._dtype = precision(device)
        return self.to(device)

    def _weight(self, name: str) -> tuple[torch.Tensor, torch.Tensor]:
        if name in self._still:
            return self._still[name]
        key = name.replace(".", "_")
        weight = self._base[f"{name}.weight"] + self.up[key] @ self.down[key]
        return weight.to(self._dtype), self._base[f"{name}.bias"].to(self._dtype)

    def _norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self._base[f"{name}.LayerNorm.weight"], self._base[f"{name}.LayerNorm.bias"]
        return F.layer_norm(x, weight.shape, weight.to(x.dtype), bias.to(x.dtype), _EPSILON)

    def states(self, ids: torch.Tensor, segments: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """The last hidden states, shape (rows, longest, width); all arguments have shape (rows, longest)."""
        return self.upper(self.lower(ids, segments, there, 0), there, 0)

    def lower(self, ids: torch.Tensor, segments: torch.Tensor, there: torch.Tensor, layers: int) -> torch.Tensor:
        """The hidden states after so many layers, 0 for what goes into the first; shapes as above."""
        _, longest = ids.shape
        x = (
            self._base["embeddings.word_embeddings.weight"][ids]
            + self._base["embeddings.position_embeddings.weight"][:longest]
            + self._base["embeddings.token_type_embeddings.weight"][segments]
        )
        x = F.dropout(self._norm(x, "embeddings"), _DROPOUT, self.training).to(self._dtype)
        return self._through(x, there, range(layers))

    def upper(self, x: torch.Tensor, there: torch.Tensor, layers: int) -> torch.Tensor:
        """The last hidden states, from those after so many layers; shapes as above."""
        return self._through(x.to(self._dtype), there, range(layers, self.depth))

    def _through(self, x: torch.Tensor, there: torch.Tensor, layers: Iterable[int]) -> torch.Tensor:
        count, longest, _ = x.shape
        x = x.reshape(count * longest, -1)
        barred = torch.zeros(count, 1, 1, longest, device=x.device, dtype=self._dtype)
        barred.masked_fill_(~there[:, None, None, :], -1e4)
        for at in layers:
            name = f"encoder.layer.{at}"
            three = [self._weight(f"{name}.{part}") for part in _LINEAR[:3]]
            qkv = F.linear(x, torch.cat([weight for weight, _ in three]), torch.cat([bias for _, bias in three]))
            q, k, v = qkv.view(count, longest, 3, _HEADS, -1).permute(2, 0, 3, 1, 4)
            seen = self._seen(q, k, v, barred).transpose(1, 2).reshape(count * longest, -1)
            told = self._dropped(F.linear(seen, *self._weight(f"{name}.{_LINEAR[3]}")))
            x = self._norm(x + told, f"{name}.attention.output")
            risen = F.gelu(F.linear(x, *self._weight(f"{name}.{_RISE}")))
            fallen = self._dropped(F.linear(risen, *self._weight(f"{name}.{_FALL}")))
            x = self._norm(x + fallen, f"{name}.output")
        return x.view(count, longest, -1)

    def _seen(self, q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, barred: torch.Tensor) -> torch.Tensor:
        """Attention; step by step on a processor, where that is a quarter faster than torch's own."""
        if q.is_cuda:
            return F.scaled_dot_product_attention(q, k, v, barred, self._within if self.training else 0.0)
        near = (q * (q.shape[-1] ** -0.5)) @ k.transpose(-1, -2) + barred
        return self._dropped(near.softmax(-1)) @ v

    def _dropped(self, x: torch.Tensor) -> torch.Tensor:
        return F.dropout(x, self._within, self.training) if self._within else x

    def forward(self, rows: Rows) -> Logits:
        """Logits of start and end, shape (rows, longest), -inf where no answer can be; of answering, shape (rows,)."""
        device = self.head.weight.device
        ids, segments, there, allowed = (one.to(device, non_blocking=True) for one in rows)
        logits = self.head(F.dropout(self.states(ids, segments, there).float(), _DROPOUT, self.training))
        none = float("-inf")
        return logits[..., 0].masked_fill(~allowed, none), logits[..., 1].masked_fill(~allowed, none), logits[:, 0, 2]

    def save(self, folder: Path) -> None:
        """Write the adapter and the head into `folder`."""
        self.save_adapter(folder, dict(self._parts()))
        head = {"weight": self.head.weight.detach().float().cpu(), "bias": self.head.bias.detach().float().cpu()}
        save_file(head, folder / HEAD)

    def learned(self) -> dict[str, torch.Tensor]:
        """What is learned of the layers that learn."""
        return {name: part for name, part in self._parts() if part.requires_grad}

    def save_adapter(self, folder: Path, parts: Mapping[str, torch.Tensor], base: str = DEFAULT_MODEL) -> None:
        """Write parts of the adapter as peft does, in half precision, and which model it is upon."""
        folder.mkdir(parents=True, exist_ok=True)
        save_file({name: part.detach().half().cpu().contiguous() for name, part in parts.items()}, folder / WEIGHTS)
        config = {
            "peft_type": "LORA",
            "base_model_name_or_path": base,
            "r": self.rank,
            "lora_alpha": self.rank,
            "target_modules": ["query", "key", "value", "dense"],
            "inference_mode": True,
        }
        (folder / SETTINGS).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")

    def load_adapter(self, folder: Path) -> None:
        """Take what `save_adapter` has written of the layers that had learned; the others stay as they are.

        Raises:
            ModelError: it cannot be read, or is of another rank.
        """
        try:
            saved = load_file(folder / WEIGHTS)
            with torch.no_grad():
                for name, part in self._parts():
                    if name in saved:
                        part.copy_(saved[name])
        except (OSError, RuntimeError, SafetensorError) as error:
            raise ModelError(f"Cannot begin with the adapter in '{folder}' ({error!r:.120}).") from error

    def load(self, folder: Path) -> None:
        """Take adapter and head from `folder`.

        Raises:
            ModelError: they cannot be read, or are of another rank.
        """
        try:
            saved, head = load_file(folder / WEIGHTS), load_file(folder / HEAD)
            with torch.no_grad():
                for name, part in self._parts():
                    part.copy_(saved[name])
                self.head.load_state_dict(head)
        except (OSError, KeyError, RuntimeError, SafetensorError) as error:
            raise ModelError(f"Cannot begin with the adapter in '{folder}' ({error!r:.120}).") from error


def loaded(folder: Path) -> Network:
    """The network in a folder, of whatever rank it is.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        rank = int(json.loads((folder / SETTINGS).read_text(encoding="utf-8"))["r"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"Cannot read the adapter in '{folder}' ({error!r:.120}).") from error
    network = Network(rank)
    network.load(folder)
    return network


class Headed(nn.Module):
    """A body that learns by its adapter, and a head upon the state of [CLS] that says nothing at first."""

    def __init__(self, body: Network, outputs: int, dropout: float) -> None:
        """Take a body on its device; `dropout` is of what goes into the head, while learning."""
        super().__init__()
        self.body, self._dropout = body, dropout
        self.body.head.requires_grad_(requires_grad=False)
        self.head = nn.Linear(self.body.head.in_features, outputs)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.to(self.body.head.weight.device)

    def odds(self, pairs: Sequence[Pair]) -> torch.Tensor:
        """What the head says of each pair, shape (pairs, outputs)."""
        ids, segments, there, _ = (one.to(self.head.weight.device) for one in rows_of(pairs))
        states = self.body.states(ids, segments, there)[:, 0].float()
        said: torch.Tensor = self.head(F.dropout(states, self._dropout, self.training))
        return said
