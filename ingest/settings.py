"""Where the documents and the index are, and what shapes the index. `bot.settings` extends this."""

import os
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import SettingsError

PREFIX = "FOOTNOTE_"
CHECKOUT = Path(__file__).resolve().parent.parent
_SEEDS = "seeds"
# What `bot.settings` reads besides (a test compares them): so that ingest can tell a misspelt name from one of these.
ANSWERING = frozenset(
    {"host", "port", "hosts", "proxies", "auth", "uploads", "upload_mb", "rate", "mcp", "passages", "max_question"}
    | {"max_wrong", "model", "model_timeout", "model_url", "model_key", "model_context", "cache_answers"}
    | {"model_role", "embedded_first"}
)


class IngestSettings(BaseSettings):
    """Settings, each also an environment variable: FOOTNOTE_ and the name in capitals.

    Attributes:
        documents: the folder to answer from; by default `seeds` in the current folder, else in the checkout.
        index: the folder to keep the index in; by default one beside the documents' folder: `.footnote` for `seeds`,
            `.footnote-reports` for `reports`.
        embedding_model: a sentence-transformers name or path, or `module:function` (or `module:Class`) that gives
            LangChain Embeddings; the default comes with the packages.
        processes: how many processes embed, and how many read; 1 means that this one embeds, a core for each slice of
            passages, and that one reads.
        file_seconds: how long reading one file may keep a processor busy.
        file_megabytes: how much memory reading one file may take.
        ray: host and port of a Ray cluster that embeds, "" for none.
        passage_tokens: how long a passage may be, in tokens of the default model, which reads 256 with the headings.
        chroma_url: a Chroma server that keeps the index for several machines; `index` is a cache of it then.
        chroma_headers: sent to the server with every request, as JSON; for tokens.
        chroma_collection: the name of the index on the server.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    documents: Path | None = None
    index: Path | None = None
    embedding_model: str = "sentence-transformers/all-MiniLM-L6-v2"
    passage_tokens: int = Field(default=200, ge=40, le=220)
    processes: int = Field(default=1, ge=1, le=256)
    file_seconds: int = Field(default=60, ge=1)
    file_megabytes: int = Field(default=1500, ge=10)
    ray: str = ""
    chroma_url: str | None = None
    chroma_headers: SecretStr | None = None
    chroma_collection: str = Field(default="footnote", pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")

    @property
    def file_limits(self) -> str:
        """What one file may take, as the index remembers it: what was too much may not be under others."""
        return f"{self.file_seconds} s, {self.file_megabytes} MB"

    @property
    def reads_only(self) -> bool:
        """Whether the index is shared and no folder is named: then it is answered from as it is."""
        return self.chroma_url is not None and self.documents is None

    @property
    def documents_folder(self) -> Path:
        """The folder to answer from, whether it exists or not."""
        if self.documents is not None:
            return self.documents
        here = Path(_SEEDS)
        return here if here.is_dir() else CHECKOUT / _SEEDS

    @property
    def index_folder(self) -> Path:
        """The folder of the index, whether it exists or not."""
        if self.index is not None:
            return self.index
        folder = Path(os.path.abspath(self.documents_folder))  # noqa: PTH100 (".." goes, a link stays)
        own = "" if folder.name in ("", _SEEDS) else f"-{folder.name}"  # folders beside each other share none
        return folder.parent / f".footnote{own}"


S = TypeVar("S", bound=IngestSettings)


def checked(kind: type[S], known: frozenset[str], values: dict[str, Any]) -> S:
    """Settings of one kind from `values`, where None means "not set", and the environment.

    Names in `known` may stand in the environment too: other parts of the program read them.

    Raises:
        SettingsError: a name is unknown or a value impossible.
    """
    names = set(kind.model_fields) | known
    for variable in os.environ:
        if variable.startswith(PREFIX) and variable.removeprefix(PREFIX).lower() not in names:
            listed = ", ".join(sorted(PREFIX + name.upper() for name in names))
            raise SettingsError(f"Unknown setting {variable}. There are: {listed}.")
    try:
        return kind(**{name: value for name, value in values.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"{_told(first['loc'], values)}: {first['msg']}. It is {first['input']!r}.") from None


def _told(place: tuple[int | str, ...], values: dict[str, Any]) -> str:
    """A setting by the name that it was given under: the argument's, else the variable's."""
    name = str(place[0]) if place else "a setting"
    return name if not place or values.get(name) is not None else PREFIX + name.upper()


def load_settings(**values: Any) -> IngestSettings:  # noqa: ANN401 (pydantic checks them)
    """The settings of ingest; see `checked`."""
    return checked(IngestSettings, ANSWERING, values)
