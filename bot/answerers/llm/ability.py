"""What a language model can be used for: found out once, by a few questions whose answers are known.

A large one judges whether the passages answer and proves what it writes. A small one cannot do that, but it writes a
plain sentence of what the reader has found. What it said on trial is kept beside the index.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from bot.answerers.llm.client import Client, Role
from bot.answerers.llm.context import excerpts
from bot.answerers.llm.output_parser import SCHEMA, parse
from bot.answerers.llm.prompts import template
from bot.answerers.llm.rewriting import rewrite
from bot.answerers.llm.writer import Found, sentence
from bot.errors import AnswererError, BadReplyError, LateError, LoadingError
from bot.proof.places import places_of
from ingest.documents import Hit, Passage
from ingest.text.sentences import sentence_spans
from ingest.text.words import stands_in, words

USELESS = "The language model answered the trial questions wrongly: set FOOTNOTE_MODEL_ROLE to use it all the same."
_MARCH = (
    "Mette Dahl asked for a second crane. Jonas Lie, the treasurer, said that the harbour had 41,000 crowns left and "
    "could pay for one in May. The ferry Terna will be painted in June."
)
_APRIL = (
    "The council bought the crane for 38,500 crowns. Mette Dahl thanked the treasurer. "
    "The ferry Alka was sold to Norway in 2019."
)
# What is asked, and the words that answer; "" where the passages do not say: what is near does not answer.
_JUDGED = (
    ("What did the crane cost?", "38,500"),
    ("When was the ferry Terna sold?", ""),
    ("Who is the treasurer of the harbour?", "Jonas Lie"),
    ("What did Jonas Lie say about the ferry Alka?", ""),
)
_WRITTEN = (("How much money does the harbour have left?", "41,000 crowns"), ("Who bought the crane?", "The council"))
_SAID = (
    {"role": "user", "content": "What did the council buy in April?"},
    {"role": "assistant", "content": "The council bought the crane."},
)


def role_of(client: Client) -> Role:
    """What the model is used for: what was chosen, else the most that it has shown to be able to do.

    Raises:
        AnswererError: it cannot be reached, fails or takes too long.
    """
    if client.role is not None:
        return client.role
    if _passes(client, "judge", lambda: all(_judges(client, *one) for one in _JUDGED)):
        return "judge"
    return "writer" if _passes(client, "writer", lambda: all(_writes(client, *one) for one in _WRITTEN)) else "none"


def rewrites(client: Client) -> bool:
    """Whether the model rewrites follow-ups, which small ones do worse than rules. Raises what `role_of` does."""
    if role_of(client) != "judge":
        return False
    return client.role is not None or _passes(client, "rewrite", lambda: _completes(client))


def _passes(client: Client, what: str, trial: Callable[[], bool]) -> bool:
    """The outcome of a trial, which is held once in the life of a bot."""
    if what not in client.known:
        client.known[what] = trial()
    return client.known[what]


def _hits() -> tuple[Hit, ...]:
    told = (("March", _MARCH), ("April", _APRIL))
    return tuple(
        Hit(Passage("minutes.txt", "Harbour minutes", 0, len(text), text, part, tuple(sentence_spans(text))), 1.0)
        for part, text in told
    )


def _reply(client: Client, prompt: str) -> str:
    kept = client.before(prompt, {})
    if kept is not None:
        return kept
    said = ""
    try:
        for text in _afresh(client).says(prompt, SCHEMA):
            said = text
    except LateError:
        return said  # another day it may have more time
    except BadReplyError:
        pass  # as far as it came
    client.keep(prompt, {}, said)
    return said


def _afresh(client: Client) -> Client:
    """The model with all of its time: a trial takes nothing from that of a question."""
    return replace(client, began=time.monotonic())


def _judges(client: Client, asked: str, short: str) -> bool:
    hits = _hits()
    prompt = template("answer").render(question=asked, passages=excerpts(hits, 500))
    try:
        claims = parse(_reply(client, prompt), hits, whole=True).claims
    except BadReplyError:
        return False
    if not short:
        return not claims
    return any(_holds(claim.text, short) and places_of(claim, hits, {}, frozenset(), asked=asked) for claim in claims)


def _writes(client: Client, asked: str, short: str) -> bool:
    hits = _hits()
    at = next(number for number, hit in enumerate(hits) if short in hit.passage.text)
    start = hits[at].passage.text.index(short)
    found = Found(asked, short, ((at, start, start + len(short)),), hits, {})
    try:
        return sentence(_afresh(client), found) is not None
    except (BadReplyError, LateError):
        return False


def _completes(client: Client) -> bool:
    try:
        return _holds(rewrite(client, "What did it cost?", _SAID), "crane")
    except LoadingError:
        raise
    except AnswererError:
        return False


def _holds(said: str, short: str) -> bool:
    return stands_in(words(short), words(said))
