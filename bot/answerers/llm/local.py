"""A language model in a file of one's own: llama.cpp's server runs it in this process, on loopback and behind a key."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import SecretStr

from bot.errors import AnswererError
from bot.settings import Settings

ENDING = ".gguf"
_SHARED = 2  # processors: where there are no more, what else runs needs one of them


def is_file(name: str) -> bool:
    """Whether a model's name is that of a file."""
    return name.lower().endswith(ENDING)


def served(settings: Settings) -> Settings:
    """The settings with the server of the file that `settings.model` names, which is started if it does not run.

    Raises:
        AnswererError: there is no such file, it holds no model, or the package is not installed.
    """
    path = Path(settings.model or "").expanduser()
    if not path.is_file():
        raise AnswererError(f"There is no model at '{path}'. Name a {ENDING} file in FOOTNOTE_MODEL.")
    running = _started(path.resolve(), settings.model_context)
    where = {"model": path.stem, "model_url": f"{running.address}/v1", "model_key": SecretStr(running.key)}
    return settings.model_copy(update=where)


@dataclass(frozen=True, slots=True)
class _Running:
    """A server: it ends when nothing holds it any more, so it is held as long as the process lasts."""

    server: object
    address: str
    key: str


@cache
def _started(path: Path, context: int) -> _Running:
    try:
        import xllamacpp
    except ImportError:
        raise AnswererError(f"The model '{path.name}' needs a package: run `pip install -e '.[local]'`.") from None
    given = xllamacpp.CommonParams()
    given.model.path = str(path)
    given.n_ctx, given.n_parallel = context, 1
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = _threads()
    given.hostnames, given.port, given.ui, given.verbosity = ["127.0.0.1"], 0, False, 0
    key = secrets.token_urlsafe(32)
    given.api_keys = [key]
    try:
        server = xllamacpp.Server(given)
    except RuntimeError:
        raise AnswererError(f"'{path}' cannot be run as a model. Name another {ENDING} file, or free memory.") from None
    return _Running(server, server.listening_address, key)


def _threads() -> int:
    count = os.cpu_count() or 1
    return 1 if count <= _SHARED else count // 2
