"""A language model judges whether the passages answer, and writes sentences with quotes. `bot.proof` proves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.answerers.llm.client import Client
from bot.answerers.llm.confidence import of_judged
from bot.answerers.llm.context import excerpts
from bot.answerers.llm.output_parser import SCHEMA, Parsed, parse
from bot.answerers.llm.prompts import template
from bot.drafts import Claim, Draft, Kind
from bot.errors import AnswererError, BadReplyError, TooLongError
from bot.markup import escape
from bot.proof.alignment import Place
from bot.proof.places import evidence, places_of
from bot.proof.support import small_words, unknown_parts
from ingest.documents import Hit
from ingest.embedding.tokenizer import count_tokens
from ingest.text.words import stems

KEPT = "What it had said by then, and could be proved, is shown."
ELSEWHERE = "The language model answered with somebody else's words."
_ROOM = 1600  # tokens for the prompt's own words, the question and the reply
_SHRINKS = 2  # how often the passages are halved where the model takes less than was set
_LONGEST_MISSING = 80  # characters of what a model may say is missing
_Proved = tuple[tuple[Claim, tuple[Place, ...]], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a language model is asked.

    Attributes:
        question: stand-alone.
        hits: the passages, best first.
        kind: "answer", or "summary" where several sentences are wanted, each about another point.
        rests_on: SHA-256 of the passages' documents, by source.
        together: stems of the names where somebody's words about something are asked for.
        own: the reader's draft.
    """

    question: str
    hits: tuple[Hit, ...]
    kind: Kind
    rests_on: Mapping[str, str]
    together: frozenset[str]
    own: Draft


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
    return template(file).render(question=asked.question, passages=excerpts(asked.hits, most))


def _drafts(client: Client, asked: Asked, most: int) -> Iterator[Draft]:
    said = prompt(asked, most)
    before = client.before(said, asked.rests_on)
    if before is not None:
        yield _last(parse(before, asked.hits, whole=True), asked, client)
        return
    shown, text = 0, ""
    try:
        for text in client.says(said, SCHEMA):
            claims = parse(text, asked.hits, whole=False).claims
            if len(claims) > shown:
                shown = len(claims)
                yield Draft(asked.kind, claims, answerer=client.name, whole=False)
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
        AnswererError: `error`, if that is nothing.
    """
    proved = _proved(reply, asked)
    if not proved:
        raise error
    claims, sure = tuple(claim for claim, _ in proved), _sure(proved, reply, asked, client)
    notes = (f"{error} {KEPT}",)
    return Draft(asked.kind, claims, confidence=sure, answerer=client.name, usage=client.usage(), notes=notes)


def _last(reply: Parsed, asked: Asked, client: Client) -> Draft:
    usage, notes = client.usage(), tuple(client.notes)
    if not reply.claims:
        message = _missing(reply.missing, asked.question)
        return Draft("declined", message=message, answerer=client.name, usage=usage, notes=notes)
    claims = tuple({claim.text: claim for claim in reversed(reply.claims)}.values())[
        ::-1
    ]  # what it says twice is said once
    proved = _proved(reply, asked)
    if proved and asked.together and not any(_speaks_of(asked, *one) for one in proved):
        raise BadReplyError(ELSEWHERE)
    sure = _sure(proved, reply, asked, client)
    short = reply.short or None
    return Draft(asked.kind, claims, short=short, confidence=sure, answerer=client.name, usage=usage, notes=notes)


def _proved(reply: Parsed, asked: Asked) -> _Proved:
    common = small_words(hit.passage.text for hit in asked.hits)
    found = ((claim, places_of(claim, asked.hits, {}, common, asked=asked.question)) for claim in reply.claims)
    return tuple((claim, places) for claim, places in found if places)


def _speaks_of(asked: Asked, claim: Claim, places: tuple[Place, ...]) -> bool:
    """Whether a claim, or what proves it, is of those whose words are asked for."""
    there = evidence(places, asked.hits, frozenset())
    around = " ".join(asked.hits[place.hit].passage.text for place in places)
    return asked.together <= {*stems(claim.text), *stems(there.heading), *stems(around)}


def _sure(proved: _Proved, reply: Parsed, asked: Asked, client: Client) -> float:
    return of_judged(proved, reply.short, asked.own, asked.hits, client.chance())


def _missing(missing: str, question: str) -> str:
    """What to say when the model declines: what it says is missing is shown only as far as the question names it."""
    named = " ".join(missing.split()).rstrip(".")
    if not named or len(named) > _LONGEST_MISSING or "//" in named or unknown_parts(named, question):
        return "The documents don't say."
    return f"The documents don't say: they don't mention {escape(named)}."
