"""An adapter laid over base weights gives what peft's own merge gives."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from ingest.embedding.adapter import SETTINGS, WEIGHTS, adapted
from ingest.embedding.models import token_model
from ingest.errors import ModelError

RANK, WIDTH = 4, 32


def base() -> tuple[object, dict[str, torch.Tensor]]:
    """A small BERT and its weights."""
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=50, hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    torch.manual_seed(0)
    model = BertModel(config, add_pooling_layer=False)
    return model, {name: value.clone() for name, value in model.state_dict().items()}


@pytest.mark.filterwarnings("ignore")  # peft's and transformers' own deprecations
@pytest.mark.parametrize("stable", [False, True])
def test_it_is_what_peft_merges(tmp_path: Path, stable: bool) -> None:
    peft = pytest.importorskip("peft")
    model, weights = base()
    config = peft.LoraConfig(
        r=RANK, lora_alpha=12, use_rslora=stable, target_modules=["query", "key", "value", "dense"],
        init_lora_weights=False,
    )  # fmt: skip
    wrapped = peft.get_peft_model(model, config)
    wrapped.save_pretrained(str(tmp_path))
    merged = wrapped.merge_and_unload().state_dict()
    ours = adapted(weights, tmp_path)
    assert ours.keys() == weights.keys() == merged.keys()
    for name, value in merged.items():
        torch.testing.assert_close(ours[name], value)
    query = "encoder.layer.0.attention.self.query.weight"
    assert not torch.equal(ours[query], weights[query])
    untouched = "embeddings.word_embeddings.weight"
    assert ours[untouched] is weights[untouched]


def adapter(folder: Path, weights: dict[str, torch.Tensor], **settings: object) -> Path:
    save_file(weights, folder / WEIGHTS)
    (folder / SETTINGS).write_text(json.dumps({"r": RANK, "lora_alpha": 8, **settings}), encoding="utf-8")
    return folder


def test_a_task_model_keeps_the_base_model_under_a_name(tmp_path: Path) -> None:
    module = "base_model.model.bert.encoder.layer.0.output.dense"
    down, up = torch.ones(RANK, 64, dtype=torch.float16), torch.ones(WIDTH, RANK, dtype=torch.float16)
    head = torch.ones(2, WIDTH)
    adapter(tmp_path, {f"{module}.lora_A.weight": down, f"{module}.lora_B.weight": up, "base_model.model.head": head})
    _, weights = base()
    name = "encoder.layer.0.output.dense.weight"
    torch.testing.assert_close(adapted(weights, tmp_path)[name], weights[name] + 2 * RANK)


@pytest.mark.parametrize(
    "parts",
    [
        {"elsewhere.lora_A.weight": (RANK, WIDTH), "elsewhere.lora_B.weight": (WIDTH, RANK)},
        {"encoder.layer.0.output.dense.lora_A.weight": (RANK, 64)},
        {"encoder.layer.0.output.dense.lora_A.weight": (RANK, 99), "encoder.layer.0.output.dense.lora_B.weight": (WIDTH, RANK)},
    ],
)  # fmt: skip
def test_an_adapter_of_another_model_is_refused(tmp_path: Path, parts: dict[str, tuple[int, int]]) -> None:
    adapter(tmp_path, {f"base_model.model.{name}": torch.zeros(shape) for name, shape in parts.items()})
    with pytest.raises(ModelError, match="is for another model"):
        adapted(base()[1], tmp_path)


def test_a_damaged_adapter_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Cannot read the adapter"):
        adapted({}, tmp_path)
    adapter(tmp_path, {"a": torch.zeros(1)})
    (tmp_path / WEIGHTS).write_bytes(b"rubbish")
    with pytest.raises(ModelError, match="Cannot read the adapter"):
        adapted({}, tmp_path)


def test_an_adapter_of_nothing_changes_nothing(tmp_path: Path) -> None:
    name = "base_model.model.encoder.layer.0.output.dense"
    parts = {f"{name}.lora_A.weight": torch.ones(RANK, 1536), f"{name}.lora_B.weight": torch.zeros(384, RANK)}
    adapter(tmp_path, parts)
    ids = [token_model().split(["Where is Boston?"])[0][0]]
    changed = token_model().adapted(tmp_path).tokens(ids)[0]
    plain = token_model().adapted(adapter(tmp_path, {"nothing": torch.zeros(1)})).tokens(ids)[0]
    assert (changed == plain).all()
