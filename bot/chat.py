"""Bot and ask(): the flow from a question to an Answer, once, for page, function and command line."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answers import Answer, Draft
from bot.check import Message, check_history, check_question, check_sources
from bot.cite import cite
from bot.errors import AnswererError
from bot.followup import StandAlone, stand_alone
from bot.freshness import changed_since
from bot.intent import Intent, intent_of
from bot.reader import Question, language_notes, read
from bot.retrieve import retrieve
from bot.settings import Settings, load_settings
from ingest.documents import Document, Hit, Passage
from ingest.index import Index, View
from ingest.plan import Synced
from ingest.sync import Progress, sync

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


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
        asked = StandAlone(text) if intent.kind == "mentions" else self._stand_alone(text, before, notes)
        followed = time.perf_counter()
        draft, hits, documents, timings = self._draft(asked, intent, sources, notes)
        timings = {"followup": followed - began, **timings}
        for count in range(1, len(draft.claims)):
            yield cite(replace(draft, claims=draft.claims[:count]), hits, documents, asked.text)
        answer = cite(draft, hits, documents, asked.text)
        cited = dict.fromkeys(citation.source for citation in answer.citations)
        notes += [note for source in cited if (note := self._changed(documents[source]))]
        timings["total"] = time.perf_counter() - began
        yield replace(answer, notes=(*notes, *answer.notes), timings=timings)

    def _stand_alone(self, question: str, history: tuple[Message, ...], notes: list[str]) -> StandAlone:
        if self._model is not None and history:
            from bot.generate import rewrite

            try:
                return StandAlone(rewrite(self._model, question, history))
            except AnswererError as error:
                notes.append(f"{error} The question was completed by rules instead.")
        return stand_alone(question, history)

    def _draft(
        self, asked: StandAlone, intent: Intent, sources: Sequence[str] | None, notes: list[str]
    ) -> tuple[Draft, tuple[Hit, ...], dict[str, Document], dict[str, float]]:
        """Retrieve and read; what it gives can be cited without the index."""
        began = time.perf_counter()
        with self.index.reading() as view:
            chosen = check_sources(sources, view.hashes())
            vector = self._embed(asked.text)
            hits = retrieve(view, asked.text, vector, self.settings.passages, chosen)
            retrieved = time.perf_counter()
            question = Question(asked.text, asked.focus, intent, vector, chosen)
            draft = None
            if self._model is None or intent.kind == "mentions":
                draft, hits = read(view, question, hits, self.settings)
            documents = self._documents(view, hits)
            notes += language_notes(asked.text, documents.values())
        ...
        return draft, hits, documents, {"retrieve": retrieved - began, "read": time.perf_counter() - retrieved}
