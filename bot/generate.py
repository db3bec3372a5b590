"""Any chat model that LangChain can reach -> Draft. Nothing that it writes is shown before bot/cite.py proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined, Template
from pydantic import BaseModel, Field, ValidationError

from bot.answers import Claim, Draft, Kind, Quote
from bot.errors import AnswererError
from ingest.documents import Hit

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_CONFIDENCE = 0.8  # a model's own claim that it found the answer; what it cites is verified besides


class _Quote(BaseModel):
    passage: int
    text: str


class _Sentence(BaseModel):
    text: str
    quotes: list[_Quote] = Field(default_factory=list)


class _Reply(BaseModel):
    sentences: list[_Sentence]
    short: str | None = None
    missing: str | None = None


def load_chat_model(name: str, timeout: float) -> BaseChatModel:
    """The chat model of that name.

    Args:
        name: "provider:model", as LangChain's `init_chat_model` takes it.
        timeout: seconds for one reply.

    Raises:
        AnswererError: there is no such provider, its package is not installed, or it refuses the settings.
    """
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(name, timeout=timeout, max_retries=2, temperature=0)
    except ImportError as error:
        raise AnswererError(f"The model '{name}' needs a package: {_line(error)}") from error
    except Exception as error:
        # Each provider's package raises errors of its own here, for a missing key for instance.
        raise AnswererError(f"The model '{name}' cannot be used: {_line(error)}") from error
    return model


def generate(model: BaseChatModel, name: str, question: str, hits: Sequence[Hit], *, summary: bool = False) -> Draft:
    """Let a chat model answer from the passages.

    Raises:
        AnswererError: it cannot be reached, or its reply is not of the form that was asked for.
    """
    from langchain_core.utils.json import parse_json_markdown

    prompt = template("answer").render(question=question, passages=[hit.passage for hit in hits], summary=summary)
    content, usage = _invoke(model, prompt)
    try:
        reply = _Reply.model_validate(parse_json_markdown(content))
    except (ValueError, ValidationError) as error:
        raise AnswererError("The language model's reply was not of the form that was asked for.") from error
    if not reply.sentences:
        missing = " ".join((reply.missing or "").split()).rstrip(".")
        message = f"The documents don't say: they don't mention {missing}." if missing else "The documents don't say."
        return Draft("declined", message=message, answerer=name, usage=usage)
    claims = tuple(
        Claim(sentence.text, tuple(Quote(quote.passage - 1, quote.text) for quote in sentence.quotes))
        for sentence in reply.sentences
    )
    kind: Kind = "summary" if summary else "answer"
    return Draft(kind, claims, short=reply.short, confidence=_CONFIDENCE, answerer=name, usage=usage)


def rewrite(model: BaseChatModel, question: str, history: Sequence[Mapping[str, str]]) -> str:
    """The question as it stands alone, in the model's words.

    Raises:
        AnswererError: the model cannot be reached, or it replied with something that is not one question.
    """
    content, _ = _invoke(model, template("rewrite").render(question=question, history=history))
    line = content.strip()
    if not line or "\n" in line or len(line) > 4 * len(question) + 400:
        raise AnswererError("The language model did not rewrite the question as one line.")
    return line


@cache
def template(name: str) -> Template:
    """The prompt in prompts/`name`.md."""
    # Prompts are plain text, and what is put into them is a value, never a template: nothing to escape.
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, autoescape=False)  # noqa: S701
    return environment.from_string((files("prompts") / f"{name}.md").read_text(encoding="utf-8"))


def _invoke(model: BaseChatModel, prompt: str) -> tuple[str, dict[str, int]]:
    """The text of a reply, and the tokens that it took."""
    try:
        message = model.invoke(prompt)
    except Exception as error:
        # Each provider's client raises errors of its own: no connection, a wrong key, a limit, a time-out.
        raise AnswererError(f"The language model did not answer: {_line(error)}") from error
    usage: dict[str, Any] = dict(message.usage_metadata or {})
    return message.text, {kind: count for kind, count in usage.items() if isinstance(count, int)}


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
