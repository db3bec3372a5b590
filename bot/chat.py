"""Bot and ask(): the flow from a question to an Answer, once, for page, function and command line."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answers import Answer, Draft
from bot.check import Message, check_history, check_question, check_sources
from bot.cite import cite
from bot.errors import AnswererError
from bot.followup import StandAlone, stand_alone
from bot.freshness import changed_since
from bot.intent import Intent, intent_of
from bot.notes import language_notes
from bot.reader import read
from bot.reader.declining import decline, missing_keys
from bot.reader.mentions import mentions
from bot.reader.question import Question, analyze, corrected
from bot.reader.summary import spread, summarize
from bot.retrieve import retrieve
from bot.settings import Settings, load_settings
from ingest.documents import Document, Hit, Passage
from ingest.embed import load_embeddings
from ingest.index import Index, View
from ingest.plan import Synced
from ingest.sync import Progress, sync

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.language_models import BaseChatModel
    from numpy.typing import NDArray

_MENTIONS = 200  # passages looked at for every mention of a phrase


class Bot:
    """Answers questions from one index. Safe to use from several threads."""

    def __init__(self, index: Index, settings: Settings, chat_model: BaseChatModel | None = None) -> None:
        """Answer from an open index.

        Args:
            index: to read from; closed with the bot.
            settings: how to answer.
            chat_model: answers instead of the embedded reader; by default what `settings.model` names.

        Raises:
            AnswererError: `settings.model` names a model that cannot be used.
        """
        self.index = index
        self.settings = settings
        self.synced: Synced | None = None
        self._name = settings.model or type(chat_model).__name__
        if chat_model is None and settings.model:
            from bot.generate import load_chat_model

            chat_model = load_chat_model(settings.model, settings.model_timeout)
        self._model = chat_model

    @classmethod
    def from_folder(
        cls,
        documents: str | Path | None = None,
        index: str | Path | None = None,
        *,
        progress: Progress = lambda _what, _done, _total: None,
        chat_model: BaseChatModel | None = None,
        **settings: Any,  # noqa: ANN401 (pydantic checks them)
    ) -> Bot:
        """Make the index match a folder of documents, then answer from it.

        Args:
            documents: the folder; by default `seeds` in the current folder, else in the checkout.
            index: the folder of the index; by default `.footnote` beside the documents.
            progress: called with what is being done, how much of it is done, and how much there is.
            chat_model: any LangChain chat model, to answer instead of the embedded reader.
            settings: any other field of `bot.settings.Settings`.

        Raises:
            FootnoteError: see `ingest.sync.sync` and `Bot`.
        """
        chosen = load_settings(documents=_path(documents), index=_path(index), **settings)
        synced = sync(chosen, progress=progress)
        bot = cls(Index(chosen.index_folder, chosen), chosen, chat_model)
        bot.synced = synced
        return bot

    @classmethod
    def open(cls, index: str | Path, *, chat_model: BaseChatModel | None = None, **settings: Any) -> Bot:  # noqa: ANN401
        """Answer from an index as it is; the documents' folder is not looked at.

        Raises:
            IndexUnusableError: there is none, it is damaged, or was made with another model.
        """
        chosen = load_settings(index=_path(index), **settings)
        return cls(Index(chosen.index_folder, chosen), chosen, chat_model)

    def ask(
        self,
        question: str,
        history: Sequence[Mapping[str, Any]] | None = None,
        sources: Sequence[str] | None = None,
    ) -> Answer:
        """Answer a question, or decline it, with citations.

        Args:
            question: in plain words.
            history: the conversation so far, oldest first: {"role": "user" or "assistant", "content": text}.
            sources: answer from these documents only; by default from all.

        Raises:
            QuestionError, HistoryError, SourcesError: what was asked is no question.
            IndexUnusableError, StorageError: the index cannot be read any more.
        """
        *_, last = self.stream(question, history, sources)
        return last

    def stream(
        self,
        question: str,
        history: Sequence[Mapping[str, Any]] | None = None,
        sources: Sequence[str] | None = None,
    ) -> Iterator[Answer]:
        """The answer as it grows, sentence by sentence, each verified; the last one is what `ask` returns.

        Takes and raises what `ask` does.
        """
        began = time.perf_counter()
        text = check_question(question, self.settings.max_question)
        before = check_history(history)
        intent = intent_of(text)
        if intent.kind == "smalltalk":
            with self.index.reading() as view:
                check_sources(sources, view.hashes())
            yield cite(Draft("smalltalk", message=intent.reply, confidence=1.0), (), {}, text)
            return
        notes: list[str] = []
        whole = intent.kind == "mentions" or (intent.kind == "summary" and not intent.phrase)
        asked = StandAlone(text) if whole else self._stand_alone(text, before, notes)
        followed = time.perf_counter()
        work = self._work(asked, intent, sources)
        draft = work.draft if work.draft is not None else self._generate(work, intent, notes)
        for count in range(1, len(draft.claims)):
            part = cite(replace(draft, claims=draft.claims[:count]), work.hits, work.documents, work.searched)
            if part.answered:
                yield part
        answer = cite(draft, work.hits, work.documents, work.searched)
        done = time.perf_counter()
        yield replace(
            answer,
            notes=(*notes, *work.notes, *answer.notes, *self._about_sources(text, answer, work.documents)),
            timings={
                "followup": followed - began,
                "retrieve": work.retrieved - followed,
                "read": done - work.retrieved,
                "total": done - began,
            },
        )

    def search(self, question: str, k: int = 10, sources: Sequence[str] | None = None) -> tuple[Hit, ...]:
        """The best `k` passages for a question, best first; no answer. Raises what `ask` does."""
        text = check_question(question, self.settings.max_question)
        with self.index.reading() as view:
            chosen = check_sources(sources, view.hashes())
            return retrieve(view, text, self._embed(text), k, chosen)

    def documents(self) -> tuple[Document, ...]:
        """Every document of the index, in order of source."""
        with self.index.reading() as view:
            return tuple(view.documents())

    def document(self, source: str) -> Document:
        """One document. `SourcesError`, if the index does not hold it."""
        with self.index.reading() as view:
            check_sources([source], view.hashes())
            found = view.document(source)
        assert found is not None  # noqa: S101 (it was there in the same generation)
        return found

    def passages(self, limit: int | None = None) -> tuple[Passage, ...]:
        """The passages of the index in order of source and start, at most `limit`."""
        with self.index.reading() as view:
            return view.passages(limit=-1 if limit is None else limit)

    def count(self) -> tuple[int, int]:
        """How many documents and passages the index holds."""
        with self.index.reading() as view:
            return view.count()

    def close(self) -> None:
        """Give the index back."""
        self.index.close()

    def _embed(self, text: str) -> NDArray[np.float32]:
        return load_embeddings(self.settings.embedding_model).encode_question(text)

    def _stand_alone(self, question: str, history: tuple[Message, ...], notes: list[str]) -> StandAlone:
        if self._model is not None and history:
            from bot.generate import rewrite

            try:
                return StandAlone(rewrite(self._model, question, history))
            except AnswererError as error:
                notes.append(f"{error} The question was completed by rules instead.")
        return stand_alone(question, history)

    def _work(self, asked: StandAlone, intent: Intent, sources: Sequence[str] | None) -> _Work:
        """Everything that needs the index, in one generation of it: what is left to do can take its time."""
        with self.index.reading() as view:
            chosen = check_sources(sources, view.hashes())
            text, mended = corrected(view, asked.text)
            vector = self._embed(text)
            hits = self._retrieve(view, text, intent, vector, chosen)
            retrieved = time.perf_counter()
            question = analyze(view, text, vector, asked.focus)
            draft = None
            if self._model is None or intent.kind == "mentions":
                draft = self._read(question, intent, hits)
            documents = {source: view.document(source) for source in {hit.passage.source for hit in hits}}
        there = {source: document for source, document in documents.items() if document is not None}
        return _Work(question, hits, draft, there, mended, retrieved)

    def _retrieve(
        self, view: View, text: str, intent: Intent, vector: NDArray[np.float32], sources: Sequence[str] | None
    ) -> tuple[Hit, ...]:
        if intent.kind == "mentions":
            found = view.phrase(intent.phrase, _MENTIONS, sources)
            return tuple(sorted(found, key=lambda hit: (hit.passage.source, hit.passage.start)))
        if intent.kind == "summary" and not intent.phrase:
            everything = (p for p in view.passages() if sources is None or p.source in sources)
            return spread([Hit(passage, 1.0) for passage in everything])
        return retrieve(view, text, vector, self.settings.passages, sources)

    def _read(self, question: Question, intent: Intent, hits: tuple[Hit, ...]) -> Draft:
        if intent.kind == "mentions":
            return mentions(intent.phrase, hits)
        if intent.kind == "summary":
            missing = missing_keys(question)
            if missing:
                return decline(question, 0.0, missing)
            return summarize(hits, question.vector if intent.phrase else None)
        return read(question, hits, self.settings.index_folder, self.settings.max_wrong)

    def _generate(self, work: _Work, intent: Intent, notes: list[str]) -> Draft:
        """The language model's draft; if it fails, the embedded reader's, marked as such."""
        from bot.generate import generate

        assert self._model is not None  # noqa: S101 (else there is a draft already)
        try:
            return generate(self._model, self._name, work.searched, work.hits, summary=intent.kind == "summary")
        except AnswererError as error:
            notes.append(f"{error} This is the embedded reader's answer.")
            return self._read(work.question, intent, work.hits)

    def _about_sources(self, question: str, answer: Answer, documents: Mapping[str, Document]) -> tuple[str, ...]:
        """Notes on what the answer rests on: its language, and whether it is still what was indexed."""
        folder = self.settings.documents_folder
        cited = [documents[source] for source in dict.fromkeys(c.source for c in answer.citations)]
        stale = (changed_since(folder, document.source, document.sha256) for document in cited)
        spoken = language_notes(question, cited, self.settings.embedding_model)
        return (*(note for note in stale if note), *spoken)


@dataclass(frozen=True, slots=True)
class _Work:
    """What retrieval, and for the embedded answerer reading, gave."""

    question: Question
    hits: tuple[Hit, ...]
    draft: Draft | None
    documents: dict[str, Document]
    notes: tuple[str, ...]
    retrieved: float

    @property
    def searched(self) -> str:
        return self.question.text


def _path(folder: str | Path | None) -> Path | None:
    return None if folder is None else Path(folder)


_default: dict[tuple[Path, Path], Bot] = {}
_opening = threading.Lock()


def ask(
    question: str, history: Sequence[Mapping[str, Any]] | None = None, sources: Sequence[str] | None = None
) -> Answer:
    """Answer from the default documents, which are indexed on first use. Takes and raises what `Bot.ask` does."""
    settings = load_settings()
    check_question(question, settings.max_question)
    place = (settings.documents_folder.resolve(), settings.index_folder.resolve())
    with _opening:
        if place not in _default:
            _default[place] = Bot.from_folder()
    return _default[place].ask(question, history, sources)
