"""A language model answers, in the way that it can: it judges and writes, or writes what the reader has found."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.answerers.answerer import Answerer, Reply, Request
from bot.answerers.llm.ability import TRYING, USELESS, afresh, role_of, untried
from bot.answerers.llm.chat_model import STANDS_IN
from bot.answerers.llm.client import Client
from bot.answerers.llm.confidence import of_written
from bot.answerers.llm.judge import judged
from bot.answerers.llm.weighing import Asked
from bot.answerers.llm.writer import found_by, sentence
from bot.answerers.reader.speech import Speech, speech_of
from bot.answerers.reader.weights import calibration, threshold
from bot.drafts import Draft, Kind
from bot.errors import AnswererError, LoadingError
from bot.question.analysis import Question
from bot.retrieval.rows import rows_of
from ingest.view import View

LOADING = "The language model is loading…"
_PAUSE = 1.0  # seconds until a model that is loading is asked again


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
    rows = frozenset(rows_of(view, request.question.text, reply.hits))
    least = threshold(calibration(request.settings.index_folder), request.settings.max_wrong)
    found = _Found(reply, rests_on, rows, speech_of(request.question, reply.hits, view), least)
    return replace(reply, drafts=_answered(client, request, found))


@dataclass(frozen=True, slots=True)
class _Found:
    """What the embedded answerer has found.

    Attributes:
        reply: of it.
        rests_on: SHA-256 of the passages' documents, by source.
        rows: of tables in the passages, by source and start.
        speech: who says what in transcripts.
        least: the confidence from which on an answer is shown.
    """

    reply: Reply
    rests_on: Mapping[str, str]
    rows: frozenset[tuple[str, int]]
    speech: Speech
    least: float


def _answered(client: Client, request: Request, found: _Found) -> Iterator[Draft]:
    """The reader's answer at once, then the model's; the reader's again where the model fails."""
    reply = found.reply
    *_, own = reply.drafts
    if own.missing:  # what names a thing that occurs nowhere is answered by nothing
        yield own
        return
    count = len(reply.hits)
    message = f"Reading {count} passage{'' if count == 1 else 's'}…"
    while True:
        try:
            if untried(client):
                yield _meanwhile(client, request, own, TRYING)
                role_of(client)
                client = afresh(client)
            yield _meanwhile(client, request, own, message)
            yield from _by_role(client, request, own, found)
        except LoadingError as error:
            if client.left() > _PAUSE:
                message = LOADING
                yield _meanwhile(client, request, own, message)
                time.sleep(_PAUSE)
                continue
            yield _stands_in(client, own, error)
        except AnswererError as error:
            yield _stands_in(client, own, error)
        return


def _meanwhile(client: Client, request: Request, own: Draft, message: str) -> Draft:
    """What is shown until the model has answered."""
    if own.claims and request.settings.embedded_first:
        return replace(own, whole=False, notes=(*own.notes, message))
    return Draft("reading", message=message, answerer=client.name, whole=False)


def _stands_in(client: Client, own: Draft, error: AnswererError) -> Draft:
    return replace(own, usage=client.usage(), notes=(f"{error} {STANDS_IN}", *own.notes))


def _by_role(client: Client, request: Request, own: Draft, found: _Found) -> Iterator[Draft]:
    role = role_of(client)
    if role == "judge":
        kind: Kind = "summary" if request.intent.kind == "summary" else "answer"
        asked = Asked(request.question, found.reply.hits, kind, found.rests_on, own, found.speech, found.least)
        yield from judged(client, asked, request.settings.model_context)
    elif role == "writer":
        yield _written(client, request.question, own, found)
    else:
        yield replace(own, usage=client.usage(), notes=(f"{USELESS} {STANDS_IN}", *own.notes))


def _written(client: Client, question: Question, own: Draft, found: _Found) -> Draft:
    """The reader's answer in the model's words.

    In its own where these do not say it, where it stands in a row of a table, or where somebody asks what else there
    is: one plain sentence leaves out again what it has left out before.
    """
    told = None if question.told else found_by(own, question.text, found.reply.hits, found.rests_on)
    if told and any((found.reply.hits[hit].passage.source, start) in found.rows for hit, start, _ in told.places):
        told = None  # a small model takes one cell for another, and the proof sees one sentence
    claim = sentence(client, told) if told else None
    sure = of_written(own, client.chance())
    if claim is None or sure < found.least:
        return replace(own, usage=client.usage())
    notes = (*own.notes, *client.notes)
    return replace(own, claims=(claim,), confidence=sure, answerer=client.name, usage=client.usage(), notes=notes)
