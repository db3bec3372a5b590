"""What is kept of a training that may be interrupted, so that it goes on where it stopped."""

from pathlib import Path

import torch

from bot.learning.reader.network import Network
from ingest.console import err


def resumed(path: Path, name: str, network: Network, optimizer: torch.optim.Optimizer) -> int:
    """The step that the checkpoint in `path` was made after, once it is taken over; 0 if there is none of this name."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    if state["name"] != name:
        err.print(f"'{path}' is of another plan: begins anew.", markup=False)
        return 0
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["random"])
    err.print(f"Goes on after step {state['done']}.")
    return int(state["done"])


def keep(path: Path, name: str, network: Network, optimizer: torch.optim.Optimizer, done: int) -> None:
    """Write a checkpoint, whole or not at all."""
    state = {"name": name, "network": network.state_dict(), "optimizer": optimizer.state_dict(), "done": done}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({**state, "random": torch.get_rng_state()}, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)
