"""The language model that the settings name, and what to say when it cannot be used. No key gets into a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import AnswererError, NoKeyError
from bot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

STANDS_IN = "This is the embedded reader's answer."
_EXTRAS = ("openai", "anthropic", "ollama")
_RETRIES = 2  # by the provider's own client, which knows about Retry-After
_LOCAL_KEY = "none"  # servers of one's own ask for none; the key of another provider is not sent to them


def load_chat_model(settings: Settings) -> BaseChatModel:
    """The chat model that `settings.model`, `model_url` and `model_key` name.

    Raises:
        NoKeyError: it asks for a key, and none is set.
        AnswererError: there is no such provider, its package is not installed, or it refuses the settings.
    """
    from langchain.chat_models import init_chat_model

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
    """What to call the model that the settings name."""
    return settings.model or "default"


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
        options |= {"timeout": settings.model_timeout, "max_retries": _RETRIES}
    if settings.model_url:
        options["base_url"] = settings.model_url
        if not name.startswith(f"{of}:"):
            options["model_provider"] = of
    if of == "openai":
        options["stream_usage"] = True
    if of == "ollama":
        # It takes 4,096 tokens unless told, and cuts off the beginning of a longer prompt without a word.
        options |= {"num_ctx": settings.model_context, "client_kwargs": {"timeout": settings.model_timeout}}
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


def reason(error: Exception) -> str:
    """Why a call failed, in one line. The provider's own words are left out: they may quote the key or the prompt."""
    from langchain_core import exceptions as known

    status = getattr(error, "status_code", None)
    kinds: tuple[tuple[bool, str], ...] = (
        (is_overflow(error), "cannot take that much text: lower FOOTNOTE_MODEL_CONTEXT"),
        (isinstance(error, known.ModelRefusalError), "refused to answer"),
        (
            status is None and "api_key" in str(error),
            "has no key: set FOOTNOTE_MODEL_KEY or the provider's own variable",
        ),
        (status in (401, 403), "refused the key: check FOOTNOTE_MODEL_KEY or the provider's own variable"),
        (status == 404, "is not there: check the name in FOOTNOTE_MODEL"),
        (status == 429, "is at its limit: wait a little, or check the account"),
        (isinstance(status, int) and status >= 500, f"failed at its server ({status})"),
        (isinstance(status, int), f"refused the request ({status})"),
        (_is_named(error, "Timeout"), "took too long: raise FOOTNOTE_MODEL_TIMEOUT or ask again"),
        (
            _is_named(error, "Connect", "Protocol", "Read", "Stream"),
            "cannot be reached, or broke off: check that it runs",
        ),
    )
    said = next((line for applies, line in kinds if applies), f"failed ({type(error).__name__})")
    return f"The language model {said}."


def _is_named(error: Exception, *parts: str) -> bool:
    return any(part in kind.__name__ for kind in type(error).__mro__ for part in parts)


def is_overflow(error: Exception) -> bool:
    """Whether the prompt had more tokens than the model takes."""
    from langchain_core.exceptions import ContextOverflowError

    return isinstance(error, ContextOverflowError) or "context length" in str(error).lower()


def is_refused_form(error: Exception) -> bool:
    """Whether a server refused the form of a request, so that a plainer one may do."""
    return getattr(error, "status_code", None) in (400, 405, 415, 422, 501)
