"""What a language model can be used for: found out once, by a few questions whose answers are known.

A large one judges whether the passages answer and proves what it writes. A small one cannot do that, but it writes a
plain sentence of what the reader has found. Whoever judges may complete follow-ups too, if it does that better than the
rules. What came out is kept beside the index, so that it is found out once for all bots on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from bot.answerers.llm.client import Client, Role, whole
from bot.answerers.llm.context import excerpts
from bot.answerers.llm.output_parser import SCHEMA, parse
from bot.answerers.llm.prompts import template
from bot.answerers.llm.rewriting import completes, follow_ups
from bot.answerers.llm.writer import Found, prompt, sentence
from bot.errors import BadReplyError, LateError
from bot.proof.places import places_of
from ingest.documents import Hit, Passage
from ingest.text.sentences import sentence_spans
from ingest.text.words import stands_in, words

TRYING = "Trying what the language model can do…"
USELESS = "The language model answered the trial questions wrongly: set FOOTNOTE_MODEL_ROLE to use it all the same."
_PASSED = "passed"
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


def role_of(client: Client) -> Role:
    """What the model is used for: what was chosen, else the most that it has shown to be able to do.

    All trials together take as long as one question may; half of that, if it cannot judge within that.

    Raises:
        AnswererError: it cannot be reached or fails.
    """
    return _role(afresh(client))


def rewrites(client: Client) -> bool:
    """Whether the model rewrites follow-ups, which it must do better than rules do. Takes and raises as `role_of`."""
    trying = afresh(client)
    return _role(trying) == "judge" and _passes(trying, "rewrite", completes)


def untried(client: Client, *, rewriting: bool = False) -> bool:
    """Whether the next call of `role_of`, or of `rewrites`, asks the model."""
    judges = client.role == "judge" if client.role is not None else _outcome(client, "judge")
    if rewriting and judges:
        return _outcome(client, "rewrite") is None
    return judges is None or (client.role is None and not judges and _outcome(client, "writer") is None)


def afresh(client: Client) -> Client:
    """The model with all of its time: a trial takes nothing from that of a question."""
    return replace(client, began=time.monotonic(), chances=[])


def _role(client: Client) -> Role:
    if client.role is not None:
        return client.role
    # A model that is too slow to judge may still write.
    if _passes(replace(client, seconds=client.seconds / 2), "judge", _judges_all):
        return "judge"
    return "writer" if _passes(client, "writer", _writes_all) else "none"


def _outcome(client: Client, what: str) -> bool | None:
    """What came out of a trial, here or before; None if it has not been held."""
    if what not in client.known and client.tried:
        kept = client.tried.get(_asked(client, what), {})
        if kept is not None:
            client.known[what] = kept == _PASSED
    return client.known.get(what)


def _passes(client: Client, what: str, trial: Callable[[Client], bool]) -> bool:
    """The outcome of a trial, which is held once; again another day, when it may have more time, if it was late."""
    found = _outcome(client, what)
    if found is not None:
        return found
    try:
        client.known[what] = trial(client)
    except LateError:
        client.known[what] = False
    else:
        note = client.tried.put(_asked(client, what), {}, _PASSED if client.known[what] else "") if client.tried else ""
        client.notes.extend([note] if note else [])
    return client.known[what]


def _asked(client: Client, what: str) -> str:
    """The model's name, and all that it is asked on trial."""
    prompts = {
        "judge": lambda: [_judging(asked) for asked, _ in _JUDGED],
        "writer": lambda: [prompt(_found(*one)) or "" for one in _WRITTEN],
        "rewrite": lambda: [
            template("rewrite").render(question=asked, history=said) for said, asked, _ in follow_ups()
        ],
    }
    return "\n".join([client.name, what, *prompts[what]()])


def _hits() -> tuple[Hit, ...]:
    told = (("March", _MARCH), ("April", _APRIL))
    return tuple(
        Hit(Passage("minutes.txt", "Harbour minutes", 0, len(text), text, part, tuple(sentence_spans(text))), 1.0)
        for part, text in told
    )


def _judges_all(client: Client) -> bool:
    return all(_judges(client, *one) for one in _JUDGED)


def _judging(asked: str) -> str:
    return template("answer").render(question=asked, passages=excerpts(_hits(), 500))


def _judges(client: Client, asked: str, short: str) -> bool:
    hits = _hits()
    try:
        claims = parse(whole(client.says(_judging(asked), SCHEMA)), hits, whole=True).claims
    except BadReplyError:
        return False
    if not short:
        return not claims
    return any(_holds(claim.text, short) and places_of(claim, hits, {}, frozenset(), asked=asked) for claim in claims)


def _writes_all(client: Client) -> bool:
    return all(_writes(client, *one) for one in _WRITTEN)


def _found(asked: str, short: str) -> Found:
    """What the reader would have found: where the words stand that answer."""
    hits = _hits()
    at = next(number for number, hit in enumerate(hits) if short in hit.passage.text)
    start = hits[at].passage.text.index(short)
    return Found(asked, short, ((at, start, start + len(short)),), hits, {})


def _writes(client: Client, asked: str, short: str) -> bool:
    try:
        return sentence(replace(client, kept=None), _found(asked, short)) is not None
    except BadReplyError:
        return False


def _holds(said: str, short: str) -> bool:
    return stands_in(words(short), words(said))
