"""A language model judges whether the passages answer, and writes sentences with quotes. `bot.proof` proves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answerers.llm.client import Client
from bot.answerers.llm.context import excerpts
from bot.answerers.llm.faults import REPEATS, recurs
from bot.answerers.llm.output_parser import SCHEMA, Parsed, parse
from bot.answerers.llm.prompts import template
from bot.answerers.llm.weighing import Asked, weighed
from bot.drafts import Claim, Draft
from bot.errors import AnswererError, BadReplyError, TooLongError
from bot.markup import escape
from bot.proof.support import unknown_parts
from ingest.embedding.tokenizer import count_tokens

KEPT = "What it had said by then, and could be proved, is shown."
_ROOM = 1600  # tokens for the prompt's own words, the question and the reply
_SHRINKS = 2  # how often the passages are halved where the model takes less than was set
_LONGEST_MISSING = 80  # characters of what a model may say is missing


def judged(client: Client, asked: Asked, context: int) -> Iterator[Draft]:
    """Let a language model answer from the passages, fewer of them where it cannot take as many.

    Args:
        client: the model.
        asked: what is asked of it.
        context: tokens that the model takes, prompt and reply together.

    Yields:
        Drafts with more and more whole sentences; the last one is the answer.

    Raises:
        AnswererError: the model cannot be reached, or nothing of its reply can be used.
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
    return template(file).render(question=asked.question.text, passages=excerpts(asked.hits, most))


def _drafts(client: Client, asked: Asked, most: int) -> Iterator[Draft]:
    said = prompt(asked, most)
    before = client.before(said, asked.rests_on)
    if before is not None:
        yield _last(parse(before, asked.hits, whole=True), asked, client)
        return
    shown, text = 0, ""
    try:
        for text in client.says(said, SCHEMA):
            so_far = parse(text, asked.hits, whole=False)
            if len(so_far.claims) > shown:
                shown = len(so_far.claims)
                if recurs([claim.text for claim in so_far.claims]):
                    raise BadReplyError(REPEATS)
                if not weighed(so_far, asked, client.chance()).fault:
                    yield Draft(asked.kind, _once(so_far.claims), answerer=client.name, whole=False)
        reply = parse(text, asked.hits, whole=True)
    except TooLongError:
        raise
    except AnswererError as error:
        yield _saved(parse(text, asked.hits, whole=False), asked, client, error)
        return
    client.keep(said, asked.rests_on, text)
    yield _last(reply, asked, client)


def _saved(reply: Parsed, asked: Asked, client: Client, error: AnswererError) -> Draft:
    """What was proved before the model broke off.

    Raises:
        AnswererError: `error`, if that is nothing, or no answer.
    """
    found = weighed(reply, asked, client.chance())
    if found.fault:
        raise error
    claims, notes = _once([claim for claim, _ in found.proved]), (f"{error} {KEPT}",)
    return Draft(asked.kind, claims, confidence=found.sure, answerer=client.name, usage=client.usage(), notes=notes)


def _last(reply: Parsed, asked: Asked, client: Client) -> Draft:
    usage, notes = client.usage(), tuple(client.notes)
    if not reply.claims:
        message = _missing(reply.missing, asked.question.text)
        return Draft("declined", message=message, answerer=client.name, usage=usage, notes=notes)
    found = weighed(reply, asked, client.chance())
    if found.fault:
        raise BadReplyError(found.fault)
    claims, short = _once(reply.claims), reply.short or None
    return Draft(asked.kind, claims, short=short, confidence=found.sure, answerer=client.name, usage=usage, notes=notes)


def _once(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """What is said twice is said once."""
    first = {claim.text: claim for claim in reversed(claims)}
    return tuple(first[text] for text in dict.fromkeys(claim.text for claim in claims))


def _missing(missing: str, question: str) -> str:
    """What to say when the model declines: what it says is missing is shown only as far as the question names it."""
    named = " ".join(missing.split()).rstrip(".")
    if not named or len(named) > _LONGEST_MISSING or "//" in named or unknown_parts(named, question):
        return "The documents don't say."
    return f"The documents don't say: they don't mention {escape(named)}."
