"""How questions are answered, on top of where the documents are."""

from typing import Any, Literal

from pydantic import Field, SecretStr

from ingest.settings import IngestSettings, checked


class Settings(IngestSettings):
    """Settings of the bot, each also an environment variable: FOOTNOTE_ and the name in capitals.

    Attributes:
        host: address that the page listens on.
        port: port of the page; by default the first free one from 7860.
        hosts: names that the page answers to, with commas between, besides the address and those of this machine.
        proxies: addresses or networks whose `X-Forwarded-For` is believed, with commas between.
        auth: who may use the page, as `python -m bot password NAME` writes it, with commas between; by default anyone.
        uploads: whether documents can be added and removed on the page.
        upload_mb: how big an added document may be, in megabytes.
        rate: how many questions one person may ask a minute.
        mcp: whether the page's server is an MCP server too.
        passages: how many passages are read for one answer.
        max_question: the longest question, in characters.
        max_wrong: how often an answer that is shown may be wrong; more questions are declined when it is smaller.
        model: a language model for LangChain's `init_chat_model`, as "provider:name", or a .gguf file of one's own; by
            default the embedded reader.
        model_timeout: seconds that the language model gets for one question, retries included.
        model_url: a server that speaks OpenAI's chat protocol (llama.cpp, vLLM, LM Studio), with its /v1.
        model_key: the key for the model; by default the provider's own variable.
        model_context: how many tokens the language model takes, prompt and reply together.
        model_role: what the model does: "judge" whether and what to answer, be a "writer" of what the reader found, or
            "none"; by default what it is found to be able to do.
        embedded_first: whether the reader's answer is shown until the model's is there.
        cache_answers: whether what a language model answered is kept beside the index and not asked for again.
    """

    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=0, le=65535)
    hosts: str = ""
    proxies: str = ""
    auth: SecretStr | None = None
    uploads: bool = True
    upload_mb: int = Field(default=25, ge=1, le=50)
    rate: int = Field(default=60, ge=1)
    mcp: bool = False
    passages: int = Field(default=8, ge=1, le=50)
    max_question: int = Field(default=2000, ge=20)
    max_wrong: float | None = Field(default=None, gt=0, lt=1)
    model: str | None = None
    model_timeout: float = Field(default=60.0, gt=0)
    model_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    model_key: SecretStr | None = None
    model_context: int = Field(default=8000, ge=2000)
    model_role: Literal["judge", "writer", "none"] | None = None
    embedded_first: bool = True
    cache_answers: bool = True


def load_settings(**values: Any) -> Settings:  # noqa: ANN401 (pydantic checks them)
    """The settings of the bot from `values`, then the environment; None means "not set".

    Raises:
        SettingsError: a name is unknown or a value impossible.
    """
    return checked(Settings, frozenset(), values)
