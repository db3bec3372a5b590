"""What went wrong at a language model's server: each provider's client raises errors of its own, told apart here.

The provider's own words are left out of what is said: they may quote the key or the prompt.
"""

from collections.abc import Sequence

from bot.errors import AnswererError, BadReplyError, LoadingError, TooLongError

LATE = "The language model took too long: raise FOOTNOTE_MODEL_TIMEOUT or ask again."
CUT = "The language model reached the length that it may write."
REPEATS = "The language model repeated itself and was stopped."
_OVERFLOW = ("context length", "context size", "exceed_context_size")  # of OpenAI and vLLM; of llama.cpp
_FORM = (400, 405, 415, 422, 501)
_BROKEN = 500  # what llama-cpp-python's server says to a schema
_LOADING = 503
_TIMES = 3  # how often the same is no slip,
_TAIL, _SAME = 600, 200  # characters of it at least, and of its end, by which it is found


class Plainer(AnswererError):  # noqa: N818 (a signal first: only what the plainest request gets is shown)
    """The server does not know some part of the request."""


def told(error: Exception, *, began: bool, schema: bool) -> AnswererError:
    """A client's error as one of ours.

    Args:
        error: what the client raised.
        began: whether the model has said anything.
        schema: whether it was held to a form, which some servers break at.
    """
    line = reason(error)
    if is_overflow(error):
        return TooLongError(line)
    if _is_named(error, "LengthFinish"):  # of OpenAI's client, where a reply is held to a form
        return BadReplyError(CUT)
    if is_loading(error):
        return LoadingError(line)
    if not began and (status(error) in _FORM or (schema and status(error) == _BROKEN)):
        return Plainer(line)
    return AnswererError(line)


def status(error: Exception) -> int | None:
    """The HTTP status, also of an error that came within a stream that had begun with 200."""
    found = str(getattr(error, "status_code", None) or getattr(error, "code", None))
    return int(found) if found.isdecimal() else None


def reason(error: Exception) -> str:
    """Why a call failed, in one line."""
    from langchain_core import exceptions as known

    code = status(error)
    kinds: tuple[tuple[bool, str], ...] = (
        (is_overflow(error), "cannot take that much text: lower FOOTNOTE_MODEL_CONTEXT"),
        (isinstance(error, known.ModelRefusalError), "refused to answer"),
        (
            code is None and "api_key" in str(error),
            "has no key: set FOOTNOTE_MODEL_KEY or the provider's own variable",
        ),
        (code in (401, 403), "refused the key: check FOOTNOTE_MODEL_KEY or the provider's own variable"),
        (code == 404, "is not there: check the name in FOOTNOTE_MODEL"),
        (code == 429, "is at its limit: wait a little, or check the account"),
        (is_loading(error), "is still loading: ask again in a moment"),
        (code is not None and code >= _BROKEN, f"failed at its server ({code})"),
        (code is not None, f"refused the request ({code})"),
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

    said = str(error).lower()
    return isinstance(error, ContextOverflowError) or any(words in said for words in _OVERFLOW)


def is_loading(error: Exception) -> bool:
    """Whether the server is there and its model not yet, as llama.cpp's says while it loads."""
    return status(error) == _LOADING and "loading" in str(error).lower()


def repeats(text: str) -> bool:
    """Whether a text ends with the same again and again, as with small models that find no end."""
    size = len(text) - _SAME - text.rfind(text[-_SAME:], 0, -1)  # from where its end last stood
    span = max(_TIMES * size, _TAIL)
    return size + _SAME <= len(text) and span <= len(text) and text[-span + size :] == text[-span:-size]


def recurs(sentences: Sequence[str]) -> bool:
    """Whether the last of some sentences was said so often that more of them tell nothing."""
    return sentences.count(sentences[-1]) >= _TIMES
