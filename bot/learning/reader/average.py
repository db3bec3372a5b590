"""`python -m bot.learning.reader.average`: make one adapter of several that began alike.

The mean of networks that began alike is often better than each of them, and costs nothing when it is used ("model
soups", Wortsman et al. 2022). What is averaged are the changes of the weights; their mean is cut back to the rank of
one adapter by its singular values (Eckart and Young 1936).
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import torch
import typer

from bot.errors import EvaluationError
from bot.learning.reader.network import Network, loaded
from ingest.console import out, run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def average(network: Network, adapters: list[Path], shares: list[float]) -> None:
    """Turn `network` into the mean of adapters of any rank, each with its share; the shares sum to 1."""
    networks = [loaded(adapter) for adapter in adapters]

    def mean(parts: Iterable[torch.Tensor]) -> torch.Tensor:
        return sum((share * part for share, part in zip(shares, parts, strict=True)), start=torch.zeros(()))

    with torch.no_grad():
        for name in network.up:
            change = mean(one.up[name] @ one.down[name] for one in networks)
            left, size, right = torch.linalg.svd(change, full_matrices=False)
            root = size[: network.rank].sqrt()
            network.up[name].copy_(left[:, : network.rank] * root)
            network.down[name].copy_(root[:, None] * right[: network.rank])
        network.head.weight.copy_(mean(one.head.weight for one in networks))
        network.head.bias.copy_(mean(one.head.bias for one in networks))


@app.command()
def main(
    adapters: Annotated[list[Path], typer.Argument(help="Folders that `bot.learning.reader.train` wrote.")],
    save: Annotated[Path, typer.Option(help="Where to write the mean.")],
    share: Annotated[list[float] | None, typer.Option(help="Of each adapter, in order; by default all alike.")] = None,
    rank: Annotated[int, typer.Option(min=1, max=384, help="Of their mean.")] = 64,
) -> int:
    """Average adapters that began alike: with the base model, or with the same adapter."""
    shares = share or [1.0] * len(adapters)
    if len(shares) != len(adapters) or min(shares) < 0 or not sum(shares):
        raise EvaluationError("Give --share once for each adapter, none of them below 0.")
    network = Network(rank)
    average(network, adapters, [one / sum(shares) for one in shares])
    network.save(save)
    out.print(f"The mean of {len(adapters)} adapters is in '{save}'.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
