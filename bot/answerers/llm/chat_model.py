"""The language model that the settings name, and what to say when it cannot be used. No key gets into a message."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answerers.llm.local import is_file, served
from bot.errors import AnswererError, NoKeyError
from bot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

STANDS_IN = "This is the embedded reader's answer."
_EXTRAS = ("openai", "anthropic", "ollama")
_RETRIES = 2  # by the provider's own client, which knows about Retry-After
# Tokens of a reply. A hosted model may think before it writes, and what it thinks counts; one's own has less time.
_HOSTED_REPLY, _OWN_REPLY = 4000, 1000
_LOCAL_KEY = "none"  # servers of one's own ask for none; the key of another provider is not sent to them


def load_chat_model(settings: Settings) -> BaseChatModel:
    """The chat model that `settings.model`, `model_url` and `model_key` name.

    Raises:
        NoKeyError: it asks for a key, and none is set.
        AnswererError: there is no such provider, its package is not installed, or it refuses the settings.
    """
    from langchain.chat_models import init_chat_model

    if is_file(model_name(settings)):
        settings = served(settings)
    name, options = _options(settings)
    try:
        model: BaseChatModel = init_chat_model(name, **options)
    except ImportError:
        raise AnswererError(_missing(name, options.get("model_provider"))) from None
    except Exception as error:
        # Each provider's package raises errors of its own here, for a missing key for instance; they may quote the key.
        raise _refused(name, error) from None
    return model


def model_name(settings: Settings) -> str:
    """How the settings name the model."""
    return settings.model or "default"


def shown_name(settings: Settings) -> str:
    """What to call the model in an answer: of a file not where it lies."""
    name = model_name(settings)
    return Path(name).stem if is_file(name) else name


def provider(settings: Settings) -> str:
    """The provider that a name begins with ("openai"), that of a server by its address, or ""."""
    from langchain.chat_models.base import _BUILTIN_PROVIDERS  # the only list that there is

    before = model_name(settings).split(":", 1)[0].replace("-", "_")
    if ":" in model_name(settings) and before in _BUILTIN_PROVIDERS:
        return before
    return "openai" if settings.model_url else ""


def _options(settings: Settings) -> tuple[str, dict[str, Any]]:
    """The name and the keywords for `init_chat_model`."""
    name, of = model_name(settings), provider(settings)
    options: dict[str, Any] = {"temperature": 0}
    if of != "ollama":
        most = _OWN_REPLY if settings.model_url else _HOSTED_REPLY
        options |= {"timeout": settings.model_timeout, "max_retries": _RETRIES, "max_tokens": most}
    if settings.model_url:
        options["base_url"] = settings.model_url
        if not name.startswith(f"{of}:"):
            options["model_provider"] = of
    if of == "openai":
        # What one's own servers are asked for beyond that, OpenAI's reasoning models refuse.
        options |= {"stream_usage": True} | ({"logprobs": True} if settings.model_url else {})
    if of == "ollama":
        # It takes 4,096 tokens unless told, and cuts off the beginning of a longer prompt without a word.
        options |= {"num_ctx": settings.model_context, "num_predict": _OWN_REPLY}
        options |= {"client_kwargs": {"timeout": settings.model_timeout}}
    if settings.model_key is not None:
        options["api_key"] = settings.model_key
    elif settings.model_url and of == "openai":
        options["api_key"] = _LOCAL_KEY
    return name, options


def _missing(name: str, given: str | None) -> str:
    of = given or name.split(":", 1)[0]
    if of in _EXTRAS:
        return f"The model '{name}' needs a package: run `pip install -e '.[{of}]'`."
    return f"The model '{name}' needs a package: run `pip install langchain-{of.replace('_', '-')}`."


def _refused(name: str, error: Exception) -> AnswererError:
    text = str(error)
    if "api_key" in text.lower() or "credentials" in text.lower():
        of = name.split(":", 1)[0].upper()
        return NoKeyError(f"The model '{name}' needs a key: set FOOTNOTE_MODEL_KEY or {of}_API_KEY.")
    if isinstance(error, ValueError) and ":" not in name:
        return AnswererError(
            f"The model '{name}' has no provider: write openai:{name} or another, or set FOOTNOTE_MODEL_URL."
        )
    if "Unsupported" in text or "Unable to infer" in text:
        return AnswererError(
            f"The model '{name}' has no provider that LangChain knows: write openai:…, anthropic:… or ollama:…."
        )
    return AnswererError(
        f"The model '{name}' cannot be used ({type(error).__name__}). Check FOOTNOTE_MODEL and its settings."
    )
