"""Gradient descent as both trainings do it, the learning rate over the steps, and going on where a training stopped."""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import torch

from ingest.console import err
from ingest.embedding.arithmetic import can

_CLIP, _DECAY = 1.0, 0.01  # norm of gradients, weight decay
_Network = TypeVar("_Network", bound=torch.nn.Module)
_T = TypeVar("_T")


def device() -> str:
    """Where to learn: the GPU if there is one."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def precision(device: str) -> torch.dtype:
    """What products are taken in there: bfloat16 but on a processor that would only imitate it, many times slower."""
    return torch.float32 if device == "cpu" and not can("amx_bf16", "avx512_bf16") else torch.bfloat16


def adamw(parameters: Iterable[torch.nn.Parameter]) -> torch.optim.AdamW:
    """An optimizer of those parameters that are learned; `optimize` gives it the learning rate."""
    learned = [one for one in parameters if one.requires_grad]
    return torch.optim.AdamW(learned, weight_decay=_DECAY, fused=device() == "cuda")


def optimize(loss: torch.Tensor, optimizer: torch.optim.Optimizer, rate: float) -> None:
    """One step down the gradient of a loss, at a learning rate."""
    loss.backward()  # type: ignore[no-untyped-call] # upstream gives no types
    for group in optimizer.param_groups:
        group["lr"] = rate
        torch.nn.utils.clip_grad_norm_(group["params"], _CLIP)
    optimizer.step()
    optimizer.zero_grad()


def minimized(wrong: Callable[[], torch.Tensor], parameters: Sequence[torch.Tensor], steps: int) -> None:
    """Change the parameters so that what `wrong` gives of them is least, by L-BFGS: the same from the same examples."""
    optimizer = torch.optim.LBFGS(parameters, max_iter=steps, history_size=10, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = wrong()
        total.backward()  # type: ignore[no-untyped-call]  # torch ships no types for it
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]  # torch ships no types for it


def warmup_cosine(step: int, steps: int) -> float:
    """The share of the full learning rate at a step: rising, then falling along a cosine (Loshchilov, Hutter 2017)."""
    warm = max(1, int(0.06 * steps))
    if step < warm:
        return (step + 1) / warm
    return 0.02 + 0.98 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm))) / 2


def warmup_linear(step: int, steps: int) -> float:
    """The same, falling along a line (Devlin et al. 2019)."""
    warm = max(1, steps // 10)
    return min((step + 1) / warm, (steps - step) / max(1, steps - warm))


def resumed(path: Path, name: str, network: torch.nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """The step that the checkpoint in `path` was made after, once it is taken over; 0 if there is none of this name."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    if state["name"] != name:
        err.print(f"'{path}' is of another plan: begins anew.")
        return 0
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["random"])
    err.print(f"Goes on after step {state['done']}.")
    return int(state["done"])


def keep(path: Path, name: str, network: torch.nn.Module, optimizer: torch.optim.Optimizer, done: int) -> None:
    """Write a checkpoint, whole or not at all."""
    state = {"name": name, "network": network.state_dict(), "optimizer": optimizer.state_dict(), "done": done}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({**state, "random": torch.get_rng_state()}, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def of_one_length(
    items: Sequence[_T], length: Callable[[_T], int], size: int, together: int, seed: int, steps: int
) -> Iterator[list[_T]]:
    """So many batches, each of items of about one length; every item once before any comes again.

    Args:
        items: what is learned from.
        length: of one of them.
        size: items of a batch.
        together: batches whose items are sorted by length together.
        seed: of their order.
        steps: batches.
    """
    chance, left = random.Random(seed), steps  # noqa: S311 (not for secrets)
    while left > 0:
        order = [*items]
        chance.shuffle(order)
        for begin in range(0, len(order), size * together):
            near = sorted(order[begin : begin + size * together], key=length)
            parts = [near[at : at + size] for at in range(0, len(near), size)][:left]
            chance.shuffle(parts)
            left -= len(parts)
            yield from parts


def descended(
    network: _Network,
    batches: Iterable[_T],
    loss: Callable[[_T], torch.Tensor],
    *,
    rate: float,
    steps: int,
    path: Path,
    name: str,
    every: int,
    bar: Callable[[int], None],
) -> _Network:
    """A network after a step down the gradient for each batch; goes on after the checkpoint of its name in `path`.

    Args:
        network: to be taught.
        batches: as many as `steps`, the same whenever it goes on.
        loss: of a batch.
        rate: the full learning rate.
        steps: batches in all.
        path: of the checkpoint.
        name: of the plan.
        every: steps between two checkpoints.
        bar: told the step that is done.
    """
    network.train()
    optimizer = adamw(network.parameters())
    done = resumed(path, name, network, optimizer)
    for step, batch in enumerate(batches, start=1):
        if step > done:
            optimize(loss(batch), optimizer, rate * warmup_linear(step - 1, steps))
            bar(step)
            if step % every == 0 or step == steps:
                keep(path, name, network, optimizer, step)
    return network.eval()
