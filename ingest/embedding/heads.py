"""What stands upon an adapted body: a head that reads the state of [CLS], in JSON beside the adapter."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.pairs import Pair, as_tokens
from ingest.errors import ModelError

if TYPE_CHECKING:
    from ingest.embedding.encoder import Encoder

_T = TypeVar("_T")


def load_head(folder: Path, head: str, what: str, made: Callable[[Mapping[str, Any]], _T]) -> _T:
    """What is made of a head.

    Args:
        folder: where it is.
        head: its file, JSON.
        what: it is called in an error.
        made: of its content.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        return made(json.loads((folder / head).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"Cannot read the {what} in '{folder}' ({error!r:.120}). Reinstall Footnote.") from error


def states_of(encoder: "Encoder", rows: Sequence[Pair]) -> list[NDArray[np.float32]]:
    """The state of [CLS] for each pair, each of shape (dimension,)."""
    return [state[0] for state in encoder.tokens(*as_tokens(rows))]
