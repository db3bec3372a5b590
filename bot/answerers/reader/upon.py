"""What stands upon the reader's body: a small adapter of its own, and a head that reads the state of [CLS]."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.pairs import Pair, as_tokens
from bot.answerers.reader.spans import ADAPTER as READER
from ingest.errors import ModelError

if TYPE_CHECKING:
    from ingest.embedding.encoder import Encoder

_T = TypeVar("_T")


def load_upon(folder: Path, head: str, what: str, made: Callable[[Mapping[str, Any]], _T]) -> tuple["Encoder", _T]:
    """The body with the adapter in a folder, and what is made of its head.

    Args:
        folder: where both are.
        head: the file of the head, JSON.
        what: it is called in an error.
        made: of the head's content.

    Raises:
        ModelError: it cannot be read.
    """
    from ingest.embedding.models import token_model

    own = load_head(folder, head, what, made)
    return token_model().adapted(READER, folder, fast=True), own


def load_head(folder: Path, head: str, what: str, made: Callable[[Mapping[str, Any]], _T]) -> _T:
    """What is made of a head alone; arguments and errors as for `load_upon`."""
    try:
        return made(json.loads((folder / head).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"Cannot read the {what} in '{folder}' ({error!r:.120}). Reinstall Footnote.") from error


def states_of(encoder: "Encoder", rows: Sequence[Pair]) -> list[NDArray[np.float32]]:
    """The state of [CLS] for each pair, each of shape (dimension,)."""
    return [state[0] for state in encoder.tokens(*as_tokens(rows))]
