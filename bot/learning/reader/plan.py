"""How the reader is to be trained."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn.

    Attributes:
        epochs: how often each question is learned from.
        rate: the highest learning rate.
        rank: of the adapter.
        seed: of everything drawn. All networks begin alike, whatever it is: only then has their mean a sense.
        work: where checkpoints are kept.
        begin: folder of an adapter to begin with.
        batch: questions in a step.
        wrong: passages that do not answer, for each question.
        dropout: within the layers.
        teachers: folders of adapters whose judgement is followed too.
    """

    epochs: float
    rate: float
    rank: int
    seed: int
    work: Path
    begin: Path | None
    batch: int
    wrong: int
    dropout: float
    teachers: tuple[Path, ...]
