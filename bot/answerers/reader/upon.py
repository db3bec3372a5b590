"""What stands upon the reader's body: a small adapter of its own, and a head that reads the state of [CLS]."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.answerers.reader.spans import ADAPTER as READER
from ingest.embedding.heads import load_head

if TYPE_CHECKING:
    from ingest.embedding.encoder import Encoder

_T = TypeVar("_T")


def load_upon(folder: Path, head: str, what: str, made: Callable[[Mapping[str, Any]], _T]) -> tuple["Encoder", _T]:
    """The body with the adapter in a folder, and what is made of its head; arguments and errors as for `load_head`."""
    from ingest.embedding.models import token_model

    own = load_head(folder, head, what, made)
    return token_model().adapted(READER, folder, fast=True), own
