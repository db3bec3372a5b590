"""A small language model writes one plain sentence: the reader has decided that there is an answer, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answerers.llm.client import Client
from bot.answerers.llm.context import Excerpt, around
from bot.answerers.llm.markers import marked_sentences
from bot.answerers.llm.output_parser import without_thoughts
from bot.answerers.llm.prompts import template
from bot.drafts import Claim, Draft, Quote
from bot.errors import BadReplyError
from bot.proof.alignment import locate
from bot.proof.places import places_of
from bot.proof.support import small_words
from ingest.documents import Hit
from ingest.embedding.tokenizer import count_tokens
from ingest.text.words import stands_in, words

_MOST = 780  # tokens of a prompt: a processor reads about 50 in a second
_ENDS = (".", "!", "?", ".”", '."')  # of a sentence
_PASSAGES = 2  # that it writes from


@dataclass(frozen=True, slots=True)
class Found:
    """What the reader has found.

    Attributes:
        question: stand-alone.
        short: the words that answer.
        places: (hit, start, end) of what proves it: index of the passage, offsets into its document.
        hits: the passages.
        rests_on: SHA-256 of their documents, by source.
    """

    question: str
    short: str
    places: tuple[tuple[int, int, int], ...]
    hits: tuple[Hit, ...]
    rests_on: Mapping[str, str]


def found_by(own: Draft, question: str, hits: tuple[Hit, ...], rests_on: Mapping[str, str]) -> Found | None:
    """What the reader's draft answers and where; None if one plain sentence cannot say it as well."""
    if own.kind != "answer" or own.listed or not own.short or len(own.claims) != 1 or own.claims[0].computation:
        return None
    located = [place for quote in own.claims[0].quotes if (place := locate(quote, hits))]
    places = tuple((place.hit, place.start, place.end) for place in located[:_PASSAGES])
    return Found(question, own.short, places, hits, rests_on) if places else None


def sentence(client: Client, found: Found) -> Claim | None:
    """The sentence that the model writes, as a claim; None where it lacks the answer or nothing proves it.

    Raises:
        AnswererError: the model cannot be reached, fails or takes too long.
    """
    asked = prompt(found)
    if asked is None:
        return None
    said = client.before(asked, found.rests_on)
    if said is None:
        said = _first(client, asked)
        client.keep(asked, found.rests_on, said)
    at = _span(said, found.short)
    quotes = tuple(Quote(hit, found.hits[hit].passage.quote(start, end)) for hit, start, end in found.places)
    claim = Claim(said, quotes, bold=at)
    common = small_words(hit.passage.text for hit in found.hits)
    return claim if at and places_of(claim, found.hits, {}, common, asked=found.question) else None


def prompt(found: Found) -> str | None:
    """The whole prompt; None if what proves the answer is too long for it."""
    bare = template("write").render(question=found.question, short=found.short, passages=())
    each = (_MOST - count_tokens(bare)) // len(found.places)
    shown: list[Excerpt] = [around(found.hits[hit], start, end, each) for hit, start, end in found.places]
    whole = template("write").render(question=found.question, short=found.short, passages=tuple(dict.fromkeys(shown)))
    return whole if count_tokens(whole) <= _MOST else None


def _first(client: Client, asked: str) -> str:
    """The first sentence of what the model says; it is not asked for a second.

    Raises:
        AnswererError: see `Client.says`, unless that sentence was whole by then.
    """
    said = ""
    try:
        for text in client.says(asked):
            said = without_thoughts(text).strip()
            if len(marked_sentences(said)) > 1 or "\n" in said:
                break
    except BadReplyError:
        if not said.endswith(_ENDS):
            raise
    told = marked_sentences(said.split("\n")[0])
    return told[0][0].strip('"“”') if told else ""


def _span(said: str, short: str) -> tuple[int, int] | None:
    """Where the answer stands in a sentence, in whatever case; None if it does not."""
    at = said.lower().find(short.lower())
    if at >= 0:
        return at, at + len(short)
    told = words(short)
    return (0, 0) if told and stands_in(told, words(said)) else None
