"""A language model writes: an answer as it grows, or a question that stands alone. `bot.proof` proves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answerers.answerer import Answerer, Reply, Request
from bot.answerers.llm.chat_model import STANDS_IN
from bot.answerers.llm.client import Client, whole
from bot.answerers.llm.context import excerpts
from bot.answerers.llm.output_parser import SCHEMA, Parsed, parse
from bot.answerers.llm.prompts import template
from bot.answers import Draft, Kind
from bot.errors import AnswererError, TooLongError
from bot.markup import escape
from bot.proof.support import unknown_parts
from ingest.documents import Hit
from ingest.embedding.tokenizer import count_tokens
from ingest.view import View

_CONFIDENCE = 0.8  # a model's own claim that it found the answer; what it cites is verified besides
_ROOM = 1500  # tokens for the prompt's own words, the question and the reply
_SHRINKS = 2  # how often the passages are halved where the model takes less than was set
_LONGEST_MISSING = 80  # characters of what a model may say is missing


@dataclass(frozen=True, slots=True)
class Asked:
    """What a language model is asked.

    Attributes:
        question: stand-alone.
        hits: the passages, best first.
        kind: "answer", or "summary" where several sentences are wanted, each about another point.
        rests_on: SHA-256 of the passages' documents, by source.
    """

    question: str
    hits: tuple[Hit, ...]
    kind: Kind
    rests_on: Mapping[str, str]


def answer(client: Client, embedded: Answerer, request: Request, view: View) -> Reply | None:
    """Let a language model answer a request. With the first two arguments given it is an answerer like the others.

    Args:
        client: the model.
        embedded: tells what to answer from, declines where there is nothing, and stands in where the model fails.
        request: what is asked.
        view: one generation of the index.

    Returns:
        None if the embedded answerer does not take it.
    """
    reply = embedded(request, view)
    if reply is None or not reply.hits:
        return reply
    hashes = view.hashes()
    rests_on = {hit.passage.source: hashes[hit.passage.source] for hit in reply.hits}
    return replace(reply, drafts=_written(client, request, reply, rests_on))


def _written(client: Client, request: Request, reply: Reply, rests_on: Mapping[str, str]) -> Iterator[Draft]:
    count = len(reply.hits)
    reading = f"Reading {count} passage{'' if count == 1 else 's'}…"
    yield Draft("reading", message=reading, answerer=client.name, whole=False)
    kind: Kind = "summary" if request.intent.kind == "summary" else "answer"
    asked = Asked(request.question.text, reply.hits, kind, rests_on)
    try:
        yield from generate(client, asked, request.settings.model_context)
    except AnswererError as error:
        *_, draft = reply.drafts
        yield replace(draft, usage=client.usage(), notes=(f"{error} {STANDS_IN}", *draft.notes))


def generate(client: Client, asked: Asked, context: int) -> Iterator[Draft]:
    """Let a language model answer from the passages.

    Args:
        client: the model.
        asked: what is asked of it.
        context: tokens that the model takes, prompt and reply together.

    Yields:
        Drafts with more and more whole sentences; the last one is the answer.

    Raises:
        AnswererError: the model cannot be reached, or its reply is not of the form that was asked for.
    """
    most = max(1, context - _ROOM)
    for _ in range(_SHRINKS):
        try:
            yield from _drafts(client, asked, most)
        except TooLongError:
            most = min(most, sum(count_tokens(hit.passage.embedded) for hit in asked.hits)) // 2
        else:
            return
    yield from _drafts(client, asked, most)


def prompt(asked: Asked, most: int) -> str:
    """The whole prompt of an answer, with at most so many tokens of passages."""
    file = "summarize" if asked.kind == "summary" else "answer"
    return template(file).render(question=asked.question, passages=excerpts(asked.hits, most))


def _drafts(client: Client, asked: Asked, most: int) -> Iterator[Draft]:
    said = prompt(asked, most)
    before = client.kept.get(f"{client.name}\n{said}", asked.rests_on) if client.kept else None
    if before is not None:
        yield _last(parse(before, asked.hits, whole=True), asked, client, cached_answers=1)
        return
    shown, text = 0, ""
    for text in client.says(said, SCHEMA):
        claims = parse(text, asked.hits, whole=False).claims
        if len(claims) > shown:
            shown = len(claims)
            yield Draft(asked.kind, claims, confidence=_CONFIDENCE, answerer=client.name, whole=False)
    last = _last(parse(text, asked.hits, whole=True), asked, client)
    note = client.kept.put(f"{client.name}\n{said}", asked.rests_on, text) if client.kept else ""
    yield replace(last, notes=(note,)) if note else last


def _last(reply: Parsed, asked: Asked, client: Client, **more: int) -> Draft:
    usage = {**client.usage(), **more}
    if not reply.claims:
        return Draft("declined", message=_missing(reply.missing, asked.question), answerer=client.name, usage=usage)
    short = reply.short or None
    return Draft(asked.kind, reply.claims, short=short, confidence=_CONFIDENCE, answerer=client.name, usage=usage)


def _missing(missing: str, question: str) -> str:
    """What to say when the model declines: what it says is missing is shown only as far as the question names it."""
    named = " ".join(missing.split()).rstrip(".")
    if not named or len(named) > _LONGEST_MISSING or "//" in named or unknown_parts(named, question):
        return "The documents don't say."
    return f"The documents don't say: they don't mention {escape(named)}."


def rewrite(client: Client, question: str, history: Sequence[Mapping[str, str]]) -> str:
    """The question as it stands alone, in the model's words.

    Raises:
        AnswererError: the model cannot be reached, or it replied with something that is not one question, or that holds
            a name or a number that the conversation does not hold.
    """
    line = whole(client.says(template("rewrite").render(question=question, history=history))).strip()
    if "\n" in line or len(line) > 4 * len(question) + 400 or not any(sign.isalnum() for sign in line):
        raise AnswererError("The language model did not rewrite the question as one line.")
    if unknown_parts(line, "\n".join([*(message["content"] for message in history), question])):
        raise AnswererError("The language model put a name or number into the question that nobody has said.")
    return line
