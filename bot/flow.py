"""The flow from a question to an Answer: check, complete, tell the kind, retrieve, answer, prove."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.answerers.answerer import Reply, Request
from bot.answerers.declining import EMPTY
from bot.answerers.reader.ranker import rank
from bot.answerers.resources import Resources
from bot.answerers.router import answerer_for
from bot.answers import Answer
from bot.drafts import Draft
from bot.errors import AnswererError
from bot.proof.citations import cite, proof_of
from bot.proof.notes import source_notes
from bot.question.analysis import Question, analyze
from bot.question.checks import LONGEST_QUESTION, Message, check_count, check_history, check_question, newest, read_part
from bot.question.followup import LEANS, SURELY, StandAlone, alone, carried_over, leans, pairs_of, readings
from bot.question.kind import Intent, intent_of, names_documents
from bot.question.limits import Scope
from bot.retrieval.earlier import series_of, told_by
from bot.retrieval.retriever import Found, look_up
from bot.settings import Settings
from ingest.documents import Document, Hit, Listed
from ingest.view import View

if TYPE_CHECKING:
    from bot.answerers.llm.client import Client

_LIKELIER = 2.0  # by how much it must be so that "How many?" counts what was spoken of, and not the documents
_DECLINED = 0.1  # how likely declining is right, for want of a better guess


def answers(
    resources: Resources, question: str, history: Sequence[Mapping[str, Any]] | None, scope: Scope
) -> Iterator[Answer]:
    """The answer as it grows, sentence by sentence; see `bot.chat.Bot.stream`."""
    clock = _Clock()
    text, cut = read_part(check_question(question, resources.settings.max_question))
    before, forgotten = newest(check_history(history))
    leaning = leans(text, before) if before else 0.0
    intent = intent_of(text, within=leaning >= LEANS)
    if intent.kind == "smalltalk":
        yield _small_talk(resources, text, intent, before, scope)
        return
    client = resources.client()
    trial = client is not None and leaning >= LEANS and not intent.whole and (yield from _trial(client, text))
    series = _series(resources, before) if leaning >= LEANS else ()
    meant, notes = _readings(client, text, before, intent, leaning, series)
    if client and trial:  # which takes nothing from the time of the question
        client = replace(client, began=time.monotonic())
    clock.lap("followup")
    work = _surest(resources, client, meant, scope)
    clock.lap("retrieve")
    shown: tuple[str, tuple[str, ...]] = ("", ())
    for draft in work.reply.drafts:
        answer = cite(draft, work.reply.hits, work.documents, work.question.text, work.listing)
        if not draft.whole and (answer.kind == "reading" or (answer.answered and (answer.text, answer.notes) != shown)):
            shown = (answer.text, answer.notes)
            yield replace(answer, carried=work.asked.carried)
    clock.lap("read")
    about = source_notes(text, answer, work.documents, work.embedding_model, resources.settings)
    notes = (*resources.notes, *cut, *forgotten, *notes, *work.notes, *answer.notes, *about)
    yield replace(answer, carried=work.asked.carried, notes=notes, timings=clock.timings())


@dataclass(frozen=True, slots=True)
class _Work:
    """What one generation of the index gave: all that the rest of the flow needs of it.

    Attributes:
        asked: how the question was understood.
        question: as it is searched for.
        reply: of the answerer that it went to.
        documents: those of the reply's passages, by source.
        listing: what is known of all documents, if the reply says something of that.
        notes: on how the question was read.
        embedding_model: of this generation.
    """

    asked: StandAlone
    question: Question
    reply: Reply
    documents: dict[str, Document]
    listing: tuple[Listed, ...]
    notes: tuple[str, ...]
    embedding_model: str


def _small_talk(resources: Resources, text: str, intent: Intent, history: Sequence[Message], scope: Scope) -> Answer:
    """What is said to small talk; to "are you sure?" what the last answer rests on."""
    asked = [at for at, message in enumerate(history) if message["role"] == "user"]
    if intent.task == "sure" and asked:
        *_, before = answers(resources, history[asked[-1]]["content"], history[: asked[-1]], scope)
        with resources.index.reading() as view:
            cited = {one.source: view.document(one.source) for one in before.citations}
        return proof_of(before, {source: document for source, document in cited.items() if document})
    with resources.index.reading() as view:
        scope.chosen(view)  # what it must not be limited to is said here too
    return cite(Draft("smalltalk", message=intent.reply, confidence=1.0), (), {}, text)


def _trial(client: Client, question: str) -> Generator[Answer, None, bool]:
    """Whether the language model is still to be tried before it may complete a question, which takes a while."""
    from bot.answerers.llm.ability import TRYING, untried

    if not untried(client, rewriting=True):
        return False
    yield cite(Draft("reading", message=TRYING, answerer=client.name, whole=False), (), {}, question)
    return True


def _series(resources: Resources, history: Sequence[Message]) -> Sequence[Sequence[str]]:
    """What stands beside each other in the tables that the last answer was taken from; see `series_of`."""
    asked, answer = pairs_of(history)[-1]
    with resources.index.reading() as view:
        return series_of(view, answer, asked)


_Reading = tuple[StandAlone, Intent]


def _readings(
    client: Client | None,
    question: str,
    history: Sequence[Message],
    intent: Intent,
    leaning: float,
    series: Sequence[Sequence[str]] = (),
) -> tuple[tuple[_Reading, ...], tuple[str, ...]]:
    """How the question may be meant, the likelier first, and notes; as it is where it hardly leans on what was said.

    What leans is completed, by the language model if there is one, else by rules, which may leave several ways; as long
    as it may be asked by itself as well, that is one of them.
    """
    of_folder = _LIKELIER * intent.sure * (1 - leaning)
    if intent.kind == "library" and leaning > of_folder and not names_documents(question):
        intent = Intent("question")
    if intent.whole:
        leaning = 0.0
    typed = _reading(alone(question), question, intent)
    if leaning < LEANS:
        return (typed,), ()
    written, notes = _rewritten(client, question, history) if client else (None, ())
    forms = (written,) if written else readings(question, history, series)
    meant = [_reading(replace(form, chance=form.chance * leaning), question, intent, history) for form in forms]
    if not (written or forms[0].focus) and leaning < SURELY:  # "And on Sundays?" asks nothing by itself
        meant.append((replace(typed[0], chance=1 - leaning), typed[1]))
    return tuple(sorted(meant, key=lambda one: -one[0].chance)), notes


def _reading(form: StandAlone, question: str, intent: Intent, history: Sequence[Message] = ()) -> _Reading:
    """A form of the question, and what is wanted by it: "And presentations?" after "How many e-mails are there?".

    What was put in may sound like a wish for a summary or a question about the folder: it is one only if the
    conversation has asked for the like.
    """
    form = replace(form, text=form.text[:LONGEST_QUESTION])
    if form.told:
        return form, Intent("question")
    wanted = intent_of(form.text) if form.text != question and intent.kind == "question" else intent
    asked = (message["content"] for message in history if message["role"] == "user")
    fits = wanted == intent or wanted.declines or any(intent_of(one).kind == wanted.kind for one in asked)
    return form, wanted if fits and wanted.kind != "smalltalk" else replace(intent, others=wanted.others)


def _rewritten(client: Client, question: str, history: Sequence[Message]) -> tuple[StandAlone | None, tuple[str, ...]]:
    """The question as a language model that has shown that it can makes it stand alone, and notes; else rules do."""
    from bot.answerers.llm.ability import afresh, rewrites
    from bot.answerers.llm.rewriting import rewrite

    try:
        if not rewrites(client):
            return None, ()
        text = rewrite(afresh(client), question, history)
    except AnswererError as error:
        return None, (f"{error} The question was completed by rules instead.",)
    before = readings(question, history)[0].said
    return StandAlone(text, said=before, carried=carried_over(question, text), chance=1.0), ()


def _retrieved(resources: Resources, client: Client | None, reading: _Reading, scope: Scope) -> _Work:
    """Everything that needs the index, in one generation of it: what is left to do can take its time."""
    with resources.index.reading() as view:
        return _work(view, client, reading, scope.chosen(view), resources.settings)


def _work(
    view: View, client: Client | None, reading: _Reading, sources: frozenset[str] | None, settings: Settings
) -> _Work:
    found, question, reply = _asked(view, client, reading, sources, settings)
    named = {source: view.document(source) for source in {hit.passage.source for hit in reply.hits}}
    documents = {source: document for source, document in named.items() if document is not None}
    listing = view.listing() if reply.facts else ()
    return _Work(reading[0], question, reply, documents, listing, found.notes, view.embedding_model)


def _surest(resources: Resources, client: Client | None, meant: Sequence[_Reading], scope: Scope) -> _Work:
    """Of all readings that which is likeliest both meant and answered right; what cannot be it is not read.

    The embedded answerers tell which, so that a language model is asked once.
    """
    if len(meant) == 1:
        return _retrieved(resources, client, meant[0], scope)
    chosen, work, most = meant[0], _retrieved(resources, None, meant[0], scope), 0.0
    for at, reading in enumerate(meant):
        chance = reading[0].chance
        if chance <= most:
            continue
        other = _retrieved(resources, None, reading, scope) if at else work
        drafts = tuple(other.reply.drafts)
        right = chance * (drafts[-1].confidence if drafts[-1].claims else 0.0 if at else _DECLINED)
        if not at or right > most:
            chosen, work, most = reading, replace(other, reply=replace(other.reply, drafts=iter(drafts))), right
    return work if client is None else _retrieved(resources, client, chosen, scope)


def _asked(
    view: View, client: Client | None, reading: _Reading, sources: frozenset[str] | None, settings: Settings
) -> tuple[Found, Question, Reply]:
    """Of the first answerer, by the likeliest kind, that takes the question; the reader takes any.

    What is about all there is needs no passages, until its answerer leaves it to the next one.
    """
    asked, intent = reading
    near = next(filter(None, (told_by(view, answer, before) for before, answer in asked.said)), "")
    found = look_up(view, asked.text, 0 if intent.whole else settings.passages, sources, near)
    question = analyze(view, found.text, found.vector, asked.focus, asked.added, asked.told)
    if not found.hits and view.count() == (0, 0):
        return found, question, Reply((), iter([Draft("declined", message=EMPTY, confidence=0.0)]))
    for kind in intent.kinds:
        reply = answerer_for(kind, client)(
            Request(question, intent, found.hits, sources, settings, client is not None, near), view
        )
        if reply is not None:
            return found, question, reply
        if intent.whole and not found.hits:
            found = look_up(view, asked.text, settings.passages, sources, near)
    raise AssertionError(f"no answerer of {intent.kinds} has taken a question, and the reader takes any")


@dataclass(slots=True)
class _Clock:
    """The seconds that each step takes."""

    began: float = field(default_factory=time.perf_counter)
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, step: str) -> None:
        """A step ends here."""
        self.laps[step] = time.perf_counter() - self.began - sum(self.laps.values())

    def timings(self) -> dict[str, float]:
        """Seconds by step, and of all of them."""
        return {**self.laps, "total": sum(self.laps.values())}


def find(resources: Resources, question: str, k: int, scope: Scope) -> tuple[Hit, ...]:
    """The best `k` passages for a question; see `bot.chat.Bot.search`."""
    wanted = max(check_count(k), 0)
    text, _ = read_part(check_question(question, resources.settings.max_question))
    with resources.index.reading() as view:
        chosen = scope.chosen(view)
        found = look_up(view, text, max(wanted, resources.settings.passages), chosen)
    # As many are read and put in order as for an answer.
    return rank(found.text, found.hits, resources.settings.passages).hits[:wanted]
