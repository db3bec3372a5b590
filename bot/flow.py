"""The flow from a question to an Answer: follow-up, retrieve, read or generate, cite."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.answerers.declining import decline, missing_keys
from bot.answerers.mentions import mentions
from bot.answerers.reader import read
from bot.answerers.reader.ranker import Ranked, rank
from bot.answerers.resources import Means
from bot.answerers.summary import spread, summarize
from bot.answers import Answer, Draft, Kind
from bot.errors import AnswererError
from bot.proof.citations import cite
from bot.proof.freshness import changed_since
from bot.proof.notes import language_notes
from bot.question.analysis import Question, analyze
from bot.question.checks import Message, check_history, check_question
from bot.question.followup import StandAlone, stand_alone
from bot.question.kind import Intent, intent_of
from bot.question.limits import Scope
from bot.retrieval.retriever import Found, look_up
from ingest.documents import Document, Hit
from ingest.view import View

if TYPE_CHECKING:
    from bot.answerers.llm.client import Talker

_STANDS_IN = "This is the embedded reader's answer."
_MENTIONS = 200  # passages looked at for every mention of a phrase


def answers(means: Means, question: str, history: Sequence[Mapping[str, Any]] | None, scope: Scope) -> Iterator[Answer]:
    """The answer as it grows, sentence by sentence; see `bot.chat.Bot.stream`."""
    began = time.perf_counter()
    text = check_question(question, means.settings.max_question)
    before = check_history(history)
    intent = intent_of(text)
    if intent.kind == "smalltalk":
        with means.index.reading() as view:
            scope.chosen(view)
        yield cite(Draft("smalltalk", message=intent.reply, confidence=1.0), (), {}, text)
        return
    notes = [f"{means.fault} {_STANDS_IN}"] if means.fault else []
    talker = means.talker()
    whole = intent.kind == "mentions" or (intent.kind == "summary" and not intent.phrase)
    asked = StandAlone(text) if whole else _stand_alone(talker, text, before, notes)
    followed = time.perf_counter()
    work = _work(means, asked, intent, scope)
    shown = ""
    for draft in _drafts(means, talker, work, intent, notes):
        answer = cite(draft, work.hits, work.documents, work.searched)
        if not draft.whole and (answer.kind == "reading" or (answer.answered and answer.text != shown)):
            shown = answer.text
            yield answer
    done = time.perf_counter()
    yield replace(
        answer,
        notes=(*notes, *work.notes, *answer.notes, *_about_sources(means, text, answer, work)),
        timings={
            "followup": followed - began,
            "retrieve": work.retrieved - followed,
            "read": done - work.retrieved,
            "total": done - began,
        },
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """What retrieval, and for the embedded answerer reading, gave."""

    question: Question
    ranked: Ranked
    draft: Draft | None
    documents: dict[str, Document]
    notes: tuple[str, ...]
    retrieved: float
    embedding_model: str

    @property
    def hits(self) -> tuple[Hit, ...]:
        return self.ranked.hits

    @property
    def searched(self) -> str:
        return self.question.text


def _stand_alone(talker: Talker | None, question: str, history: tuple[Message, ...], notes: list[str]) -> StandAlone:
    if talker is not None and history:
        from bot.answerers.llm.generator import rewrite

        try:
            return StandAlone(rewrite(talker, question, history))
        except AnswererError as error:
            notes.append(f"{error} The question was completed by rules instead.")
    return stand_alone(question, history)


def _work(means: Means, asked: StandAlone, intent: Intent, scope: Scope) -> _Work:
    """Everything that needs the index, in one generation of it: what is left to do can take its time."""
    with means.index.reading() as view:
        chosen = scope.chosen(view)
        searched = intent.kind == "question" or (intent.kind == "summary" and bool(intent.phrase))
        found = look_up(view, asked.text, means.settings.passages if searched else 0, chosen)
        model = view.embedding_model
        ranked = _ranked(view, found, intent, chosen)
        retrieved = time.perf_counter()
        question = analyze(view, found.text, found.vector, asked.focus, asked.added, asked.told)
        draft = None
        if means.model is None or intent.kind == "mentions" or not ranked.hits:
            draft = _read(means, question, intent, ranked)
        hits = ranked.hits
        documents = {source: view.document(source) for source in {hit.passage.source for hit in hits}}
    there = {source: document for source, document in documents.items() if document is not None}
    return _Work(question, ranked, draft, there, found.notes, retrieved, model)


def _ranked(view: View, found: Found, intent: Intent, sources: Collection[str] | None) -> Ranked:
    if intent.kind == "mentions":
        hits = view.phrase(intent.phrase, _MENTIONS, sources)
        return Ranked(tuple(sorted(hits, key=lambda hit: (hit.passage.source, hit.passage.start))), ())
    if intent.kind == "summary" and not intent.phrase:
        everything = (p for p in view.passages() if sources is None or p.source in sources)
        return Ranked(spread([Hit(passage, 1.0) for passage in everything]), ())
    return Ranked(found.hits, ()) if intent.kind == "summary" else rank(found.text, found.hits)


def _read(means: Means, question: Question, intent: Intent, ranked: Ranked) -> Draft:
    if intent.kind == "mentions":
        return mentions(intent.phrase, ranked.hits)
    if intent.kind == "summary":
        missing = missing_keys(question)
        if missing:
            return decline(question, 0.0, missing)
        return summarize(ranked.hits, question.vector if intent.phrase else None)
    return read(question, ranked, means.settings.index_folder, means.settings.max_wrong)


def _drafts(means: Means, talker: Talker | None, work: _Work, intent: Intent, notes: list[str]) -> Iterator[Draft]:
    """Drafts that grow by a sentence each, the last one whole; a language model that fails is stood in for."""
    if work.draft is not None:
        yield from _growing(work.draft)
        return
    assert talker is not None  # noqa: S101 (else there is a draft already)
    from bot.answerers.llm.generator import Asked, generate

    rests_on = {source: document.sha256 for source, document in work.documents.items()}
    kind: Kind = "summary" if intent.kind == "summary" else "answer"
    yield Draft("reading", message=_reading(len(work.hits)), answerer=talker.name, whole=False)
    try:
        yield from generate(
            talker, Asked(work.searched, work.hits, kind, rests_on), means.settings.model_context, means.kept
        )
    except AnswererError as error:
        notes.append(f"{error} {_STANDS_IN}")
        yield replace(_read(means, work.question, intent, work.ranked), usage=talker.usage())


def _growing(draft: Draft) -> Iterator[Draft]:
    for count in range(1, len(draft.claims)):
        yield replace(draft, claims=draft.claims[:count], whole=False)
    yield draft


def _reading(passages: int) -> str:
    return "Reading 1 passage…" if passages == 1 else f"Reading {passages} passages…"


def _about_sources(means: Means, question: str, answer: Answer, work: _Work) -> tuple[str, ...]:
    """Notes on what the answer rests on: its language, and whether it is still what was indexed."""
    folder = means.settings.documents_folder
    cited = [work.documents[source] for source in dict.fromkeys(c.source for c in answer.citations)]
    compared = () if means.settings.reads_only else cited
    stale = (changed_since(folder, document.source, document.sha256) for document in compared)
    spoken = language_notes(question, cited, work.embedding_model)
    return (*(note for note in stale if note), *spoken)


def find(means: Means, question: str, k: int, scope: Scope) -> tuple[Hit, ...]:
    """The best `k` passages for a question; see `bot.chat.Bot.search`."""
    text = check_question(question, means.settings.max_question)
    with means.index.reading() as view:
        chosen = scope.chosen(view)
        found = look_up(view, text, max(k, means.settings.passages), chosen)
    # As many are read and put in order as for an answer.
    return rank(found.text, found.hits, means.settings.passages).hits[:k]
