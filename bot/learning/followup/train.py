"""`python -m bot.learning.followup.train CANARD.json`: learn which words of a conversation a question leaves out.

Token classification in the manner of QuReTeC (Voskarides et al. 2020) with the embedding model's own body and a LoRA
adapter. Only one half of the dialogues teaches, and a fifth of those only fits what is made of the adapter's word
(`bot.learning.followup.signs`), as it chose the rate, rank and epochs by default; the other half is for
`python -m bot.learning.followup.measure`.
"""

import math
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
import typer

from bot.errors import EvaluationError
from bot.evaluation.reports import show_figures
from bot.learning.followup.canard import DialogueQuestion, batches, learnable, load_canard, tensors, varied
from bot.learning.followup.folders import questions_of, that_teach
from bot.learning.followup.signs import fit_signs, write_head
from bot.learning.optimization import adamw, device, optimize, precision, warmup_linear
from bot.question.followup.terms import ADAPTER, SIGNS
from ingest.console import out, progress, run
from ingest.embedding.adapter import SETTINGS, WEIGHTS
from ingest.embedding.model_files import DEFAULT_MODEL, check_weights, model_folder
from ingest.sync.plan import Progress

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_LAYERS = ["query", "key", "value", "dense"]


def learn(
    asked: Sequence[DialogueQuestion], report: Progress, *, epochs: int, rate: float, rank: int, batch: int, seed: int
) -> tuple[Any, torch.nn.Linear]:
    """Train; returns peft's model and the head."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    body, head = _model(rank)
    optimizer = adamw([*body.parameters(), *head.parameters()])
    steps = epochs * math.ceil(len(asked) / batch)
    done = 0
    for epoch in range(1, epochs + 1):
        losses = []
        examples = [varied(one, asked, chance) for one in asked]
        for rows in batches(examples, batch, chance):
            ids, mask, at, wanted = (one.to(device()) for one in tensors([examples[row] for row in rows]))
            with torch.autocast(device(), precision(device()), enabled=precision(device()) != torch.float32):
                states = body(input_ids=ids, attention_mask=mask).last_hidden_state
            odds = head(states.flatten(0, 1)[at].float()).squeeze(1)
            loss = F.binary_cross_entropy_with_logits(odds, wanted)
            optimize(loss, optimizer, rate * warmup_linear(done, steps))
            losses.append(loss.item())
            done += 1
            report("Learning", done, steps)
        out.print(f"epoch {epoch} of {epochs}: loss {sum(losses) / max(1, len(losses)):.4f}")
    return body, head


def _model(rank: int) -> tuple[Any, torch.nn.Linear]:
    from peft import LoraConfig, get_peft_model
    from transformers import BertConfig, BertModel

    folder = model_folder()
    check_weights(folder)
    # Dropout takes longer than all the rest on a processor; few trained parameters need little of it.
    config = BertConfig.from_pretrained(folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    body: Any = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False, attn_implementation="eager")
    adapter = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=_LAYERS, lora_dropout=0.0)
    return get_peft_model(body, adapter).to(device()), torch.nn.Linear(config.hidden_size, 1).to(device())


def save(body: Any, head: torch.nn.Linear, folder: Path) -> None:  # noqa: ANN401 (peft's model has no types)
    """Write the adapter in 16 bits as peft does, and the head beside it, whose signs are still to be fitted."""
    for parameter in body.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.half()
    body.peft_config["default"].base_model_name_or_path = DEFAULT_MODEL  # not where it lies on this machine
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:  # peft also writes a model card with nothing filled in
        body.save_pretrained(scratch)
        for name in (SETTINGS, WEIGHTS):
            shutil.copyfile(Path(scratch) / name, folder / name)
    weight = [round(float(value), 5) for value in head.weight[0].detach().cpu()]
    bias = round(float(head.bias.detach()), 5)
    write_head(folder, {"weight": weight, "bias": bias, "threshold": 0.5, "signs": [1.0, *[0.0] * SIGNS]})


@app.command()
def main(
    canard: Annotated[Path, typer.Argument(help="A file of CANARD, such as its dev.json.")],
    epochs: Annotated[int, typer.Option(min=1, help="How often each question is seen.")] = 8,
    rate: Annotated[float, typer.Option(help="Learning rate at its highest.")] = 1.5e-3,
    rank: Annotated[int, typer.Option(min=1, help="Rank of the adapter.")] = 16,
    batch: Annotated[int, typer.Option(min=1, help="Questions a step.")] = 16,
    seed: Annotated[int, typer.Option(help="For everything random.")] = 7,
    folder: Annotated[Path, typer.Option("--save", help="Where to write the adapter.")] = ADAPTER,
    talks: Annotated[list[Path] | None, typer.Option(help="Files of conversations, in place of our own.")] = None,
) -> int:
    """Learn which words a follow-up leaves out, and report how well on dialogues that taught nothing."""
    asked = [*learnable(load_canard(canard)), *questions_of(talks or that_teach(), seed)]
    checked = [one for one in asked if one.tunes]
    teaching = [one for one in asked if not one.tunes]
    if not checked or not teaching:
        raise EvaluationError(f"'{canard}' holds too few dialogues to learn from.")
    with progress() as report:
        body, head = learn(teaching, report, epochs=epochs, rate=rate, rank=rank, batch=batch, seed=seed)
    save(body, head, folder)
    figures = fit_signs(folder, checked)
    show_figures(f"Learned from {len(teaching)} questions; on {len(checked)} others", figures)
    out.print(f"Written to '{folder}'.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
